"""Citations of a document as RIS, which reference managers read."""

from __future__ import annotations

from builder.core.safe_files import File
from builder.model import Document
from builder.model.text import evened
from builder.pages.parts.views import publisher
from builder.reading.archive import Archive


def ris_file(archive: Archive, document: Document, base_url: str) -> File:
    """A document's file; `base_url` has no final slash."""
    data = ris(archive, document, base_url).encode()
    return File(f"documents/{document.id}/citation.ris", data)


def ris(archive: Archive, document: Document, base_url: str) -> str:
    """A document as a RIS record of a report."""
    front = document.front
    author = publisher(archive, document)
    fields = (
        ("TY", "RPRT"),
        ("AU", f"{author},"),  # the comma: a name that is not turned round
        ("TI", evened(front.title)),
        ("PB", author),
        ("PY", f"{front.published.year}"),
        ("DA", f"{front.published:%Y/%m/%d}"),
        ("CY", archive.authority_of(document).place),
        ("UR", f"{base_url}{document.url}"),
        ("ID", document.id),
        ("ER", ""),
    )
    return "".join(f"{name}  - {value}\n" for name, value in fields)
