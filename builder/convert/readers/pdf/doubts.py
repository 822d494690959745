"""Remarks on blocks whose words may be out of order.

Each sign was measured on reports; correctly read blocks show none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from builder.convert.readers.pdf.blocks import Block
from builder.convert.readers.pdf.letters import after
from builder.convert.readers.pdf.line_order import on_one_line, texts
from builder.convert.readers.pdf.runs import Run
from builder.convert.stream.text_runs import printed


def out_of_order(blocks: Iterable[Block]) -> Iterator[str]:
    """Where a block goes back on its line, or leaps over a page."""
    for block in texts(blocks):
        runs = [run for run in block.runs if run.text.strip()]
        for at, (last, run) in enumerate(pairwise(runs)):
            why = _why(last, run)
            if why:
                place = after(_words(runs[: at + 1]))
                yield f"page {run.page}: “{_start(run)}” {place} {why}; see that both belong there."


def _why(last: Run, run: Run) -> str:
    if run.page not in (last.page, last.page + 1):
        return f"goes on from page {last.page}"
    if on_one_line(last, run) and run.x1 <= last.x0:
        return "stands to the left of it on the same line"
    return ""


def _words(runs: Iterable[Run]) -> str:
    return "".join((run.before or "") + printed(run.text) for run in runs)


def _start(run: Run) -> str:
    words = " ".join(printed(run.text).split())
    return words if len(words) <= 40 else words[:40].rsplit(" ", 1)[0] + " …"
