"""The tags of a PDF → its blocks in reading order.

In: the tree of tags, and the runs that each names.  Out: blocks, and the runs that no tag names.
A stage of its own because tags say what a block is, and positions only suggest it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from builder.convert.readers.pdf.blocks import Block, Cell
from builder.convert.readers.pdf.file import Node
from builder.convert.readers.pdf.runs import Run
from builder.convert.readers.pdf.text import is_marker

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


def tagged(tree: Node, contents: Contents) -> tuple[list[Block], set[tuple[int, int]]]:
    """The blocks of the tree, and which of the contents they hold."""
    walker = _Walker(contents)
    walker.inside(tree, 0)
    walker.close()
    return walker.blocks, walker.taken


@dataclass(slots=True)
class _Walker:
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
        if any(run.text.strip() for run in self.open.runs) or self.open.marker:
            self.blocks.append(self.open)
        self.blocks += self.notes
        self.notes = []
        self.open = Block("paragraph")

    def begin(self, block: Block) -> None:
        self.close()
        if self.item and block.kind == "paragraph":
            block, self.item = self.item, None
        self.open = block

    def inside(self, node: Node, depth: int) -> None:
        """Everything that stands in a tag.  `depth` counts the lists around it."""
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
            elif role == "H" or (role[:1] == "H" and role[1:].isdigit()):
                self.block(kid, Block("heading", level=min(6, int(role[1:] or 0))), depth)
            elif role == "TOCI":
                self.block(kid, Block("contents"), depth)
            elif role == "L":
                self.block(kid, None, depth + 1)
            elif role == "LI":
                self.entry(kid, depth)
            elif role == "Lbl" and self.item:
                self.label(kid, self.item, depth)
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
        """A tag that begins on a new line and ends with one."""
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
        """An entry of a list: its first paragraph is the entry, others stand in it."""
        self.close()
        if self.item and self.item.marker:
            self.blocks.append(self.item)  # A mark with nothing but further entries beside it.
        self.item = Block("item", level=max(0, depth - 1), listed=True)
        self.inside(node, depth)
        self.close()
        if self.item and self.item.marker:
            self.blocks.append(self.item)
        self.item = None

    def label(self, node: Node, item: Block, depth: int) -> None:
        """The mark of an entry; where it is none but words, they begin the entry."""
        inner = _Walker(self.contents, self.taken)
        inner.inside(node, 0)
        inner.close()
        runs = [run for block in inner.blocks for run in block.runs]
        mark = "".join(run.text for run in runs).strip()
        if is_marker(mark):
            item.marker = mark
        elif mark:
            self.take(runs, depth)

    def note(self, node: Node) -> None:
        inner = _Walker(self.contents, self.taken)
        inner.inside(node, 0)
        inner.close()
        for at, block in enumerate(inner.blocks):
            if at == 0 and block.kind in ("paragraph", "item"):
                block.kind = "footnote"
            self.notes.append(block)

    def table(self, node: Node, depth: int) -> None:
        self.close()
        table = Block("table")
        self.rows(node, table, False)
        filled = [[cell for cell in row if _filled(cell)] for row in table.rows]
        boxed = [len(row) == 1 and len(row[0].blocks) > 1 for row in filled]
        single = all(len(row) <= 1 for row in filled)
        alone = len(filled) == 1 and any(len(cell.blocks) > 1 for cell in filled[0])
        if not (single or alone or any(boxed)):
            self.blocks.append(table)
            return
        # Boxes around text, or columns made with a table.  What is a table in it is given as one.
        across = Block("table")
        for row, cells in zip(table.rows, filled, strict=True):
            if len(cells) > 1 and not alone:
                across.rows.append(row)
                continue
            if across.rows:
                self.blocks.append(across)
                across = Block("table")
            for cell in cells:
                self.blocks += cell.blocks
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
        """The cells of a row.  pdfium leaves out those without content, but not their places."""
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


def _filled(cell: Cell) -> bool:
    return any(run.text.strip() for block in cell.blocks for run in block.all_runs())
