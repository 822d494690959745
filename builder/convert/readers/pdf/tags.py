"""A PDF's tags → blocks in reading order. Within a line, position wins."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct, field

from builder.convert.readers.pdf.blocks import Block, Cell
from builder.convert.readers.pdf.file import Node
from builder.convert.readers.pdf.line_order import fitted, in_line_order, on_one_line, texts
from builder.convert.readers.pdf.runs import Run
from builder.convert.readers.pdf.text import is_marker, leading_note

Contents = Mapping[tuple[int, int], list[Run]]
"""The runs that a tag names, by page and content id."""

_INLINE = frozenset(
    [
        "Span",
        "Quote",
        "Reference",
        "BibEntry",
        "Code",
        "Link",
        "Annot",
        "Ruby",
        "RB",
        "RT",
        "RP",
        "Warichu",
        "WT",
        "WP",
        "Em",
        "Strong",
        "Sub",
        "Form",
    ]
)
_NOTES = frozenset({"Note", "FENote"})
_EDGE = 6.0
"""Left edges this near, in points, are one column's."""
_HEADING = re.compile(r"H([0-9]*)")


def tagged(tree: Node, contents: Contents) -> tuple[list[Block], set[tuple[int, int]]]:
    """The tree's blocks, and the contents in them."""
    walker = _Walker(contents)
    walker.inside(tree, 0)
    walker.close()
    return _ordered(walker.blocks), walker.taken


def _ordered(blocks: list[Block]) -> list[Block]:
    """Blocks with words wrongly in a mark's tag where the page prints them."""
    strays: list[tuple[Block, list[Run]]] = []
    for block in texts(blocks):
        if block.lead:
            body = next((run for run in block.runs if run.text.strip()), None)
            if body is None or _before(block.lead, body):
                block.runs = block.lead + block.runs
            else:
                strays.append((block, block.lead))
        block.runs = in_line_order(block.runs)
    if strays:
        found = fitted(blocks, [run for _, runs in strays for run in runs])
        for block, runs in strays:
            left = [run for run in runs if id(run) not in found]
            block.runs = in_line_order([*left, *block.runs]) if left else block.runs
    return _marked([block for block in blocks if next(block.all_runs(), None)])


def _before(lead: list[Run], body: Run) -> bool:
    """Whether words are on an entry's first line or the one before."""
    last = lead[-1]
    if last.page != body.page:
        return last.page == body.page - 1
    above = 0 < body.y - last.y < 2 * max(last.size, body.size)
    return above or any(on_one_line(run, body) for run in lead)


def _marked(blocks: list[Block]) -> list[Block]:
    """Blocks with marks that are entries of their own joined to their words."""
    made: list[Block] = []
    for block in blocks:
        above = made[-1] if made else None
        if (
            above is not None
            and above.kind == "item"
            and above.mark_alone
            and block.listed
            and not block.marker
            and block.runs
            and on_one_line(above.runs[-1], block.runs[0])
            and above.runs[-1].x0 < block.runs[0].x0
        ):
            block.marker = "".join(run.text for run in above.runs).strip()
            made.pop()
        made.append(block)
    return made


class _Walker(Struct):
    contents: Contents
    taken: set[tuple[int, int]] = field(default_factory=set)
    blocks: list[Block] = field(default_factory=list)
    open: Block = field(default_factory=lambda: Block("paragraph"))
    notes: list[Block] = field(default_factory=list)
    """Footnotes that stand inside the open block; they follow it."""
    item: Block | None = None
    """An entry of a list that has not begun yet."""

    def close(self) -> None:
        """The open block is complete."""
        open_block = self.open
        if any(run.text.strip() for run in open_block.runs) or open_block.marker or open_block.lead:
            if not (open_block.runs or open_block.lead):
                open_block.runs, open_block.marker = open_block.mark, ""
                open_block.mark_alone = True
            self.blocks.append(open_block)
        self.blocks += self.notes
        self.notes = []
        self.open = Block("paragraph")

    def begin(self, block: Block) -> None:
        self.close()
        if self.item and (block.kind == "paragraph" or self.item.lead):
            if block.kind == "paragraph":
                block = self.item
            else:
                self.blocks.append(self.item)
            self.item = None
        self.open = block

    def inside(self, node: Node, depth: int) -> None:
        """Everything in a tag; `depth` counts lists around it."""
        for kid in node.inner():
            if isinstance(kid, tuple):
                if kid in self.contents and kid not in self.taken:
                    self.taken.add(kid)
                    self.take(self.contents[kid], depth)
                continue
            role = kid.role
            if role in _INLINE:
                self.inside(kid, depth)
            elif role in _NOTES:
                self.note(kid)
            elif heading := _HEADING.fullmatch(role):
                self.block(kid, Block("heading", level=min(6, int(heading[1][:2] or 0))), depth)
            elif role == "TOCI":
                self.block(kid, Block("contents"), depth)
            elif role == "L":
                self.block(kid, None, depth + 1)
            elif role == "LI":
                self.entry(kid, depth)
            elif role == "Lbl" and self.item:
                self.label(kid, self.item)
            elif role == "LBody":
                self.inside(kid, depth)
                self.close()
            elif role == "Table":
                self.table(kid, depth)
            elif role == "Artifact":
                continue
            elif self.open.kind in ("heading", "contents") and self.holds(node):
                # Word puts paragraphs inside an entry of a contents list; it stays one entry.
                self.inside(kid, depth)
            elif role == "P":
                self.block(kid, Block("paragraph", level=depth), depth)
            else:
                self.block(kid, None, depth)

    def holds(self, node: Node) -> bool:
        return node.role == "TOCI" or node.role[:1] == "H"

    def block(self, node: Node, block: Block | None, depth: int) -> None:
        """A tag that is its own block."""
        if block:
            self.begin(block)
        else:
            self.close()
        self.inside(node, depth)
        self.close()

    def take(self, runs: list[Run], depth: int) -> None:
        if self.item:
            self.begin(Block("paragraph", level=depth))
        self.open.runs += runs

    def entry(self, node: Node, depth: int) -> None:
        """A list entry: its first paragraph, with others inside."""
        self.close()
        self.without_body()  # A mark with nothing but further entries beside it.
        self.item = Block("item", level=max(0, depth - 1), listed=True)
        self.inside(node, depth)
        self.close()
        self.without_body()

    def without_body(self) -> None:
        """Keep a mark's tag whose entry has nothing else."""
        if self.item and (self.item.marker or self.item.lead):
            self.item.runs = [*self.item.mark, *self.item.runs]
            self.item.mark_alone = bool(self.item.marker and not self.item.lead)
            self.item.marker = ""
            self.blocks.append(self.item)
        self.item = None

    def label(self, node: Node, item: Block) -> None:
        """An entry's mark; other words begin the entry."""
        inner = _Walker(self.contents, self.taken)
        inner.inside(node, 0)
        inner.close()
        runs = [run for block in inner.blocks for run in block.runs]
        mark = "".join(run.text for run in runs).strip()
        if is_marker(mark):
            item.marker, item.mark = mark, runs
        elif mark:
            item.lead = [run for run in runs if run.text.strip()]

    def note(self, node: Node) -> None:
        """A footnote with its further paragraphs, unless these have a mark."""
        inner = _Walker(self.contents, self.taken)
        inner.inside(node, 0)
        inner.close()
        first: Block | None = None
        for block in inner.blocks:
            words = [*block.lead, *block.mark, *block.runs]
            if block.kind not in ("paragraph", "item", "footnote"):
                self.notes.append(block)
            elif first is None or leading_note(words, tagged=True):
                first = Block("footnote", words)
                self.notes.append(first)
            else:
                first.runs += words

    def table(self, node: Node, depth: int) -> None:
        self.close()
        table = Block("table")
        self.rows(node, table, False)
        filled = [[cell for cell in row if _filled(cell)] for row in table.rows]
        boxed = {at for at, row in enumerate(filled) if len(row) == 1 and len(row[0].blocks) > 1}
        single = all(len(row) <= 1 for row in filled)
        alone = len(filled) == 1 and any(len(cell.blocks) > 1 for cell in filled[0])
        opened = set(range(len(filled))) if single or alone else boxed | _around(table.rows)
        if not opened:
            self.blocks.append(table)
            return
        # Boxes around text, or columns made with a table.  What is a table in it is given as one.
        across = Block("table")
        for at, (row, cells) in enumerate(zip(table.rows, filled, strict=True)):
            blank = not cells and not _same_columns(across.rows[-1:], filled[at + 1 : at + 2])
            if across.rows and (at in opened or blank):
                self.blocks.append(across)
                across = Block("table")
            if at in opened:
                for cell in cells:
                    self.blocks += cell.blocks
            elif cells:
                across.header_rows += 1 if at < table.header_rows else 0
                across.rows.append(row)
        if across.rows:
            self.blocks.append(across)

    def rows(self, node: Node, table: Block, head: bool) -> None:
        for kid in node.inner():
            if isinstance(kid, tuple):
                continue
            if kid.role == "TR":
                cells = self.cells(kid)
                headed = bool(cells) and (head or all(cell.header for cell in cells if cell.blocks))
                if headed and table.header_rows == len(table.rows):
                    table.header_rows += 1
                table.rows.append(cells)
            elif kid.role == "Caption":
                self.block(kid, Block("paragraph"), 0)
            else:
                self.rows(kid, table, kid.role == "THead")

    def cells(self, row: Node) -> list[Cell]:
        """A row's cells; pdfium omits empty ones but not their positions."""
        cells: list[Cell] = []
        last = -1
        for place in sorted(row.kids):
            kid = row.kids[place]
            if isinstance(kid, Node) and kid.role in ("TD", "TH"):
                cells += [Cell() for _ in range(min(50, place - last - 1))]
                cells.append(self.cell(kid))
                last = place
        return cells

    def cell(self, node: Node) -> Cell:
        inner = _Walker(self.contents, self.taken)
        inner.inside(node, 0)
        inner.close()
        return Cell(inner.blocks, node.across, node.down, node.role == "TH")


def _around(rows: list[list[Cell]]) -> set[int]:
    """Single-cell rows above and below a table: text.

    Close below, or where a page may cut a row, only if wider than its column.
    """
    columns = [at for at, row in enumerate(rows) if sum(map(_filled, row)) > 1]
    if not columns:
        return set()
    second = [run.x0 for cell in rows[columns[0]][1:] for run in _runs(cell)]
    edge = min(second, default=0.0)
    found = set()
    close = True
    for at, row in enumerate(rows):
        filled = any(map(_filled, row))
        if at > columns[-1] and not filled:
            close = False
        if columns[0] <= at <= columns[-1] or not filled:
            continue
        runs = _runs(row[0])
        over = max((run.x1 for run in runs), default=0.0) > edge
        begins = bool(runs) and not runs[0].text.lstrip()[:1].islower()
        if over or (begins if at < columns[0] else not close):
            found.add(at)
    return found


def _same_columns(above: list[list[Cell]], below: list[list[Cell]]) -> bool:
    """Whether two single rows have the same left edges."""
    edges = [
        [
            min((run.x0 for run in _runs(cell)), default=0.0)
            for row in rows
            for cell in row
            if _filled(cell)
        ]
        for rows in (above, below)
    ]
    return len(edges[0]) == len(edges[1]) and all(
        abs(one - other) < _EDGE for one, other in zip(*edges, strict=True)
    )


def _runs(cell: Cell) -> list[Run]:
    return [run for block in cell.blocks for run in block.all_runs() if run.text.strip()]


def _filled(cell: Cell) -> bool:
    return any(run.text.strip() for block in cell.blocks for run in block.all_runs())
