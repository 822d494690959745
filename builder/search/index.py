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

from builder.files import File
from builder.model import Registry
from builder.search.facets import facets, of_documents
from builder.search.packs import number, pack
from builder.search.postings import DRAWERS
from builder.search.segment import Segment
from builder.search.texts import PART
from builder.words import Words

TYPICAL = 12_000
"""About how many bytes a file of words or pairs should have, which somebody fetches for one."""
ALONE = 6_000
"""A word whose postings are longer has a file of its own, so that nobody fetches it who asks for
another."""


def put_together(segments: Iterable[Segment], words: Words, registry: Registry) -> Iterator[File]:
    """The files of the index; `segments` come in any order, each with at least one document."""
    parts = sorted(segments, key=lambda each: each.documents[0].id)
    packs = facets(parts, registry)
    alone, shards = _words(parts, packs)
    pair_shards = _pairs(parts, packs)
    letters = _letters(parts)
    packs.update((f"letters/{letter}", pack(known)) for letter, known in letters.items())
    told = hashlib.sha256()
    for at in sorted(packs):
        told.update(at.encode() + packs[at])
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
    yield from (File(f"search/index/{name}/{at}.bin", data) for at, data in packs.items())


def _words(parts: Sequence[Segment], packs: dict[str, bytes]) -> tuple[list[str], int]:
    """Adds the files of words; the words that have one of their own, and how many others there
    are."""
    held: dict[str, bytearray] = {}
    before: dict[str, int] = {}
    for at, part in enumerate(parts):
        for word, data in part.words.items():
            postings = held.get(word)
            if postings is None:
                postings = held[word] = bytearray()
            postings += number(at - before.get(word, 0))
            postings += data
            before[word] = at
    codes: dict[int, str] = {}
    alone = {word for word, postings in held.items() if len(postings) > ALONE}
    for word in sorted(held):
        other = codes.setdefault(zlib.crc32(word.encode()), word)
        if other != word:  # two words of one code, of which there are a few in a million
            alone.update((word, other))
    apart = sorted(alone)
    packs.update((f"alone/{at}", bytes(held[word])) for at, word in enumerate(apart))
    shared = sorted((code, word) for code, word in codes.items() if word not in alone)
    shards = _power(sum(len(held[word]) for _, word in shared) // TYPICAL)
    shift = 33 - shards.bit_length()
    files = [bytearray() for _ in range(shards)]
    last = [0] * shards
    for code, word in shared:
        shard = code >> shift
        files[shard] += number(code - last[shard]) + number(len(held[word])) + held[word]
        last[shard] = code
    packs.update((f"words/{at}", bytes(data)) for at, data in enumerate(files))
    return apart, shards


def _pairs(parts: Sequence[Segment], packs: dict[str, bytes]) -> int:
    """Adds the files of pairs, drawer after drawer; how many there are."""
    drawers = []
    for at in range(1 << DRAWERS):
        drawer = b"".join([number(len(part.pairs[at])) + part.pairs[at] for part in parts])
        drawers.append(number(len(drawer)) + drawer)
    shards = min(_power(sum(map(len, drawers)) // TYPICAL), 1 << DRAWERS)
    each = len(drawers) // shards
    packs.update(
        (f"pairs/{at}", b"".join(drawers[at * each : (at + 1) * each])) for at in range(shards)
    )
    return shards


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
