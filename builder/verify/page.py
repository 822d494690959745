"""The source's words on a published page, without our own."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Literal

from msgspec import Struct, field

_VOID = frozenset({"br", "img", "hr", "input", "meta", "link", "wbr"})
_INLINE = frozenset({"a", "abbr", "b", "em", "i", "span", "strong", "mark"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

Sort = Literal["word", "number", "note"]
"""What a word is: text, a paragraph's or an entry's number, a note's mark."""
_SORTS: dict[str, Sort] = {"n": "number", "mark": "number"}


class PageWords(Struct):
    """The words inside a page's `<article class="source">`, asides left out."""

    words: list[str] = field(default_factory=list)
    block_of: list[int] = field(default_factory=list)
    """The number of the block (paragraph, entry, cell) that each word stands in."""
    sorts: list[Sort] = field(default_factory=list)
    entries: list[tuple[int, int]] = field(default_factory=list)
    """Where each entry of a list and each numbered paragraph begins and ends, in words."""
    headings: list[tuple[int, int]] = field(default_factory=list)
    rows: list[tuple[int, int]] = field(default_factory=list)
    bold: list[tuple[int, int]] = field(default_factory=list)
    """Blocks, or their lines, that are all in bold."""

    def begins_block(self, at: int) -> bool:
        """Whether a word is its block's first, a number before it aside."""
        if at in (0, len(self.words)) or self.block_of[at] != self.block_of[at - 1]:
            return True
        return self.sorts[at - 1] == "number" and self.begins_block(at - 1)


def read_page(html: str) -> PageWords:
    """The source's words on a page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_words()
    return reader.page


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = PageWords()
        self._open: list[tuple[str, bool, Sort]] = []
        """The open elements, each with whether its text is the source's."""
        self._text: list[tuple[str, Sort, bool]] = []
        self._block = 0
        self._spans: list[tuple[str, list[tuple[int, int]], int]] = []
        """The headings, entries and rows that are open, each with its first word."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _INLINE:
            self.end_words()
        if tag in _VOID:
            return
        taken, sort = (self._open[-1][1], self._open[-1][2]) if self._open else (False, "word")
        classes = (dict(attrs).get("class") or "").split()
        if tag == "article" and "source" in classes:
            taken = True
        elif tag == "aside":
            taken = False
        if tag == "sup":
            sort = "note"
        else:
            sort = next((_SORTS[each] for each in classes if each in _SORTS), sort)
        if tag not in _INLINE and tag != "sup":
            self._block += 1
        self._open.append((tag, taken, sort))
        spans = self._named(tag, classes)
        if spans is not None and taken:
            self._spans.append((tag, spans, len(self.page.words)))

    def handle_endtag(self, tag: str) -> None:
        if tag not in _INLINE:
            self.end_words()
            self._block += tag != "sup"
        while self._open:
            name = self._open.pop()[0]
            if self._spans and self._spans[-1][0] == name:
                _, spans, begin = self._spans.pop()
                end = len(self.page.words)
                if name != "p" or spans is self.page.headings or self._numbered(begin, end):
                    spans.append((begin, end))
            if name == tag:
                break

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1][1]:
            bold = any(tag in ("strong", "b") for tag, *_ in self._open)
            self._text.append((data, self._open[-1][2], bold))

    def end_words(self) -> None:
        """The gathered words are complete."""
        if not self._text:
            return
        # A word that several elements hold is of the sort of the first.
        at = 0
        text = "".join(words for words, *_ in self._text)
        sorts = iter(self._text)
        end, sort = 0, self._text[0][1]
        for word in text.split():
            at = text.index(word, at)
            while at >= end:
                words, sort, _ = next(sorts)
                end += len(words)
            self.page.words.append(word)
            self.page.block_of.append(self._block)
            self.page.sorts.append(sort)
            at += len(word)
        begin = len(self.page.words) - len(text.split())
        if all(bold for words, _, bold in self._text if words.strip()):
            self.page.bold.append((begin, len(self.page.words)))
        self._text = []

    def _named(self, tag: str, classes: list[str]) -> list[tuple[int, int]] | None:
        """Where such an element is kept."""
        if tag in _HEADINGS or (tag == "p" and "printed-title" in classes):
            return self.page.headings
        if tag == "p" and "footnote" not in classes:
            return self.page.entries
        return {"li": self.page.entries, "tr": self.page.rows}.get(tag)

    def _numbered(self, begin: int, end: int) -> bool:
        return begin < end and self.page.sorts[begin] == "number"
