"""Citations of a document as RIS and BibTeX."""

from __future__ import annotations

import re

from builder.core.safe_files import File
from builder.model import Document
from builder.pages.parts.views import publisher
from builder.reading.archive import Archive

_SPECIAL = re.compile(r"[&%$#_{}]")
"""The signs that BibTeX would not print as they are."""
_LONG = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


def citation_files(archive: Archive, document: Document, base_url: str) -> list[File]:
    """Both files of a document; `base_url` has no final slash."""
    folder = f"documents/{document.id}"
    return [
        File(f"{folder}/citation.ris", ris(archive, document, base_url).encode()),
        File(f"{folder}/citation.bib", bibtex(archive, document, base_url).encode()),
    ]


def ris(archive: Archive, document: Document, base_url: str) -> str:
    """A document as a RIS record of a report."""
    front = document.front
    author = publisher(archive, document)
    fields = (
        ("TY", "RPRT"),
        ("AU", f"{author},"),  # the comma: a name that is not turned round
        ("TI", _line(front.title)),
        ("PB", author),
        ("PY", f"{front.published.year}"),
        ("DA", f"{front.published:%Y/%m/%d}"),
        ("CY", archive.authority_of(document).place),
        ("UR", f"{base_url}{document.url}"),
        ("ID", document.id),
        ("ER", ""),
    )
    return "".join(f"{name}  - {value}\n" for name, value in fields)


def bibtex(archive: Archive, document: Document, base_url: str) -> str:
    """A document as a BibTeX entry of a report."""
    front = document.front
    author = publisher(archive, document)
    fields = (
        ("author", f"{{{_tex(author)}}}"),
        ("title", f"{{{_tex(_line(front.title))}}}"),
        ("institution", _tex(author)),
        ("year", f"{front.published.year}"),
        ("month", f"{front.published.month}"),
        ("day", f"{front.published.day}"),
        ("note", _tex(archive.authority_of(document).place)),
        ("url", f"{base_url}{document.url}"),
    )
    written = "".join(f"  {name} = {{{value}}},\n" for name, value in fields)
    return f"@techreport{{{document.id},\n{written}}}\n"


def _line(words: str) -> str:
    return " ".join(words.split())


def _tex(words: str) -> str:
    """Words as TeX prints them."""
    return "".join(
        _LONG.get(each) or (f"\\{each}" if _SPECIAL.match(each) else each) for each in words
    )
