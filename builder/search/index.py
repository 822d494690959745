"""Join all segments into the index files.

Files are named by content and hold words by the first bits of their code, so that a change rewrites
few. Files: docs/search.md.
"""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate

from msgspec import Struct, field

from builder.core.safe_files import File
from builder.language.tokenizer import Words
from builder.model import Registry
from builder.search.binary_packs import number_bytes, pack
from builder.search.facets import facets, of_documents
from builder.search.result_texts import BLOCK
from builder.search.segment import DRAWERS, SLICES, STAND, Segment, Slice

LEAF = 26_000
"""Bytes of postings in a file of words, above which it is split in two."""
ALONE = 8_000
"""A word whose postings are longer has a file of its own, so that nobody fetches it who asks for
another."""
RANGE, PHRASES = 16_000, 256_000
"""Bytes of drawers that are fetched together, and of a file of them, above which they are split."""
STANDING = 10
"""In so many documents text that stands word for word says nothing of any of them."""
_HIGH = bytes(range(128, 256))


Held = dict[str, bytes]
"""The postings of words, segment after segment."""


class Leaf(Struct, frozen=True):
    """The words whose codes begin with some bits: a file, and those with files of their own."""

    depth: int
    prefix: int
    name: str
    """What stands for the content in the file's name; "" where there is none."""
    size: int
    """Bytes of the postings in the file."""
    count: int
    """How many words the file holds."""
    alone: tuple[tuple[str, str, int], ...]
    """Words with files of their own, the names of these, and about how many findings hold each."""
    paths: tuple[str, ...]
    """All its files in the site."""


class PhraseFile(Struct, frozen=True):
    """A file of drawers."""

    first: int
    """The first drawer, counted in its slice."""
    name: str
    parts: tuple[tuple[int, int], ...]
    """Of each part how many drawers it holds, as a power of two, and how many bytes."""
    path: str


class JoinedSlice(Struct, frozen=True):
    """A slice of all segments together."""

    leaves: tuple[Leaf, ...]
    bounds: tuple[int, ...]
    """Where each drawer begins, with the bytes of all segments, and where the last ends."""
    phrases: tuple[PhraseFile, ...]

    @property
    def paths(self) -> Iterator[str]:
        """All files in the site."""
        for leaf in self.leaves:
            yield from leaf.paths
        for each in self.phrases:
            if each.name:
                yield each.path


def put_together(segments: Iterable[Segment], words: Words, registry: Registry) -> Iterator[File]:
    """The index files; `segments` in any order, none empty. One slice is in memory at a time."""
    parts = segments_in_order(segments)
    files, joined = Files(), []
    for at in range(1 << SLICES):
        joined.append(join_slice(files, at, [part.slices[at] for part in parts])[0])
        yield from files.taken()
    yield from start_files(parts, words, registry, joined)


def segments_in_order(segments: Iterable[Segment]) -> list[Segment]:
    return sorted(segments, key=lambda each: each.documents[0].id)


def join_slice(files: Files, at: int, same: Sequence[Slice]) -> tuple[JoinedSlice, list[Held]]:
    """One slice of every segment, and the words of each leaf."""
    words = {word: bytes(data) for word, data in _held(same).items()}
    leaves, held = word_leaves(files, words, SLICES, at)
    bounds = tuple(map(sum, zip(*(part.bounds for part in same), strict=True)))
    return JoinedSlice(tuple(leaves), bounds, tuple(_phrases(files, at, bounds, same))), held


def start_files(
    parts: Sequence[Segment], words: Words, registry: Registry, joined: Sequence[JoinedSlice]
) -> Iterator[File]:
    """The files that tell of all slices; `parts` are in order, and need no slices."""
    files = Files()
    values = {name: files.add(f"values/{name}", data) for name, data in facets(parts, registry)}
    letters = {
        letter: files.add(f"letters/{letter}", pack(known)) for letter, known in _letters(parts)
    }
    yield from files.taken()
    leaves = [leaf for each in joined for leaf in each.leaves]
    start = {
        "segments": [sum(each.findings for each in part.documents) for part in parts],
        "counts": [each.findings for part in parts for each in part.documents],
        "block": BLOCK,
        "texts": [[part.texts.name, part.texts.lengths] for part in parts],
        "values": values,
        "letters": letters,
        "depths": [leaf.depth for leaf in leaves],
        "words": "".join(leaf.name or " " * 8 for leaf in leaves),
        "alone": [each for leaf in leaves for each in leaf.alone],
        "drawers": DRAWERS,
        "phrases": [(each.name, each.parts) for part in joined for each in part.phrases],
        **of_documents(parts, words, registry),
        "rules": words.rules(),
    }
    yield File("search/start.bin", pack(start, _standing(parts)))


class Files(Struct):
    """Files that are made, until they are taken."""

    made: list[File] = field(default_factory=list)

    def add(self, name: str, data: bytes) -> str:
        """What stands for the content in the file's name; "" where there is none."""
        if not data:
            return ""
        content = hashlib.sha256(data).hexdigest()[:8]
        self.made.append(File(path_of(name, content), data))
        return content

    def taken(self) -> list[File]:
        made, self.made = self.made, []
        return made


def path_of(name: str, content: str) -> str:
    return f"search/{name}-{content}.bin"


class _Term(Struct, frozen=True):
    """Words of one code: two there are a few in a million."""

    code: int
    words: tuple[str, ...]
    entry: bytes
    """How they stand in the file of a leaf; b"" where they have files of their own."""


def word_leaves(
    files: Files, held: Mapping[str, bytes], depth: int, prefix: int
) -> tuple[list[Leaf], list[Held]]:
    """Words whose codes begin with some bits, and what each leaf holds."""
    leaves, words = [], []
    for terms, *bits in _split(_terms(held), depth, prefix):
        own = {word: held[word] for term in terms for word in term.words}
        leaves.append(_leaf(files, terms, own, *bits))
        words.append(own)
    return leaves, words


def one_leaf(files: Files, held: Held, depth: int, prefix: int) -> Leaf:
    """Words as one leaf, however many they are."""
    return _leaf(files, _terms(held), held, depth, prefix)


def is_leaf(size: int, count: int) -> bool:
    """Whether so many bytes of so many words stand in one file."""
    return size <= LEAF or count <= 1


def _terms(held: Mapping[str, bytes]) -> list[_Term]:
    codes: dict[int, list[str]] = {}
    for word in sorted(held):
        codes.setdefault(zlib.crc32(word.encode()), []).append(word)
    terms = []
    for code, words in sorted(codes.items()):
        data = held[words[0]]
        together = len(data) <= ALONE and len(words) == 1
        terms.append(_Term(code, tuple(words), number_bytes(len(data)) + data if together else b""))
    return terms


def _split(terms: list[_Term], depth: int, prefix: int) -> Iterator[tuple[list[_Term], int, int]]:
    entries = [len(each.entry) for each in terms if each.entry]
    if is_leaf(sum(entries), len(entries)):
        yield terms, depth, prefix
        return
    middle = (2 * prefix + 1) << 31 - depth
    yield from _split([each for each in terms if each.code < middle], depth + 1, 2 * prefix)
    yield from _split([each for each in terms if each.code >= middle], depth + 1, 2 * prefix + 1)


def _leaf(files: Files, terms: Sequence[_Term], held: Held, depth: int, prefix: int) -> Leaf:
    alone, paths = [], []
    data, last, size, count = bytearray(), 0, 0, 0
    for term in terms:
        if term.entry:
            data += number_bytes(term.code - last) + term.entry
            last = term.code
            size += len(term.entry)
            count += 1
            continue
        for at, word in enumerate(term.words):
            file = f"words/{term.code:08x}.{at}"
            name = files.add(file, _packed(held[word]))
            alone.append((word, name, len(held[word].translate(None, _HIGH))))
            paths.append(path_of(file, name))
    file = f"words/{prefix << 32 - depth:08x}"
    name = files.add(file, _packed(bytes(data)) if data else b"")
    if name:
        paths.append(path_of(file, name))
    return Leaf(depth, prefix, name, size, count, tuple(alone), tuple(paths))


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


def phrase_ranges(bounds: Sequence[int]) -> Iterator[list[tuple[int, int]]]:
    """The drawers of each part of each file, by where drawers begin."""

    def longer(limit: int) -> Callable[[int, int], bool]:
        return lambda first, last: bounds[last] - bounds[first] > limit

    for first, last in _halves(0, len(bounds) - 1, longer(PHRASES)):
        yield list(_halves(first, last, longer(RANGE)))


def phrase_file(
    files: Files, at: int, drawers: int, ranges: Sequence[tuple[int, int]], parts: Sequence[bytes]
) -> PhraseFile:
    """A file of parts, of a slice of so many drawers."""
    first = ranges[0][0]
    file = f"phrases/{at * drawers + first:04x}"
    name = files.add(file, b"".join(parts))
    told = tuple(
        ((high - low).bit_length() - 1, len(data))
        for (low, high), data in zip(ranges, parts, strict=True)
    )
    return PhraseFile(first, name, told, path_of(file, name))


def _phrases(
    files: Files, at: int, bounds: Sequence[int], same: Sequence[Slice]
) -> Iterator[PhraseFile]:
    """One slice's phrase files."""
    for ranges in phrase_ranges(bounds):
        parts = []
        for low, high in ranges:
            data = bytearray()
            for part in same:
                own = part.phrases[part.bounds[low] : part.bounds[high]]
                data += number_bytes(len(own)) + own
            parts.append(bytes(data))
        yield phrase_file(files, at, len(bounds) - 1, ranges, parts)


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
