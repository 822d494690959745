"""Strips of years with dots. They hold no words; the same is always printed as text."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from math import sqrt

from msgspec import Struct

STEP = 14
"""How wide a year is drawn."""

LARGEST = 6.5
SMALLEST = 2.0


class Dot(Struct, frozen=True):
    """A year of a strip."""

    x: float
    y: float
    r: float
    kind: str
    """"some" by its number; "ring" where documents of that year say nothing of it."""
    words: str
    """What it says, for a pointer that rests on it."""


class Strip(Struct, frozen=True):
    """Years from left to right, each with a dot sized by its number."""

    width: int
    height: int
    dots: tuple[Dot, ...]
    words: str
    """The same in words."""


def strip(
    years: Sequence[int], counts: Mapping[int, int], held: Collection[int], most: int
) -> Strip:
    """How often something occurs in each year, and which years have documents.

    `most` is the largest number of all strips shown together.
    """
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
