"""The witness of Word files: every `w:t` in the file's order.

Counted numbers are in no `w:t`; numbered paragraphs are marked instead.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from xml.etree import ElementTree

from msgspec import Struct

from builder.verify.original import (
    Aside,
    CannotVerify,
    FileElement,
    OriginalLine,
    OriginalWords,
    Structure,
    TextPart,
)
from builder.verify.witnesses.docx_looks import (
    Looks,
    child_of,
    name_of,
    switched_on,
    value_of,
)

_MOST_BYTES = 100_000_000
_TEXT = {"t", "delText"}
_SPACES = {"tab", "br", "cr", "ptab"}
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@contextmanager
def opened(data: bytes) -> Iterator[OriginalWords]:
    """The words of a Word file.  Raises `CannotVerify`."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            yield _Reader(package).finished()
    except (zipfile.BadZipFile, ElementTree.ParseError, KeyError, NotImplementedError, OSError):
        raise CannotVerify("its original is damaged and cannot be opened as a Word file") from None


class _Field(Struct):
    value: str = ""
    """What a form's field shows."""
    shows: bool = False
    """Whether what follows is printed."""


class _Reader:
    def __init__(self, package: zipfile.ZipFile) -> None:
        self._package = package
        self._names = set(package.namelist())
        self.original = OriginalWords()
        styles = "word/styles.xml"
        self._looks = Looks(self._part(styles) if styles in self._names else None)
        self._fields: list[_Field] = []
        self._on_white = False
        """Whether what is read lies on the page itself, and not in a table or a box."""
        self._layout: ElementTree.Element | None = None
        """The properties of the paragraph that is read."""
        self._apart: list[tuple[str, OriginalLine]] = []
        self._notes = {"footnoteReference": 0, "endnoteReference": 0}
        self._marks: dict[tuple[str, str], str] = {}
        self._headings: list[FileElement] = []
        self._entries: list[FileElement] = []
        self._rows: list[FileElement] = []

    def finished(self) -> OriginalWords:
        """Read the document, then text boxes and notes, then heads and feet."""
        document = self._part("word/document.xml")
        self._block(document, "", apart=False, on_white=child_of(document, "background") is None)
        for text, line in self._apart:
            self.original.add(text, line)
        for kind in ("footnote", "endnote"):
            self._read_notes(kind)
        for name in sorted(self._names):
            if name.startswith(("word/header", "word/footer")) and name.endswith(".xml"):
                self._block(self._part(name), "page furniture", apart=True)
        self.original.structure = Structure(
            tuple(self._headings), tuple(self._entries), tuple(self._rows)
        )
        return self.original

    def _part(self, name: str) -> ElementTree.Element:
        with self._package.open(name) as file:
            data = file.read(_MOST_BYTES + 1)
        if len(data) > _MOST_BYTES:
            raise CannotVerify("its original unpacks to more than any report holds")
        return ElementTree.fromstring(data)

    def _block(
        self, parent: ElementTree.Element, aside: Aside, *, apart: bool, on_white: bool = False
    ) -> None:
        for each in parent:
            name = name_of(each)
            if name == "p":
                self._paragraph(each, aside, apart=apart, on_white=on_white)
            elif name == "AlternateContent":
                self._block(_chosen(each), aside, apart=apart)
            elif name not in ("del", "moveFrom", "sectPr", "sdtPr", "background"):
                begin = len(self.original.words)
                why: Aside = aside or ("hidden" if _unshown(each) else "")
                self._block(each, why, apart=apart, on_white=on_white and name != "tbl")
                words = self.original.words[begin:]
                if name == "tr" and words and not why:
                    self._rows.append(FileElement(0, " ".join(words)))

    def _paragraph(
        self, element: ElementTree.Element, aside: Aside, *, apart: bool, on_white: bool
    ) -> None:
        layout = child_of(element, "pPr")
        counted = self._looks.is_numbered(layout)
        before, self._layout = (self._layout, self._on_white), layout
        self._on_white = on_white
        parts: list[TextPart] = []
        self._inline(element, aside, parts)
        self._layout, self._on_white = before
        begin = len(self.original.words)
        self.original.add_parts(parts, OriginalLine(apart=apart, counted=counted))
        words = " ".join(self.original.words[begin:])
        if words and not aside and not apart:
            if self._looks.is_heading(layout):
                self._headings.append(FileElement(0, words))
            elif counted:
                self._entries.append(FileElement(0, words))

    def _inline(self, parent: ElementTree.Element, aside: Aside, parts: list[TextPart]) -> None:
        capitals = False
        for each in parent:
            name = name_of(each)
            why = aside
            if name in ("del", "moveFrom"):
                why = "deleted"
            elif name == "rt":
                why = aside or "small words above others"
            elif name == "r":
                why = aside or self._looks.aside(each, self._layout, on_white=self._on_white)
            elif name == "rPr" and name_of(parent) == "r":
                capitals = self._looks.switched(parent, self._layout, "caps")
            if name == "fldChar":
                self._field(each, why, parts)
            elif words := self._words(each, name):
                if all(field.shows for field in self._fields):
                    parts.append((words.upper() if capitals else words, why))
            elif name == "txbxContent":
                before, self.original = self.original, OriginalWords()
                self._block(each, aside, apart=True)
                box, self.original = self.original, before
                self._apart += [(_words(box, at), line) for at, line in enumerate(box.lines)]
            elif name == "AlternateContent":
                self._inline(_chosen(each), why, parts)
            elif name not in ("pPr", "rPr", "instrText", "delInstrText", "sdtPr"):
                self._inline(each, why, parts)

    def _words(self, element: ElementTree.Element, name: str) -> str:
        """What an element of a run prints by itself."""
        if name in _TEXT:
            return element.text or ""
        if name in _SPACES:
            return " "
        if name == "noBreakHyphen":
            return "-"
        if name == "sym":
            code = value_of(element, "char")
            return chr(int(code, 16)) if re.fullmatch(r"[0-9A-Fa-f]{4}", code) else ""
        if name in self._notes:
            self._notes[name] += 1
            mark = "" if value_of(element, "customMarkFollows") else self._mark(name)
            self._marks[name.removesuffix("Reference"), value_of(element, "id")] = mark
            return f" {mark} "
        return ""

    def _field(self, mark: ElementTree.Element, aside: Aside, parts: list[TextPart]) -> None:
        """A field's instruction is not printed; a form's field shows a box or choice."""
        kind = value_of(mark, "fldCharType")
        if kind == "begin":
            self._fields.append(_Field(_form_value(child_of(mark, "ffData"))))
        elif kind == "separate" and self._fields:
            self._fields[-1].shows = True
        elif kind == "end" and self._fields:
            parts.append((self._fields.pop().value, aside))

    def _mark(self, name: str) -> str:
        number = self._notes[name]
        if name == "footnoteReference":
            return str(number)
        mark = ""
        for worth, letters in _ROMAN:
            mark += letters * (number // worth)
            number %= worth
        return mark

    def _read_notes(self, kind: str) -> None:
        name = f"word/{kind}s.xml"
        if name not in self._names:
            return
        notes = {value_of(each, "id"): each for each in self._part(name)}
        for (sort, id), mark in self._marks.items():
            if sort == kind and id in notes:
                self.original.add(mark, OriginalLine(apart=True))
                self._block(notes[id], "", apart=True)


def _form_value(data: ElementTree.Element | None) -> str:
    """A box, ticked or not; the entry that was chosen of a list."""
    box, choices = child_of(data, "checkBox"), child_of(data, "ddList")
    if box is not None:
        state = child_of(box, "checked")
        return "☒" if switched_on(child_of(box, "default") if state is None else state) else "☐"
    if choices is None:
        return ""
    chosen = value_of(child_of(choices, "result")) or value_of(child_of(choices, "default")) or "0"
    entries = [value_of(each) for each in choices if name_of(each) == "listEntry"]
    return entries[int(chosen)] if chosen.isdecimal() and int(chosen) < len(entries) else ""


def _unshown(element: ElementTree.Element) -> bool:
    """Whether Word hides a row, or merges a cell into the one above."""
    if name_of(element) == "tr":
        return switched_on(child_of(element, "trPr", "hidden"))
    merged = child_of(element, "tcPr", "vMerge")
    return name_of(element) == "tc" and merged is not None and value_of(merged) != "restart"


def _chosen(element: ElementTree.Element) -> ElementTree.Element:
    """The first of two alternatives that has words."""
    forms = list(element)
    wordy = (each for each in forms if any(name_of(part) == "t" for part in each.iter()))
    return next(wordy, forms[0] if forms else ElementTree.Element("none"))


def _words(original: OriginalWords, line: int) -> str:
    found = zip(original.words, original.line_of, strict=True)
    return " ".join(word for word, at in found if at == line)
