"""Put runs in the order of their line: within one, left comes first, whatever tags say.

Word tags marks around wrong words and leaves others untagged.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from builder.convert.readers.pdf.blocks import Block
from builder.convert.readers.pdf.runs import Run
from builder.convert.readers.pdf.text import is_marker

_ONE_LINE = 0.5
"""How far the feet of two runs on one line may differ, in type sizes."""
_OVERLAP = 0.35
"""How far two runs of one line may lie over each other, in type sizes: kerning, italics."""
_BESIDE = 1.0
"""The widest gap between two runs that are one text, in type sizes."""
_BEHIND_MARK = 2.5
"""The widest gap between the mark of an entry and its words, in type sizes."""
_SLOT = 12.0
"""Height of the bands in which lines are looked up, in points; a line may lie in the next one."""
_LOOKED_AT = 400
"""Runs that one line may have, and fragments that a file may; looking at more costs the square of
their number."""


def texts(blocks: Iterable[Block]) -> Iterator[Block]:
    """Blocks, and those in their cells."""
    for block in blocks:
        yield block
        for row in block.rows:
            for cell in row:
                yield from texts(cell.blocks)


def on_one_line(one: Run, other: Run) -> bool:
    """Whether two runs are on one line."""
    return (
        one.page == other.page
        and one.upright
        and other.upright
        and abs(one.y - other.y) < _ONE_LINE * max(one.size, other.size)
    )


def in_line_order(runs: Sequence[Run]) -> list[Run]:
    """A block's runs, each line from left to right."""
    placed: list[Run] = []
    last: Run | None = None
    for run in runs:
        if last is not None and run.text.strip() and _goes_back(run, last):
            at = _place(placed, run, max(0, len(placed) - _LOOKED_AT))
            # What stands at the end of a line further up is the first line of another column.
            beside = on_one_line(run, last)
            if at is not None and (beside or on_one_line(placed[min(at, len(placed) - 1)], run)):
                placed.insert(at, run)
                continue
        placed.append(run)
        if run.text.strip():
            last = run
    return placed


def _goes_back(run: Run, last: Run) -> bool:
    if run.page != last.page or not (run.upright and last.upright):
        return False
    return run.x0 < last.x0 if on_one_line(run, last) else run.y < last.y


def _place(placed: Sequence[Run], run: Run, first: int = 0) -> int | None:
    """A run's position in a block's line; None if there is no such line or it would overlap."""
    line = [
        at
        for at in range(first, len(placed))
        if placed[at].text.strip() and on_one_line(placed[at], run)
    ]
    if not line:
        return None
    behind = next((at for at in line if placed[at].x0 > run.x0), None)
    before = [at for at in line if behind is None or at < behind]
    over = _OVERLAP * run.size
    if behind is not None and run.x1 > placed[behind].x0 + over:
        return None
    if before and placed[before[-1]].x1 > run.x0 + over:
        return None
    return behind if behind is not None else line[-1] + 1


def fitted(blocks: Iterable[Block], strays: Sequence[Run]) -> set[int]:
    """Put stray runs into the block whose line they are on.

    Returns the identities of those placed.
    """
    lines: dict[tuple[int, int], list[tuple[Run, Block]]] = defaultdict(list)
    for block in texts(blocks):
        for run in block.runs:
            if run.text.strip():
                lines[run.page, round(run.y / _SLOT)].append((run, block))
    found: set[int] = set()
    strays = strays[:_LOOKED_AT]
    # One of several in a row may touch the block's words only by the others.
    for run in (*strays, *reversed(strays)):
        if id(run) in found or not run.text.strip():
            continue
        slot = round(run.y / _SLOT)
        near = [
            (max(run.x0 - each.x1, each.x0 - run.x1), at, block, each)
            for step in (-1, 0, 1)
            for at, (each, block) in enumerate(lines[run.page, slot + step][-_LOOKED_AT:])
            if on_one_line(each, run)
        ]
        if not near:
            continue
        gap, _, block, beside = min(near, key=lambda each: each[:2])
        at = _place(block.runs, run)
        widest = _BEHIND_MARK if is_marker(beside.text.strip()) else _BESIDE
        if gap > widest * run.size or at is None:
            continue
        block.runs.insert(at, run)
        lines[run.page, slot].append((run, block))
        found.add(id(run))
    return found
