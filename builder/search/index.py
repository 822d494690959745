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
from builder.search.postings import DRAWERS
from builder.search.segment import SLICES, Segment
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
    files = chain(packs.items(), _words(parts, alone, shards), _pairs(parts, pair_shards))
    yield from (File(f"search/index/{name}/{at}.bin", data) for at, data in files)


def _held(parts: Sequence[Segment], at: int) -> dict[str, bytearray]:
    """The postings of the words of a slice, segment after segment."""
    held: dict[str, bytearray] = {}
    before: dict[str, int] = {}
    for place, part in enumerate(parts):
        for word, data in part.slices[at].words.items():
            postings = held.get(word)
            if postings is None:
                postings = held[word] = bytearray()
            postings += number(place - before.get(word, 0))
            postings += data
            before[word] = place
    return held


def _shared_out(parts: Sequence[Segment]) -> tuple[list[str], int]:
    """The words that have a file of their own, and how many files the others share."""
    alone: set[str] = set()
    shared = 0
    for at in range(1 << SLICES):
        held = _held(parts, at)
        codes: dict[int, str] = {}
        own = {word for word, postings in held.items() if len(postings) > ALONE}
        for word in sorted(held):
            other = codes.setdefault(zlib.crc32(word.encode()), word)
            if other != word:  # two words of one code, of which there are a few in a million
                own.update((word, other))
        shared += sum(len(postings) for word, postings in held.items() if word not in own)
        alone |= own
    return sorted(alone), _power(shared // TYPICAL)


def _words(
    parts: Sequence[Segment], alone: Sequence[str], shards: int
) -> Iterator[tuple[str, bytes]]:
    """The files of words."""
    apart = {word: at for at, word in enumerate(alone)}
    shift = 33 - shards.bit_length()
    shard, last, data = 0, 0, bytearray()
    for at in range(1 << SLICES):
        held = _held(parts, at)
        yield from ((f"alone/{apart[word]}", bytes(held[word])) for word in held if word in apart)
        shared = sorted((zlib.crc32(word.encode()), word) for word in held if word not in apart)
        for code, word in shared:
            while code >> shift > shard:
                yield f"words/{shard}", bytes(data)
                shard, last, data = shard + 1, 0, bytearray()
            data += number(code - last) + number(len(held[word])) + held[word]
            last = code
    for each in range(shard, shards):
        yield f"words/{each}", bytes(data)
        data = bytearray()


def _pairs(parts: Sequence[Segment], shards: int) -> Iterator[tuple[str, bytes]]:
    """The files of pairs, drawer after drawer."""
    data = bytearray()
    of_one = (1 << DRAWERS) // shards
    done = 0
    for at in range(1 << SLICES):
        for of_all in zip(*(part.slices[at].pairs for part in parts), strict=True):
            drawer = b"".join([number(len(own)) + own for own in of_all])
            data += number(len(drawer)) + drawer
            done += 1
            if not done % of_one:
                yield f"pairs/{done // of_one - 1}", bytes(data)
                data = bytearray()


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
