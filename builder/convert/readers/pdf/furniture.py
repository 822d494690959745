"""Which lines belong to the pages and not to the text: running heads, page numbers.

In: the lines of all pages with their places.  Out: which of them are furniture.  A stage of its
own because the reader and the witness that checks it (`pdf.original_words`) must leave out the
same lines, though they come by their lines in different ways.

A line is furniture where the same line, whatever its digits, stands in the same place at the
head or foot of several pages; or where it is a number that counts the pages.  What stands there
once (a letterhead, a title) is text.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

HEAD = 0.12
FOOT = 0.88
_SAME_PLACE = 0.012
"""Both as parts of the page's height."""

_COUNTS = re.compile(
    r"(?:page\s*)?[-–]?\s*(\d{1,4})\s*[-–]?(?:\s*(?:of|/)\s*\d{1,4})?", re.IGNORECASE
)
"""A page number however it is dressed."""


@dataclass(frozen=True, slots=True)
class PageLine:
    page: int
    place: float
    """Distance from the top as a part of the page's height."""
    text: str
    size: float = 0.0


def furniture(lines: Sequence[PageLine], pages: int) -> set[int]:
    """The places in `lines` of those that are furniture."""
    found: set[int] = set()
    groups: dict[tuple[str, int, bool], list[int]] = defaultdict(list)
    numbers: list[int] = []
    for at, line in enumerate(lines):
        if HEAD < line.place < FOOT:
            continue
        words = " ".join(line.text.split())
        if _COUNTS.fullmatch(words):
            numbers.append(at)
        elif any(letter.isalpha() for letter in words):
            key = re.sub(r"\d+", "#", words.casefold())
            groups[key, round(line.size), line.place < 0.5].append(at)
    for members in groups.values():
        found |= _repeated(lines, members, pages)
    # The same words may stand elsewhere on the first page, with or without their page number.
    known = {name for at in found for name in _names(lines[at])}
    found |= {at for group in groups.values() for at in group if _names(lines[at]) & known}
    return found | _counting(lines, numbers)


def _names(line: PageLine) -> set[tuple[str, int]]:
    """A line's words with and without its page's number, and its size."""
    words = " ".join(line.text.split()).casefold()
    number = str(line.page)
    bare = words.removesuffix(f" {number}"), words.removeprefix(f"{number} ")
    return {(each, round(line.size)) for each in (words, *bare)}


def _repeated(lines: Sequence[PageLine], members: list[int], pages: int) -> set[int]:
    """Those of some lines alike that stand in one place on enough pages."""
    # On a short document two pages are half of it; a longer one must show the line thrice.
    enough = 2 if pages <= 4 else 3
    near = _near(lines, members)
    return {at for at in members if near[at] >= enough}


def _near(lines: Sequence[PageLine], members: Iterable[int]) -> dict[int, int]:
    """For each of some lines, the number of pages on which one of them stands in its place."""
    on: dict[int, set[int]] = defaultdict(set)
    slots = {at: round(lines[at].place / _SAME_PLACE) for at in members}
    for at, slot in slots.items():
        on[slot].add(lines[at].page)
    wide = {
        slot: len(on[slot] | on.get(slot - 1, set()) | on.get(slot + 1, set()))
        for slot in set(slots.values())
    }
    return {at: wide[slot] for at, slot in slots.items()}


def _counting(lines: Sequence[PageLine], numbers: list[int]) -> set[int]:
    """Those of some numbers that grow with the pages, by the step that most of them share."""

    def step(at: int) -> int:
        match = _COUNTS.fullmatch(" ".join(lines[at].text.split()))
        assert match
        return int(match[1]) - lines[at].page

    steps = Counter(step(at) for at in numbers)
    if not steps:
        return set()
    common, times = max(steps.items(), key=lambda each: (each[1], -abs(each[0])))
    if times == 1 and common != 0:
        return set()
    found = {at for at in numbers if step(at) == common}
    # A footnote's mark may be the number of its page, but it stands where no page number stands.
    near = _near(lines, found)
    return {at for at in found if len(found) == 1 or near[at] > 1}
