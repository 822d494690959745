"""A whole web page's encoding and relations of tags, before its words are read."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from html.parser import HTMLParser

from msgspec import Struct, field

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"\s*<\?xml\b[^>]*?encoding\s*=\s*[\"']([\w.:-]+)"
    rb"|.*?<meta\b[^>]*?charset\s*=\s*[\"']?\s*([\w.:-]+)",
    re.IGNORECASE | re.DOTALL,
)
_WORDS_OF_ASIDE = 4


def decoded(data: bytes) -> str:
    """A page's characters: UTF-8 if its bytes are, whatever label they have."""
    for bom, name in _BOMS:
        if data.startswith(bom):
            return data.decode(name, errors="replace")
    with suppress(UnicodeDecodeError):
        return data.decode("utf-8")
    found = _DECLARED.match(data[:4096])
    encoding = (found[1] or found[2]).decode("ascii").lower() if found else "utf-8"
    if encoding in ("ascii", "us-ascii") or re.fullmatch(r"iso-?8859-1|latin-?1", encoding):
        encoding = "cp1252"  # as browsers read them
    with suppress(LookupError):
        return data.decode("mac-roman" if encoding == "macintosh" else encoding, errors="replace")
    return data.decode("utf-8", errors="replace")


class NumberedTags(HTMLParser):
    """Gives each beginning of an element a number."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.place = 0

    def next_place(self) -> int:
        self.place += 1
        return self.place


class PageTags(Struct):
    """What the tags of a page say of one another."""

    root: str = "body"
    """The element that holds the report: "main", "article", or "body" where none does."""
    folded: set[str] = field(default_factory=set)
    """Ids of what a button unfolds."""
    asides: set[int] = field(default_factory=set)
    """The asides that say something, by their numbers; others lead to other pages."""
    chosen: set[int] = field(default_factory=set)
    """The options that lists show, by their numbers."""


def look_through(text: str) -> PageTags:
    """Look through a page."""
    looker = _Looker()
    looker.feed(text)
    looker.close()
    found = looker.found
    if looker.mains:
        found.root = "main"
    elif looker.words_in_articles > looker.words_outside:
        found.root = "article"
    return found


_BESIDE_TAGS = (
    "nav aside header footer search script style template noscript svg head title button select "
    "textarea option dialog iframe object"
)
_BESIDE = frozenset(_BESIDE_TAGS.split())


class _Looker(NumberedTags):
    def __init__(self) -> None:
        super().__init__()
        self.found = PageTags()
        self.mains = 0
        self.words_in_articles = self.words_outside = 0
        self._open: list[str] = []
        self._asides: list[list[int]] = []
        """The open asides: number, words, words in links."""
        self._selects: list[list[tuple[int, bool]]] = []
        """The open lists of choices: each option's number, and whether it was chosen."""
        self._one: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        place = self.next_place()
        given = {name: value or "" for name, value in attrs}
        self.mains += tag == "main" or given.get("role") == "main"
        if "aria-expanded" in given:
            self.found.folded.update(given.get("aria-controls", "").split())
        if tag in ("input", "br", "img", "hr", "meta", "link", "wbr", "col", "source"):
            return
        self._open.append(tag)
        if tag == "aside":
            self._asides.append([place, 0, 0])
        elif tag == "select":
            self._selects.append([])
            self._one.append("multiple" not in given and given.get("size", "1") in ("", "0", "1"))
        elif tag == "option" and self._selects:
            self._selects[-1].append((place, "selected" in given))

    def handle_endtag(self, tag: str) -> None:
        if tag not in self._open:
            return
        while self._open:
            name = self._open.pop()
            if name == "aside":
                place, words, linked = self._asides.pop()
                if words >= _WORDS_OF_ASIDE and words > 2 * linked:
                    self.found.asides.add(place)
                if self._asides:
                    self._asides[-1][1] += words
                    self._asides[-1][2] += linked
            elif name == "select":
                self._end_choices(self._selects.pop(), one=self._one.pop())
            if name == tag:
                return

    def _end_choices(self, options: list[tuple[int, bool]], *, one: bool) -> None:
        """Of a list that shows one choice, that or else the first is shown."""
        chosen = [place for place, is_chosen in options if is_chosen]
        if one:
            chosen = chosen[-1:] or [place for place, _ in options[:1]]
        self.found.chosen.update(chosen)

    def handle_data(self, data: str) -> None:
        count = len(data.split())
        if self._asides and not {"script", "style", "button"}.intersection(self._open):
            self._asides[-1][1] += count
            self._asides[-1][2] += count if "a" in self._open else 0
        if "article" in self._open:
            self.words_in_articles += count
        elif not _BESIDE.intersection(self._open):
            self.words_outside += count
