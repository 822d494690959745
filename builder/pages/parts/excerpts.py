"""Quote a sentence of a source around the words meant: whole, with a mark where it is cut."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from builder.language.templates import sentence_around

LONGEST = 220
"""How many characters of a sentence are quoted, unless the words meant are longer."""


class Excerpt(NamedTuple):
    """A sentence of the source, or a part of one."""

    parts: tuple[tuple[str, bool], ...]
    """Its words, in order, and whether they are those meant."""
    cut_before: bool
    cut_after: bool
    """Whether the sentence goes on before or after it."""


def excerpt(words: str, spans: Sequence[tuple[int, int]]) -> Excerpt:
    """The sentence with the first span, or else the first, cut where it is long."""
    start, end = spans[0] if spans else (0, 0)
    first, last = sentence_around(words, start, end)
    left, right = first, last
    if last - first > LONGEST:
        left, right = _cut(words, first, last, start, end)
    parts: list[tuple[str, bool]] = []
    at = left
    for begin, stop in spans:
        if at <= begin < stop <= right:
            if at < begin:
                parts.append((words[at:begin], False))
            parts.append((words[begin:stop], True))
            at = stop
    if at < right:
        parts.append((words[at:right], False))
    return Excerpt(tuple(parts), left > first, right < last)


def _cut(words: str, first: int, last: int, start: int, end: int) -> tuple[int, int]:
    """The part of words[first:last] to show around words[start:end], in whole words."""
    room = max(LONGEST - (end - start), 0)
    left = max(first, start - room // 2)
    right = min(last, left + max(LONGEST, end - start))
    left = max(first, min(left, right - LONGEST))
    if left > first:
        left = min(start, words.find(" ", left - 1, start) + 1 or start)
    if right < last:
        right = max(end, words.rfind(" ", end, right + 1))
    return left, right
