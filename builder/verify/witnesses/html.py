"""The witness of web pages: every word of the body, by Python's own parser.

Words outside the main part, in menus or hidden are marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from builder.verify.original import (
    Aside,
    FileElement,
    OriginalLine,
    OriginalWords,
    Structure,
    TextPart,
)
from builder.verify.witnesses.html_tags import NumberedTags, PageTags, decoded, look_through

_INLINE = re.compile(
    "a|abbr|acronym|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|img|input|ins|kbd|label|mark|q"
    "|rb|rp|rt|ruby|s|samp|select|small|span|strike|strong|sub|sup|textarea|time|tt|u|var|wbr"
    # formulas
    "|annotation(?:-xml)?|math|m(?:action|enclose|error|fenced|frac|i|multiscripts|n|o|over|padded"
    "|phantom|prescripts|root|row|s|space|sqrt|style|sub|subsup|sup|text|under|underover)|semantics"
    "|mtable|mtr|mtd"
)
_VOID = re.compile("area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr")
_NO_TEXT = re.compile(
    "annotation|annotation-xml|audio|canvas|datalist|frame|frameset|head|iframe|map|noembed"
    "|noframes|noscript|object|script|style|svg|template|title|video"
)
_OUTSIDE = re.compile("nav|search|button|dialog")
_OUTSIDE_ROLES = re.compile("navigation|banner|contentinfo|complementary|search")
_ENDS_PARAGRAPH = re.compile(
    "address|article|aside|blockquote|center|details|dialog|dir|div|dl|fieldset|figcaption|figure"
    "|footer|form|h[1-6]|header|hgroup|hr|main|menu|nav|ol|p|pre|search|section|table|ul"
)
_HEADING = re.compile(r"h[1-6]")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_READ_OUT = re.compile(
    r"([\w-]*-)?(visually-?hidden|sr-only|screen-?reader(-text|-only)?)", re.IGNORECASE
)
"""Classes of words for people who do not see the page."""
_NOT_PRINTED = re.compile("button|color|file|hidden|image|password|range|reset|search|submit")
"""Fields of a form that show nothing, or nothing that anybody said."""
_WORD_BULLET = re.compile(r"\s*[o§·Øüqv]\s+(?=\S)")
"""What a page saved by Word has where its symbol font draws a bullet."""


@contextmanager
def opened(data: bytes) -> Iterator[OriginalWords]:
    """The words of a web page."""
    text = decoded(data)
    reader = _Reader(look_through(text))
    reader.feed(text)
    reader.close()
    reader.end_line()
    yield reader.finished()


class _Reader(NumberedTags):
    def __init__(self, seen: PageTags) -> None:
        super().__init__()
        self.original = OriginalWords()
        self.seen = seen
        self.open: list[tuple[str, bool, Aside]] = []
        """The open elements: whether their text counts, and why not to be missed."""
        self.text: list[TextPart] = []
        self.counted = self.word_list = False
        self.structure: dict[str, list[list[int]]] = {"heading": [], "entry": [], "row": []}
        """Where each begins and ends, in words."""
        self.inside: list[tuple[str, str, list[int]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        place = self.next_place()
        if not _INLINE.fullmatch(tag):
            self.end_line()
        given = {name: value or "" for name, value in attrs}
        if tag == "input":
            self._field(given)
        if _VOID.fullmatch(tag):
            return
        self._close_implied(tag)
        counts, aside = self._around()
        counts = counts and not _NO_TEXT.fullmatch(tag)
        if tag == "select" or (tag in ("option", "optgroup") and place not in self.seen.chosen):
            counts = False
        elif tag == "option":
            counts = True
        self.open.append((tag, counts, self._aside(tag, given, place, aside)))
        if tag == "q":
            self._say("“")
        self._begin_structure(tag, counts)
        if tag == "li":
            self.counted = True
        if not _INLINE.fullmatch(tag):
            self.word_list = "MsoListParagraph" in given.get("class", "")

    def _aside(self, tag: str, given: Mapping[str, str], place: int, above: Aside) -> Aside:
        """Why an element's words need not be on the page."""
        role, name = given.get("role", ""), given.get("id", "")
        if (tag == self.seen.root or (role == "main" and self.seen.root == "main")) and above in (
            "",
            "outside the main part",
        ):
            return ""
        if tag == "button":
            heads = given.get("aria-controls", " ") in self.seen.folded
            return above if heads or self._in_heading() else "outside the main part"
        if _OUTSIDE.fullmatch(tag) or _OUTSIDE_ROLES.fullmatch(role):
            return "outside the main part"
        if tag in ("header", "footer") and not self._in_report():
            return "outside the main part"
        if tag == "aside" and (place not in self.seen.asides or above):
            return "outside the main part"
        if tag in ("rt", "rp"):
            return above or "small words above others"
        unfolds = name in self.seen.folded or given.get("hidden", "").lower() == "until-found"
        if not unfolds and ("hidden" in given or _HIDDEN.search(given.get("style", ""))):
            return above or "hidden"
        if any(_READ_OUT.fullmatch(each) for each in re.split(r"\s+", given.get("class", ""))):
            return above or "hidden"
        return above

    def _begin_structure(self, tag: str, counts: bool) -> None:
        sort = "heading" if _HEADING.fullmatch(tag) else {"li": "entry", "tr": "row"}.get(tag, "")
        if sort and counts and not self.open[-1][2]:
            span = [len(self.original.words), 0]
            self.structure[sort].append(span)
            self.inside.append((tag, sort, span))

    def _field(self, given: Mapping[str, str]) -> None:
        """A field of a form, as it stands filled in."""
        kind = given.get("type", "").lower()
        if kind in ("checkbox", "radio"):
            self._say(" ☒ " if "checked" in given else " ☐ ")
        elif not _NOT_PRINTED.fullmatch(kind):
            self._say(f" {given.get('value', '')} ")

    def handle_endtag(self, tag: str) -> None:
        if not _INLINE.fullmatch(tag):
            self.end_line()
        elif tag == "q" and any(name == "q" for name, *_ in self.open):
            self._say("”")
        if any(name == tag for name, *_ in self.open):
            while self._pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        self._say(data)

    def _say(self, words: str) -> None:
        counts, aside = self._around()
        if counts:
            self.text.append((words, aside))

    def _around(self) -> tuple[bool, Aside]:
        """Whether text counts at this place, and why it need not be missed."""
        if self.open:
            return self.open[-1][1:]
        return True, "" if self.seen.root == "body" else "outside the main part"

    def _pop(self) -> str:
        name = self.open.pop()[0]
        if self.inside and self.inside[-1][0] == name:
            self.inside.pop()[2][1] = len(self.original.words)
        return name

    def end_line(self) -> None:
        """Text since the last line's end is a line."""
        words = "".join(each for each, _ in self.text)
        if self.word_list and words.strip():
            if bullet := _WORD_BULLET.match(words):
                self.text = _without(self.text, bullet.end())
            self.word_list = False
        self.original.add_parts(self.text, OriginalLine(counted=self.counted))
        self.text = []
        if words.strip():
            self.counted = False

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

    def _in_report(self) -> bool:
        return any(tag in ("main", "article", "section") for tag, *_ in self.open)

    def _in_heading(self) -> bool:
        return any(_HEADING.fullmatch(tag) for tag, *_ in self.open)

    def _close_implied(self, tag: str) -> None:
        """End what HTML lets end without saying so."""
        closes: tuple[str, ...] = {
            "li": ("p", "li"), "dt": ("p", "dt", "dd"), "dd": ("p", "dt", "dd"),
            "td": ("p", "td", "th"), "th": ("p", "td", "th"), "tr": ("p", "td", "th", "tr"),
            "option": ("option",),
        }.get(tag, ("p",) if _ENDS_PARAGRAPH.fullmatch(tag) else ())  # fmt: skip
        while self.open and self.open[-1][0] in closes:
            self._pop()


def _without(parts: list[TextPart], count: int) -> list[TextPart]:
    """Parts without so many of their first characters."""
    kept = []
    for words, aside in parts:
        kept.append((words[count:], aside))
        count = max(0, count - len(words))
    return kept
