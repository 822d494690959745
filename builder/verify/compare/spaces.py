"""Words that both sides write with other spaces."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from builder.verify.compare.alignment import Alignment, Places
from builder.verify.original import is_symbol

_ORDINAL = re.compile(r"(?:st|nd|rd|th)\b")
_NOTE = re.compile(r"\d{1,3}|\*{1,3}|[†‡§]")
_JOINING = ("and", "or", "to")
"""After these a hyphen at a line's end is a word's own: “short- and long-term”."""


def take_spaces(alignment: Alignment) -> None:
    """Take out what both sides write with other spaces, where that can be no fault."""
    for lost, gained in list(alignment.gaps()):
        for begin, end, start, stop in _equal_letters(
            [alignment.word(at) for at in lost], [alignment.page.words[at] for at in gained]
        ):
            one, other = lost[begin:end], gained[start:stop]
            if _may_differ_in_spaces(alignment, one, other):
                alignment.found(one, other)


def _may_differ_in_spaces(alignment: Alignment, lost: Places, gained: Places) -> bool:
    here = [alignment.word(at) for at in lost]
    there = [alignment.page.words[at] for at in gained]
    notes = {
        at
        for at, place in enumerate(gained)
        if alignment.page.sorts[place] != "word" or _NOTE.fullmatch(there[at])
    }
    ends_here, ends_there = _ends(here), _ends(there)
    text = "".join(here)
    marks = {end for at, end in enumerate(ends_there) if {at, at + 1} & notes}
    for at in set(ends_here) ^ set(ends_there):
        if at in marks and (alignment.original.drawn or at not in ends_here):
            continue
        if not alignment.original.drawn or not _guessed(text, at, in_page=at in ends_there):
            return False
    return True


def _equal_letters(
    here: Sequence[str], there: Sequence[str]
) -> Iterator[tuple[int, int, int, int]]:
    """Stretches of words with the same letters: start and end in each."""
    one, other = "".join(here), "".join(there)
    bounds = {at: word for word, at in enumerate([0, *_ends(here), len(one)])}
    bounds_there = {at: word for word, at in enumerate([0, *_ends(there), len(other)])}
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    for a, b, size in matcher.get_matching_blocks():
        common = [at for at in range(size + 1) if a + at in bounds and b + at in bounds_there]
        for begin, end in pairwise(common):
            yield (
                bounds[a + begin],
                bounds[a + end],
                bounds_there[b + begin],
                bounds_there[b + end],
            )


def _ends(words: Sequence[str]) -> list[int]:
    """Where each word but the last ends, in letters."""
    ends, at = [], 0
    for word in words[:-1]:
        at += len(word)
        ends.append(at)
    return ends


def _guessed(text: str, at: int, *, in_page: bool) -> bool:
    """Whether a PDF leaves a space to be guessed: at quotation marks, brackets, numbers."""
    left, right = text[at - 1], text[at]
    if left == "-" or right == "-":
        return in_page and text[at:].startswith(_JOINING)
    if left in "‘’“”'\"()[]" or right in "‘’“”'\"()[]":
        return True
    if left.isdecimal() and _ORDINAL.match(text, at):
        return not in_page
    if is_symbol(left) and not left.isascii():
        return True
    return in_page and (left.isdecimal() or left in ".)") and right.isalpha()
