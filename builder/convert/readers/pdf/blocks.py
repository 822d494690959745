"""Blocks → pieces. Footnotes first: a mark in the text needs its footnote."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from builder.convert.readers.pdf.runs import Run
from builder.convert.readers.pdf.text import (
    UNNUMBERED,
    Measure,
    contents_rows,
    first_word,
    inked,
    leaders,
    leading_note,
    piece,
)
from builder.convert.stream.pieces import Kind, Piece
from builder.convert.stream.text_runs import spans
from builder.model import Text


class Block(Struct):
    """A block of text before it is put together."""

    kind: Kind
    runs: list[Run] = field(default_factory=list)
    level: int = 0
    marker: str = ""
    mark: list[Run] = field(default_factory=list)
    """The runs of its marker, where a tag names them."""
    mark_alone: bool = False
    """Its runs are those of a mark that stands by itself."""
    lead: list[Run] = field(default_factory=list)
    """Words that a tag gives out as its mark; where they stand is seen from the page."""
    listed: bool = False
    """It is an entry of a list."""
    rows: list[list[Cell]] = field(default_factory=list)
    header_rows: int = 0
    gap: bool = False

    def all_runs(self) -> Iterator[Run]:
        yield from self.runs
        for row in self.rows:
            for cell in row:
                for block in cell.blocks:
                    yield from block.all_runs()


class Cell(Struct):
    blocks: list[Block] = field(default_factory=list)
    across: int = 1
    down: int = 1
    header: bool = False


_EDGE = 4.0
"""Left edges this near, in points, are one."""

_CELL = 12.0
"""Left edges this near are one column's; a mark or an indent may stand between."""
_END = 40
"""Runs of a block's end in which its last number is looked for; a leader may be a run a dot."""
_ROWS = 4
"""Rows of a contents list without dots; fewer may be figures."""
_LINES = 3
"""Lines of one row, which may each be a block."""
_ENDS = re.compile(r"[.?!:;][’”)\]]*$")


def right_edge(runs: Iterable[Run]) -> float:
    """Where full lines end."""
    ends: list[float] = []
    last: Run | None = None
    for run in runs:
        if last and run.page == last.page and run.content == last.content and "\n" in run.before:
            ends.append(last.x1)
        last = run
    ends.sort()
    return ends[int(len(ends) * 0.85)] if ends else 0.0


def measure(blocks: Sequence[Block], right: float) -> Measure:
    """What the whole document tells: line ends and footnotes."""
    notes = set()
    for block in blocks:
        if block.kind in ("footnote", "paragraph"):
            mark = leading_note(block.runs, tagged=block.kind == "footnote")
            if mark:
                notes.add((block.runs[0].page, mark))
    return Measure(right, frozenset(notes))


def pieces(blocks: Sequence[Block], known: Measure) -> list[Piece]:
    """The blocks put together, those without words left out."""
    made: list[Piece] = []
    ends = ["".join(run.text for run in inked(block.runs)[-_END:]) for block in blocks]
    pages = max((run.page for block in blocks for run in block.runs), default=0)
    contents = contents_rows(ends, pages) | _numbered_rows(blocks, pages)
    for at, block in enumerate(blocks):
        beside = {each.kind for each in blocks[max(0, at - 1) : at + 2]}
        rows = "contents" in beside and leaders(ends[at]) is not None
        if block.kind == "paragraph" and (at in contents or rows):
            block.kind = "contents"
        if block.kind == "table":
            new = _table(block, known)
        else:
            new = piece(
                block.kind,
                block.runs,
                known,
                level=block.level,
                marker=block.marker,
                listed=block.listed,
            )
        if new is None:
            continue
        made.append(replace(new, gap=block.gap))
    return made


def _numbered_rows(blocks: Sequence[Block], pages: int) -> set[int]:
    """The rows of a contents list without dots: page numbers far right of their words.

    Four or more stand below each other and grow; a row may wrap.
    """
    found: set[int] = set()
    row: dict[int, tuple[int, Run]] = {}
    for at, block in enumerate([*blocks, Block("heading")]):
        number = _page_number(block, pages)
        last = next(reversed(row), at)
        ends = block.kind != "paragraph" or at - last > _LINES
        if ends or (number and row and not _goes_below(number, row[last])):
            if len(row) >= _ROWS and len({each for each, _ in row.values()}) > 2:
                found.update(range(next(iter(row)), last + 1))
            row = {}
        if number:
            row[at] = number
    return found


def _page_number(block: Block, pages: int) -> tuple[int, Run] | None:
    """The page's number with which a row of a contents list ends, set apart from its words."""
    runs = inked(block.runs)
    if block.kind != "paragraph" or len(runs) < 2:
        return None
    before, last = runs[-2:]
    words = last.text.strip()
    # pdfium may put a line's break between words far apart.
    beside = last.page == before.page and abs(last.y - before.y) < last.size / 2
    apart = beside and last.x0 - before.x1 > 2 * last.size
    if not apart or not re.fullmatch(r"[0-9]{1,3}", words) or int(words) > pages + UNNUMBERED:
        return None
    return int(words), last


def _goes_below(number: tuple[int, Run], above: tuple[int, Run]) -> bool:
    """Whether a page's number stands under another, in the same column."""
    (value, run), (earlier, upper) = number, above
    beside = abs(run.x1 - upper.x1) < run.size / 2
    return value >= earlier and run.page == upper.page and run.y > upper.y and beside


def _table(block: Block, known: Measure) -> Piece | None:
    runs = [run for run in block.all_runs() if run.text.strip()]
    if not runs:
        return None
    grid = _whole_rows(_grid(block.rows))
    rows = [tuple(_cell(cell, known) for cell in row) for row in grid]
    first = min(runs, key=lambda run: (run.page, run.y, run.x0))
    kept = [at for at, row in enumerate(rows) if any(row)]
    width = max(at + 1 for row in rows for at, cell in enumerate(row) if cell)
    return Piece(
        "table",
        (),
        page=first.page,
        size=round(first.size, 1),
        bold=all(run.bold for run in runs),
        left=round(min(run.x0 for run in runs if run.page == first.page), 1),
        top=round(first.y, 1),
        rows=tuple(rows[at][:width] for at in kept),
        header_rows=sum(1 for at in kept if at < block.header_rows),
    )


def _grid(rows: list[list[Cell]]) -> list[list[Cell]]:
    """Rows of equal length, with blanks for spanned columns and rows.

    Files often do not declare spans: cells then go by their left edges.
    """
    rows = [_moved(row, rows) for row in rows]
    spoken = any(cell.across > 1 or cell.down > 1 for row in rows for cell in row)
    width = max((len(row) for row in rows), default=0)
    if not spoken and any(len(row) != width for row in rows):
        edges = _edges(rows, width)
        return [_by_edge(row, edges) for row in rows]
    taken: dict[tuple[int, int], Cell] = {}
    blank = Cell()
    for down, row in enumerate(rows):
        at = 0
        for cell in row:
            while (down, at) in taken:
                at += 1
            for below in range(min(cell.down, len(rows) - down)):
                for beside in range(cell.across):
                    taken[down + below, at + beside] = blank
            taken[down, at] = cell
            at += cell.across
    width = 1 + max((at for _, at in taken), default=0)
    return [[taken.get((down, at), blank) for at in range(width)] for down in range(len(rows))]


def _moved(row: list[Cell], rows: list[list[Cell]]) -> list[Cell]:
    """A row with a blank first cell whose words are below those of the first column."""
    at = next((at for at, cell in enumerate(row) if _edge(cell) is not None), 0)
    firsts = [_edge(each[0]) for each in rows if each]
    left = min((edge for edge in firsts if edge is not None), default=None)
    if at and left is not None and all(cell.across == cell.down == 1 for cell in row[: at + 1]):
        edge = _edge(row[at])
        if edge is not None and abs(edge - left) < _EDGE:
            return [row[at], *row[:at], *row[at + 1 :]]
    return row


def _whole_rows(rows: list[list[Cell]]) -> list[list[Cell]]:
    """Join rows cut by a page's end.

    Proof is a small letter below an open sentence; else every cell of a row without label must
    continue full lines.
    """
    made: list[list[Cell]] = []
    rights = _rights(rows)
    for row in rows:
        filled = [at for at, cell in enumerate(row) if _edge(cell) is not None]
        goes_on = [at for at in filled if made and _runs_on(made[-1][at], row[at])]
        proof = any(_first(row[at]).text.lstrip()[:1].islower() for at in goes_on)
        full = all(_full(made[-1][at], row[at], rights[at]) for at in goes_on)
        if filled and goes_on == filled and (proof or (filled[0] > 0 and full)):
            for at in filled:
                made[-1][at].blocks[-1].runs += row[at].blocks[0].runs
                made[-1][at].blocks += row[at].blocks[1:]
        else:
            made.append(row)
    return made


def _rights(rows: list[list[Cell]]) -> list[float]:
    """How far the text of each column reaches."""
    return [
        max((run.x1 for cell in column for block in cell.blocks for run in block.runs), default=0.0)
        for column in zip(*rows, strict=True)
    ]


def _first(cell: Cell) -> Run:
    return inked(cell.blocks[0].runs)[0]


def _runs_on(above: Cell, cell: Cell) -> bool:
    """Whether a cell on the next page continues an open sentence."""
    if not above.blocks or not cell.blocks:
        return False
    first, second = inked(above.blocks[-1].runs), inked(cell.blocks[0].runs)
    return (
        bool(first and second)
        and second[0].page == first[-1].page + 1
        and abs(second[0].x0 - first[0].x0) < _CELL
        and not _ENDS.search(first[-1].text.rstrip())
    )


def _full(above: Cell, cell: Cell, right: float) -> bool:
    """Whether a cell's first word did not fit on the line above."""
    last = inked(above.blocks[-1].runs)[-1]
    return last.x1 + first_word(inked(cell.blocks[0].runs), 0) + 0.3 * last.size > right


def _edges(rows: list[list[Cell]], width: int) -> list[float]:
    """Each column's left edge, by complete rows."""
    edges: list[float] = []
    for at in range(width):
        found = [_edge(row[at]) for row in rows if len(row) == width]
        known = [edge for edge in found if edge is not None]
        # A column that is blank throughout keeps its place behind the one before it.
        edges.append(min(known) if known else (edges[-1] + 1 if edges else 0.0))
    return edges


def _by_edge(row: list[Cell], edges: list[float]) -> list[Cell]:
    if len(row) == len(edges):
        return row
    placed = [Cell() for _ in edges]
    free = 0
    for turn, cell in enumerate(row):
        last = len(edges) - (len(row) - turn)
        edge = _edge(cell)
        at = free
        if edge is not None:
            at = max((at for at in range(free, last + 1) if edges[at] <= edge + 6), default=free)
        placed[at] = cell
        free = at + 1
    return placed


def _edge(cell: Cell) -> float | None:
    """A cell's left edge, or None."""
    return min(
        (run.x0 for block in cell.blocks for run in block.all_runs() if run.text.strip()),
        default=None,
    )


def _cell(cell: Cell, known: Measure) -> Text:
    parts: list[tuple[str, str, str]] = []
    for block in cell.blocks:
        inner: Piece | None
        if block.kind == "table":
            inner = _table(block, known)
            for row in inner.rows if inner else ():
                parts.append(("\n", "", ""))
                for text in row:
                    parts += [(span.text, span.mark, span.href) for span in text]
                    parts.append((" ", "", ""))
            continue
        inner = piece(
            block.kind, block.runs, known, marker=block.marker, listed=block.listed, breaks=False
        )
        if inner:
            parts.append(("\n", "", ""))
            parts.append((f"{inner.note or inner.marker} ", "", ""))
            parts += [(span.text, span.mark, span.href) for span in inner.text]
    return spans(parts)
