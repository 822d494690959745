"""The marks of lists and the numbers of paragraphs, which a page draws anew."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from builder.verify.compare.alignment import Alignment
from builder.verify.original import is_symbol

_COUNTED = re.compile(r"[(\[]?(?:\d+|[a-zA-Z]|[ivxIVX]+)(?:\.\d+)*[.)\]]*")
"""A number as lists print it: “1.”, “2.1”, “(a)”, “iv)”."""


def take_marks(alignment: Alignment) -> None:
    """The marks of lists, which the stylesheet draws anew; the numbers that a file counts."""
    starts = {
        tuple(alignment.page.words[begin : begin + 2]) for begin, end in alignment.page.entries
    }
    taken = []
    for at in alignment.missing:
        word = alignment.word(at)
        if _is_bullet(word) and alignment.original.begins_line(at):
            taken.append(at)
        elif (is_symbol(word) or word == "o") and alignment.original.begins_line(at):
            following = tuple(alignment.original.words[at + 1 : at + 3])
            if following in starts or any(
                start[:1] == following[:1] and _at_entry(alignment, at + 1) for start in starts
            ):
                taken.append(at)
    alignment.found(taken, [])
    _take_symbols(alignment)
    if any(line.counted for line in alignment.original.lines):
        alignment.found([], _counted(alignment))


def _counted(alignment: Alignment) -> Iterator[int]:
    """The numbers and marks of the page that the file counts before the words behind them."""
    page, original = alignment.page, alignment.original
    stands = {at: place for place, at in alignment.on_page.items()}
    for at in alignment.extra:
        place = stands.get(at + 1)
        if place is None or not original.line(place).counted:
            continue
        word = page.words[at]
        drawn = _COUNTED.fullmatch(word) or _is_bullet(word)
        if page.sorts[at] == "number" or (drawn and original.begins_line(place)):
            yield at


def _take_symbols(alignment: Alignment) -> None:
    """Take symbols of special fonts and the characters that replace them."""
    for lost, gained in list(alignment.gaps()):
        for at, on in zip(lost, gained, strict=False):
            word, shown = alignment.word(at), alignment.page.words[on]
            touching = at and _is_private(alignment.word(at - 1)) and shown[1:] == word
            if is_symbol(shown[:1]) and (touching or (_is_private(word) and shown[1:] == "")):
                alignment.found([at], [on])


def _at_entry(alignment: Alignment, at: int) -> bool:
    """Whether a word stands on the page as the first of an entry."""
    place = alignment.on_page.get(at)
    return place is not None and any(begin == place for begin, _ in alignment.page.entries)


def _is_bullet(word: str) -> bool:
    """Whether a word can be nothing but the mark of an entry."""
    return len(word) == 1 and (
        word in "•·" or "\u25a0" <= word <= "\u27bf" or unicodedata.category(word) in ("So", "Co")
    )


def _is_private(word: str) -> bool:
    return len(word) == 1 and ("\ue000" <= word <= "\uf8ff" or word == "\ufffd")
