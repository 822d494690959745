"""A Word file's bytes → its parts as trees, with names like "w:p".

Refuses what could harm: huge parts, entities, endless depth. Parts are unpacked on demand,
`MOST_UNPACKED` bytes in all.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Mapping
from typing import NoReturn
from xml.etree import ElementTree

from msgspec import Struct

from builder.convert.stream.pieces import CannotRead

MOST_BYTES = 100_000_000
MOST_PARTS = 10_000
MOST_UNPACKED = 60_000_000
MOST_ELEMENTS = 1_500_000
DEEPEST = 120
"""Elements inside one another; a text box in a table in a content control has some thirty."""
_RATIO = 200
"""How far a large part may be packed.  Word's own are packed ten to thirty times."""
_LARGE = 5_000_000
_CHUNK = 65_536

_DAMAGED = "it is damaged and cannot be unpacked; get it again from its source."
_BOMB = "it unpacks to more than any report holds, and may be made to do harm."

_FORMATS = "http://schemas.openxmlformats.org"
_NAMES = {
    f"{_FORMATS}/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    f"{_FORMATS}/officeDocument/2006/relationships": "r",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
    f"{_FORMATS}/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    f"{_FORMATS}/markup-compatibility/2006": "mc",
    f"{_FORMATS}/package/2006/relationships": "rel",
}


class Relation(Struct, frozen=True):
    """What a part refers to by an id."""

    kind: str
    """The last word of its type: "hyperlink", "footnotes"."""
    target: str
    """An address, or the name of a part."""
    external: bool


class Package:
    """A Word file's parts."""

    def __init__(self, data: bytes) -> None:
        _examine(data)
        self._left = MOST_UNPACKED
        self._elements = MOST_ELEMENTS
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError):
            raise CannotRead(_DAMAGED) from None
        held = self._zip.infolist()
        self._parts = {info.filename: info for info in held}
        if len(self._parts) < len(held):
            raise CannotRead(f"two of its parts have one name; {AGAIN}")
        start = self.relations("")
        self.main = next(
            (each.target for each in start.values() if each.kind == "officeDocument"),
            "word/document.xml",
        )
        if self.main not in self._parts:
            raise CannotRead(
                "it is a zip file without a Word document in it; save it as .docx in Word and try "
                "again."
            )

    def relations(self, part: str) -> Mapping[str, Relation]:
        """What a part refers to, by id; "" is the file itself."""
        folder, name = posixpath.split(part)
        tree = self.tree(posixpath.join(folder, "_rels", f"{name}.rels"))
        found: dict[str, Relation] = {}
        for each in tree if tree is not None else ():
            external = each.get("TargetMode") == "External"
            target = each.get("Target", "")
            if not external:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            kind = each.get("Type", "").rsplit("/", 1)[-1]
            found[each.get("Id", "")] = Relation(kind, target, external)
        return found

    def tree(self, part: str) -> ElementTree.Element | None:
        """A part as a tree, or None."""
        info = self._parts.get(part)
        if info is None:
            return None
        target = _Target(self._elements)
        parser = ElementTree.XMLParser(target=target)
        data = self._unpacked(info)
        try:
            for at in range(0, len(data), _CHUNK):
                parser.feed(data[at : at + _CHUNK])
            root: ElementTree.Element = parser.close()
        except (ElementTree.ParseError, ValueError, LookupError):
            raise CannotRead(f"a part of it ({part}) is damaged; {AGAIN}") from None
        self._elements = target.left
        return root

    def _unpacked(self, info: zipfile.ZipInfo) -> bytes:
        if info.flag_bits & 1:
            raise CannotRead("it is encrypted; remove the password and try again.")
        packed = max(1, info.compress_size)
        if info.file_size > self._left or (
            info.file_size > _LARGE and info.file_size > _RATIO * packed
        ):
            raise CannotRead(_BOMB)
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise CannotRead("it is packed in a way that Word does not; save it in Word again.")
        try:
            with self._zip.open(info) as file:
                data = file.read(self._left + 1)
        except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, RuntimeError):
            raise CannotRead(_DAMAGED) from None
        self._left -= len(data)
        if self._left < 0:
            raise CannotRead(_BOMB)
        return data


def below(parent: ElementTree.Element | None, *names: str) -> ElementTree.Element | None:
    """The first element at a path of names.

    (ElementTree's search reads a colon as a namespace.)
    """
    for name in names:
        parent = (
            next((each for each in parent if each.tag == name), None)
            if parent is not None
            else None
        )
    return parent


AGAIN = "open it in Word, save it again and try again."


class _Target:
    """Builds a tree with short names, within limits."""

    def __init__(self, left: int) -> None:
        self.left = left
        self._depth = 0
        self._builder = ElementTree.TreeBuilder()
        self._short: dict[str, str] = {}

    def doctype(self, name: str, public: str | None, system: str | None) -> NoReturn:
        raise CannotRead("it declares entities of its own, which no Word file does.")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self.left -= 1
        if self.left < 0:
            raise CannotRead(_BOMB)
        if self._depth > DEEPEST:
            raise CannotRead(f"its parts are nested more than {DEEPEST} deep; {AGAIN}")
        named = {self._name(name): value for name, value in attributes.items()}
        self._builder.start(self._name(tag), named)

    def end(self, tag: str) -> None:
        self._depth -= 1
        self._builder.end(self._name(tag))

    def data(self, data: str) -> None:
        self._builder.data(data)

    def close(self) -> ElementTree.Element:
        return self._builder.close()

    def _name(self, name: str) -> str:
        short = self._short.get(name)
        if short is None:
            space, _, local = name.rpartition("}")
            prefix = _NAMES.get(space[1:], "?") if space else ""
            short = self._short[name] = f"{prefix}:{local}" if prefix not in ("", "rel") else local
        return short


def _examine(data: bytes) -> None:
    """Refuse what is no Word file, by its first bytes."""
    if not data:
        raise CannotRead("it is empty (0 bytes); get it again from its source.")
    if len(data) > MOST_BYTES:
        raise CannotRead(f"it is larger than {MOST_BYTES // 1_000_000} MB, more than any report.")
    if re.match(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html)", data[:1024], re.IGNORECASE):
        raise CannotRead("it is a web page, not a Word file; get the document from its source.")
    if not data.startswith(b"PK"):
        raise CannotRead("it is not a Word file (.docx): it is no zip file.")
    if data.count(b"PK\x01\x02") > MOST_PARTS:
        raise CannotRead(_BOMB)
