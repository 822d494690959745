"""The ledger: every published address and anchor, with a mark of its words.

One CSV file a document, `content/ledger/documents/<authority>/<id>.csv`, and one a folder of other
pages, `content/ledger/pages/<folder>.csv`, so that edits touch small files. Rows are added, never
changed or removed; `content/ledger/log/` holds all of them in the order in which they were added.
"""

from builder.ledger.compare import compare_with_ledger, unfinished
from builder.ledger.files import (
    LedgerBytes,
    document_ledger,
    ledger_bytes,
    ledger_name,
    lost,
    read_all,
    read_own,
)
from builder.ledger.log import (
    Log,
    changed_rows,
    has_log,
    is_long,
    log_bytes,
    log_growth,
    read_log,
    unlogged,
)
from builder.ledger.pages import (
    NOTHING_PUBLISHED,
    MovedPages,
    PublishedPages,
    grown,
    lead_on,
    page_ledger,
    read_published_pages,
    written_pages,
)
from builder.ledger.rows import (
    LedgerRow,
    ledger_file,
    mark,
    short_mark,
    with_long_marks,
)

__all__ = [
    "NOTHING_PUBLISHED",
    "LedgerBytes",
    "LedgerRow",
    "Log",
    "MovedPages",
    "PublishedPages",
    "changed_rows",
    "compare_with_ledger",
    "document_ledger",
    "grown",
    "has_log",
    "is_long",
    "lead_on",
    "ledger_bytes",
    "ledger_file",
    "ledger_name",
    "log_bytes",
    "log_growth",
    "lost",
    "mark",
    "page_ledger",
    "read_all",
    "read_log",
    "read_own",
    "read_published_pages",
    "short_mark",
    "unfinished",
    "unlogged",
    "with_long_marks",
    "written_pages",
]
