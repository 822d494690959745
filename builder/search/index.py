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
from itertools import pairwise

from builder.core.safe_files import File
from builder.language.tokenizer import Words
from builder.model import Registry
from builder.search.binary_packs import number, pack
from builder.search.facets import facets, of_documents
from builder.search.result_texts import PART
from builder.search.segment import DRAWERS, SLICES, Segment, Slice

TYPICAL = 20_000
"""About how many bytes a file of words or runs should have, which somebody fetches for one."""
LAYOUT = 4
"""To be raised where files are laid out otherwise: what has another name is not taken for what it
was."""
ALONE = 8_000
"""A word whose postings are longer has a file of its own, so that nobody fetches it who asks for
another."""


def put_together(segments: Iterable[Segment], words: Words, registry: Registry) -> Iterator[File]:
    """The files of the index; `segments` come in any order, each with at least one document.  Of
    all segments one slice is looked at at a time."""
    parts = sorted(segments, key=lambda each: each.documents[0].id)
    packs = facets(parts, registry)
    letters = _letters(parts)
    packs.update((f"letters/{letter}", pack(known)) for letter, known in letters.items())
    told = hashlib.sha256(f"{LAYOUT} {TYPICAL} {ALONE}".encode())
    for each in parts:
        told.update(each.mark.encode())
    for at in sorted(packs):
        told.update(packs[at])
    name = told.hexdigest()[:10]
    for at, data in packs.items():
        yield File(f"search/index/{name}/{at}.bin", data)
    shared, phrases = _Words(), _Phrases(len(parts))
    for at, data in _sliced(parts, shared, phrases):
        yield File(f"search/index/{name}/{at}.bin", data)
    start = {
        "index": name,
        "segments": [sum(each.findings for each in part.documents) for part in parts],
        "counts": [each.findings for part in parts for each in part.documents],
        "part": PART,
        "words": shared.firsts,
        "drawers": DRAWERS,
        "phrases": [last - first for first, last in pairwise((0, *phrases.firsts))],
        "alone": shared.alone,
        "letters": sorted(letters),
        **of_documents(parts, words, registry),
        "rules": words.rules(),
    }
    yield File("search/start.bin", pack(start))


def _sliced(
    parts: Sequence[Segment], words: _Words, phrases: _Phrases
) -> Iterator[tuple[str, bytes]]:
    """The files of words and of phrases, slice after slice."""
    for at in range(1 << SLICES):
        same = [part.slices[at] for part in parts]
        yield from words.files(same)
        yield from phrases.files(same)
    yield from words.rest()
    yield from phrases.rest()


class _Words:
    """The files of words: of some a file each, and of the others as many in each, by code, as make
    it about as long as it should be."""

    def __init__(self) -> None:
        self.alone: list[str] = []
        """The words that have a file of their own."""
        self.firsts: list[int] = []
        """The first code of each file of others."""
        self.last = 0
        self.data = bytearray()

    def files(self, same: Sequence[Slice]) -> Iterator[tuple[str, bytes]]:
        """Those that are whole with the next slice of every segment."""
        held = _held(same)
        codes: dict[int, list[str]] = {}
        for word in sorted(held):
            codes.setdefault(zlib.crc32(word.encode()), []).append(word)
        for code, words in sorted(codes.items()):
            word = words[0]
            # Two words of one code there are a few in a million.
            if len(held[word]) > ALONE or len(words) > 1:
                for each in words:
                    yield f"alone/{len(self.alone)}", bytes(held[each])
                    self.alone.append(each)
                continue
            if len(self.data) + len(held[word]) > TYPICAL:
                yield from self.rest()
            if not self.data:
                self.firsts.append(code)
            self.data += number(code - self.last) + number(len(held[word])) + held[word]
            self.last = code

    def rest(self) -> Iterator[tuple[str, bytes]]:
        """What is not in a file yet."""
        if self.data:
            yield f"words/{len(self.firsts) - 1}", bytes(self.data)
            self.last, self.data = 0, bytearray()


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


class _Phrases:
    """The files of runs of words: in each as many drawers of every segment as make it about as long
    as it should be."""

    def __init__(self, segments: int) -> None:
        self.firsts: list[int] = []
        """The first drawer of each file."""
        self.parts = [bytearray() for _ in range(segments)]
        self.size = 0
        self.done = 0

    def files(self, same: Sequence[Slice]) -> Iterator[tuple[str, bytes]]:
        """Those that are whole with the next slice of every segment."""
        bounds = list(map(sum, zip(*(part.bounds for part in same), strict=True)))
        taken = 0
        for drawer, (start, end) in enumerate(pairwise(bounds)):
            if self.size and self.size + end - start > TYPICAL:
                self.take(same, taken, drawer)
                taken = drawer
                yield from self.rest()
            if not self.size:
                self.firsts.append(self.done + drawer)
            self.size += end - start
        self.take(same, taken, len(bounds) - 1)
        self.done += len(bounds) - 1

    def take(self, same: Sequence[Slice], first: int, last: int) -> None:
        """Some drawers of every segment."""
        for part, own in zip(same, self.parts, strict=True):
            own += part.phrases[part.bounds[first] : part.bounds[last]]

    def rest(self) -> Iterator[tuple[str, bytes]]:
        """What is not in a file yet."""
        if self.size:
            whole = b"".join([number(len(own)) + own for own in self.parts])
            yield f"phrases/{len(self.firsts) - 1}", whole
            self.parts = [bytearray() for _ in self.parts]
            self.size = 0


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
