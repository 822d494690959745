"""All words of findings as arrays, read once each."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import chain

import numpy as np
from msgspec import Struct

from builder.language.tokenizer import Token, Words
from builder.search.numpy_helpers import Flags, Numbers, firsts, laid_out


class Tokens(Struct, frozen=True, dict=True):
    """Words of all findings, in order."""

    words: Words
    known: list[Token]
    """The words that occur."""
    which: Numbers
    """Of each word its place among them."""
    finding: Numbers
    """In which finding it stands, counted from 0."""
    at: Numbers
    """How many words stand before it there."""
    lengths: Numbers
    """How many words each finding has."""

    def each(self, value: Callable[[Token], int]) -> Numbers:
        """A value of each word."""
        return np.array([value(token) for token in self.known], np.int64)[self.which]

    @cached_property
    def small(self) -> Flags:
        return self.each(lambda token: token.small).astype(bool)

    def together(self, more: int) -> Flags:
        """Whether so many more words of the finding follow each."""
        left = self.lengths[self.finding] - self.at
        return left > more

    def written(self) -> list[list[str]]:
        """The words of each finding."""
        if not len(self.lengths):
            return []
        words = [token.written for token in self.known]
        ends = np.cumsum(self.lengths)[:-1]
        return [[words[each] for each in own.tolist()] for own in np.split(self.which, ends)]

    def printed(self) -> dict[str, int]:
        """Printed words, with their number of findings."""
        forms: dict[str, int] = {}
        form = self.each(lambda token: forms.setdefault(token.printed, len(forms)))
        keys = np.sort(form << 32 | self.finding)
        held = np.bincount(keys[firsts(keys)] >> 32, minlength=len(forms))
        return dict(zip(forms, held.tolist(), strict=True))

    def meanings(self) -> Iterator[tuple[int, int, str]]:
        """Synonyms: first word, word behind the last, row."""
        numbers = {"": 0}
        for word in chain.from_iterable(self.words.begun):
            numbers.setdefault(word, len(numbers))
        begun = np.array(
            [numbers[first] << 32 | numbers[second] for first, second in self.words.begun], np.int64
        )
        longest = np.zeros(len(numbers), np.int64)
        np.maximum.at(longest, begun >> 32, list(self.words.begun.values()))
        singular = self.each(lambda token: numbers.get(token.singular, 0))
        second = np.append(singular[1:], 0) * self.together(1)
        starts = np.flatnonzero(longest[singular])
        first = singular[starts] << 32
        starts = starts[np.isin(first, begun) | np.isin(first | second[starts], begun)]
        ends = np.minimum(
            starts + longest[singular[starts]], np.cumsum(self.lengths)[self.finding[starts]]
        )
        which, read = self.which, dict[bytes, tuple[int, str]]()
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
            run = which[start:end].tobytes()
            found = read.get(run)
            if found is None:
                tokens = [self.known[each] for each in which[start:end].tolist()]
                found = read[run] = self.words.meaning(tokens)
            length, row = found
            if length:
                yield start, start + length, row


class Reader:
    """Reads the words of findings while they are gathered."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._pieces = _Pieces()
        self._read = array("i")
        self._counts = array("i")

    def add(self, text: str) -> None:
        """The words of the next finding."""
        pieces = self._words.pieces(text)
        self._read.extend(map(self._pieces.__getitem__, pieces))
        self._counts.append(len(pieces))

    def tokens(self) -> Tokens:
        """All of them."""
        known: dict[Token, int] = {}
        runs = [
            [known.setdefault(token, len(known)) for token in self._words.read(piece)]
            for piece in self._pieces
        ]
        lengths = np.array([len(each) for each in runs], np.int32)
        flat = np.array(list(chain.from_iterable(runs)), np.int32)
        read = np.array(self._read, np.int32)
        of_piece = np.repeat(
            np.arange(len(self._counts), dtype=np.int32), np.array(self._counts, np.int32)
        )
        finding = np.repeat(of_piece, lengths[read])
        sizes = np.bincount(finding, minlength=len(self._counts)).astype(np.int32)
        return Tokens(
            words=self._words,
            known=list(known),
            which=flat[laid_out(np.cumsum(lengths) - lengths, lengths, read)],
            finding=finding,
            at=laid_out(np.zeros_like(sizes), sizes, np.arange(len(sizes), dtype=np.int32)),
            lengths=sizes,
        )


class _Pieces(dict[str, int]):
    """Numbers pieces of text by first occurrence."""

    def __missing__(self, piece: str) -> int:
        number = self[piece] = len(self)
        return number
