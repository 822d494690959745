"""Whether a file is a PDF that can be read at bearable cost, seen in its bytes.

pdfium reads what it can of a file that was cut short and says nothing, and works for hours on one
that was made to do harm.  A PDF that is encrypted and opens without a password is let through
without a look inside.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from builder.convert.stream.pieces import CannotRead

MOST_BYTES = 100_000_000
MOST_UNPACKED = 200_000_000
"""Bytes of all compressed parts together, pictures left out: nobody unpacks those."""
MOST_DRAWINGS = 2_000_000
"""How often drawings inside drawings may be drawn in all."""
_LONGEST_OBJECT = 20_000
"""Bytes of an object without content that are looked at; the list of a page's drawings has a few
hundred."""
MOST_LETTERS = 10_000_000
"""Letters that a file may draw, by its bytes; pdfium keeps a hundred bytes and more of each."""

_WEB_PAGE = (b"<!doctype html", b"<html", b"<?xml", b"<!--", b"<head")
_PART = re.compile(rb">>\s*stream\r?\n")
_OBJECT = re.compile(rb"(\d{1,10})\s+\d{1,5}\s+obj\b")
_REFERENCE = re.compile(rb"(\d{1,10})\s+\d{1,5}\s+R\b")
_DRAW = re.compile(rb"/[^\s/]+\s+Do\b")
_STRING = re.compile(rb"\((?:[^()\\]|\\.)*+\)?|<[0-9A-Fa-f\s]++>?", re.DOTALL)
"""A string, or what is left of one that never ends: it matches wherever it begins, so that no
place is looked at twice."""
_MEANING = re.compile(rb"<([0-9A-Fa-f\s]+)>")
_SHOWS = re.compile(rb"T[jJ]|[)>]\s*['\"]")
_FONT = re.compile(rb"/Length[123]\b|/Subtype\s*/(?:Type1C|CIDFontType0C|OpenType)\b")
_STAND_IN = re.compile(rb"/Collection\b\s*(?:<<|\d)")
_FILLED_ELSEWHERE = re.compile(rb"/NeedsRendering\s+true\b")
_AT_ONCE = 65_536
"""Bytes that are unpacked at once; zlib copies what it is given and does not need."""
_PACKED = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")


@dataclass(frozen=True, slots=True)
class Examined:
    """What the bytes of a file say of it."""

    damaged: bool
    """A compressed part does not unpack."""
    layers: bool
    """It may have parts that are switched on and off."""


def examine(data: bytes) -> Examined:
    """Refuse what cannot be read."""
    if not data:
        raise CannotRead("it is empty (0 bytes); get it again from its source.")
    if len(data) > MOST_BYTES:
        raise CannotRead(f"it is larger than {MOST_BYTES // 1_000_000} MB, more than any report.")
    if b"%PDF-" not in data[:1024]:
        start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
        if start.startswith(_WEB_PAGE):
            raise CannotRead("it is a web page, not a PDF; get the report itself from its source.")
        raise CannotRead("it is not a PDF: it does not begin with %PDF.")
    if b"startxref" not in data[-64_000:]:
        raise CannotRead("it is damaged: its end is missing; get it again from its source.")
    if b"/Encrypt" in data:
        return Examined(damaged=False, layers=True)
    parts = list(_parts(data))
    layers = False
    for content in (data, *(part.content for part in parts if b"/ObjStm" in part.keys)):
        layers = layers or b"/OCProperties" in content or b"/OCG" in content
        if _FILLED_ELSEWHERE.search(content):
            raise CannotRead(
                "its pages only stand in for a form that few programs show; print the form to a "
                "PDF and add that."
            )
        if _STAND_IN.search(content):
            raise CannotRead(
                "it is a portfolio of other files, and its own pages only stand in for them; take "
                "the report out of it and add that."
            )
    _count_letters(parts)
    _count_drawings(parts, _objects(data, parts))
    return Examined(any(part.damaged for part in parts), layers)


@dataclass(slots=True)
class _Part:
    number: int
    """The object's."""
    keys: bytes
    content: bytes
    damaged: bool


def _parts(data: bytes) -> Iterator[_Part]:
    """Every part of the file that holds content, unpacked, but for pictures."""
    left = MOST_UNPACKED
    for found in _PART.finditer(data):
        begin = max(0, found.start() - 4000)
        heads = list(_OBJECT.finditer(data, begin, found.start()))
        if not heads:
            continue
        keys = data[heads[-1].end() : found.start()]
        if re.search(rb"/Subtype\s*/Image\b", keys):
            continue
        if b"/FlateDecode" in keys:
            content, damaged = _unpacked(data, found.end(), left)
        else:
            end = data.find(b"endstream", found.end())
            content, damaged = data[found.end() : end if end >= 0 else len(data)], False
        left -= len(content)
        yield _Part(int(heads[-1][1]), keys, content, damaged)


def _unpacked(data: bytes, start: int, left: int) -> tuple[bytes, bool]:
    """What a compressed part holds, and whether it is damaged."""
    packed, place, content = data, start, b""
    # A part may be packed several times over.
    for turn in range(4):
        try:
            content = _inflated(packed, place, left)
        except zlib.error:
            return content, turn == 0
        if len(content) > left:
            raise CannotRead(
                "it unpacks to more than any report holds; it may have been made to do harm."
            )
        if not content.startswith(_PACKED):
            break
        packed, place = content, 0
    return content, False


def _inflated(packed: bytes, place: int, left: int) -> bytes:
    """What is packed from a place on, until it is more than `left` bytes."""
    unpacker = zlib.decompressobj()
    found: list[bytes] = []
    size = 0
    while not unpacker.eof and place < len(packed) and size <= left:
        piece = unpacker.decompress(packed[place : place + _AT_ONCE], left + 1 - size)
        while unpacker.unconsumed_tail and size + len(piece) <= left:
            piece += unpacker.decompress(unpacker.unconsumed_tail, left + 1 - size - len(piece))
        found.append(piece)
        size += len(piece)
        place += _AT_ONCE
    return b"".join(found)


def _count_letters(parts: list[_Part]) -> None:
    """Refuse a file that draws more letters than could be kept: each stands in its bytes, or for
    as many as its font says."""
    letters, each = 0, 1
    for part in parts:
        if b"beginbf" in part.content:
            meanings = map(len, _MEANING.findall(part.content))
            each = max(each, max(meanings, default=0) // 4)
        elif not _FONT.search(part.keys) and _SHOWS.search(part.content):
            letters += sum(found.end() - found.start() for found in _STRING.finditer(part.content))
    if letters * each > MOST_LETTERS:
        raise CannotRead("it draws more letters than any report; it may have been made to do harm.")


def _objects(data: bytes, parts: list[_Part]) -> dict[int, bytes]:
    """The keys of every object that holds no content, whether packed with others or not."""
    found: dict[int, bytes] = {}
    if not any(b"/Form" in part.keys for part in parts):
        return found
    heads = list(_OBJECT.finditer(data))
    ends = [*(head.start() for head in heads[1:]), len(data)]
    for head, next_one in zip(heads, ends, strict=True):
        most = min(next_one, head.end() + _LONGEST_OBJECT)
        end = data.find(b"endobj", head.end(), most)
        found[int(head[1])] = data[head.end() : most if end < 0 else end]
    for part in parts:
        first = re.search(rb"/First\s+(\d+)", part.keys)
        if first and b"/ObjStm" in part.keys:
            at = int(first[1])
            index = [int(each) for each in re.findall(rb"\d+", part.content[:at])]
            places = [*index[1::2], len(part.content)]
            for number, begin, end in zip(index[::2], places, places[1:], strict=False):
                found[number] = part.content[at + begin : at + end]
    return found


def _count_drawings(parts: list[_Part], objects: Mapping[int, bytes]) -> None:
    """Refuse a file in which drawings draw drawings, so that a few parts make a million."""
    forms = {part.number: part for part in parts if re.search(rb"/Subtype\s*/Form\b", part.keys)}
    # The list of what a drawing may draw may be an object of its own, which many name.
    lists: dict[int, list[int]] = {}
    inside: dict[int, list[int]] = {}
    for number, part in forms.items():
        # One that names nothing may draw whatever its page may: every other.
        if b"/Resources" in part.keys:
            inside[number] = [int(each) for each in _REFERENCE.findall(part.keys)]
            for each in inside[number]:
                if each not in forms and each not in lists:
                    more = _REFERENCE.findall(objects.get(each, b""))
                    lists[each] = [at for at in map(int, more) if at in forms]
    drawn = {number: len(_DRAW.findall(part.content)) for number, part in forms.items()}
    # Each turn looks one drawing deeper; pdfium itself stops at forty.
    costs = dict.fromkeys(forms, 1)
    for _ in range(40):
        of_lists = {
            each: sorted(((costs[at], at) for at in named), reverse=True)[:2]
            for each, named in lists.items()
        }
        of_all = sorted(((cost, at) for at, cost in costs.items()), reverse=True)[:2]
        deeper = {}
        for number in forms:
            found = list(of_all) if number not in inside else []
            for each in inside.get(number, ()):
                found += [(costs[each], each)] if each in forms else of_lists[each]
            most = max((cost for cost, at in found if at != number), default=0)
            deeper[number] = 1 + drawn[number] * most
        if any(cost > MOST_DRAWINGS for cost in deeper.values()):
            raise CannotRead(
                "its drawings are nested too deeply; it may have been made to do harm."
            )
        if deeper == costs:
            break
        costs = deeper
