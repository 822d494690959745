"""How to cite a document in BibTeX."""

from __future__ import annotations

import re

from builder.model import Document
from builder.model.text import evened
from builder.pages.parts.views import publisher
from builder.reading.archive import Archive

_SPECIAL = re.compile(r"[&%$#_{}]")
"""The signs that BibTeX would not print as they are."""
_LONG = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


def bibtex(archive: Archive, document: Document) -> tuple[tuple[str, str], ...]:
    """The fields of a `@techreport`, its address excepted."""
    front = document.front
    author = _tex(publisher(archive, document))
    return (
        ("author", f"{{{author}}}"),
        ("title", f"{{{_tex(evened(front.title))}}}"),
        ("institution", author),
        ("year", f"{front.published.year}"),
        ("month", f"{front.published.month}"),
        ("day", f"{front.published.day}"),
        ("note", _tex(archive.authority_of(document).place)),
    )


def _tex(words: str) -> str:
    """Words as TeX prints them."""
    return "".join(
        _LONG.get(each) or (f"\\{each}" if _SPECIAL.match(each) else each) for each in words
    )
