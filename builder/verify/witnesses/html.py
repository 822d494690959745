"""The witness of web pages: Python's own parser, and every word of the page's body.

The reader chooses the part of a page that is the report.  Here every word is kept, and those
outside the page's own main part, in menus or in what is hidden are marked as such.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser

from builder.verify.original import (
    Aside,
    FileElement,
    OriginalLine,
    OriginalWords,
    Structure,
    plainly,
)

_INLINE = re.compile(
    "a|abbr|acronym|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|ins|kbd|label|mark|q|s|samp"
    "|small|span|strike|strong|sub|sup|time|tt|u|var|wbr"
)
_VOID = re.compile("area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr")
_NO_TEXT = re.compile("head|script|style|template|noscript|svg|math|object|canvas")
_OUTSIDE = re.compile("nav|form|button|dialog|select|textarea")
_FRAME = re.compile("header|footer|aside")
_HEADING = re.compile(r"h[1-6]")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"))
_DECLARED = re.compile(rb"<meta\b[^>]*?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


@contextmanager
def opened(data: bytes) -> Iterator[OriginalWords]:
    """The words of a web page."""
    text = _decoded(data)
    main = len(re.findall(r"<main\b|\brole\s*=\s*[\"']?main\b", text, re.IGNORECASE)) == 1
    reader = _Reader(main)
    reader.feed(text)
    reader.close()
    reader.end_line()
    yield reader.finished()


def _decoded(data: bytes) -> str:
    encoding = next((name for bom, name in _BOMS if data.startswith(bom)), "")
    if not encoding:
        found = _DECLARED.search(data[:4096])
        encoding = found[1].decode("ascii").lower() if found else "utf-8"
        # Browsers read both names as Windows-1252.
        encoding = {"iso-8859-1": "cp1252", "latin1": "cp1252"}.get(encoding, encoding)
    try:
        return data.decode(encoding, errors="replace")
    except LookupError:
        return data.decode("utf-8", errors="replace")


class _Reader(HTMLParser):
    def __init__(self, main: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.original = OriginalWords()
        self.main = main
        """Whether the page names its main part; what stands outside it is then aside."""
        self.open: list[tuple[str, bool, Aside]] = []
        """The open elements: whether their text counts, and why not to be missed."""
        self.text: list[str] = []
        self.counted = False
        self.structure: dict[str, list[list[int]]] = {"heading": [], "entry": [], "row": []}
        """Where each begins and ends, in words."""
        self.inside: list[tuple[str, str, list[int]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not _INLINE.fullmatch(tag):
            self.end_line()
        elif tag == "sup":
            self.text.append(" ")
        if _VOID.fullmatch(tag):
            return
        if tag in ("p", "li", "td", "th", "tr", "dt", "dd", "option"):
            self._close_implied(tag)
        given = {name: value or "" for name, value in attrs}
        counts, aside = self.open[-1][1:] if self.open else (True, self._outermost())
        counts = counts and not _NO_TEXT.fullmatch(tag)
        if self.main and (tag == "main" or given.get("role") == "main"):
            aside = ""
        elif _OUTSIDE.fullmatch(tag) or (_FRAME.fullmatch(tag) and not self._in_report()):
            aside = "outside the main part"
        elif "hidden" in given or _HIDDEN.search(given.get("style", "")):
            aside = "hidden"
        self.open.append((tag, counts, aside))
        sort = "heading" if _HEADING.fullmatch(tag) else {"li": "entry", "tr": "row"}.get(tag, "")
        if sort and counts and not aside:
            span = [len(self.original.words), 0]
            self.structure[sort].append(span)
            self.inside.append((tag, sort, span))
        if tag == "li":
            self.counted = True

    def handle_endtag(self, tag: str) -> None:
        if not _INLINE.fullmatch(tag):
            self.end_line()
        elif tag == "sup":
            self.text.append(" ")
        if not any(name == tag for name, *_ in self.open):
            return
        while self.open:
            name = self.open.pop()[0]
            if self.inside and self.inside[-1][0] == name:
                self.inside.pop()[2][1] = len(self.original.words)
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1][1]:
            self.text.append(data)

    def end_line(self) -> None:
        """What came since the last element that ends a line is a line."""
        if self.text:
            aside = self.open[-1][2] if self.open else self._outermost()
            line = OriginalLine(aside=aside, counted=self.counted)
            self.original.add(plainly("".join(self.text)), line)
            if "".join(self.text).strip():
                self.counted = False
            self.text = []

    def finished(self) -> OriginalWords:
        words = self.original.words
        headings, entries, rows = (
            tuple(
                FileElement(0, " ".join(words[begin : end or len(words)]))
                for begin, end in self.structure[sort]
                if begin < (end or len(words))
            )
            for sort in ("heading", "entry", "row")
        )
        self.original.structure = Structure(headings, entries, rows)
        return self.original

    def _outermost(self) -> Aside:
        return "outside the main part" if self.main else ""

    def _in_report(self) -> bool:
        return any(tag in ("main", "article") for tag, *_ in self.open)

    def _close_implied(self, tag: str) -> None:
        """End what HTML lets end without saying so."""
        closes = {
            "p": ("p",), "li": ("p", "li"), "dt": ("p", "dt", "dd"), "dd": ("p", "dt", "dd"),
            "td": ("p", "td", "th"), "th": ("p", "td", "th"), "tr": ("p", "td", "th", "tr"),
            "option": ("option",),
        }[tag]  # fmt: skip
        while self.open and self.open[-1][0] in closes:
            name = self.open.pop()[0]
            if self.inside and self.inside[-1][0] == name:
                self.inside.pop()[2][1] = len(self.original.words)
