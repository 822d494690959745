"""Find running heads and page numbers.

A line is furniture if it recurs at the same place at pages' edges, but for numbers that count
pages. What occurs once, continues in the next line, heads a table or is tagged is text, unless on
nearly every page.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

HEAD = 0.12
FOOT = 0.88
_SAME_PLACE = 0.012
"""Both as parts of the page's height."""

_COUNTS = re.compile(
    r"(?:page\s*)?[-–]?\s*(\d{1,4})\s*[-–]?(?:\s*(?:of|/)\s*\d{1,4})?", re.IGNORECASE
)
"""A page number however it is dressed."""


class PageLine(Struct, frozen=True):
    page: int
    place: float
    """Distance from the top as a part of the page's height."""
    text: str
    size: float = 0.0
    tagged: bool = False
    """A tag names it: the file says that it is text."""
    into: int = -1
    """The place of the line that goes on with its sentence or its table, or -1."""


_BELOW = 0.025
"""How far the second line of a running foot stands from the first, as a part of the height."""
_NEARLY_ALL = 0.8
"""The part of a file's pages on which a line with a tag must stand to be furniture."""
_MOST_TAGGED = 5
"""And how many they must be: of three pages each may begin with the same heading."""


def furniture(lines: Sequence[PageLine], pages: int) -> set[int]:
    """The places in `lines` of those that are furniture."""
    found: set[int] = set()
    groups: dict[tuple[str, int, bool], list[int]] = defaultdict(list)
    numbers: list[int] = []
    bare: dict[tuple[str, int, bool], list[int]] = defaultdict(list)
    for at, line in enumerate(lines):
        if HEAD < line.place < FOOT:
            continue
        words = " ".join(line.text.split())
        key = re.sub(r"\d+", "#", words.casefold()), round(line.size), line.place < 0.5
        if _COUNTS.fullmatch(words):
            numbers.append(at)
        elif any(letter.isalpha() for letter in words):
            groups[key].append(at)
        elif "#" in key[0]:
            bare[key].append(at)
    for members in groups.values():
        for alike in _alike(lines, members):
            found |= _repeated(lines, alike, pages)
    # The same words may stand elsewhere on the first page, with or without their page number.
    known = {name for at in found for name in _names(lines[at])}
    found |= {
        at
        for group in groups.values()
        for at in group
        if not lines[at].tagged and _names(lines[at]) & known
    }
    beside = defaultdict(list)
    for at in found:
        beside[lines[at].page].append(lines[at].place)
    for members in bare.values():
        below = [
            at
            for at in members
            if any(abs(lines[at].place - place) < _BELOW for place in beside[lines[at].page])
        ]
        for alike in _alike(lines, below):
            found |= set(alike) if _repeated(lines, alike, pages) else set()
    found |= _counting(lines, [at for at in numbers if not lines[at].tagged])
    for at in sorted(found, reverse=True):
        if lines[at].into >= 0 and lines[at].into not in found:
            found.remove(at)
    return found


def _alike(lines: Sequence[PageLine], members: Sequence[int]) -> Iterator[list[int]]:
    """Lines that differ only in digits, apart if these do not count pages."""
    if len({lines[at].text for at in members}) == 1:
        yield list(members)
        return
    figures = {at: [int(each) for each in _figures(lines[at])] for at in members}
    counting: set[int] = set()
    for place in range(len(next(iter(figures.values()), []))):
        steps = Counter(figures[at][place] - lines[at].page for at in members)
        values = Counter(figures[at][place] for at in members)
        if max(steps.values()) > max(values.values()):
            counting.add(place)
    groups: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for at in members:
        key = (
            figure - lines[at].page if place in counting else figure
            for place, figure in enumerate(figures[at])
        )
        groups[tuple(key)].append(at)
    yield from groups.values()


def _figures(line: PageLine) -> list[str]:
    """A line's numbers; of very long ones the end, which counts."""
    return [each[-9:] for each in re.findall(r"\d+", line.text)]


def _names(line: PageLine) -> set[tuple[str, int]]:
    """A line's words with and without its page's number, and its size."""
    words = " ".join(line.text.split()).casefold()
    number = str(line.page)
    bare = words.removesuffix(f" {number}"), words.removeprefix(f"{number} ")
    return {(each, round(line.size)) for each in (words, *bare)}


def _repeated(lines: Sequence[PageLine], members: list[int], pages: int) -> set[int]:
    """Those of like lines that recur at one place on enough pages."""
    # On a short document two pages are half of it; a longer one must show the line thrice.
    enough = 2 if pages <= 4 else 3
    most = max(_MOST_TAGGED, _NEARLY_ALL * pages)
    near = _near(lines, members)
    return {at for at in members if near[at] >= (most if lines[at].tagged else enough)}


def _near(lines: Sequence[PageLine], members: Iterable[int]) -> dict[int, int]:
    """For each line, the number of pages with one at its place."""
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
    """Those of some numbers that grow with the pages, by the commonest step."""

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
