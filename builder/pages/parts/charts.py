"""Bar charts: places and widths, so that templates compute nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from builder.pages.parts.views import Chip, Link

WIDE = 420
"""How wide the longest bar is."""

ROOM = 9
"""How much room a digit on a bar needs."""


class BarSegment(Struct, frozen=True):
    x: int
    width: int
    kind: str
    """"g1" to "g5" for a grade, "plain" for anything else."""
    said: str
    """The number on it, where there is room."""
    middle: int


class Bar(Struct, frozen=True):
    """A row: name, bar and numbers."""

    name: Link
    """Without an address where there is nothing more about it."""
    segments: tuple[BarSegment, ...]
    words: str
    """What the bar shows."""
    cells: tuple[str, ...]
    y: int = 0
    """Where it stands in a file of its own."""


class Chart(Struct, frozen=True):
    """A table with bars, its CSV file and its picture."""

    id: str
    title: str
    says: str
    """What it shows, in a sentence or two; "" where the title is enough."""
    heads: tuple[str, ...]
    """Those of the rows' names and of the numbers, without that of the bars."""
    bars: tuple[Bar, ...]
    scale: tuple[Chip, ...]
    """The grades that the colours mean; () where they mean none."""
    columns: tuple[str, ...]
    """The columns of its file for spreadsheets."""
    rows: tuple[tuple[str, ...], ...]

    @property
    def csv(self) -> str:
        return f"/trends/{self.id}.csv"

    @property
    def svg(self) -> str:
        return f"/trends/{self.id}.svg"

    @property
    def height(self) -> int:
        return 80 + DEEP * len(self.bars)


DEEP = 26
"""How far apart the bars of a picture stand."""


def stacked(
    numbers: Sequence[tuple[str, str, int]], longest: int
) -> tuple[tuple[BarSegment, ...], str]:
    """A bar of parts (kind, name, number) and its words; `longest` is the chart's maximum."""
    segments = []
    before = 0
    for kind, _, number in numbers:
        if number:
            x, end = (round(WIDE * each / max(longest, 1)) for each in (before, before + number))
            said = str(number) if end - x > ROOM * len(str(number)) else ""
            segments.append(BarSegment(x, end - x, kind, said, (x + end) // 2))
        before += number
    return tuple(segments), ", ".join(f"{name}: {number}" for _, name, number in numbers if number)


def positioned(bars: Iterable[Bar]) -> tuple[Bar, ...]:
    """Bars below one another, as in a picture file."""
    return tuple(
        Bar(each.name, each.segments, each.words, each.cells, 60 + DEEP * at)
        for at, each in enumerate(bars)
    )
