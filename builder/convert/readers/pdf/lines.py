"""Runs of text without tags → the lines that they stand on."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from builder.convert.readers.pdf.runs import Run
from builder.convert.readers.pdf.text import begins, inked
from builder.convert.stream.text_runs import printed

ENDS = (".", "?", "!", ":", ";", ".’", ".”", ".)")
"""What a line ends with where its sentence does."""


class Line(Struct):
    """Runs that stand side by side."""

    runs: list[Run]
    right: float = 0.0
    """Where the full lines of its column end; 0 where that is where those of the document do."""

    @property
    def first(self) -> Run:
        return self.runs[0]

    @property
    def text(self) -> str:
        words = "".join(
            (" " if at and run.before else "") + run.text for at, run in enumerate(self.runs)
        )
        return " ".join(printed(words).split())

    @property
    def x0(self) -> float:
        return inked(self.runs)[0].x0

    @property
    def x1(self) -> float:
        last = inked(self.runs)[-1]
        return last.x1 - (0.3 * last.size if last.text.endswith(" ") else 0)

    @property
    def y(self) -> float:
        return self.main.y

    @property
    def main(self) -> Run:
        """The run that says most."""
        return max(self.runs, key=lambda run: len(run.text.strip()))

    @property
    def look(self) -> tuple[int, bool]:
        inked_runs = [run for run in self.runs if run.text.strip()]
        return round(self.main.size), all(run.bold for run in inked_runs)

    @property
    def parted(self) -> bool:
        """There is a gap as between the columns of a table."""
        runs = inked(self.runs)
        start = 2 if begins(runs, listed=True) else 1
        return any(
            runs[at].x0 - runs[at - 1].x1 > 2.5 * runs[at].size for at in range(start, len(runs))
        )


def lines(runs: Iterable[Run]) -> list[Line]:
    """Runs as lines, blank ones left out."""
    made: list[Line] = []
    for run in runs:
        last = made[-1].runs[-1] if made else None
        if (
            last
            and last.page == run.page
            and last.upright
            and run.upright
            and abs(run.y - last.y) < 0.65 * max(run.size, last.size)
            and run.x0 > last.x0
        ):
            made[-1].runs.append(run)
        else:
            made.append(Line([run]))
    return [line for line in made if any(run.text.strip() for run in line.runs)]
