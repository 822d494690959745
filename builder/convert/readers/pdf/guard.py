"""Whether a PDF can be read at bearable cost, by its bytes.

pdfium reads damaged files silently and malicious ones for hours. Encrypted files that open without
password pass unexamined.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from builder.convert.stream.pieces import CannotRead

MOST_BYTES = 100_000_000
MOST_UNPACKED = 200_000_000
"""Bytes of all compressed parts together, pictures left out: nobody unpacks those."""
MOST_DRAWINGS = 2_000_000
"""How often drawings inside drawings may be drawn in all."""
_LONGEST_OBJECT = 20_000
"""Bytes of an object without content that are looked at; the list of a page's drawings has a few
hundred."""
_LONGEST_KEYS = 4_000
"""Bytes from where an object begins to where its content does."""
_LONGEST_HEAD = 40
_OVERLAP = 4
"""How often the bytes of a file may be content of a part; a file in a file has them twice."""
_HARMFUL = "it unpacks to more than any report holds; it may have been made to do harm."
MOST_LETTERS = 10_000_000
"""Letters that a file may draw, by its bytes; pdfium keeps a hundred bytes and more of each."""

_WEB_PAGE = (b"<!doctype html", b"<html", b"<?xml", b"<!--", b"<head")
_PART = re.compile(rb">>\s*stream\r?\n")
_NUMBER = re.compile(rb"(\d{1,10})\s+\d{1,5}\s+\Z")
"""What stands before “obj”."""
_WORD = re.compile(rb"\w")
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
_UNPACKED_AT_ONCE = 1_000_000
_PACKED = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")


class Examined(Struct, frozen=True):
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


class _Part(Struct):
    number: int
    """The object's."""
    keys: bytes
    content: bytes
    damaged: bool


def _parts(data: bytes) -> Iterator[_Part]:
    """Every content part unpacked, except pictures."""
    left = MOST_UNPACKED
    plain = _OVERLAP * len(data)
    heads = _heads(data)
    head, following = (0, -_LONGEST_KEYS), next(heads, None)
    for found in _PART.finditer(data):
        while following is not None and following[1] <= found.start():
            head, following = following, next(heads, None)
        number, begin = head
        if found.start() - begin > _LONGEST_KEYS:
            continue
        keys = data[begin : found.start()]
        if re.search(rb"/Subtype\s*/Image\b", keys):
            continue
        if b"/FlateDecode" in keys:
            content, damaged, work = _unpacked(data, found.end(), left)
            left -= work
        else:
            end = data.find(b"endstream", found.end())
            end, damaged = end if end >= 0 else len(data), False
            plain -= end - found.end()
            if plain < 0:  # parts without an end, each of which holds all that follows
                raise CannotRead(_HARMFUL)
            content = data[found.end() : end]
        yield _Part(number, keys, content, damaged)


def _heads(data: bytes) -> Iterator[tuple[int, int]]:
    """The number of each object, and where what it holds begins."""
    at = -1
    while (at := data.find(b"obj", at + 1)) >= 0:
        number = _NUMBER.search(data, max(0, at - _LONGEST_HEAD), at)
        if number and not _WORD.match(data, at + 3):
            yield int(number[1]), at + 3


def _unpacked(data: bytes, start: int, left: int) -> tuple[bytes, bool, int]:
    """What a compressed part holds, whether it is damaged, and how many bytes were unpacked."""
    packed, place, content, work = data, start, b"", 0
    # A part may be packed several times over.
    for turn in range(4):
        unpacked, damaged = _inflated(packed, place, left - work)
        work += len(unpacked)
        if work > left:
            raise CannotRead(_HARMFUL)
        if damaged:
            return content, turn == 0, work
        content = unpacked
        if not content.startswith(_PACKED):
            break
        packed, place = content, 0
    return content, False, work


def _inflated(packed: bytes, place: int, left: int) -> tuple[bytes, bool]:
    """Packed bytes from a place on, up to `left`; whether damaged."""
    unpacker = zlib.decompressobj()
    found: list[bytes] = []
    size = 0
    try:
        while not unpacker.eof and place < len(packed) and size <= left:
            waiting = packed[place : place + _AT_ONCE]
            while waiting and size <= left and not unpacker.eof:
                # What the call unpacks in which a part proves to be damaged is not counted.
                found.append(unpacker.decompress(waiting, min(_UNPACKED_AT_ONCE, left + 1 - size)))
                size += len(found[-1])
                waiting = unpacker.unconsumed_tail
            place += _AT_ONCE
    except zlib.error:
        return b"".join(found), True
    return b"".join(found), False


def _meanings(part: _Part) -> Sequence[bytes]:
    """What a part says that the letters of a font mean."""
    return _MEANING.findall(part.content) if b"beginbf" in part.content else ()


def _count_letters(parts: list[_Part]) -> None:
    """Refuse a file that draws too many letters; fonts may map one to several."""
    meanings = (len(each) for part in parts for each in _meanings(part))
    each = max(1, max(meanings, default=0) // 4)
    drawn = [part for part in parts if b"beginbf" not in part.content]
    if sum(len(part.content) for part in drawn) * each <= MOST_LETTERS:
        return
    letters = 0
    for part in drawn:
        if not _FONT.search(part.keys) and _SHOWS.search(part.content):
            letters += sum(found.end() - found.start() for found in _STRING.finditer(part.content))
    if letters * each > MOST_LETTERS:
        raise CannotRead("it draws more letters than any report; it may have been made to do harm.")


def _objects(data: bytes, parts: list[_Part]) -> dict[int, bytes]:
    """Keys of every object without content, packed or not."""
    found: dict[int, bytes] = {}
    if not any(b"/Form" in part.keys for part in parts):
        return found
    heads = list(_heads(data))
    ends = [*(begin for _, begin in heads[1:]), len(data)]
    for (number, begin), next_one in zip(heads, ends, strict=True):
        most = min(next_one, begin + _LONGEST_OBJECT)
        end = data.find(b"endobj", begin, most)
        found[number] = data[begin : most if end < 0 else end]
    for part in parts:
        first = re.search(rb"/First\s+(\d+)", part.keys)
        if first and b"/ObjStm" in part.keys:
            at = int(first[1])
            index = [int(each) for each in re.findall(rb"\d+", part.content[:at])]
            places = [*index[1::2], len(part.content)]
            for number, begin, end in zip(index[::2], places, places[1:], strict=False):
                found[number] = part.content[
                    at + begin : min(at + end, at + begin + _LONGEST_OBJECT)
                ]
    return found


def _count_drawings(parts: list[_Part], objects: Mapping[int, bytes]) -> None:
    """Refuse nested drawings that multiply into millions."""
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
