"""An original's words beside a page's: found, missing and extra."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz.distance import Indel

from builder.verify.original import OriginalWords
from builder.verify.page import PageWords

CONTEXT = 4
"""Words shown on each side of a difference."""

Places = list[int]


class Alignment:
    """Which words stand on both sides in the same order; the rest of each side."""

    def __init__(self, original: OriginalWords, page: PageWords) -> None:
        self.original = original
        self.page = page
        self.differences: list[str] = []
        self.missing: Places = []
        """Places of the original's words that were not found, in order."""
        self.extra: Places = []
        """Places of the page's words that are not the original's, in order."""
        self.on_page: dict[int, int] = {}
        """The place on the page of each word that was found."""
        self.placed: list[tuple[str, int]] = []
        self.aside: dict[tuple[str, str], dict[int, None]] = defaultdict(dict)

    def word(self, at: int) -> str:
        return self.original.words[at]

    def align(self, one: Sequence[int], other: Sequence[int]) -> None:
        """Find the longest sequence of words that both sides share."""
        self.missing, self.extra = [], []
        here = [self.original.words[at] for at in one]
        there = [self.page.words[at] for at in other]
        for step in Indel.opcodes(here, there):
            if step.tag == "equal":
                size = step.src_end - step.src_start
                for at in range(size):
                    self.on_page[one[step.src_start + at]] = other[step.dest_start + at]
            elif step.tag == "delete":
                self.missing += one[step.src_start : step.src_end]
            else:
                self.extra += other[step.dest_start : step.dest_end]

        self._slide()

    def _slide(self) -> None:
        """Of a repeated word, match the one that leaves extra words in one run."""
        owners = {at: place for place, at in self.on_page.items()}
        extra = set(self.extra)
        for run in runs_of(self.extra):
            first, last = run[0], run[-1]
            if (
                first - 2 in extra
                and first - 1 in owners
                and self.page.words[first - 1] == self.page.words[last]
            ):
                self.on_page[owners[first - 1]] = last
                extra.remove(last)
                extra.add(first - 1)
        self.extra = sorted(extra)

    def gaps(self) -> Iterator[tuple[Places, Places]]:
        """Words missing and words extra that stand in the same place of the common order."""
        before = {at: place for place, at in self.on_page.items()}
        by_place: dict[int, tuple[Places, Places]] = defaultdict(lambda: ([], []))
        for run in runs_of(self.missing):
            place = run[0] - 1
            while place >= 0 and place not in self.on_page:
                place -= 1
            by_place[self.on_page.get(place, -1)][0].extend(run)
        for run in runs_of(self.extra):
            at = run[0] - 1
            while at >= 0 and at not in before:
                at -= 1
            by_place[at][1].extend(run)
        yield from (gap for _, gap in sorted(by_place.items()))

    def found(self, lost: Iterable[int], gained: Iterable[int]) -> None:
        """Take words out of the differences."""
        lost, gained = list(lost), list(gained)
        if lost:
            gone = set(lost)
            self.missing = [at for at in self.missing if at not in gone]
        if gained:
            gone = set(gained)
            self.extra = [at for at in self.extra if at not in gone]
        for at in lost:
            if gained:
                self.on_page.setdefault(at, gained[0])

    def place(self, places: Sequence[int], on: Sequence[int]) -> None:
        """Remember a run that the file draws elsewhere."""
        first = " ".join(map(self.original.shown, places[:CONTEXT]))
        self.placed.append((first, len(places)))
        for one, other in zip(places, on, strict=True):
            self.on_page[one] = other


def runs_of(places: Sequence[int]) -> list[Places]:
    """Places that follow one another."""
    runs: list[Places] = []
    for at in places:
        if runs and runs[-1][-1] == at - 1:
            runs[-1].append(at)
        else:
            runs.append([at])
    return runs


def find(words: Sequence[str], run: Sequence[str], start: int) -> int:
    return next(
        (at for at in range(start, len(words)) if list(words[at : at + len(run)]) == list(run)), -1
    )
