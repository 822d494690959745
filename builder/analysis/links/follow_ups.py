"""Later passages of the same authority that may follow up a recommendation.

A passage must name one of its topics, in sentences like it in more than the topic's name. Whether
anything was done is for the documents to say.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain, islice
from math import log, sqrt
from typing import NamedTuple

from msgspec import Struct

from builder.language.templates import sentence_spans
from builder.model import (
    HELD,
    Document,
    Echo,
    FollowUp,
    Mention,
    Mentions,
    Place,
    Reference,
)

LIKE = 0.28
"""How like a recommendation a passage's sentences must be, from 0 to 1."""

LIKE_REFERRING = 0.15
"""The same where the passage refers to the document that made the recommendation."""

BEYOND = 0.4
"""How telling the words must be, taken together, that both print besides the topic's name: 1 is
what a word tells that stands nowhere else."""

TOPIC = 1.6
"""How much more a topic tells than a word that is as rare."""

UNIT = 1000
"""What such a word weighs."""

_SILENT = ("record", "sign-off", "about")
"""The roles of parts that report nothing in sentences."""

_SMALL = """
about above after again all also and any are before been being below between both but can did does
down during each few for from further had has have her here him his how into its more most must nor
not off once only other our out over own same she should some such take than that the their them
then there these they this those through too under until very was were what when where which while
who whom whose why will with within you your
"""
"""Words that tell nothing anywhere."""

_POINTS_BACK = re.compile(r"(?:The|These|Those|This) [a-z]").fullmatch
"""The opening of a sentence, up to the topic's first letter."""

_WORD = re.compile(r"[^\W\d_]{3,}")
_LEAST = 4
"""How many letters of a word are left at least."""
_ENDINGS = (
    *("ations", "ation", "ments", "ment", "ings", "ing", "ness", "edly", "ively", "ives", "ive"),
    *("ies", "ed", "ly", "es", "s", "e", "y"),
)


class _Asked(NamedTuple):
    """What is compared of a recommendation."""

    topics: frozenset[str]
    features: frozenset[str]
    """The stems of its words, and its topics marked as such."""
    telling: frozenset[str]
    """Those of its words that tell something besides its topics' names."""
    names: frozenset[str]
    """The stems of the words that name its topics."""
    named: Sequence[Mention]


class _Passage(Struct, eq=False):
    """A sentence that speaks of a topic."""

    document: Document
    anchor: str
    printed: str
    named: Sequence[Mention]
    """Where it names a topic."""
    features: frozenset[str]
    """The stems of its words, and its topics marked as such."""
    names: frozenset[str] | None = None
    """The stems of the words that name its topics, once they have been asked for."""
    size: int = 0
    """What its features weigh, once that has been asked for."""


_Spoken = dict[tuple[str, str, str], list[Reference | Echo]]
"""What a place says of another document: (its document, its anchor, the other one) → each."""


def follow_ups(
    everywhere: str,
    documents: Sequence[Document],
    places: Mapping[str, Sequence[Place]],
    mentions: Mapping[str, Mentions],
    references: Mapping[str, Sequence[Reference]],
    echoes: Mapping[str, Sequence[Echo]],
) -> dict[str, tuple[tuple[FollowUp, ...], ...]]:
    """Possible follow-ups of each recommendation, by document id.

    `everywhere` are words that tell nothing: common ones and the authority's names.
    """
    named = {each.id: topics_named(mentions[each.id]) for each in documents}
    nothing = _stems(f"{_SMALL} {everywhere}")
    asked = {
        document.id: [
            _asked(each.text, topics, nothing)
            for each, topics in zip(
                document.recommendations,
                recommendation_topics(document, places[document.id], named[document.id]),
                strict=True,
            )
        ]
        for document in documents
    }
    topics = frozenset(topic for own in asked.values() for each in own for topic in each.topics)
    spoken: _Spoken = {}
    for document in documents:
        for reference in references.get(document.id, ()):
            if reference.state == HELD:
                key = (document.id, reference.anchor, reference.targets[0])
                spoken.setdefault(key, []).append(reference)
        for echo in echoes.get(document.id, ()):
            spoken.setdefault((document.id, echo.anchor, echo.target), []).append(echo)
    later = _Later(documents, places, named, spoken, topics)
    return {
        each.id: tuple(tuple(later.about(each, words)) for words in asked[each.id])
        for each in documents
    }


def recommendation_topics(
    document: Document, places: Iterable[Place], named: Mapping[str, Sequence[Mention]]
) -> list[list[Mention]]:
    """Where each of a document's recommendations names a topic."""
    texts = {each.anchor: " ".join(each.text.split()) for each in document.recommendations}
    if not texts:
        return []
    found: dict[str, list[Mention]] = {anchor: [] for anchor in texts}
    anchor = ""
    for place in places:
        if place.anchor in texts:
            anchor = place.anchor
        elif anchor and place.words not in texts[anchor]:
            anchor = ""
        if anchor:
            # The row of a table holds more words than the recommendation that stands in it.
            found[anchor] += [
                each for each in named.get(place.anchor, ()) if each.printed in texts[anchor]
            ]
    return [found[each.anchor] for each in document.recommendations]


class _Later:
    """Passages of an authority that may follow something up."""

    def __init__(
        self,
        documents: Sequence[Document],
        places: Mapping[str, Sequence[Place]],
        named: Mapping[str, Mapping[str, Sequence[Mention]]],
        spoken: _Spoken,
        topics: frozenset[str],
    ) -> None:
        """`topics` are those of all recommendations."""
        self.spoken = spoken
        self.by_topic: dict[str, list[_Passage]] = {topic: [] for topic in topics}
        features: list[frozenset[str]] = []
        first = next((at for at, each in enumerate(documents) if each.recommendations), 0)
        for document in documents[first + 1 :]:
            for here in _passages(document, places[document.id], named[document.id], topics):
                features.append(_NONE.union(*[each.features for each in here]))
                for passage in here:
                    for topic in topics.intersection([each.target for each in passage.named]):
                        self.by_topic[topic].append(passage)
        self.dates = {
            topic: [each.document.front.published for each in found]
            for topic, found in self.by_topic.items()
        }
        self.weights = _weights(features)
        self.squares = {each: weight**2 for each, weight in self.weights.items()}

    def about(self, document: Document, asked: _Asked) -> list[FollowUp]:
        """Passages after a document about what it asked.

        First those that share several topics or refer to the document, then by likeness.
        """
        size, needed = self._size(asked), self._needed(asked)
        best: dict[tuple[str, str], tuple[bool, float, _Passage]] = {}
        passages = {
            each: None
            for topic in sorted(asked.topics)
            for each in islice(
                self.by_topic[topic],
                bisect_right(self.dates[topic], document.front.published),
                None,
            )
            if not each.features.isdisjoint(needed)
        }
        for passage in passages:
            like = self._like(asked, size, passage)
            if like < LIKE_REFERRING:
                continue
            place = (passage.document.id, passage.anchor)
            spoken = self.spoken.get((*place, document.id), ())
            if any(_is_of_all(each, passage) for each in spoken):
                continue
            if not (spoken or like >= LIKE) or not self._is_about(asked, passage):
                continue
            first = bool(spoken) or len(_shared(asked, passage)) > 1
            if (first, like) > best.get(place, (False, 0.0))[:2]:
                best[place] = (first, like, passage)
        return [
            FollowUp(
                each.document.id,
                each.anchor,
                tuple(sorted(_shared(asked, each))),
                each.printed,
            )
            for _, _, each in sorted(best.values(), key=lambda each: (not each[0], -each[1]))
        ]

    def _like(self, asked: _Asked, size: int, passage: _Passage) -> float:
        """How like a passage is to what was asked, from 0 to 1."""
        if not passage.size:
            passage.size = self._weigh(passage.features)
        return self._weigh(asked.features & passage.features) / sqrt(size * passage.size)

    def _weigh(self, features: Iterable[str]) -> int:
        return sum(map(self.squares.__getitem__, features))

    def _is_about(self, asked: _Asked, passage: _Passage) -> bool:
        """Whether both name the topic by a like word, and share more than its name."""
        names = passage.names
        if names is None:
            names = passage.names = _name_stems(passage.named)
        if names.isdisjoint(asked.names) and not _is_short(asked, passage):
            return False
        shared = (asked.telling & passage.features) - names
        return sum(map(self.weights.__getitem__, shared)) >= BEYOND * UNIT

    def _needed(self, asked: _Asked) -> frozenset[str]:
        """Words of which a passage about the same must hold one: the others tell too little."""
        weights = {each: self.weights.get(each, 0) for each in asked.telling}
        ordered = sorted(asked.telling, key=lambda each: (weights[each], each))
        together = accumulate(map(weights.__getitem__, ordered))
        return frozenset(ordered[bisect_left(list(together), BEYOND * UNIT) :])

    def _size(self, asked: _Asked) -> int:
        known = asked.features & self.squares.keys()
        unknown = len(asked.features) - len(known)
        return self._weigh(known) + unknown * UNIT**2


def _is_short(asked: _Asked, passage: _Passage) -> bool:
    named = (*asked.named, *passage.named)
    return any(each.printed.rstrip("s").isupper() for each in named if each.target in asked.topics)


def _shared(asked: _Asked, passage: _Passage) -> set[str]:
    return {each.target for each in passage.named if each.target in asked.topics}


def _is_of_all(spoken: Reference | Echo, passage: _Passage) -> bool:
    """Whether a passage restates the document or speaks of all its recommendations."""
    return isinstance(spoken, Echo) or bool(spoken.role and spoken.printed in passage.printed)


def _weights(places: Iterable[Iterable[str]]) -> dict[str, int]:
    """Weight of each word or topic by rarity; integers, so sums ignore order."""
    held = list(places)
    times = Counter(chain.from_iterable(held))
    most = log(1 + len(held))
    weights = {
        each: round(
            log(1 + len(held) / number) / most * (TOPIC if each.startswith("#") else 1) * UNIT
        )
        for each, number in times.items()
    }
    return {**weights, "": 0}


def _passages(
    document: Document,
    places: Iterable[Place],
    named: Mapping[str, Sequence[Mention]],
    wanted: frozenset[str],
) -> Iterator[list[_Passage]]:
    """Sentences of each place that name a wanted topic.

    One that opens with "The assessments" takes the sentence before with it.
    """
    for place in places:
        topics = named.get(place.anchor)
        if not topics or document.sections[place.section].role in _SILENT:
            continue
        if wanted.isdisjoint([each.target for each in topics]):
            continue
        words, starts = place.words, [each.start for each in topics]
        before = passed = 0
        here: list[_Passage] = []
        for start, end in sentence_spans(words):
            first, passed = passed, bisect_left(starts, end, passed)
            inside = topics[first:passed]
            telling = [each.start for each in inside if each.target in wanted]
            if telling:
                points_back = _POINTS_BACK(words, start, telling[0] + 1)
                features = _stems(
                    words[before if points_back else start : end],
                    frozenset([f"#{each.target}" for each in inside]),
                )
                here.append(_Passage(document, place.anchor, words[start:end], inside, features))
            if passed == len(topics):
                break
            before = start
        if here:
            yield here


def _asked(words: str, named: Sequence[Mention], nothing: frozenset[str]) -> _Asked:
    """`nothing` are the stems that tell nothing."""
    topics, stems = frozenset(each.target for each in named), _stems(words)
    names = _name_stems(named)
    telling = stems - names - nothing
    return _Asked(topics, stems.union(f"#{each}" for each in topics), telling, names, named)


def _name_stems(named: Iterable[Mention]) -> frozenset[str]:
    return _NONE.union(*[_stems(each.printed) for each in named])


def topics_named(mentions: Mentions) -> dict[str, list[Mention]]:
    """A document's topics, by the anchor of their place."""
    found: dict[str, list[Mention]] = {}
    for each in mentions.named:
        if each.what == "topic":
            found.setdefault(each.anchor, []).append(each)
    return found


_NONE: frozenset[str] = frozenset()


def _stems(words: str, besides: frozenset[str] = _NONE) -> frozenset[str]:
    """The stems of some words, and those of `besides`."""
    return besides.union(*map(_STEMS.__getitem__, words.lower().split()))


class _Stems(dict[str, frozenset[str]]):
    """Stems of what is between two blanks; those that tell nothing are "".

    >>> sorted(_STEMS["(assessments/assessed"]), sorted(_STEMS["their"]), sorted(_STEMS["2010."])
    (['assess'], [''], [])
    """

    def __missing__(self, words: str) -> frozenset[str]:
        if len(self) >= _AT_HAND:
            self.clear()
        stems = self[words] = frozenset(map(_stem, _WORD.findall(words)))
        return stems


def _stem(word: str) -> str:
    if word in _NOTHING:
        return ""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST:
            stem = word[: -len(ending)]
            return stem.removesuffix("e") if len(stem) > _LEAST else stem
    return word


_AT_HAND = 20_000
"""Of how many words the stems are kept at hand."""
_NOTHING = frozenset(_SMALL.split())
_STEMS = _Stems()
