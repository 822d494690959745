"""A web page's bytes → events: start, words, end.

lxml is fed in parts and builds no tree: trees take quadratic time for many attributes and lose deep
content. (html5lib and lexbor are quadratic in depth.)
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress

from lxml import etree  # type: ignore[import-untyped]
from msgspec import Struct

from builder.convert.stream.pieces import CannotRead

MOST_BYTES = 20_000_000
MOST_ELEMENTS = 300_000
DEEPEST = 500
"""Elements inside one another; real pages have some thirty."""
_CHUNK = 65_536

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_META = re.compile(rb"<meta\b[^>]*?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_XML = re.compile(rb"\s*<\?xml\b[^>]*?encoding\s*=\s*[\"']([\w.:-]+)")
_WINDOWS_1252 = ("iso-8859-1", "iso8859-1", "latin1", "latin-1", "us-ascii", "ascii", "cp1252")
"""What browsers read as Windows-1252, whatever it once meant."""
_KNOWN = re.compile(r"windows-125\d|iso-8859-(?:[2-9]|1[013-6])|macintosh")


class Open(Struct, frozen=True):
    tag: str
    attributes: Mapping[str, str]


class Close(Struct, frozen=True):
    tag: str


Event = Open | Close | str


class HtmlPage(Struct, frozen=True):
    events: Sequence[Event]
    """Every element that begins ends."""
    warnings: tuple[str, ...] = ()


def page_of(data: bytes) -> HtmlPage:
    """A page's events.  Raises `CannotRead`."""
    if not data.strip():
        raise CannotRead("it is empty; fetch it again.")
    if len(data) > MOST_BYTES:
        raise CannotRead(f"it is larger than {MOST_BYTES // 1_000_000} MB, more than any report.")
    text, warning = _decoded(data)
    if "\x00" in text:
        raise CannotRead("it holds bytes that no text holds; it is not a web page.")
    if not re.search(r"<[A-Za-z]", text):
        raise CannotRead("it has no tags, so it is not a web page; if it is text, name it .txt.")
    target = _Target()
    parser = etree.HTMLParser(encoding="utf-8", target=target, huge_tree=True)
    content = re.sub(r"^\s*<\?xml[^>]*>", "", text).encode()
    try:
        for at in range(0, len(content), _CHUNK):
            parser.feed(content[at : at + _CHUNK])
        parser.close()
    except etree.LxmlError:
        raise CannotRead("it is damaged and cannot be read; fetch it again.") from None
    return HtmlPage(target.events, (warning,) if warning else ())


class _Target:
    """Collects the parser's events, within limits."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._text: list[str] = []
        self._depth = 0
        self._left = MOST_ELEMENTS

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        self._left -= 1
        if self._depth > DEEPEST:
            raise CannotRead(
                f"its elements are nested more than {DEEPEST} deep; save it from a browser again."
            )
        if self._left < 0:
            raise CannotRead(f"it has more than {MOST_ELEMENTS:,} elements, more than any report.")
        self._end_text()
        self.events.append(Open(tag.lower(), dict(attributes)))

    def end(self, tag: str) -> None:
        self._depth -= 1
        self._end_text()
        self.events.append(Close(tag.lower()))

    def data(self, data: str) -> None:
        self._text.append(data)

    def close(self) -> None:
        self._end_text()

    def _end_text(self) -> None:
        if self._text:
            self.events.append("".join(self._text))
            self._text = []


def _decoded(data: bytes) -> tuple[str, str]:
    """A page's text by its BOM, its label or UTF-8; and a warning.

    Valid non-ASCII UTF-8 is taken as such, whatever the label says.
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _decode(data[len(bom) :] if name == "utf-8" else data, name), ""
    declared = _XML.match(data) or _META.search(data[:4096])
    name = declared[1].decode("ascii").lower() if declared else "utf-8"
    if name in _WINDOWS_1252:
        name = "windows-1252"
    if name.startswith(("utf-8", "utf8", "utf-16", "unicode")):
        name = "utf-8"  # The declaration could be read, so it is not UTF-16.
    elif not _KNOWN.fullmatch(name):
        raise CannotRead(f"its encoding, “{name}”, is not known; save it as UTF-8 and try again.")
    if name != "utf-8" and not data.isascii():
        with suppress(UnicodeDecodeError):
            words = f"It says that it is {name}, and was read as UTF-8, which its bytes are."
            return data.decode(), words
    if not declared:
        try:
            return data.decode(), ""
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            raise CannotRead(
                f"it is not UTF-8 (line {line}), and may be Windows-1252; save it as UTF-8 and "
                "try again."
            ) from None
    return _decode(data, name), ""


def _decode(data: bytes, name: str) -> str:
    try:
        return data.decode("mac-roman" if name == "macintosh" else name)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise CannotRead(
            f"it says that it is {name.upper()} but is not (line {line}); save it as UTF-8 and try "
            "again."
        ) from None
