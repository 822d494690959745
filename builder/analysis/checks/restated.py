"""Figures that differ from the document they restate or report.

Two sentences are compared only if they certainly speak of the same thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from builder.analysis.checks.places import called, joined_words, within
from builder.analysis.checks.sources import Sources
from builder.core.characters import capital
from builder.language.numbers import Figure, attributed, figures
from builder.language.templates import sentences
from builder.model import FIGURES, HELD, Check, Document, Echo, Place

SHARED = 3
"""How many telling words two sentences must share to be about the same thing …"""
HALF = 0.5
"""… and what part of the restated sentence's own they must be."""

_HOLDS = {
    "at least": lambda figure, bound: figure >= bound,
    "more than": lambda figure, bound: figure > bound,
    "at most": lambda figure, bound: figure <= bound,
    "less than": lambda figure, bound: figure < bound,
}


class _Sentence(Struct, frozen=True):
    """A sentence of a restated paragraph."""

    target: Document
    anchor: str
    words: str
    figures: tuple[Figure, ...]
    telling: frozenset[str]


def restated(sources: Sources, document: Document) -> Iterator[Check]:
    """Figures that differ from the restated paragraph."""
    echoes: dict[str, list[Echo]] = {}
    for echo in sources.links.echoes.get(document.id, ()):
        echoes.setdefault(echo.anchor, []).append(echo)
    for anchor, restating in echoes.items():
        candidates = list(_sentences(sources, restating))
        for sentence in sentences(sources.words(document.id, anchor)):
            own = figures(sentence, sources.rules.comparisons)
            for figure in own:
                of_kind = [
                    each for each in candidates if any(_alike(figure, one) for one in each.figures)
                ]
                same = _same_thing(sentence, of_kind)
                if same is not None:
                    yield from _compared(document, anchor, sentence, figure, own, same, candidates)


def _compared(
    document: Document,
    anchor: str,
    sentence: str,
    figure: Figure,
    own: Sequence[Figure],
    same: _Sentence,
    candidates: Sequence[_Sentence],
) -> Iterator[Check]:
    others = [each for each in same.figures if _alike(figure, each)]
    equal = [each for each in others if each.value == figure.value]
    place = capital(within(same.target, same.anchor))
    to = ((same.target.id, same.anchor),)
    if equal:
        meanings = {each.meaning for each in equal} | {figure.meaning}
        if len(meanings) > 1 and "about" not in meanings and len(equal) == 1:
            yield Check(
                document.id,
                anchor,
                FIGURES,
                sentence,
                f"“{figure.printed}” means {_bound(figure)}. {place}, which it restates, prints "
                f"“{equal[0].printed}”: {_bound(equal[0])}.",
                to,
            )
        return
    holds = _HOLDS.get(figure.meaning)
    if figure.meaning == "about" or (
        holds and any(holds(one.value, figure.value) for one in others)
    ):
        return
    if any(one.value == each.value and one is not figure for one in own for each in others):
        return  # the sentence gives the restated figure too, and this one is about something else
    elsewhere = next(
        (
            each.words
            for each in candidates
            if each is not same and any(one.value == figure.value for one in each.figures)
        ),
        "",
    )
    yield Check(
        document.id,
        anchor,
        FIGURES,
        sentence,
        f"{place}, which it restates, says “{same.words}” "
        + (
            f"It gives {figure.printed} in another sentence: “{elsewhere}”"
            if elsewhere
            else f"It does not give {figure.printed}."
        ),
        to,
    )


def _bound(figure: Figure) -> str:
    value = f"{figure.value:g}"
    return f"{figure.meaning} {value}" if figure.meaning else f"{value} itself"


def _sentences(sources: Sources, echoes: Iterable[Echo]) -> Iterator[_Sentence]:
    for target, to in dict.fromkeys((echo.target, echo.to) for echo in echoes):
        document = sources.document(target)
        for words in sentences(sources.words(target, to)):
            yield _Sentence(
                document,
                to,
                words,
                tuple(figures(words, sources.rules.comparisons)),
                _telling(words),
            )


def _alike(figure: Figure, other: Figure) -> bool:
    """Whether two figures may count the same thing."""
    return figure.unit == other.unit or (
        figure.value == other.value and bool(figure.meaning or other.meaning)
    )


def _same_thing(sentence: str, candidates: Sequence[_Sentence]) -> _Sentence | None:
    """The one sentence that says the same, or None."""
    telling = _telling(sentence)
    ranked = sorted(
        ((len(each.telling & telling) / max(len(each.telling), 1), each) for each in candidates),
        key=lambda each: -each[0],
    )
    if not ranked or ranked[0][0] < HALF or len(ranked[0][1].telling & telling) < SHARED:
        return None
    if len(ranked) > 1 and ranked[1][0] == ranked[0][0]:
        return None
    return ranked[0][1]


def _telling(words: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W\d_]{4,}", words.lower()))


def reported(sources: Sources, document: Document) -> Iterator[Check]:
    """Figures that a paper attributes to the inspectors and no document it refers to prints."""
    if document.framework.inspection:
        return
    for place in sources.places(document).values():
        words = attributed(place.words, sources.rules.attributed.patterns)
        if not words:
            continue
        targets = _targets(sources, document, place)
        if not targets:
            continue
        known = frozenset().union(*(sources.printed(target) for target in targets))
        reach = place.words[place.words.index(words) :]
        missing = [
            figure
            for figure in figures(reach)
            if figure.value not in known
            and not (figure.unit in sources.rules.periods and figure.value.is_integer())
        ]
        if missing:
            names = [called(target) for target in targets]
            none = (
                f"{capital(names[0])}, to which it refers, does not print"
                if len(names) == 1
                else f"None of the documents to which it refers ({'; '.join(names)}) prints"
            )
            shown = joined_words([figure.printed for figure in missing], "or")
            yield Check(
                document.id,
                place.anchor,
                FIGURES,
                reach,
                f"These words follow “{words}”. {none} {shown}.",
                tuple((target.id, "") for target in targets),
            )


def _targets(sources: Sources, document: Document, place: Place) -> list[Document]:
    """The reports of the last reference before a place, if held."""
    order = {anchor: at for at, anchor in enumerate(sources.places(document))}
    before = [
        each
        for each in sources.references(document)
        if order.get(each.anchor, -1) <= order[place.anchor]
    ]
    if not before or before[-1].state != HELD:
        return []
    held = [each.targets[0] for each in reversed(before) if each.state == HELD]
    return [sources.document(each) for each in dict.fromkeys(held)]
