"""Rows and cells of a web page → a rectangular table; spanning cells come once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from builder.convert.stream.list_markers import Part
from builder.convert.stream.text_runs import spans
from builder.model import Text

_MOST_COLUMNS = 100
_MOST_ROWS = 1000
"""How far a cell may reach."""


class HtmlTable:
    """A table being read; an inner table gives lines of its cell."""

    def __init__(self) -> None:
        self._rows: list[dict[int, list[Part]]] = []
        self._heads: list[bool] = []
        self._reach: dict[int, int] = {}
        """Columns that cells further up cover, and for how many rows yet."""
        self._cell: list[Part] | None = None
        self._depth = 0
        self._in_head = False

    def begin(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element inside the table begins."""
        if tag in ("thead", "tbody", "tfoot"):
            self._reach = {}  # no cell reaches out of its group of rows
        if tag == "thead":
            self._in_head = True
        elif tag in ("tbody", "tfoot"):
            self._in_head = False
        elif tag == "tr":
            self._row()
        elif tag in ("td", "th"):
            if not self._rows:
                self._row()
            self._begin_cell(tag, attributes)

    def _row(self) -> None:
        self._rows.append({})
        self._heads.append(True)
        self._reach = {column: rows - 1 for column, rows in self._reach.items() if rows > 1}
        self._cell = None

    def _begin_cell(self, tag: str, attributes: Mapping[str, str]) -> None:
        row = self._rows[-1]
        column = max(row, default=-1) + 1
        while self._reach.get(column, 0) and column not in row:
            row[column] = []
            column += 1
        if column >= _MOST_COLUMNS:
            self._cell = row.setdefault(_MOST_COLUMNS - 1, [])
            self.add([])
            return
        wide = _span(attributes.get("colspan"), _MOST_COLUMNS)
        high = _span(attributes.get("rowspan"), _MOST_ROWS, none=_MOST_ROWS)
        self._cell = []
        for each in range(column, min(column + wide, _MOST_COLUMNS)):
            row[each] = self._cell if each == column else []
            if high > 1:
                self._reach[each] = high
        self._heads[-1] = self._heads[-1] and (tag == "th" or self._in_head)

    def add(self, parts: Sequence[Part]) -> None:
        """A block of words of the present cell."""
        if self._cell is None:
            self._row()
            self._begin_cell("td", {})
        if self._cell is not None:
            self._cell += [("\n", "", ""), *parts]

    def made(self) -> tuple[tuple[tuple[Text, ...], ...], int]:
        """The rows that hold words, and how many of the first are header rows."""
        full = [
            ({column: spans(cell) for column, cell in row.items()}, head)
            for row, head in zip(self._rows, self._heads, strict=True)
        ]
        used = sorted({column for row, _ in full for column, text in row.items() if text})
        kept = [(row, head) for row, head in full if any(row.values())]
        rows = tuple(tuple(row.get(column, ()) for column in used) for row, _ in kept)
        heads = [head for _, head in kept]
        return rows, heads.index(False) if False in heads else 0


def _span(text: str | None, most: int, none: int = 1) -> int:
    """How many columns or rows a cell spans; `none` is what 0 means."""
    match = re.match(r"\s*([0-9]{1,4})", text or "")
    return min(int(match[1]) or none, most) if match else 1
