"""Update the joined index with changed segments, reading only leaves and files they touch.

The result is the same as of joining all segments.
"""

from __future__ import annotations

import zlib
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from operator import add, sub
from typing import NamedTuple, Protocol

from msgspec import Struct
from msgspec.structs import replace

from builder.search.binary_packs import number_bytes
from builder.search.index import (
    Files,
    Held,
    JoinedSlice,
    Leaf,
    PhraseFile,
    is_leaf,
    one_leaf,
    phrase_file,
    phrase_ranges,
)
from builder.search.segment import SLICES, Slice


class SliceChange(NamedTuple):
    """A slice of a segment that is another than before."""

    place: int
    """Which segment, in their order."""
    before: Slice
    now: Slice


class JoinedBefore(Protocol):
    """A slice as it was joined last."""

    @property
    def joined(self) -> JoinedSlice: ...

    def words(self, leaf: int) -> Held:
        """The words of a leaf, by its number."""

    def file(self, path: str) -> bytes:
        """A file of the site."""


class Patched(Struct, frozen=True):
    joined: JoinedSlice
    words: Mapping[int, Held]
    """The words of the leaves that are made anew, by their numbers."""


def patch(
    files: Files, at: int, before: JoinedBefore, changes: Sequence[SliceChange]
) -> Patched | None:
    """A changed slice with as many segments; None where words or drawers must be divided anew."""
    joined = before.joined
    leaves, words = _words(files, before, changes)
    if not _divided_alike(leaves, SLICES, at):
        return None
    bounds = joined.bounds
    for each in changes:
        grown = map(sub, each.now.bounds, each.before.bounds)
        bounds = tuple(map(add, bounds, grown))
    ranges = list(phrase_ranges(bounds))
    if ranges != list(phrase_ranges(joined.bounds)):
        return None
    phrases = [
        _phrases(files, at, before, _Drawers(file, drawers), changes)
        for file, drawers in zip(joined.phrases, ranges, strict=True)
    ]
    return Patched(replace(joined, leaves=leaves, bounds=bounds, phrases=tuple(phrases)), words)


def _words(
    files: Files, before: JoinedBefore, changes: Sequence[SliceChange]
) -> tuple[tuple[Leaf, ...], dict[int, Held]]:
    """All leaves, and the words of those that a change touches."""
    leaves = list(before.joined.leaves)
    firsts = [each.prefix << 32 - each.depth for each in leaves]
    touched: dict[int, Held] = {}
    for place, old, new in changes:
        for word in old.words.keys() | new.words.keys():
            postings = new.words.get(word, b"")
            if postings == old.words.get(word, b""):
                continue
            number = bisect_right(firsts, zlib.crc32(word.encode())) - 1
            held = touched.get(number)
            if held is None:
                held = touched[number] = dict(before.words(number))
            now = _with_postings(held.pop(word, b""), place, postings)
            if now:
                held[word] = now
    for number, held in touched.items():
        leaf = leaves[number]
        leaves[number] = one_leaf(files, held, leaf.depth, leaf.prefix)
    return tuple(leaves), touched


def _divided_alike(leaves: Sequence[Leaf], depth: int, prefix: int) -> bool:
    """Whether joining all segments would divide words into the same leaves."""
    size, count = sum(each.size for each in leaves), sum(each.count for each in leaves)
    if len(leaves) == 1:
        return is_leaf(size, count)
    if is_leaf(size, count):
        return False
    upper = (2 * prefix + 1) << 31 - depth
    at = next(n for n, each in enumerate(leaves) if each.prefix << 32 - each.depth >= upper)
    return _divided_alike(leaves[:at], depth + 1, 2 * prefix) and _divided_alike(
        leaves[at:], depth + 1, 2 * prefix + 1
    )


def _with_postings(joined: bytes, place: int, postings: bytes) -> bytes:
    """A word's postings with those of one segment replaced; b"" takes them away."""
    found = dict(_segments_of(joined))
    found.pop(place, None)
    if postings:
        found[place] = postings
    data, before = bytearray(), 0
    for each in sorted(found):
        data += number_bytes(each - before) + found[each]
        before = each
    return bytes(data)


def _segments_of(joined: bytes) -> Iterator[tuple[int, bytes]]:
    """Each segment's place and postings, with their length in front."""
    at = place = 0
    while at < len(joined):
        gap, start = _number(joined, at)
        length, begin = _number(joined, start)
        place += gap
        at = begin + (length >> 1)
        yield place, joined[start:at]


def _number(data: bytes, at: int) -> tuple[int, int]:
    """The number that stands somewhere, and where it ends."""
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, at
        shift += 7


class _Drawers(NamedTuple):
    file: PhraseFile
    ranges: list[tuple[int, int]]
    """The drawers of each part."""


def _phrases(
    files: Files, at: int, before: JoinedBefore, drawers: _Drawers, changes: Sequence[SliceChange]
) -> PhraseFile:
    """A file of phrases, as it was where no change touches it."""
    file, ranges = drawers
    count = len(before.joined.bounds) - 1
    first, last = ranges[0][0], ranges[-1][1]
    touching = [
        each for each in changes if _own(each.before, first, last) != _own(each.now, first, last)
    ]
    if not touching:
        return file
    whole = before.file(file.path) if file.name else b""
    parts, start = [], 0
    for (low, high), (_, length) in zip(ranges, file.parts, strict=True):
        chunks = _chunks(whole[start : start + length])
        start += length
        for each in touching:
            chunks[each.place] = _own(each.now, low, high)
        parts.append(b"".join(number_bytes(len(each)) + each for each in chunks))
    return phrase_file(files, at, count, ranges, parts)


def _own(part: Slice, low: int, high: int) -> bytes:
    return part.phrases[part.bounds[low] : part.bounds[high]]


def _chunks(data: bytes) -> list[bytes]:
    """What each segment has in a part of a file."""
    found, at = [], 0
    while at < len(data):
        length, begin = _number(data, at)
        at = begin + length
        found.append(data[begin:at])
    return found
