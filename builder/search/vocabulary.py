"""Words that this process has read before, by number: authorities' documents share most of them."""

from __future__ import annotations

from array import array
from functools import lru_cache
from itertools import chain

import numpy as np

from builder.language.tokenizer import Token, Words
from builder.search.binary_packs import MEANING
from builder.search.numpy_helpers import Flags, Numbers

_FULL = 400_000
"""So many words of pieces are kept; then a vocabulary is begun anew."""


class Vocabulary(dict[str, int]):
    """Numbers pieces of text, and knows the words of each."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.forms: dict[str, int] = {}
        """Numbers all that findings are found by."""
        self.printed: dict[str, int] = {}
        """Numbers words as printed."""
        self._tokens: list[Token] = []
        self._numbers: dict[Token, int] = {}
        self._flat, self._lengths = array("i"), array("i")
        self._codes, self._small = array("q"), array("b")
        self._stems, self._printed, self._begin = array("i"), array("i"), array("i")
        self._beginnings = {"": 0}
        for word in chain.from_iterable(words.begun):
            self._beginnings.setdefault(word, len(self._beginnings))
        pairs = [[self._beginnings[word] for word in pair] for pair in words.begun]
        one, two = np.array(pairs, np.int64).reshape(-1, 2).T
        self._begun: Numbers = np.sort(one << 32 | two)
        self.longest: Numbers = np.zeros(len(self._beginnings), np.int64)
        """How many words the longest synonym has that begins with a word."""
        np.maximum.at(self.longest, one, list(words.begun.values()))
        self._meanings: dict[bytes, tuple[int, int]] = {}

    @property
    def full(self) -> bool:
        return len(self._flat) > _FULL

    def __missing__(self, piece: str) -> int:
        number = self[piece] = len(self)
        found = [self._number(token) for token in self.words.read(piece)]
        self._flat.extend(found)
        self._lengths.append(len(found))
        return number

    def _number(self, token: Token) -> int:
        number = self._numbers.get(token)
        if number is None:
            number = self._numbers[token] = len(self._tokens)
            self._tokens.append(token)
            self._codes.append(token.code)
            self._small.append(token.small)
            self._stems.append(self.forms.setdefault(token.stem, len(self.forms)))
            self._printed.append(self.printed.setdefault(token.printed, len(self.printed)))
            self._begin.append(self._beginnings.get(token.singular, 0))
        return number

    def pieces(self) -> tuple[Numbers, Numbers]:
        """The words of all pieces, one piece after the other, and how many each has."""
        return np.array(self._flat, np.int32), np.array(self._lengths, np.int32)

    def codes(self, which: Numbers) -> Numbers:
        """The numbers that stand for words as written."""
        return np.array(self._codes, np.int64)[which]

    def small(self, which: Numbers) -> Flags:
        return np.array(self._small, bool)[which]

    def stems(self, which: Numbers) -> Numbers:
        return np.array(self._stems, np.int64)[which]

    def as_printed(self, which: Numbers) -> Numbers:
        return np.array(self._printed, np.int64)[which]

    def begins(self, which: Numbers) -> Numbers:
        """The numbers of words that stand first or second in a synonym; 0 for others."""
        return np.array(self._begin, np.int64)[which]

    def is_begun(self, pairs: Numbers) -> Flags:
        """Whether two words, by their numbers there as one, are the first two of a synonym."""
        found: Flags = np.append(self._begun, -1)[np.searchsorted(self._begun, pairs)] == pairs
        return found

    def meaning(self, run: bytes) -> tuple[int, int]:
        """Of words, by their numbers, as `Words.meaning`: how many are a synonym, and its form."""
        found = self._meanings.get(run)
        if found is None:
            tokens = [self._tokens[each] for each in np.frombuffer(run, np.int32).tolist()]
            length, row = self.words.meaning(tokens)
            form = self.forms.setdefault(MEANING + row, len(self.forms)) if length else 0
            found = self._meanings[run] = length, form
        return found


@lru_cache(maxsize=1)
def _vocabulary(words: Words) -> Vocabulary:
    return Vocabulary(words)


def vocabulary(words: Words) -> Vocabulary:
    """That of this process, begun anew where it is full."""
    if _vocabulary(words).full:
        _vocabulary.cache_clear()
    return _vocabulary(words)
