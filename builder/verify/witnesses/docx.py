"""The witness of Word files: every `w:t` of the document, in the file's order.

What Word prints and no `w:t` holds (numbers that it counts) is not here; a paragraph that is
numbered is marked, so that its number on the page surprises nobody.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from xml.etree import ElementTree

from builder.verify.original import (
    Aside,
    CannotVerify,
    FileElement,
    OriginalLine,
    OriginalWords,
    Structure,
    plainly,
)

_MOST_BYTES = 100_000_000
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
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


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _value(element: ElementTree.Element | None, name: str = "val") -> str:
    if element is None:
        return ""
    return element.get(_W + name) or element.get(_STRICT + name) or ""


def _child(element: ElementTree.Element | None, *names: str) -> ElementTree.Element | None:
    """The element at the end of a path of names."""
    for name in names:
        if element is None:
            return None
        element = next((each for each in element if _name(each) == name), None)
    return element


class _Reader:
    def __init__(self, package: zipfile.ZipFile) -> None:
        self._package = package
        self._names = set(package.namelist())
        self.original = OriginalWords()
        self._styles = self._read_styles()
        self._apart: list[tuple[str, OriginalLine]] = []
        self._notes = {"footnoteReference": 0, "endnoteReference": 0}
        self._marks: dict[tuple[str, str], str] = {}
        self._headings: list[FileElement] = []
        self._entries: list[FileElement] = []
        self._rows: list[FileElement] = []

    def finished(self) -> OriginalWords:
        """Read the document, then its text boxes and notes, then what stands on every page."""
        self._block(self._part("word/document.xml"), "", apart=False)
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

    def _read_styles(self) -> dict[str, ElementTree.Element]:
        if "word/styles.xml" not in self._names:
            return {}
        found = (each for each in self._part("word/styles.xml") if _name(each) == "style")
        return {_value(each, "styleId"): each for each in found}

    def _chain(self, id: str) -> Iterator[ElementTree.Element]:
        """A style and those that it is based on."""
        for _ in range(20):
            style = self._styles.get(id)
            if style is None:
                return
            yield style
            id = _value(_child(style, "basedOn"))

    def _block(self, parent: ElementTree.Element, aside: Aside, *, apart: bool) -> None:
        for each in parent:
            name = _name(each)
            if name == "p":
                self._paragraph(each, aside, apart=apart)
            elif name == "AlternateContent":
                self._block(_chosen(each), aside, apart=apart)
            elif name not in ("del", "moveFrom", "sectPr", "sdtPr"):
                begin = len(self.original.words)
                self._block(each, aside, apart=apart)
                words = self.original.words[begin:]
                if name == "tr" and words and not aside:
                    self._rows.append(FileElement(0, " ".join(words)))

    def _paragraph(self, element: ElementTree.Element, aside: Aside, *, apart: bool) -> None:
        layout = _child(element, "pPr")
        counted = self._numbered(layout)
        runs: list[tuple[str, Aside]] = []
        self._inline(element, aside, runs)
        begin = len(self.original.words)
        joined: list[tuple[str, Aside]] = []
        for text, why in runs:
            if joined and joined[-1][1] == why:
                joined[-1] = (joined[-1][0] + text, why)
            else:
                joined.append((text, why))
        for text, why in joined:
            self.original.add(plainly(text), OriginalLine(aside=why, apart=apart, counted=counted))
        words = " ".join(self.original.words[begin:])
        if words and not aside and not apart:
            if self._is_heading(layout):
                self._headings.append(FileElement(0, words))
            elif counted:
                self._entries.append(FileElement(0, words))

    def _inline(
        self, parent: ElementTree.Element, aside: Aside, runs: list[tuple[str, Aside]]
    ) -> None:
        for each in parent:
            name = _name(each)
            why = aside
            if name in ("del", "moveFrom"):
                why = "deleted"
            elif name == "r" and self._vanishes(_child(each, "rPr")):
                why = "hidden"
            if name in _TEXT:
                runs.append((each.text or "", why))
            elif name in _SPACES:
                runs.append((" ", why))
            elif name == "noBreakHyphen":
                runs.append(("-", why))
            elif name == "sym":
                code = _value(each, "char")
                runs.append((chr(int(code, 16)) if code.isalnum() else "", why))
            elif name in self._notes:
                self._notes[name] += 1
                mark = "" if _value(each, "customMarkFollows") else self._mark(name)
                self._marks[name.removesuffix("Reference"), _value(each, "id")] = mark
                runs.append((f" {mark} ", why))
            elif name == "txbxContent":
                before, self.original = self.original, OriginalWords()
                self._block(each, aside, apart=True)
                box, self.original = self.original, before
                self._apart += [(_words(box, at), line) for at, line in enumerate(box.lines)]
            elif name == "AlternateContent":
                self._inline(_chosen(each), why, runs)
            elif name not in ("pPr", "rPr", "instrText", "delInstrText", "sdtPr"):
                self._inline(each, why, runs)

    def _mark(self, name: str) -> str:
        number = self._notes[name]
        if name == "footnoteReference":
            return str(number)
        mark = ""
        for value, letters in _ROMAN:
            mark += letters * (number // value)
            number %= value
        return mark

    def _read_notes(self, kind: str) -> None:
        name = f"word/{kind}s.xml"
        if name not in self._names:
            return
        notes = {_value(each, "id"): each for each in self._part(name)}
        for (sort, id), mark in self._marks.items():
            if sort == kind and id in notes:
                self.original.add(mark, OriginalLine(apart=True))
                self._block(notes[id], "", apart=True)

    def _numbered(self, layout: ElementTree.Element | None) -> bool:
        own = _child(layout, "numPr", "numId")
        if own is not None:
            return _value(own) != "0"
        style = _value(_child(layout, "pStyle"))
        found = (_child(each, "pPr", "numPr") for each in self._chain(style))
        return any(each is not None for each in found)

    def _is_heading(self, layout: ElementTree.Element | None) -> bool:
        style = _value(_child(layout, "pStyle"))
        chain = list(self._chain(style))
        levels = (_child(each, "pPr", "outlineLvl") for each in chain)
        own = _value(_child(layout, "outlineLvl"))
        level = own or next((_value(each) for each in levels if each is not None), "")
        names = (_value(_child(each, "name")).casefold() for each in chain)
        return (level.isdigit() and int(level) < 9) or any(
            each.startswith("heading ") for each in names
        )

    def _vanishes(self, look: ElementTree.Element | None) -> bool:
        own = _child(look, "vanish")
        if own is not None:
            return _value(own) not in ("0", "false", "off")
        style = _value(_child(look, "rStyle"))
        return any(_child(each, "rPr", "vanish") is not None for each in self._chain(style))


def _chosen(element: ElementTree.Element) -> ElementTree.Element:
    """Of two forms of the same thing the first; what holds neither is empty."""
    return next(iter(element), ElementTree.Element("none"))


def _words(original: OriginalWords, line: int) -> str:
    found = zip(original.words, original.line_of, strict=True)
    return " ".join(word for word, at in found if at == line)
