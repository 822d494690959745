"""Documents → files for the search page:

    documents of an authority ──segment──▶ Segment ─┐
    documents of another      ──segment──▶ Segment ─┴─put_together──▶ the files of the index
    each document             ──texts────────────────────────────────▶ the words that are shown

A `Segment` depends on its documents and the registry alone; joining segments reads no document.
Pages are found by title, with Pagefind (`index_pages`). Files: docs/search.md.
"""

from builder.search.findings import Read, read
from builder.search.index import (
    Files,
    Held,
    JoinedSlice,
    join_slice,
    put_together,
    start_files,
)
from builder.search.patching import SliceChange, patch
from builder.search.result_texts import pack_result_texts
from builder.search.segment import SLICES, Segment, Slice, segment
from builder.search.title_index import BUNDLE, index_pages, page_titles

__all__ = [
    "BUNDLE",
    "SLICES",
    "Files",
    "Held",
    "JoinedSlice",
    "Read",
    "Segment",
    "Slice",
    "SliceChange",
    "index_pages",
    "join_slice",
    "pack_result_texts",
    "page_titles",
    "patch",
    "put_together",
    "read",
    "segment",
    "start_files",
]
