"""Pictures drawn at build time: where and when something occurs.

In: counts.  Out: shapes with their places, which templates print as SVG without computing, and the
words that say the same.  A module of its own because pictures must read in every light and at any
width: they hold no words, and what they show always stands beside them as text.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

STEP = 14
"""How wide a year is drawn."""

LARGEST = 6.5
SMALLEST = 2.0


@dataclass(frozen=True)
class Dot:
    """A year of a strip."""

    x: float
    y: float
    r: float
    kind: str
    """"some" by its number; "ring" where documents of that year say nothing of it."""
    words: str
    """What it says, for a pointer that rests on it."""


@dataclass(frozen=True)
class Strip:
    """Years from left to right, each with a dot as large as its number."""

    width: int
    height: int
    dots: tuple[Dot, ...]
    words: str
    """The same in words."""


def strip(
    years: Sequence[int], counts: Mapping[int, int], held: Collection[int], most: int
) -> Strip:
    """The years of an archive: how often something occurs in each, `most` being the largest number
    of the strips shown together, and in which years there is a document at all."""
    dots = []
    for at, year in enumerate(years):
        x = STEP * at + STEP / 2
        if counts.get(year):
            r = max(LARGEST * sqrt(counts[year] / most), SMALLEST)
            dots.append(Dot(x, STEP / 2, round(r, 1), "some", f"{year}: {counts[year]}"))
        elif year in held:
            dots.append(Dot(x, STEP / 2, SMALLEST, "ring", f"{year}: none"))
    words = ", ".join(f"{year}: {counts[year]}" for year in years if counts.get(year))
    return Strip(STEP * len(years), STEP, tuple(dots), words)
