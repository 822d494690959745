"""All words of findings as arrays, read once each."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from functools import cached_property

import numpy as np
from msgspec import Struct

from builder.language.tokenizer import Words
from builder.search.numpy_helpers import Flags, Numbers, firsts, laid_out
from builder.search.vocabulary import Vocabulary, vocabulary


class Tokens(Struct, frozen=True, dict=True):
    """Words of all findings, in order."""

    vocabulary: Vocabulary
    which: Numbers
    """Of each word its number there."""
    finding: Numbers
    """In which finding it stands, counted from 0."""
    at: Numbers
    """How many words stand before it there."""
    lengths: Numbers
    """How many words each finding has."""

    @cached_property
    def codes(self) -> Numbers:
        return self.vocabulary.codes(self.which)

    @cached_property
    def small(self) -> Flags:
        return self.vocabulary.small(self.which)

    def together(self, more: int) -> Flags:
        """Whether so many more words of the finding follow each."""
        left = self.lengths[self.finding] - self.at
        return left > more

    def written(self) -> Iterator[bytes]:
        """The codes of the words of each finding."""
        data, ends = self.codes.astype("<u4").tobytes(), (4 * np.cumsum(self.lengths)).tolist()
        return (data[start:end] for start, end in zip([0, *ends], ends, strict=False))

    def printed(self) -> dict[str, int]:
        """Printed words, with their number of findings."""
        keys = np.sort(self.vocabulary.as_printed(self.which) << 32 | self.finding)
        held = np.bincount(keys[firsts(keys)] >> 32)
        words = list(self.vocabulary.printed)
        return {words[each]: int(held[each]) for each in np.flatnonzero(held).tolist()}

    def meanings(self) -> tuple[Numbers, Numbers, Numbers]:
        """Synonyms: their forms, first words and last words."""
        known = self.vocabulary
        begins = known.begins(self.which)
        second = np.append(begins[1:], 0) * self.together(1)
        starts = np.flatnonzero(known.longest[begins])
        first = begins[starts] << 32
        starts = starts[known.is_begun(first) | known.is_begun(first | second[starts])]
        ends = np.minimum(
            starts + known.longest[begins[starts]], np.cumsum(self.lengths)[self.finding[starts]]
        )
        data, size = self.which.tobytes(), self.which.itemsize
        found = [
            known.meaning(data[start:end])
            for start, end in zip((size * starts).tolist(), (size * ends).tolist(), strict=True)
        ]
        lengths, forms = np.array(found, np.int64).reshape(-1, 2).T
        own = lengths > 0
        starts = starts[own]
        return forms[own], starts, starts + lengths[own] - 1


class Reader:
    """Reads the words of findings while they are gathered."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._vocabulary = vocabulary(words)
        self._read = array("i")
        self._counts = array("i")

    def add(self, text: str) -> None:
        """The words of the next finding."""
        pieces = self._words.pieces(text)
        self._read.extend(map(self._vocabulary.__getitem__, pieces))
        self._counts.append(len(pieces))

    def tokens(self) -> Tokens:
        """All of them."""
        flat, lengths = self._vocabulary.pieces()
        read = np.array(self._read, np.int32)
        of_piece = np.repeat(
            np.arange(len(self._counts), dtype=np.int32), np.array(self._counts, np.int32)
        )
        finding = np.repeat(of_piece, lengths[read])
        sizes = np.bincount(finding, minlength=len(self._counts)).astype(np.int32)
        return Tokens(
            vocabulary=self._vocabulary,
            which=flat[laid_out(np.cumsum(lengths) - lengths, lengths, read)],
            finding=finding,
            at=laid_out(np.zeros_like(sizes), sizes, np.arange(len(sizes), dtype=np.int32)),
            lengths=sizes,
        )
