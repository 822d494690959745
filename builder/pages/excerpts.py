"""Words of a source around those that are meant: a sentence, or a part of one.

In: the words of a place and where in them the words meant stand.  Out: what to quote.  A module of
its own because every list of passages, every margin and every abbreviation quotes by one rule: the
source's own words, whole, and a sign of ours wherever they go on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from builder.recognise import sentence_spans

LONGEST = 220
"""How many characters of a sentence are quoted, unless the words meant are longer."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A sentence of the source, or a part of one."""

    parts: tuple[tuple[str, bool], ...]
    """Its words, in order, and whether they are those meant."""
    cut_before: bool
    cut_after: bool
    """Whether the sentence goes on before or after it."""


def excerpt(words: str, spans: Sequence[tuple[int, int]]) -> Excerpt:
    """The sentence of some words in which the first span stands, cut where it is long; with no
    span, their first sentence."""
    start, end = spans[0] if spans else (0, 0)
    first, last = _sentence(words, start, end)
    left, right = _cut(words, first, last, start, end)
    parts: list[tuple[str, bool]] = []
    at = left
    for begin, stop in spans:
        if at <= begin and stop <= right:
            parts += [(words[at:begin], False), (words[begin:stop], True)]
            at = stop
    parts.append((words[at:right], False))
    return Excerpt(tuple(each for each in parts if each[0]), left > first, right < last)


def _sentence(words: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence (or the sentences) with words[start:end] begins and ends."""
    at, first = 0, 0
    for begins, at in _spans(words):
        if begins <= start:
            first = begins
        if end <= at:
            break
    return first, at


@lru_cache(maxsize=1024)
def _spans(words: str) -> tuple[tuple[int, int], ...]:
    """The sentences of a place, which is quoted under several names one after the other."""
    return tuple(sentence_spans(words))


def _cut(words: str, first: int, last: int, start: int, end: int) -> tuple[int, int]:
    """The part of words[first:last] to show, whole words around words[start:end]."""
    if last - first <= LONGEST:
        return first, last
    room = max(LONGEST - (end - start), 0)
    left = max(first, start - room // 2)
    right = min(last, left + max(LONGEST, end - start))
    left = max(first, min(left, right - LONGEST))
    if left > first:
        left = min(start, words.find(" ", left - 1, start) + 1 or start)
    if right < last:
        right = max(end, words.rfind(" ", end, right + 1))
    return left, right
