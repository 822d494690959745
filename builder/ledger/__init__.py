"""The ledger: every address and anchor that was ever published, and what its words were.

A file for each document, `content/ledger/documents/<authority>/<id>.csv`, and one for each folder
of the site's other pages, `content/ledger/pages/<folder>.csv`: an edit touches one small file, two
editors rarely the same one, and what changed can be read in a diff.  A row says that an anchor led
to words with a certain mark since a certain day.  Rows are added, never changed or removed.
"""

from builder.ledger.files import (
    LedgerBytes,
    document_ledger,
    ledger_bytes,
    ledger_name,
    lost,
    read_all,
    read_own,
)
from builder.ledger.hold import hold, unfinished
from builder.ledger.pages import (
    NOTHING_PUBLISHED,
    MovedPages,
    Published,
    grown,
    lead_on,
    page_ledger,
    read_published,
    written_pages,
)
from builder.ledger.rows import State, mark, written

__all__ = [
    "NOTHING_PUBLISHED",
    "LedgerBytes",
    "MovedPages",
    "Published",
    "State",
    "document_ledger",
    "grown",
    "hold",
    "lead_on",
    "ledger_bytes",
    "ledger_name",
    "lost",
    "mark",
    "page_ledger",
    "read_all",
    "read_own",
    "read_published",
    "unfinished",
    "written",
    "written_pages",
]
