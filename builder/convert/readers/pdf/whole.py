"""Join blocks that a page's end or a tag cut; part what one tag holds around a blank line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from builder.convert.readers.pdf.blocks import Block
from builder.convert.readers.pdf.runs import Run
from builder.convert.readers.pdf.text import begins, first_word, inked, leading_note

_EDGE = 4.0
"""Left edges this near, in points, are one."""
_SAME_STEP = 0.5
"""Points by which the steps from line to line of one paragraph differ."""
_BLANK_LINE = 1.7
"""How many times the usual step a step is that leaves a line blank."""
_STOPS = re.compile(r"[.?!][’”)\]]*$")
_ENDS = re.compile(r"[.?!:;][’”)\]]*$")


def parted(blocks: Sequence[Block]) -> Iterator[Block]:
    """Blocks with paragraphs apart that one tag holds and a blank line divides."""
    for block in blocks:
        cuts = _blank_lines(block.runs) if block.kind == "paragraph" and not block.marker else []
        if not cuts:
            yield block
            continue
        for start, end in pairwise([0, *cuts, len(block.runs)]):
            yield Block("paragraph", block.runs[start:end], level=block.level, gap=start > 0)


def _blank_lines(runs: Sequence[Run]) -> list[int]:
    """Where a sentence begins below a blank line, among several lines of one type."""
    starts = [at for at, run in enumerate(runs) if at and "\n" in run.before and run.text.strip()]
    steps: dict[int, float] = {}
    last = next((run for run in runs if run.text.strip()), None)
    for at in starts:
        run = runs[at]
        if last is None or not run.upright or run.page != last.page or run.size != last.size:
            return []
        steps[at] = run.y - last.y
        last = run
    usual = min((step for step in steps.values() if step > 0), default=0.0)
    return [
        at
        for at, step in steps.items()
        if step > _BLANK_LINE * usual
        and _STOPS.search(_before(runs, at).rstrip())
        and not runs[at].text.lstrip()[:1].islower()
    ]


def _before(runs: Sequence[Run], at: int) -> str:
    return next((run.text for run in reversed(runs[:at]) if run.text.strip()), "")


def whole(blocks: Sequence[Block], right: float) -> list[Block]:
    """Join blocks that the file cut in two, mostly at a page's end.

    The second half has no mark, looks the same, is at the first half's left edge, and continues a
    sentence or did not fit on the last line.
    """
    made: list[Block] = []
    open_block: Block | None = None
    sizes: Counter[int] = Counter()
    for block in blocks:
        for run in block.runs:
            sizes[round(run.size)] += len(run.text)
    body = max(sizes, key=lambda size: (sizes[size], size), default=0)
    for block in blocks:
        if made and _rest_of_note(made[-1], block, body):
            made[-1].runs += block.runs
            continue
        if open_block and _second_half(open_block, block, right):
            open_block.runs += block.runs
            continue
        if made and _rest_of_table(made[-1], block):
            made[-1].rows += block.rows[block.header_rows :]
            continue
        made.append(block)
        if block.kind != "footnote":
            open_block = block
    return made


def _rest_of_note(note: Block, rest: Block, body: float) -> bool:
    """Whether a block continues a footnote: as small, close below, no mark."""
    if rest.kind != "paragraph" or rest.marker or note.kind not in ("paragraph", "footnote"):
        return False
    if not leading_note(note.runs, tagged=note.kind == "footnote"):
        return False
    last, run = inked(note.runs)[-1], next((run for run in rest.runs if run.text.strip()), None)
    return (
        run is not None
        and run.page == last.page
        and round(run.size) == round(last.size) < body
        and 0 < run.y - last.y < 1.8 * last.size
        and not leading_note(rest.runs)
        and not begins(rest.runs)
    )


def _second_half(block: Block, rest: Block, right: float) -> bool:
    kinds = ("paragraph", "item")
    if block.kind not in kinds or rest.kind not in kinds or rest.marker:
        return False
    if not block.runs or not rest.runs or rest.runs[0].page > block.runs[-1].page + 1:
        return False
    first, second = inked(block.runs), inked(rest.runs)
    if not first or not second:
        return False
    last, run = first[-1], second[0]
    if round(run.size) != round(last.size) or run.bold != last.bold:
        return False
    body = min((run.x0 for run in first[1:] if "\n" in run.before), default=0.0)
    if body and abs(run.x0 - body) > _EDGE:
        return False
    if begins(second, rest.listed) and body - first[0].x0 < _EDGE:
        return False  # Where marks hang, what looks like one beside the text is none.
    within = run.text.lstrip()[:1].islower()
    ended = bool(_ENDS.search(last.text.rstrip()))
    lists = block.listed and rest.listed
    full = last.x1 + first_word(second, 0) + last.size > right
    if run.page == last.page:
        step = run.y - last.y
        if within:
            return (full or lists) and not ended and 0 < step < 1.5 * run.size
        return full and not ended and _is_next_line(first, run)
    if run.page != last.page + 1:
        return False
    # An entry of a list without a mark is none.
    return within or (full and (not ended or lists))


def _is_next_line(above: Sequence[Run], run: Run) -> bool:
    """Whether a run is as far below a paragraph's last line as lines are apart."""
    starts = [each for at, each in enumerate(above) if at and "\n" in each.before]
    if not starts or above[-1].text.rstrip()[-1:].isdigit():
        return False
    before = next((each.y for each in reversed(above) if each.y < above[-1].y - 1), 0.0)
    usual = above[-1].y - before
    return (
        starts[-1].page == run.page
        and abs(starts[-1].x0 - run.x0) < 1
        and abs(run.y - above[-1].y - usual) < _SAME_STEP
    )


def _rest_of_table(table: Block, rest: Block) -> bool:
    """Whether a table continues the last page's: same columns, no head or the same."""
    if (table.kind, rest.kind) != ("table", "table"):
        return False
    last = max((run.page for run in table.all_runs()), default=0)
    first = next((run.page for run in rest.all_runs()), 0)
    if first != last + 1 or max(map(len, table.rows)) != max(map(len, rest.rows)):
        return False
    return rest.header_rows == 0 or _head(rest) == _head(table)


def _head(table: Block) -> list[str]:
    cells = (cell for row in table.rows[: table.header_rows] for cell in row)
    return [
        "".join(run.text for block in cell.blocks for run in block.all_runs()) for cell in cells
    ]
