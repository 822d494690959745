"""The witness of PDFs: pdfium's own text of each page, line by line as drawn.

Neither tags nor the reader's runs are used. Untagged lines at the same edge of several pages are
marked as furniture.
"""

from __future__ import annotations

import ctypes
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as pdf  # type: ignore[import-untyped]
from msgspec import field

from builder.verify.original import (
    BLACK,
    SENTENCE_END,
    Aside,
    CannotVerify,
    OriginalLine,
    OriginalWords,
    is_symbol,
    plainly,
)
from builder.verify.witnesses.pdf_notes import Box, as_shown
from builder.verify.witnesses.pdf_pictures import PagePicture, painted_over
from builder.verify.witnesses.pdf_tags import Walk

MOST_PAGES = 250
_EDGE = 3
"""Lines from the top and from the bottom of a page among which its furniture is."""
_SAME_PLACE = 4.0
"""Points within which lines of different pages stand in the same place."""
_TALLEST_GAP = 2.2
"""Heights of a letter from one line to the next beneath which both are of one paragraph."""
_COLUMN = 1.2
"""Heights of a letter between words that stand in different columns."""
_TINY = 3.0
"""Points under which nobody reads a letter."""
_DARK = 128
"""The shade of an area below which nothing written on it was meant to be white."""
_HYPHEN = "\ufffe"
"""pdfium's character for a hyphen and the line's end behind it."""
_CUT = re.compile(r"[^\W_]-$")
"""The end of a line that cuts a word."""
_INVISIBLE = 3
_GLUED = re.compile(r"^([•·▪■◼●○◦□▫‣⁃➢\ue000-\uf8ff\ufffd])(?=\w)")


class DrawnLine(OriginalLine):
    """A line as it is drawn."""

    first: int = 0
    """Its first character on the page."""
    left: float = 0.0
    foot: float = 0.0
    """Height of its baseline above the page's foot."""
    height: float = 0.0
    content: int = -1
    """The id by which tags name its beginning, or -1."""
    text: str = ""
    words: list[tuple[str, int, int]] = field(default_factory=list)
    """Its words, each with its first and last character on the page."""


@contextmanager
def opened(data: bytes) -> Iterator[OriginalWords]:
    """A PDF's words, while it is open. Raises `CannotVerify`."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError:
        raise CannotVerify("its original cannot be opened as a PDF") from None
    with closing(document):
        if len(document) > MOST_PAGES:
            raise CannotVerify(f"its original has more than {MOST_PAGES} pages")
        yield _Pdf(document)


def _where_seen(lines: list[DrawnLine], boxes: Sequence[Box]) -> list[DrawnLine]:
    """Lines with the last of them that stand in `boxes` behind what is left of them on their line,
    else above what is lower: notes are drawn last."""

    def noted(line: DrawnLine) -> bool:
        middle = line.foot + line.height / 3
        return any(
            left <= line.left <= right and foot <= middle <= top for left, foot, right, top in boxes
        )

    own = len(lines)
    while own and noted(lines[own - 1]):
        own -= 1
    placed = lines[:own]
    for line in lines[own:]:
        beside = [
            at
            for at, each in enumerate(placed)
            if each.left <= line.left and abs(each.foot - line.foot) < 0.5 * line.height
        ]
        lower = (at for at, each in enumerate(placed) if each.foot < line.foot)
        placed.insert(beside[-1] + 1 if beside else next(lower, len(placed)), line)
    return placed


class _Pdf(OriginalWords):
    drawn = True

    def __init__(self, document: pdfium.PdfDocument) -> None:
        super().__init__()
        self._document = document
        self.places: list[tuple[int, int]] = []
        """The first and last character of each word on its page."""
        self._shown: tuple[int, PagePicture | None] = 0, None
        self._looked: dict[int, Aside] = {}
        lines: list[DrawnLine] = []
        walk = Walk()
        for number in range(1, len(document) + 1):
            try:
                with (
                    as_shown(document, number) as (page, boxes),
                    closing(page.get_textpage()) as text,
                ):
                    own = _where_seen(list(_page_lines(number, text)), boxes)
                    walk.page(page, number, text, [(each.content, each.text) for each in own])
                    lines += _left_to_right(own)
            except pdfium.PdfiumError:
                raise CannotVerify(f"page {number} of its original cannot be opened") from None
        _mark_furniture(lines, len(document))
        hyphen, cut = False, 0
        for line in lines:
            self.lines.append(line)
            words = line.words
            if hyphen and not line.aside and words and words[0][0][0].isalnum():
                # A word cut by the end of a line, where pdfium has not joined it.
                self.words[cut] += words[0][0]
                words = words[1:]
            for word, first, last in words:
                self.words.append(word)
                self.line_of.append(len(self.lines) - 1)
                self.places.append((first, last))
            if not line.aside:
                cut = len(self.words) - 1
                hyphen = bool(self.words) and bool(_CUT.search(self.words[cut]))
        self.structure = walk.finished()

    def parted(self, at: int) -> bool:
        if at in (0, len(self.words)):
            return True
        if self.line_of[at] == self.line_of[at - 1]:
            return self._column(at)
        if SENTENCE_END.search(self.words[at - 1]) or not self.words[at][0].islower():
            return True
        return not self._below(self._drawn(at - 1), self._drawn(at))

    def follows(self, before: int, after: int) -> bool:
        if self.line_of[before] == self.line_of[after]:
            return before + 1 == after
        if not (self._ends_line(before) and self.begins_line(after)):
            return False
        one, other = self._drawn(before), self._drawn(after)
        if one.page != other.page:
            return other.page == one.page + 1
        if abs(one.foot - other.foot) < 1.0:
            return one.left < other.left
        return self._below(one, other)

    @staticmethod
    def _below(one: DrawnLine, other: DrawnLine) -> bool:
        """Whether a line may continue the paragraph, by its place."""
        if one.page != other.page:
            return other.page == one.page + 1
        near = 0 < one.foot - other.foot < _TALLEST_GAP * max(one.height, other.height)
        return near and abs(one.height - other.height) < 0.2 * one.height

    def _drawn(self, at: int) -> DrawnLine:
        line = self.line(at)
        assert isinstance(line, DrawnLine)
        return line

    def begins_line(self, at: int) -> bool:
        if super().begins_line(at) or self._column(at):
            return True
        return is_symbol(self.words[at - 1]) and super().begins_line(at - 1)

    def _ends_line(self, at: int) -> bool:
        return at + 1 == len(self.words) or super().begins_line(at + 1) or self._column(at + 1)

    def _column(self, at: int) -> bool:
        """Whether a wide gap or a step to the left precedes a word."""
        before, after = self.places[at - 1], self.places[at]
        page = self.line(at).page
        with self._text(page) as text:
            end, begin = _box(text, before[1]), _box(text, after[0])
        gap = begin[0] - end[2]
        return not -0.5 * self._height(at) < gap < _COLUMN * self._height(at)

    def _height(self, at: int) -> float:
        return self._drawn(at).height or 10.0

    def seen(self, places: Sequence[int]) -> bool:
        return any(not self._unseen(at) for at in places)

    def shown(self, at: int) -> str:
        return BLACK if self._unseen(at) == "covered" else self.words[at]

    def _unseen(self, at: int) -> Aside:
        """Why nobody sees a word, or ""."""
        if at not in self._looked:
            self._looked[at] = self._look(at)
        return self._looked[at]

    def _look(self, at: int) -> Aside:
        number = self.line(at).page
        first, last = self.places[at]
        with self._text(number) as text:
            drawn = pdf.FPDFText_GetTextObject(text, first)
            if drawn and pdf.FPDFTextObj_GetTextRenderMode(drawn) == _INVISIBLE:
                return "hidden"
            boxes = [_ink(text, each) for each in range(first, last + 1)]
        left, foot = min(each[0] for each in boxes), min(each[1] for each in boxes)
        right, top = max(each[2] for each in boxes), max(each[3] for each in boxes)
        if max(right - left, top - foot) < _TINY or self._height(at) < _TINY:
            return "hidden"
        if self._written_over(self._drawn(at)):
            return "hidden"
        if self._shown[0] != number:
            self._shown = number, PagePicture.of(self._document, number)
        picture = self._shown[1]
        if picture is None or picture.differs(left, foot, right, top):
            return ""
        if picture.darkest < _DARK:
            return "covered"
        middle = (left + right) / 2, (foot + top) / 2
        with closing(self._document[number - 1]) as page, closing(page.get_textpage()) as text:
            drawn = pdf.FPDFText_GetTextObject(text, first)
            return "covered" if painted_over(page, drawn, *middle) else "hidden"

    def _written_over(self, line: DrawnLine) -> bool:
        """Whether another line, or the same, is drawn later in this place."""
        return any(
            isinstance(each, DrawnLine)
            and each.page == line.page
            and each is not line
            and (each.first > line.first or each.text == line.text)
            and abs(each.foot - line.foot) < 0.3 * line.height
            and abs(each.left - line.left) < line.height
            for each in self.lines
        )

    @contextmanager
    def _text(self, number: int) -> Iterator[pdfium.PdfTextPage]:
        with closing(self._document[number - 1]) as page, closing(page.get_textpage()) as text:
            yield text


def _characters(text: pdfium.PdfTextPage) -> str:
    count = pdf.FPDFText_CountChars(text)
    if count <= 0:
        return ""
    buffer = (ctypes.c_ushort * (count + 1))()
    got = pdf.FPDFText_GetText(text, 0, count, buffer) - 1
    found = bytes(buffer)[: 2 * got].decode("utf-16-le", "replace")
    if len(found) == count:
        return found.replace("\x02", _HYPHEN)
    codes = (int(pdf.FPDFText_GetUnicode(text, at)) for at in range(count))
    return "".join(
        _HYPHEN if code == 2 else chr(code) if 0 < code < 0x110000 else "\0" for code in codes
    )


def _page_lines(number: int, text: pdfium.PdfTextPage) -> Iterator[DrawnLine]:
    characters = _characters(text)
    x, y = ctypes.c_double(), ctypes.c_double()
    for found in re.finditer(rf"[^\r\n{_HYPHEN}]*(?:{_HYPHEN}\S*[^\S\r\n]?|[\r\n]+|$)", characters):
        words = [
            (word, begin, end)
            for each in re.finditer(r"\S+", found[0].replace(_HYPHEN, "-"))
            for word, begin, end in _divided(each[0], found.start() + each.start())
        ]
        if not words:
            continue
        first = words[0][1]
        pdf.FPDFText_GetCharOrigin(text, first, x, y)
        box = _box(text, first)
        drawn = pdf.FPDFText_GetTextObject(text, first)
        yield DrawnLine(
            page=number,
            first=first,
            left=x.value,
            foot=y.value,
            height=box[3] - box[1],
            content=pdf.FPDFPageObj_GetMarkedContentID(drawn) if drawn else -1,
            text=" ".join(word for word, *_ in words),
            words=words,
        )


def _divided(word: str, at: int) -> Iterator[tuple[str, int, int]]:
    """A word with its places; a list's mark that touches it is apart."""
    last = at + len(word) - 1
    if word.isascii() and word.isprintable():
        yield word, at, last
        return
    if mark := _GLUED.match(word):
        yield mark[1], at, at
        word, at = word[1:], at + 1
    for each in plainly(word).split():
        yield each, at, last


def _box(text: pdfium.PdfTextPage, at: int) -> tuple[float, float, float, float]:
    """A character's left, bottom, right and top."""
    box = pdf.FS_RECTF()
    pdf.FPDFText_GetLooseCharBox(text, at, box)
    return box.left, box.bottom, box.right, box.top


def _ink(text: pdfium.PdfTextPage, at: int) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of what a character draws."""
    left, right, foot, top = (ctypes.c_double() for _ in range(4))
    pdf.FPDFText_GetCharBox(text, at, left, right, foot, top)
    return left.value, foot.value, right.value, top.value


def _left_to_right(lines: list[DrawnLine]) -> Iterator[DrawnLine]:
    """Lines in order, those of one height from left to right."""
    begin = 0
    for at in range(1, len(lines) + 1):
        if at == len(lines) or abs(lines[at].foot - lines[begin].foot) > 1.0:
            yield from sorted(lines[begin:at], key=lambda line: line.left)
            begin = at


def _mark_furniture(lines: Sequence[DrawnLine], pages: int) -> None:
    """Mark lines that recur at pages' edges, numbers that count pages aside."""
    edge = list(_at_edges(lines))
    found: dict[tuple[str, ...], list[DrawnLine]] = defaultdict(list)
    for line in edge:
        for key in _keys(line):
            found[key].append(line)
    enough = 2 if pages <= 4 else 3
    for members in found.values():
        for line in members:
            near = {each.page for each in members if abs(each.foot - line.foot) < _SAME_PLACE}
            if len(near) >= (max(enough, pages // 2) if line.content >= 0 else enough):
                line.aside = "page furniture"
    known = {key for line in edge if line.aside for key in _keys(line)}
    for line in edge:
        if line.content < 0 and (line.text == str(line.page) or known.intersection(_keys(line))):
            line.aside = "page furniture"
    if any(line.content >= 0 for line in lines):
        _mark_beside(edge)


def _mark_beside(edge: Sequence[DrawnLine]) -> None:
    """Mark untagged lines beside furniture in a tagged file."""
    marked = [line for line in edge if line.aside]
    for line in edge:
        if line.content < 0 and any(
            each.page == line.page
            and each.content < 0
            and abs(each.foot - line.foot) < _TALLEST_GAP * max(each.height, line.height)
            for each in marked
        ):
            line.aside = "page furniture"


def _at_edges(lines: Sequence[DrawnLine]) -> Iterator[DrawnLine]:
    pages: dict[int, list[DrawnLine]] = defaultdict(list)
    for line in lines:
        pages[line.page].append(line)
    for own in pages.values():
        heights = sorted({round(line.foot / 2) for line in own})
        edges = {*heights[:_EDGE], *heights[-_EDGE:]}
        yield from (line for line in own if round(line.foot / 2) in edges)


def _keys(line: DrawnLine) -> Iterator[tuple[str, ...]]:
    """A line's words, and its words with a number that grows with the pages."""
    words = line.text.split()
    yield tuple(words)
    for at, word in enumerate(words):
        if word.isdecimal() and len(word) < 5:
            yield (*words[:at], f"page{int(word) - line.page:+}", *words[at + 1 :])
