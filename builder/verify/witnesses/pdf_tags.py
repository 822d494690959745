"""Headings, entries and rows of a tagged PDF, by a walk of its structure tree."""

from __future__ import annotations

import ctypes
import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as pdf  # type: ignore[import-untyped]

from builder.verify.original import FileElement, Structure, plainly

_DEEPEST = 40
_MOST_STEPS = 1_000_000
_MOST_PARTS = 4
"""Parts of an element that are read: enough to know it by."""
_HEADING = re.compile(r"H[1-6]?|Title")

_Path = tuple[int, ...]


class Walk:
    """Walks the tree page by page."""

    def __init__(self) -> None:
        self.roles: dict[_Path, str] = {}
        """The role of each heading, entry and row, by its way from the root."""
        self._contents: dict[_Path, list[tuple[int, int]]] = defaultdict(list)
        """The page and content ids that each holds."""
        self._cells: dict[_Path, dict[_Path, list[tuple[int, int]]]] = defaultdict(
            lambda: defaultdict(list)
        )
        """What the cells of each row hold, page and content ids."""
        self._texts: dict[tuple[int, int], str] = {}
        self._tables: set[_Path] = set()
        self._steps = 0
        self._wanted: set[int] = set()

    def page(
        self,
        page: pdfium.PdfPage,
        number: int,
        text: pdfium.PdfTextPage,
        lines: Sequence[tuple[int, str]],
    ) -> None:
        """Walk a page's tags; `lines` have the content id of their start."""
        tree = pdf.FPDF_StructTree_GetForPage(page)
        if not tree:
            return
        self._wanted = set()
        try:
            for place in range(pdf.FPDF_StructTree_CountChildren(tree)):
                element = pdf.FPDF_StructTree_GetChildAtIndex(tree, place)
                if element:
                    self._element(element, (place,), [], number)
        finally:
            pdf.FPDF_StructTree_Close(tree)
        if self._wanted:
            self._read_texts(page, number, text, lines)

    def _element(self, element: Any, path: _Path, above: list[_Path], number: int) -> None:
        self._steps += 1
        if len(path) > _DEEPEST or self._steps > _MOST_STEPS:
            return
        role = _role(element)
        if role == "Table":
            self._tables.add(path)
        inside_row = any(self.roles[each] == "TR" for each in above)
        # What a cell lists stands in the row on the page.
        if _HEADING.fullmatch(role) or role == "TR" or (role == "LI" and not inside_row):
            self.roles[path] = "H" if _HEADING.fullmatch(role) else role
            above = [*above, path]
        for place in range(pdf.FPDF_StructElement_CountChildren(element)):
            child = pdf.FPDF_StructElement_GetChildAtIndex(element, place)
            if child:
                self._element(child, (*path, place), above, number)
                continue
            content = pdf.FPDF_StructElement_GetChildMarkedContentID(element, place)
            if content >= 0:
                for each in above:
                    if self.roles[each] == "TR":
                        cell = self._cells[each][(*path, place)[: len(each) + 1]]
                        if len(cell) < _MOST_PARTS:
                            cell.append((number, content))
                            self._wanted.add(content)
                    if len(self._contents[each]) < _MOST_PARTS:
                        self._contents[each].append((number, content))
                        self._wanted.add(content)

    def _read_texts(
        self,
        page: pdfium.PdfPage,
        number: int,
        text: pdfium.PdfTextPage,
        lines: Sequence[tuple[int, str]],
    ) -> None:
        """The wanted contents' words; the whole line for one that begins it."""
        found: dict[int, list[str]] = defaultdict(list)
        for content, words in lines:
            if content in self._wanted:
                found[content].append(words)
        self._wanted -= found.keys()
        for at in range(pdf.FPDFPage_CountObjects(page) if self._wanted else 0):
            drawn = pdf.FPDFPage_GetObject(page, at)
            if pdf.FPDFPageObj_GetType(drawn) != pdf.FPDF_PAGEOBJ_TEXT:
                continue
            content = pdf.FPDFPageObj_GetMarkedContentID(drawn)
            if content in self._wanted and not found[content]:
                found[content].append(_text(drawn, text))
        for content, parts in found.items():
            self._texts[number, content] = " ".join(parts)

    def finished(self) -> Structure | None:
        """What the tags name; None for an untagged file."""
        if not self.roles:
            return None
        rows = self._rows()
        named: dict[str, list[FileElement]] = {"H": [], "LI": [], "TR": []}
        for path, role in sorted(self.roles.items()):
            contents = self._contents.get(path, [])
            words = ""
            for each in contents:
                part = " ".join(plainly(self._texts.get(each, "")).split())
                if part not in words:  # a line that begins with one holds the next
                    words = f"{words} {part}".strip()
            if any(map(str.isalnum, words)):
                certain = role != "TR" or path in rows
                named[role].append(FileElement(contents[0][0], words, certain))
        return Structure(tuple(named["H"]), tuple(named["LI"]), tuple(named["TR"]))

    def _rows(self) -> set[_Path]:
        """Rows of tables in which two rows have words in two cells; others are only layout."""
        tables: dict[_Path, list[_Path]] = defaultdict(list)
        for path, cells in self._cells.items():
            worded = sum(
                any(any(map(str.isalnum, self._texts.get(each, ""))) for each in contents)
                for contents in cells.values()
            )
            if worded > 1:
                tables[self._table_of(path)].append(path)
        return {path for rows in tables.values() if len(rows) > 1 for path in rows}

    def _table_of(self, path: _Path) -> _Path:
        above = (path[:size] for size in range(len(path) - 1, 0, -1))
        return next((each for each in above if each in self._tables), path[:-1])


def _role(element: Any) -> str:
    length = pdf.FPDF_StructElement_GetType(element, None, 0)
    name = ctypes.create_string_buffer(max(2, length))
    pdf.FPDF_StructElement_GetType(element, name, length)
    return name.raw[: max(0, length - 2)].decode("utf-16-le", "replace")


def _text(drawn: Any, text: pdfium.PdfTextPage) -> str:
    length = pdf.FPDFTextObj_GetText(drawn, text, None, 0)
    words = (ctypes.c_ushort * max(1, length // 2))()
    pdf.FPDFTextObj_GetText(drawn, text, words, length)
    return bytes(words)[: max(0, length - 2)].decode("utf-16-le", "replace")
