"""Join all segments into the index files.

Files are named by content and hold words by the first bits of their code, so that a change rewrites
few. Files: docs/search.md.
"""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from builder.core.safe_files import File
from builder.language.tokenizer import Words
from builder.model import Registry
from builder.search.binary_packs import number_bytes, pack
from builder.search.facets import facets, of_documents
from builder.search.result_texts import BLOCK
from builder.search.segment import DRAWERS, SLICES, STAND, Segment, Slice

LEAF = 32_000
"""Bytes of postings in a file of words, above which it is split in two."""
ALONE = 8_000
"""A word whose postings are longer has a file of its own, so that nobody fetches it who asks for
another."""
RANGE, PHRASES = 16_000, 256_000
"""Bytes of drawers that are fetched together, and of a file of them, above which they are split."""
STANDING = 10
"""In so many documents text that stands word for word says nothing of any of them."""
_HIGH = bytes(range(128, 256))


def put_together(segments: Iterable[Segment], words: Words, registry: Registry) -> Iterator[File]:
    """The index files; `segments` in any order, none empty. One slice is in memory at a time."""
    parts = sorted(segments, key=lambda each: each.documents[0].id)
    files = _Files()
    values = {name: files.add(f"values/{name}", data) for name, data in facets(parts, registry)}
    letters = {
        letter: files.add(f"letters/{letter}", pack(known)) for letter, known in _letters(parts)
    }
    yield from files.taken()
    postings = _Postings(files)
    drawers: list[tuple[str, list[tuple[int, int]]]] = []
    for at in range(1 << SLICES):
        same = [part.slices[at] for part in parts]
        postings.add(at, same)
        drawers += _phrases(files, at, same)
        yield from files.taken()
    start = {
        "segments": [sum(each.findings for each in part.documents) for part in parts],
        "counts": [each.findings for part in parts for each in part.documents],
        "block": BLOCK,
        "texts": [[part.texts.name, part.texts.lengths] for part in parts],
        "values": values,
        "letters": letters,
        "depths": postings.depths,
        "words": "".join(postings.names),
        "alone": postings.alone,
        "drawers": DRAWERS,
        "phrases": drawers,
        **of_documents(parts, words, registry),
        "rules": words.rules(),
    }
    yield File("search/start.bin", pack(start, _standing(parts)))


@dataclass
class _Files:
    """Files that are made, until they are taken."""

    made: list[File] = field(default_factory=list)

    def add(self, name: str, data: bytes) -> str:
        """The part of the file's name that stands for its content; "" without any."""
        if not data:
            return ""
        content = hashlib.sha256(data).hexdigest()[:8]
        self.made.append(File(f"search/{name}-{content}.bin", data))
        return content

    def taken(self) -> list[File]:
        made, self.made = self.made, []
        return made


@dataclass
class _Postings:
    """The files of words."""

    files: _Files
    depths: list[int] = field(default_factory=list)
    """By how many first bits of their codes the words of each file are chosen, in order of code."""
    names: list[str] = field(default_factory=list)
    """The names of these files; blanks where no word has such a code."""
    alone: list[tuple[str, str, int]] = field(default_factory=list)
    """Words with files of their own, the names of these, and about how many findings hold each."""

    def add(self, at: int, same: Sequence[Slice]) -> None:
        """The words of one slice of every segment."""
        held = _held(same)
        codes: dict[int, list[str]] = {}
        for word in sorted(held):
            codes.setdefault(zlib.crc32(word.encode()), []).append(word)
        entries: list[tuple[int, bytes]] = []
        for code, words in sorted(codes.items()):
            # Two words of one code there are a few in a million.
            if len(held[words[0]]) <= ALONE and len(words) == 1:
                data = bytes(held[words[0]])
                entries.append((code, number_bytes(len(data)) + data))
                continue
            for word in words:
                data = bytes(held[word])
                name = self.files.add(f"words/{code:08x}.{words.index(word)}", _packed(data))
                self.alone.append((word, name, len(data.translate(None, _HIGH))))
        self._split(entries, SLICES, at)

    def _split(self, entries: list[tuple[int, bytes]], depth: int, prefix: int) -> None:
        if sum(len(data) for _, data in entries) > LEAF and len(entries) > 1:
            middle = (2 * prefix + 1) << 31 - depth
            self._split([each for each in entries if each[0] < middle], depth + 1, 2 * prefix)
            self._split([each for each in entries if each[0] >= middle], depth + 1, 2 * prefix + 1)
            return
        leaf, last = bytearray(), 0
        for code, data in entries:
            leaf += number_bytes(code - last) + data
            last = code
        first = prefix << 32 - depth
        name = self.files.add(f"words/{first:08x}", _packed(bytes(leaf)) if leaf else b"")
        self.depths.append(depth)
        self.names.append(name or " " * 8)


def _packed(data: bytes) -> bytes:
    return gzip.compress(data, 6, mtime=0)


def _held(same: Iterable[Slice]) -> dict[str, bytearray]:
    """The postings of words, segment after segment."""
    held: dict[str, bytearray] = {}
    before: dict[str, int] = {}
    for place, part in enumerate(same):
        for word, data in part.words.items():
            postings = held.get(word)
            if postings is None:
                postings = held[word] = bytearray()
            postings += number_bytes(place - before.get(word, 0))
            postings += data
            before[word] = place
    return held


def _phrases(
    files: _Files, at: int, same: Sequence[Slice]
) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """Phrase files of a slice: name, and each leaf's drawers (a power of two) and bytes."""
    bounds = list(map(sum, zip(*(part.bounds for part in same), strict=True)))

    def longer(limit: int) -> Callable[[int, int], bool]:
        return lambda first, last: bounds[last] - bounds[first] > limit

    count = len(bounds) - 1
    for first, last in _halves(0, count, longer(PHRASES)):
        leaves, data = [], bytearray()
        for low, high in _halves(first, last, longer(RANGE)):
            before = len(data)
            for part in same:
                own = part.phrases[part.bounds[low] : part.bounds[high]]
                data += number_bytes(len(own)) + own
            leaves.append(((high - low).bit_length() - 1, len(data) - before))
        name = files.add(f"phrases/{at * count + first:04x}", bytes(data))
        yield name, leaves


def _halves(first: int, last: int, over: Callable[[int, int], bool]) -> Iterator[tuple[int, int]]:
    """A range of drawers, halved until none is `over` the limit."""
    if last - first > 1 and over(first, last):
        middle = (first + last) // 2
        yield from _halves(first, middle, over)
        yield from _halves(middle, last, over)
    else:
        yield first, last


def _letters(parts: Sequence[Segment]) -> Iterator[tuple[str, list[list[object]]]]:
    """Printed words by first letter, with their number of findings."""
    held: Counter[str] = Counter()
    for each in parts:
        held.update(each.printed)
    letters: dict[str, list[list[object]]] = {}
    for word in sorted(held):
        if len(word) > 3 and word.isascii() and word.isalpha():
            letters.setdefault(word[0], []).append([word, held[word]])
    yield from letters.items()


def _standing(parts: Sequence[Segment]) -> bytes:
    """Gaps between findings whose words are the same in `STANDING` documents."""
    documents: Counter[bytes] = Counter()
    every: list[bytes] = []
    for part in parts:
        sums = [part.stands[at : at + STAND] for at in range(0, len(part.stands), STAND)]
        ends = list(accumulate(each.findings for each in part.documents))
        for first, last in zip((0, *ends), ends, strict=False):
            documents.update(set(sums[first:last]))
        every += sums
    data, before = bytearray(), 0
    for finding, each in enumerate(every):
        if any(each) and documents[each] >= STANDING:
            data += number_bytes(finding - before)
            before = finding
    return bytes(data)
