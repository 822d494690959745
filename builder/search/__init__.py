"""Documents → what the search page fetches.

In: documents, what they mention, the registry.  Out: files.  A room of its own because it decides
what a reader's browser fetches for a search, and what of it a changed document changes:

    documents of an authority ──segment──▶ Segment ─┐
    documents of another      ──segment──▶ Segment ─┴─put_together──▶ the files of the index
    each document             ──texts────────────────────────────────▶ the words that are shown

A `Segment` depends on its documents, their mentions and the registry alone, in any process; putting
segments together reads no document.  The archive's pages are found by their titles, in an index of
Pagefind's (`index_pages`).  docs/search.md describes the files.
"""

from builder.search.findings import Read, read
from builder.search.index import put_together
from builder.search.result_texts import texts
from builder.search.segment import Segment, Slice, segment
from builder.search.title_index import BUNDLE, index_pages, titles

__all__ = [
    "BUNDLE",
    "Read",
    "Segment",
    "Slice",
    "index_pages",
    "put_together",
    "read",
    "segment",
    "texts",
    "titles",
]
