"""Untagged text → blocks, by position.

A line continues the one above if they look alike, are close, share the left edge, and its first
word did not fit above.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby, pairwise

from msgspec import Struct

from builder.convert.readers.pdf.blocks import Block
from builder.convert.readers.pdf.drawings import STREAM
from builder.convert.readers.pdf.lines import ENDS, Line, lines
from builder.convert.readers.pdf.runs import Run
from builder.convert.readers.pdf.side_by_side import in_columns, rows, table
from builder.convert.readers.pdf.text import (
    begins,
    contents_rows,
    first_word,
    inked,
    leaders,
    leading_note,
)
from builder.convert.stream.pieces import Question

_EDGE = 4.0
"""Left edges this near, in points, are one."""

_CLOSE = 1.6
"""How far below a line the rest of its sentence may stand, in type sizes."""
_HEADED = 4.0
"""How far below the head of a table its first row may."""


def leads_into(line: Line, below: Line) -> bool:
    """Whether a line begins a sentence, or heads columns, that the next continues."""
    step, size = below.y - line.y, line.main.size
    if line.first.page != below.first.page or not 0 < step < _HEADED * size:
        return False
    if line.parted and below.parted:
        edges = _cells(below)
        return all(any(abs(x - edge) < _EDGE for edge in edges) for x in _cells(line))
    return (
        abs(line.x0 - below.x0) < _EDGE
        and step < _CLOSE * size
        and round(below.main.size) == round(size)
        and below.text[:1].islower()
        and not line.text.endswith(ENDS)
    )


def _cells(line: Line) -> list[float]:
    """Where the columns of a line begin."""
    runs = inked(line.runs)
    return [runs[0].x0] + [
        run.x0 for last, run in pairwise(runs) if run.x0 - last.x1 > 2.5 * run.size
    ]


def placed(
    runs: Sequence[Run], right: float, asked: list[Question], told: list[str]
) -> list[Block]:
    """Untagged runs as blocks; footnotes follow the block open at their page's end.

    `right` is where full lines end; `asked` takes questions.
    """
    found = lines(runs)
    if not found:
        return []
    page = _Look(_leading(found), right)
    pages = max(line.first.page for line in found)
    blocks: list[Block] = []
    feet: list[tuple[int, Block]] = []
    above: Line | None = None
    body = 0.0
    """The left edge at which the open block's lines go on."""
    for number, on_page in groupby(found, key=lambda line: line.first.page):
        upper, lower = _divided(_head_first(list(on_page)))
        upper = in_columns(upper, asked, told)
        listed = _contents(upper)
        dotted = contents_rows([line.text for line in upper], pages)
        tables = rows(upper)
        behind = 0
        for at, line in enumerate(upper):
            if at < behind:
                continue
            if at in tables and at not in listed and at not in dotted:
                behind = tables[at]
                blocks.append(table(upper[at:behind]))
                above = None
                continue
            if at in listed:
                if at - 1 not in listed or _PAGE.search(upper[at - 1].text):
                    blocks.append(Block("contents"))
                blocks[-1].runs += line.runs
                above = None
                continue
            if above and blocks and _goes_on(blocks[-1], above, line, body, page):
                blocks[-1].runs += line.runs
                body = line.x0 if line.first.page == above.first.page else body
            else:
                blocks.append(_begun(line, above, page, contents=at in dotted))
                body = _body(line)
            above = line
        for line in lower:
            if leading_note(line.runs) or not feet or feet[-1][1].runs[0].page != number:
                feet.append((len(blocks), Block("footnote")))
            feet[-1][1].runs += line.runs
    for after, foot in reversed(feet):
        blocks.insert(after, foot)
    return blocks


def _head_first(page: list[Line]) -> list[Line]:
    """A page's lines, with what is drawn last and stands above all others before them.

    Letterheads are drawn so.
    """
    highest: list[float] = []
    for line in page:
        highest.append(min([line.y, *highest[-1:]]))
    foot = 0.0
    head = len(page)
    for at in range(len(page) - 1, 0, -1):
        foot = max(foot, page[at].y)
        if foot >= highest[at - 1]:
            continue
        head = at
    return [*page[head:], *page[:head]]


class _Look(Struct, frozen=True):
    """What most lines of the text do."""

    leading: dict[int, float]
    """By size: the distance from line to line."""
    right: float
    """Where full lines end."""


def _divided(page: list[Line]) -> tuple[list[Line], list[Line]]:
    """A page's lines, and the footnotes under them."""
    usual = Counter(line.look[0] for line in page).most_common(1)[0][0]
    bottom = max(line.y for line in page)
    start = len(page)
    for at in range(len(page) - 1, 0, -1):
        line = page[at]
        if line.look[0] >= usual or line.y < 0.4 * bottom:
            break
        if leading_note(line.runs):
            start = at
    return page[:start], page[start:]


_PAGE = re.compile(r"\D[\s.…](\d{1,3})$")


def _contents(page: list[Line]) -> range:
    """A page's lines that are a contents list: rising numbers below each other."""
    found = {at: match for at, line in enumerate(page) if (match := _PAGE.search(line.text))}
    ends = list(found)
    if len(ends) < 4:
        return range(0)
    edge = Counter(round(page[at].x1 / 3) for at in ends).most_common(1)[0][0]
    ends = [at for at in ends if abs(page[at].x1 / 3 - edge) <= 1.5]
    numbers = [int(found[at][1]) for at in ends]
    if len(ends) < 4 or numbers != sorted(numbers) or len(set(numbers)) < 3:
        return range(0)
    return range(ends[0], ends[-1] + 1)


def _begun(line: Line, above: Line | None, page: _Look, *, contents: bool) -> Block:
    size = line.look[0]
    gap = (
        above is not None
        and above.first.page == line.first.page
        and line.y - above.y > 1.4 * page.leading.get(size, 1.2 * size)
    )
    if contents:
        return Block("contents", list(line.runs), gap=gap)
    if _hung(line):
        return Block("item", list(line.runs), listed=True, gap=gap)
    return Block("line" if line.parted else "paragraph", list(line.runs), gap=gap)


def _hung(line: Line) -> bool:
    """Whether a line begins with a mark that is no number."""
    mark = _mark(line)
    return bool(mark) and not any(letter.isdigit() for letter in mark)


def _mark(line: Line) -> str:
    """A line's mark; a dash or "o" counts where it is set apart."""
    runs = inked(line.runs)
    apart = len(runs) > 1 and len(runs[0].text.strip()) < 6 and runs[1].x0 - runs[0].x1 > 3
    return begins(runs, listed=apart)


def _body(line: Line) -> float:
    """Where further lines begin: beside the mark if the first line hangs."""
    runs = inked(line.runs)
    return runs[1].x0 if len(runs) > 1 and _mark(line) == runs[0].text.strip() else line.x0


def _goes_on(block: Block, above: Line, line: Line, body: float, page: _Look) -> bool:
    """Whether a line continues the block."""
    (size, bold), (last_size, last_bold) = line.look, above.look
    if abs(size - last_size) > 1 or bold != last_bold:
        return False
    if not (above.first.upright and line.first.upright):
        return False
    if any(each.parted or leaders(each.text) is not None for each in (above, line)):
        return False
    mark = _mark(line)
    first = next(run for run in block.runs if run.text.strip())
    hangs = body - first.x0 > _EDGE
    if mark and (not hangs or abs(line.x0 - body) > _EDGE):
        return False
    # A first line may be indented; where it hangs, its own edge is not where the rest begins.
    if abs(line.x0 - body) > _EDGE and not (line.x0 < above.x0 < line.x0 + 40 and not hangs):
        return False
    right = above.right or page.right
    full = above.x1 + first_word(line.runs, 0) + 0.3 * line.main.size > right - line.main.size
    if above.first.page != line.first.page:
        return full and (not above.text.endswith(ENDS) or line.text[:1].islower())
    close = 0 < line.y - above.y < 1.4 * page.leading.get(size, 1.2 * size)
    contents = {above.runs[-1].content, line.first.content}
    if len(contents) > 1 and min(contents) >= STREAM and above.text.endswith(ENDS):
        return False  # A drawing names its paragraphs, though no tag can be found for them.
    return close and (full or line.text[:1].islower())


def _leading(found: Sequence[Line]) -> dict[int, float]:
    """The commonest line spacing, by size."""
    seen: dict[int, Counter[float]] = {}
    for above, line in pairwise(found):
        step = round(line.y - above.y, 1)
        if above.look == line.look and 0 < step < 3 * max(1, line.look[0]):
            seen.setdefault(line.look[0], Counter())[step] += 1
    return {size: max(steps, key=lambda step: (steps[step], -step)) for size, steps in seen.items()}
