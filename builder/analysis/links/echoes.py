"""Which paragraph of a report a council's paper restates, by shared words.

Where no paragraph is clearly the one, nothing is linked.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from math import log, sqrt

from msgspec import Struct

from builder.model import HELD, Document, Echo, Place, Reference, unshaped

_WORD = re.compile(r"[^\W_]+(?:['.,/-][^\W_]+)*")
_LEAST = 3
"""Shorter runs of words are shared by chance."""
_RUN = 5
"""How long the longest shared run must be."""
_RESTATED = 0.5
"""How much of the restating words must stand in shared runs, weighed by their rarity."""
_CLEARLY = 1.5
"""By how much the best paragraph must surpass the next."""

_Gram = tuple[str, str, str]


def echoes(
    held: Sequence[Document],
    places: Mapping[str, Sequence[Place]],
    references: Mapping[str, Sequence[Reference]],
) -> Iterator[tuple[str, tuple[Echo, ...]]]:
    """Each document's echoes, in reading order; `held` are one authority's documents."""
    by_id = {each.id: each for each in held}
    for document in held:
        found: tuple[Echo, ...] = ()
        if not document.framework.inspection:
            reported = dict.fromkeys(
                each.targets[0] for each in references[document.id] if each.state == HELD
            )
            reported_on = [each for each in reported if by_id[each].framework.inspection]
            if reported_on:
                restating = [_Restating(each) for each in _prose(places[document.id])]
                wanted = {gram for each in restating for gram in _grams(each.words)}
                reports = [_Report(each, _prose(places[each]), wanted) for each in reported_on]
                found = tuple(_echoes(document.id, restating, reports))
        yield document.id, found


class _Restating:
    """A place that may restate a paragraph, with its compared words."""

    def __init__(self, place: Place) -> None:
        matches = list(_WORD.finditer(unshaped(place.words)))
        self.place = place
        self.words = [each[0].lower() for each in matches]
        self._spans = [each.span() for each in matches]

    def printed(self, first: int, length: int) -> str:
        """A run of its words as it prints them."""
        words, start, end = (
            self.place.words,
            self._spans[first][0],
            self._spans[first + length - 1][1],
        )
        bracket = words[start:end].count("(") > words[start:end].count(")")
        return words[start : end + (bracket and words[end : end + 1] == ")")]


def _echoes(
    document: str, restating: Iterable[_Restating], reports: Sequence[_Report]
) -> Iterator[Echo]:
    for each in restating:
        if len(each.words) < _RUN:
            continue
        ranked = sorted(
            (found for report in reports for found in report.restated(each.words)),
            key=lambda found: (-found.score, found.target, found.to),
        )
        if not ranked:
            continue
        best = ranked[0]
        if (
            best.share >= _RESTATED
            and best.run[1] >= _RUN
            and (len(ranked) == 1 or best.score >= _CLEARLY * ranked[1].score)
        ):
            printed = each.printed(*best.run)
            yield Echo(document, each.place.anchor, printed, best.target, best.to)


class _Restated(Struct, frozen=True):
    """How far some words restate a paragraph."""

    target: str
    to: str
    share: float
    """How much of the words stands in it too."""
    score: float
    """That, and how much of the paragraph they restate, as one figure."""
    run: tuple[int, int]
    """Where the longest shared run begins among the words, and its length."""


class _Report:
    """A report's paragraphs, indexed by the wanted runs of three words."""

    def __init__(self, id: str, paragraphs: Iterable[Place], wanted: Set[_Gram]) -> None:
        self._id = id
        self._anchors: list[str] = []
        self._words: list[list[str]] = []
        self._at: dict[_Gram, list[tuple[int, int]]] = {}
        seen: Counter[str] = Counter()
        for place in paragraphs:
            words = _WORD.findall(unshaped(place.words).lower())
            if not wanted.isdisjoint(_grams(words)):
                for at, gram in enumerate(_grams(words)):
                    if gram in wanted:
                        self._at.setdefault(gram, []).append((len(self._words), at))
            seen.update(set(words))
            self._anchors.append(place.anchor)
            self._words.append(words)
        self._rarest = log(len(self._words) + 1)
        self._rarity = {word: log((len(self._words) + 1) / times) for word, times in seen.items()}
        self._weights: dict[int, float] = {}

    def restated(self, words: Sequence[str]) -> Iterator[_Restated]:
        """Every paragraph that shares a run with the words."""
        shared: dict[int, list[tuple[int, int]]] = {}
        for at, gram in enumerate(_grams(words)):
            for paragraph, there in self._at.get(gram, ()):
                shared.setdefault(paragraph, []).append((at, there))
        weights = [self._rarity.get(word, self._rarest) for word in words]
        whole = sum(weights)
        for paragraph, starts in shared.items():
            runs = _apart(_runs(starts))
            weight = sum(sum(weights[at : at + length]) for at, length in runs)
            share, of_theirs = weight / whole, weight / self._weight(paragraph)
            yield _Restated(
                self._id, self._anchors[paragraph], share, sqrt(share * of_theirs), runs[0]
            )

    def _weight(self, paragraph: int) -> float:
        if paragraph not in self._weights:
            words = self._words[paragraph]
            self._weights[paragraph] = sum(map(self._rarity.__getitem__, words))
        return self._weights[paragraph]


def _prose(places: Iterable[Place]) -> Iterator[Place]:
    return (each for each in places if each.kind in ("paragraph", "item"))


def _grams(words: Sequence[str]) -> Iterator[_Gram]:
    return zip(words, words[1:], words[2:], strict=False)


def _runs(starts: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest runs of shared words, as (start, length)."""
    left = set(starts)
    runs = []
    for at, there in sorted(left):
        if (at - 1, there - 1) not in left:
            length = _LEAST
            while (at + length - _LEAST + 1, there + length - _LEAST + 1) in left:
                length += 1
            runs.append((at, length))
    return runs


def _apart(runs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Runs that share no word, longest first."""
    taken: set[int] = set()
    standing = []
    for at, length in sorted(runs, key=lambda run: (-run[1], run[0])):
        if taken.isdisjoint(range(at, at + length)):
            taken.update(range(at, at + length))
            standing.append((at, length))
    return standing
