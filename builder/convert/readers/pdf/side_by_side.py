"""Untagged lines side by side: columns of prose, or rows of a table.

Prose that continues down a column is read by column; three columns or more with aligned words are
rows; otherwise a person is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from builder.convert.readers.pdf.blocks import Block, Cell
from builder.convert.readers.pdf.lines import ENDS, Line
from builder.convert.readers.pdf.runs import Run
from builder.convert.readers.pdf.text import begins, inked
from builder.convert.stream.pieces import Question

_APART = 0.6
"""The least gap between cells that stand under others, in type sizes; a blank has a half of it."""
_GUTTER = 1.0
"""The least gap between columns of prose, in type sizes."""
_EDGE = 2.0
"""Edges this near, in points, are one."""
_CLOSE = 1.6
"""The most from line to line of one column, in type sizes."""
_LEAST_LINES = 3
_LEAST_CELLS = 3
_MOST_CELLS = 20
"""Columns of a table; what has more is a pattern."""
_FILLED = 0.6
"""The part of the width of its column that a line of prose takes, but for the last."""


class _Columns(Struct, frozen=True):
    start: int
    end: int
    edges: tuple[float, ...]


def in_columns(page: Sequence[Line], asked: list[Question], told: list[str]) -> list[Line]:
    """A page's lines with those of columns one column after the other."""
    found: list[Line] = []
    at = 0
    for group in _columns(page):
        found += page[at : group.start]
        lines = page[group.start : group.end]
        columns = [
            [Line(cell) for line in lines if (cell := _in_column(line, group.edges, turn))]
            for turn in range(len(group.edges))
        ]
        if all(map(_coherent, columns)):
            for column in columns:
                right = max(line.x1 for line in column)
                for line in column:
                    line.right = right
                found += column
            words = lines[0].text
            told.append(
                f"page {lines[0].first.page}: columns that the file draws a line of each at a time "
                f"were read one after the other: “{words[:60]}”"
            )
        else:
            asked.append(Question("columns", lines[0].first.page, "", lines[0].text))
            found += lines
        at = group.end
    return [*found, *page[at:]]


def _columns(page: Sequence[Line]) -> Iterator[_Columns]:
    """Where a page has columns of prose side by side."""
    at = 0
    while at < len(page):
        edges = tuple(cell[0].x0 for cell in cells(page[at], _GUTTER))
        end = at + 1
        if len(edges) in (2, 3) and not _listed(page[at]):
            while end < len(page) and _goes_down(page[end - 1], page[end], edges):
                end += 1
            lines = page[at:end]
            whole = sum(len(cells(line, _GUTTER)) == len(edges) for line in lines)
            if len(lines) >= _LEAST_LINES and whole > 1 and _is_prose(lines, edges):
                yield _Columns(at, end, edges)
                at = end
                continue
        at += 1


def _listed(line: Line) -> bool:
    """Whether what stands apart at its beginning is a mark."""
    return bool(begins(line.runs, listed=True))


def _goes_down(above: Line, line: Line, edges: Sequence[float]) -> bool:
    size = line.main.size
    if round(size) != round(above.main.size) or not 0 < line.y - above.y < _CLOSE * size:
        return False
    starts = [cell[0].x0 for cell in cells(line, _GUTTER)]
    return all(any(abs(x - edge) < _EDGE for edge in edges) for x in starts)


def _is_prose(lines: Sequence[Line], edges: Sequence[float]) -> bool:
    """Whether sentences run on from line to line in each column, and fill it."""
    for turn in range(len(edges)):
        column = [Line(cell) for line in lines if (cell := _in_column(line, edges, turn))]
        wide = max(line.x1 for line in column) - edges[turn]
        filled = [line.x1 - line.x0 >= _FILLED * wide for line in column[:-1]]
        runs_on = any(_runs_on(above, line) for above, line in pairwise(column))
        if not runs_on or 2 * sum(filled) < len(filled):
            return False
    return True


def _runs_on(above: Line, line: Line) -> bool:
    return line.text[:1].islower() and not above.text.endswith(ENDS)


def _coherent(column: Sequence[Line]) -> bool:
    """Whether each line of a column continues the one above or begins a sentence."""
    return all(
        line.text[:1].islower() != above.text.endswith(ENDS) for above, line in pairwise(column)
    )


def _in_column(line: Line, edges: Sequence[float], turn: int) -> list[Run]:
    found = [cell for cell in cells(line, _GUTTER) if abs(cell[0].x0 - edges[turn]) < _EDGE]
    return found[0] if found else []


def cells(line: Line, apart: float) -> list[list[Run]]:
    """A line's runs, cut where they stand further apart than that, in type sizes."""
    found: list[list[Run]] = []
    for run in inked(line.runs):
        if not run.text.strip():
            if found:
                found[-1].append(run)
            continue
        last = (
            next((each for each in reversed(found[-1]) if each.text.strip()), None)
            if found
            else None
        )
        if last is None or run.x0 - _end(last) > apart * run.size:
            found.append([])
        found[-1].append(run)
    return found


def _end(run: Run) -> float:
    return run.x1 - (0.3 * run.size if run.text.endswith(" ") else 0)


def rows(page: Sequence[Line]) -> dict[int, int]:
    """Each row that begins a table of three columns or more, with the end."""
    found: dict[int, int] = {}
    cut = [cells(line, _APART) if len(line.runs) >= _LEAST_CELLS else [] for line in page]
    at = 0
    while at < len(page):
        end = at + 1
        while end < len(page) and _under(cut[end - 1], cut[end]):
            end += 1
        if end - at > 1:
            found[at] = end
        at = end
    return found


def _under(above: Sequence[Sequence[Run]], below: Sequence[Sequence[Run]]) -> bool:
    """Whether cells of two lines align at the left or right."""
    if len(above) != len(below) or not _LEAST_CELLS <= len(above) <= _MOST_CELLS:
        return False
    step = below[0][0].y - above[0][0].y
    if not 0 < step < 3 * below[0][0].size:
        return False
    return all(
        abs(one[0].x0 - other[0].x0) < _EDGE
        or abs(_end(inked(one)[-1]) - _end(inked(other)[-1])) < _EDGE
        for one, other in zip(above, below, strict=True)
    )


def table(lines: Iterable[Line]) -> Block:
    """Rows as a table."""
    return Block(
        "table",
        rows=[
            [Cell([Block("paragraph", list(cell))]) for cell in cells(line, _APART)]
            for line in lines
        ],
    )
