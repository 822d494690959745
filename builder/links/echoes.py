"""References → echoes: which paragraph of a report a council's paper restates.

In: a document that is no inspection's, and the reports to which it refers.  Out: for each of its
paragraphs and list entries that clearly restates one paragraph of them, that paragraph.  A module
of its own because nothing printed says which paragraph is meant: it rests on the words that both
print, and where no paragraph is clearly the one, nothing is linked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt

from builder.links.places import places
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

_Gram = tuple[str, ...]


def echoes(
    held: Sequence[Document], references: Mapping[str, Sequence[Reference]]
) -> Iterator[tuple[str, tuple[Echo, ...]]]:
    """Each document's echoes, in reading order; `held` are the documents of one authority."""
    by_id = {each.id: each for each in held}
    for document in held:
        found: tuple[Echo, ...] = ()
        if not document.framework.inspection:
            reported = dict.fromkeys(
                each.targets[0] for each in references[document.id] if each.state == HELD
            )
            reports = [
                _Report(by_id[each]) for each in reported if by_id[each].framework.inspection
            ]
            if reports:
                found = tuple(_echoes(document, reports))
        yield document.id, found


def _echoes(document: Document, reports: Sequence[_Report]) -> Iterator[Echo]:
    for place in _prose(document):
        words = _words(place.words)
        if len(words) < _RUN:
            continue
        grams = [word for word, _, _ in words]
        ranked = sorted(
            (each for report in reports for each in report.restated(grams)),
            key=lambda each: (-each.score, each.target, each.to),
        )
        if not ranked:
            continue
        best = ranked[0]
        if (
            best.share >= _RESTATED
            and best.run[1] >= _RUN
            and (len(ranked) == 1 or best.score >= _CLEARLY * ranked[1].score)
        ):
            first, length = best.run
            start, end = words[first][1], words[first + length - 1][2]
            printed = place.words[start:end]
            if printed.count("(") > printed.count(")") and place.words[end : end + 1] == ")":
                printed += ")"
            yield Echo(document.id, place.anchor, printed, best.target, best.to)


@dataclass(frozen=True)
class _Restated:
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
    """A report's paragraphs, indexed by the runs of three words that stand in them."""

    def __init__(self, document: Document) -> None:
        self._id = document.id
        self._anchors: list[str] = []
        self._words: list[list[str]] = []
        self._at: dict[_Gram, list[tuple[int, int]]] = {}
        seen: dict[str, int] = {}
        for place in _prose(document):
            words = [word for word, _, _ in _words(place.words)]
            for at, gram in _grams(words):
                self._at.setdefault(gram, []).append((len(self._words), at))
            for word in set(words):
                seen[word] = seen.get(word, 0) + 1
            self._anchors.append(place.anchor)
            self._words.append(words)
        self._rarest = log(len(self._words) + 1)
        self._rarity = {word: log((len(self._words) + 1) / times) for word, times in seen.items()}

    def restated(self, words: Sequence[str]) -> Iterator[_Restated]:
        """Every paragraph that shares a run with the words."""
        shared: dict[int, list[tuple[int, int]]] = {}
        for at, gram in _grams(words):
            for paragraph, there in self._at.get(gram, ()):
                shared.setdefault(paragraph, []).append((at, there))
        whole = self._weight(words)
        for paragraph, starts in shared.items():
            runs = _apart(_runs(starts))
            weight = sum(self._weight(words[at : at + length]) for at, length in runs)
            share, of_theirs = weight / whole, weight / self._weight(self._words[paragraph])
            yield _Restated(
                self._id, self._anchors[paragraph], share, sqrt(share * of_theirs), runs[0]
            )

    def _weight(self, words: Iterable[str]) -> float:
        return sum(self._rarity.get(word, self._rarest) for word in words)


def _prose(document: Document) -> Iterator[Place]:
    return (each for each in places(document) if each.kind in ("paragraph", "item"))


def _words(text: str) -> list[tuple[str, int, int]]:
    """The words of a text as they are compared, and where they stand."""
    plain = unshaped(text)
    return [(each[0].lower(), each.start(), each.end()) for each in _WORD.finditer(plain)]


def _grams(words: Sequence[str]) -> Iterator[tuple[int, _Gram]]:
    for at in range(len(words) - _LEAST + 1):
        yield at, tuple(words[at : at + _LEAST])


def _runs(starts: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest runs of words that begin with shared ones, as (start, length)."""
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
    """Runs of which none shares a word with a longer one, the longest first."""
    taken: set[int] = set()
    standing = []
    for at, length in sorted(runs, key=lambda run: (-run[1], run[0])):
        if taken.isdisjoint(range(at, at + length)):
            taken.update(range(at, at + length))
            standing.append((at, length))
    return standing
