"""A page → its runs of text, in drawing order.

A run has one typography on one line. Asking pdfium is slow, so it is asked seldom.
"""

from __future__ import annotations

import ctypes
import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Literal

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as pdf  # type: ignore[import-untyped]
from msgspec import Struct
from msgspec.structs import replace

from builder.convert.readers.pdf import quick
from builder.convert.readers.pdf.drawings import STREAM, Box, Drawings

_BOLD = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
_BLANKS = re.compile(r" +(?=\S)")
_ITALIC = re.compile(r"italic|oblique", re.IGNORECASE)
MOST_LOOKED_AT = 1_000_000
"""How often a run of a page may be held against a link: a second's work; a report has ten links a
page, each of one line's height."""
_INVISIBLE = 3
_OUTLINED = 2


class Run(Struct):
    """Characters of one drawing command; never more than one line."""

    page: int
    order: int
    """Its turn on the page."""
    start: int
    """Its first character's turn on the page."""
    text: str
    before: str
    """What divides it from the run before it on the page: "", " " or a line break."""
    x0: float
    x1: float
    y: float
    """Distance of its baseline from the top of the page."""
    size: float
    bold: bool
    italic: bool
    content: int
    """The id by which tags name it, or -1."""
    visible: bool = True
    upright: bool = True
    hidden: Literal["", "hidden", "covered"] = ""
    """How the page keeps it from being seen."""
    href: str = ""


def characters_of(text: pdfium.PdfTextPage, count: int) -> str:
    """A page's characters, one for one as pdfium counts."""
    if count <= 0:
        return ""
    buffer = (ctypes.c_ushort * (count + 1))()
    got = pdf.FPDFText_GetText(text, 0, count, buffer) - 1
    found = bytes(buffer)[: 2 * got].decode("utf-16-le", "replace")
    if len(found) == count:
        return found
    # pdfium leaves out what has no character, and writes rare characters as two.
    codes = (int(pdf.FPDFText_GetUnicode(text, at)) for at in range(count))
    return "".join(_character(code) for code in codes)


def _character(code: int) -> str:
    if code == 2:  # pdfium's other name for a hyphen at a line's end
        return "\ufffe"
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\0"


def page_runs(
    number: int, height: float, text: pdfium.PdfTextPage, count: int, shown: Drawings
) -> Iterator[tuple[Run, int]]:
    """A page's runs, each with the address of what draws it."""
    characters = characters_of(text, count)
    letters = quick.Letters(text.raw)
    fonts: dict[int, tuple[bool, bool]] = {}
    before = ""
    order = 0
    content_of, streams = quick.content_of, shown.streams
    for start, end, drawn in _drawn(letters, count):
        words = characters[start:end]
        if not drawn:
            before = "\n" if "\n" in words or before == "\n" else before or " "
            continue
        x0, y0 = letters.origin(start)
        size, (width, rise, slant, high) = letters.shape(start, drawn)
        bold, italic = _font(drawn, fonts)
        mode = quick.mode_of(drawn)
        run = Run(
            number,
            order,
            start,
            words,
            before if order else "\n",
            x0,
            letters.right(end - 1),
            height - y0,
            round(size * math.hypot(slant, high), 2),
            bold or mode == _OUTLINED,
            italic or (slant > 0 and _slanted(width, rise, slant)),
            _content(drawn, shown) if streams else content_of(drawn),
            mode != _INVISIBLE,
            width > abs(rise),
        )
        yield run, drawn
        before = ""
        order += 1


def _content(drawn: int, shown: Drawings) -> int:
    """The id by which tags name what a command draws, or -1."""
    content = int(quick.content_of(drawn))
    inside = shown.streams.get(drawn) if shown.streams else None
    if inside is None:
        return content
    return content + inside[0] * STREAM if content >= 0 else inside[1]


def columns(text: pdfium.PdfTextPage, runs: list[Run]) -> Iterator[Run]:
    """Runs cut at gaps as wide as between columns; matters without tags only."""
    letters = quick.Letters(text.raw)
    order = 0
    for run in runs:
        cuts = [0]
        for found in _BLANKS.finditer(run.text):
            from_x, _ = letters.origin(run.start + found.start())
            x, _ = letters.origin(run.start + found.end())
            if run.upright and x - from_x > 2.0 * run.size:
                cuts.append(found.end())
        for begin, end in zip(cuts, [*cuts[1:], len(run.text)], strict=True):
            words = run.text[begin:end]
            last = run.start + begin + max(1, len(words.rstrip())) - 1
            yield replace(
                run,
                order=order,
                start=run.start + begin,
                text=words,
                before=run.before if begin == 0 else " ",
                x0=letters.origin(run.start + begin)[0] if begin else run.x0,
                x1=letters.right(last) if len(cuts) > 1 else run.x1,
            )
            order += 1


def _drawn(letters: quick.Letters, count: int) -> Iterator[tuple[int, int, int]]:
    """Each drawing command's characters, and its address; 0 for added ones.

    The end is found by doubling strides, to ask less.
    """
    # Nothing is asked as often: without a method of `letters` between.
    at, text = quick.object_of_letter, letters.text
    start = 0
    while start < count:
        drawn = at(text, start)
        last, stride = start, 1
        if drawn:
            while last + stride < count and at(text, last + stride) == drawn:
                last += stride
                stride *= 2
        while stride > 1:
            stride //= 2
            if last + stride < count and at(text, last + stride) == drawn:
                last += stride
        yield start, last + 1, drawn or 0
        start = last + 1


def _slanted(width: float, rise: float, slant: float) -> bool:
    """Whether upright letters are drawn aslant, as of a family that has no italic."""
    return width > 0 and abs(rise) < 0.01 * width and 0.15 < slant / width < 0.5


def _font(drawn: int, fonts: dict[int, tuple[bool, bool]]) -> tuple[bool, bool]:
    """Whether a run is bold, and italic, by its font's name."""
    font = quick.font_of(drawn)
    if not font:
        return False, False
    if font not in fonts:
        named = ctypes.cast(font, pdf.FPDF_FONT)
        length = pdf.FPDFFont_GetBaseFontName(named, None, 0)
        name = ctypes.create_string_buffer(max(1, length))
        pdf.FPDFFont_GetBaseFontName(named, name, length)
        words = name.value.decode("utf-8", "replace")
        fonts[font] = bool(_BOLD.search(words)), bool(_ITALIC.search(words))
    return fonts[font]


def link(links: Sequence[tuple[Box, str]], height: float, runs: Sequence[Run]) -> bool:
    """Give runs under a link its address; False if not all were examined."""
    by_place: list[tuple[float, int]] = []
    looked = 0
    for (left, bottom, right, top), href in links:
        by_place = by_place or sorted((height - run.y + 1, at) for at, run in enumerate(runs))
        first = bisect_left(by_place, (bottom, -1))
        last = bisect_right(by_place, (top, len(runs)))
        looked += 1 + last - first
        if looked > MOST_LOOKED_AT:
            return False
        for _, at in by_place[first:last]:
            if left <= (runs[at].x0 + runs[at].x1) / 2 <= right:
                runs[at].href = href
    return True


def apart(text: pdfium.PdfTextPage, first: int, words: str) -> str:
    """A line with a small footnote mark set off as a word."""
    for found in reversed(list(re.finditer(r"(?<=[^\W\d_]|[.,;:)’”])\d{1,2}(?=\W|$)", words))):
        at = first + found.start()
        if height(text, at) < 0.85 * height(text, at - 1):
            end = " " if words[found.end() : found.end() + 1].strip() else ""
            words = f"{words[: found.start()]} {found[0]}{end}{words[found.end() :]}"
    return words


def height(text: pdfium.PdfTextPage, at: int) -> float:
    box = pdf.FS_RECTF()
    pdf.FPDFText_GetLooseCharBox(text, at, box)
    return float(box.top - box.bottom)
