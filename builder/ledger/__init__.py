"""The ledger: every published address and anchor, with a mark of its words.

One CSV file a document, `content/ledger/documents/<authority>/<id>.csv`, and one a folder of other
pages, `content/ledger/pages/<folder>.csv`, so that edits touch small files. Rows are added, never
changed or removed.
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
