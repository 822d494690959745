"""Segments → the files of the findings index.

In: the segments of all authorities.  Out: files under `search/`.  A stage of its own because it is
what must be done again for every change, and reads no document: it lays side by side what the
segments hold.

A search fetches a file for each of its words, whatever the size of the archive: words are divided
among files by their code, and under each word stand the findings of one segment after the other.
"""

from __future__ import annotations

import hashlib
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from builder.files import File
from builder.model import Registry
from builder.search.facets import facets, of_documents
from builder.search.packs import number, pack
from builder.search.segment import DRAWERS, SLICES, Segment, Slice
from builder.search.texts import PART
from builder.words import Words

TYPICAL = 12_000
"""About how many bytes a file of words or pairs should have, which somebody fetches for one."""
LAYOUT = 1
"""To be raised where files are laid out otherwise: what has another name is not taken for what it
was."""
ALONE = 6_000
"""A word whose postings are longer has a file of its own, so that nobody fetches it who asks for
another."""


def put_together(segments: Iterable[Segment], words: Words, registry: Registry) -> Iterator[File]:
    """The files of the index; `segments` come in any order, each with at least one document.  Of
    all segments one slice is looked at at a time."""
    parts = sorted(segments, key=lambda each: each.documents[0].id)
    packs = facets(parts, registry)
    letters = _letters(parts)
    packs.update((f"letters/{letter}", pack(known)) for letter, known in letters.items())
    alone, shards = _shared_out(parts)
    pair_shards = min(_power(sum(each.pairs for each in parts) // TYPICAL), 1 << DRAWERS)
    told = hashlib.sha256(f"{LAYOUT} {TYPICAL} {ALONE}".encode())
    for each in parts:
        told.update(each.mark.encode())
    for at in sorted(packs):
        told.update(packs[at])
    name = told.hexdigest()[:10]
    start = {
        "index": name,
        "segments": [sum(each.findings for each in part.documents) for part in parts],
        "counts": [each.findings for part in parts for each in part.documents],
        "part": PART,
        "shards": {"words": shards, "pairs": pair_shards},
        "drawers": DRAWERS,
        "alone": alone,
        "letters": sorted(letters),
        **of_documents(parts, words, registry),
        "rules": words.rules(),
    }
    yield File("search/start.bin", pack(start))
    for at, data in chain(packs.items(), _sliced(parts, alone, shards, pair_shards)):
        yield File(f"search/index/{name}/{at}.bin", data)


def _shared_out(parts: Sequence[Segment]) -> tuple[list[str], int]:
    """The words that have a file of their own, and how many files the others share."""
    alone: set[str] = set()
    shared = 0
    for at in range(1 << SLICES):
        lengths: Counter[str] = Counter()
        for part in parts:
            for word, data in part.slices[at].words.items():
                lengths[word] += len(data) + 1
        codes: dict[int, str] = {}
        own = {word for word, length in lengths.items() if length > ALONE}
        for word in sorted(lengths):
            other = codes.setdefault(zlib.crc32(word.encode()), word)
            if other != word:  # two words of one code, of which there are a few in a million
                own.update((word, other))
        shared += sum(length for word, length in lengths.items() if word not in own)
        alone |= own
    return sorted(alone), _power(shared // TYPICAL)


def _sliced(
    parts: Sequence[Segment], alone: Sequence[str], shards: int, pair_shards: int
) -> Iterator[tuple[str, bytes]]:
    """The files of words and of pairs, slice after slice."""
    words, pairs = _Words(alone, shards), _Pairs(pair_shards)
    for at in range(1 << SLICES):
        same = [part.slices[at] for part in parts]
        yield from words.files(same)
        yield from pairs.files(same)
    yield from words.rest()


class _Words:
    """The files of words: of some a file each, and of the others some in each file, by code."""

    def __init__(self, alone: Sequence[str], shards: int) -> None:
        self.alone = {word: at for at, word in enumerate(alone)}
        self.shards = shards
        self.shard = 0
        self.last = 0
        self.data = bytearray()

    def files(self, same: Sequence[Slice]) -> Iterator[tuple[str, bytes]]:
        """Those that are whole with the next slice of every segment."""
        held = _held(same)
        for word in held.keys() & self.alone.keys():
            yield f"alone/{self.alone[word]}", bytes(held.pop(word))
        shift = 33 - self.shards.bit_length()
        for code, word in sorted((zlib.crc32(word.encode()), word) for word in held):
            while code >> shift > self.shard:
                yield self.next()
            self.data += number(code - self.last) + number(len(held[word])) + held[word]
            self.last = code

    def next(self) -> tuple[str, bytes]:
        whole = f"words/{self.shard}", bytes(self.data)
        self.shard += 1
        self.last, self.data = 0, bytearray()
        return whole

    def rest(self) -> Iterator[tuple[str, bytes]]:
        while self.shard < self.shards:
            yield self.next()


def _held(same: Iterable[Slice]) -> dict[str, bytearray]:
    """The postings of words, segment after segment."""
    held: dict[str, bytearray] = {}
    before: dict[str, int] = {}
    for place, part in enumerate(same):
        for word, data in part.words.items():
            postings = held.get(word)
            if postings is None:
                postings = held[word] = bytearray()
            postings += number(place - before.get(word, 0))
            postings += data
            before[word] = place
    return held


class _Pairs:
    """The files of pairs, so many drawers in each."""

    def __init__(self, shards: int) -> None:
        self.drawers = (1 << DRAWERS) // shards
        self.done = 0
        self.data = bytearray()

    def files(self, same: Iterable[Slice]) -> Iterator[tuple[str, bytes]]:
        """Those that are whole with the next slice of every segment."""
        for of_all in zip(*(part.pairs for part in same), strict=True):
            drawer = b"".join([number(len(own)) + own for own in of_all])
            self.data += number(len(drawer)) + drawer
            self.done += 1
            if not self.done % self.drawers:
                yield f"pairs/{self.done // self.drawers - 1}", bytes(self.data)
                self.data = bytearray()


def _power(least: int) -> int:
    """The lowest power of two that is not below a number.

    >>> _power(0), _power(5), _power(8)
    (1, 8, 8)
    """
    return 1 << max(least - 1, 0).bit_length()


def _letters(parts: Sequence[Segment]) -> Mapping[str, list[list[object]]]:
    """By first letter the words as printed, each with how many findings hold it."""
    held: Counter[str] = Counter()
    for each in parts:
        held.update(each.printed)
    letters: dict[str, list[list[object]]] = {}
    for word in sorted(held):
        if len(word) > 3 and word.isascii() and word.isalpha():
            letters.setdefault(word[0], []).append([word, held[word]])
    return letters
