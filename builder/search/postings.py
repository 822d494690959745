"""Findings → which of them hold a word, and where two words stand side by side.

In: findings, one after the other.  Out: the postings of each word, and the pairs of words divided
by their code.  A module of its own because it is the one thing done for every word of the archive.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from builder.search.packs import number
from builder.words import Token

BITS = 3
LEVELS = (1 << BITS) - 1
"""How finely the weight of a word in a finding is told; 0 is a word of what stands above it."""
WINDOWS = 8
"""Into how many equal parts a finding is divided to tell where in it a word stands: words that
stand together answer better than words that are strewn over a page."""
NEAR = 16
"""A finding of so few words is not divided: all of them stand together."""
TYPICAL, LEAST = 60, 30
"""Words of a finding: of a typical one, and as many as a shorter one counts for, so that a label of
three words is not better than any sentence."""
SATURATION, LENGTHS = 1.2, 0.55
"""How soon more of the same word adds no more weight, and how much the length of a finding matters
(the k1 and b of BM25)."""
DENSE, MANY = 8, 1024
"""Among so many findings and more, a word that more than one in eight holds is told as one bit for
each of them, and what it weighs there is not."""

DRAWERS = 12
"""Pairs are divided among so many drawers (a power of two) by the first bits of their code,
whatever the size of the archive, so that drawers of several segments can be laid side by side."""
POSITION = 10
_LONGEST = (1 << POSITION) - 1


def pair_code(one: Token, two: Token) -> int:
    """The number that stands for two words side by side."""
    return (one.code * 31 + two.code) & 0xFFFFFFFF


def triple_code(one: Token, two: Token, three: Token) -> int:
    """The number that stands for three."""
    return (pair_code(one, two) * 31 + three.code) & 0xFFFFFFFF


@cache
def windows(length: int) -> tuple[int, ...]:
    """Of each word of a finding of some length the window in which it stands, as one bit."""
    if length <= NEAR:
        return ((1 << WINDOWS) - 1,) * length
    return tuple(1 << at * WINDOWS // length for at in range(length))


class Postings:
    """The words of findings while they are gathered."""

    def __init__(self) -> None:
        self.count = 0
        """How many findings there are."""
        self.printed: Counter[str] = Counter()
        """Each word as printed, with how many findings hold it."""
        self._held: dict[str, _Posting] = {}
        self._pairs = array("Q")

    def add(
        self,
        tokens: Sequence[Token],
        own: Mapping[str, tuple[int, int]],
        above: Iterable[str],
        tags: Iterable[str],
        weight: float,
    ) -> None:
        """The next finding: its words in order; of each form by which it is found how often it
        holds it and in which windows; the forms of what stands above it; what else it is found by;
        how much it weighs among findings."""
        self.printed.update({token.printed for token in tokens})
        damped = SATURATION * (1 - LENGTHS + LENGTHS * max(len(tokens), LEAST) / TYPICAL)
        most = LEVELS * weight
        for word, (times, windows) in own.items():
            level = min(1 + int(most * times / (times + damped)), LEVELS)
            self._post(word, windows << BITS | level)
        for word in above:
            if word not in own:
                self._post(word, 0)
        for tag in tags:
            self._post(tag, 1)
        self._pair(tokens)
        self.count += 1

    def _post(self, word: str, told: int) -> None:
        posting = self._held.get(word)
        if posting is None:
            posting = self._held[word] = _Posting()
        posting.add(self.count, told)

    def _pair(self, tokens: Sequence[Token]) -> None:
        """Where two words stand side by side.  Two small ones stand nearly everywhere: instead of
        them, three words of which they are two."""
        base = self.count << POSITION
        add = self._pairs.append
        last = len(tokens) - 2
        for at in range(last + 1):
            one, two = tokens[at], tokens[at + 1]
            if not (one.small and two.small):
                add(((one.code * 31 + two.code) & 0xFFFFFFFF) << 32 | base | at & _LONGEST)
                if at >= last or not two.small or not tokens[at + 2].small:
                    continue
            elif at >= last:
                continue
            code = triple_code(one, two, tokens[at + 2])
            add(code << 32 | base | at & _LONGEST)

    def words(self) -> dict[str, bytes]:
        """Of each word its postings, as `_Posting.told` writes them."""
        return {word: posting.told(self.count) for word, posting in self._held.items()}

    def pairs(self) -> tuple[bytes, ...]:
        """The drawers of pairs."""
        shift = 64 - DRAWERS
        drawers: list[list[int]] = [[] for _ in range(1 << DRAWERS)]
        for pair in self._pairs:
            drawers[pair >> shift].append(pair)
        return tuple(_drawer(sorted(each), at << 32 - DRAWERS) for at, each in enumerate(drawers))


class _Posting:
    """The findings that hold a word: the gap to the one before, the windows in which it stands and
    its weight, in one number."""

    __slots__ = ("data", "last", "own")

    def __init__(self) -> None:
        self.data = bytearray()
        self.last = 0
        self.own = 0
        """How many hold it in their own words."""

    def add(self, finding: int, told: int) -> None:
        self.data += number((finding - self.last) << BITS + WINDOWS | told)
        self.last = finding
        if told:
            self.own += 1

    def told(self, count: int) -> bytes:
        """The postings with their length and whether they are one bit for each finding."""
        dense = count >= MANY and self.own * DENSE > count
        data = self._bits(count) if dense else bytes(self.data)
        return number(len(data) << 1 | dense) + data

    def _bits(self, count: int) -> bytes:
        """One bit for each finding that holds it in its own words."""
        bits = bytearray((count + 7) // 8)
        finding = value = shift = 0
        for byte in self.data:
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                finding += value >> BITS + WINDOWS
                if value & LEVELS:
                    bits[finding >> 3] |= 1 << (finding & 7)
                value = shift = 0
        return bytes(bits)


def _drawer(pairs: Sequence[int], code: int) -> bytes:
    """For each pair: the gap to the code before (to the lowest of the drawer, `code`, for the
    first), how many places, and of each place the gap to the finding before and which word of it
    is the first."""
    told = bytearray()
    at, length = 0, len(pairs)
    while at < length:
        key, end = pairs[at] >> 32, at
        while end < length and pairs[end] >> 32 == key:
            end += 1
        told += number(key - code)
        told += number(end - at)
        finding = 0
        for pair in pairs[at:end]:
            here = (pair & 0xFFFFFFFF) >> POSITION
            told += number(here - finding)
            told += number(pair & _LONGEST)
            finding = here
        code, at = key, end
    return bytes(told)
