"""Recommendations → later passages of the same authority that may follow them up.

In: one authority's documents, oldest first, with what each names and refers to.  Out: for each
recommendation the passages of later documents about the same thing, the most telling first.  A
module of its own because "about the same thing" is one rule: a passage must speak of a topic of
the recommendation, in sentences that are like the recommendation in more than the topic's name.  A
follow-up is possible and no more: whether anything was done is for documents to say, and what a
document says of the recommendations as such is a reference to them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import log, sqrt

from builder.links.places import places
from builder.model import HELD, Authority, Document, Echo, FollowUp, Mention, Mentions, Reference
from builder.recognise import sentences

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

_EVERYWHERE = """
accurate achieve action address always appropriate area arrangements authority available best
benefit case child children consider consistent continue council current detail develop effective
embed emerge enable ensure establish evident example full good help hold identify impact implement
improve include inform inspector involve issue lead line local made make many meet need number
particular partner people place plan practice progress provide range receive reflect relevant
require result review robust service strengthen strong support sustain system time understand
used variety well work year young
"""
"""Words that stand in recommendations about anything, and in what is found later."""

_NOTHING = frozenset(_SMALL.split())
_WORD = re.compile(r"[^\W\d_]{3,}")
_ENDINGS = (
    *("ations", "ation", "ments", "ment", "ings", "ing", "ness", "edly", "ively", "ives", "ive"),
    *("ies", "ed", "ly", "es", "s", "e", "y"),
)


@dataclass(frozen=True, slots=True)
class _Words:
    """What is compared: of a recommendation, or of a passage's sentences."""

    topics: frozenset[str]
    features: frozenset[str]
    """The stems of its words, and its topics marked as such."""
    names: frozenset[str]
    """The stems of the words that name the topics."""


@dataclass(frozen=True, slots=True)
class _Passage:
    """A sentence that speaks of a topic, alone or with the one behind it."""

    document: Document
    anchor: str
    printed: str
    words: _Words


_Spoken = dict[tuple[str, str, str], list[Reference | Echo]]
"""What a place says of another document: (its document, its anchor, the other one) → each."""


def follow_ups(
    authority: Authority,
    documents: Sequence[Document],
    mentions: Mapping[str, Mentions],
    references: Mapping[str, Sequence[Reference]],
    echoes: Mapping[str, Sequence[Echo]],
) -> dict[str, tuple[tuple[FollowUp, ...], ...]]:
    """For each of an authority's documents, by its id, the possible follow-ups of each of its
    recommendations."""
    told = {
        document.id: [
            _words(_stems(each.text), named)
            for each, named in zip(
                document.recommendations,
                topics_told(document, mentions[document.id]),
                strict=True,
            )
        ]
        for document in documents
    }
    topics = frozenset(topic for own in told.values() for each in own for topic in each.topics)
    spoken: _Spoken = {}
    for document in documents:
        for reference in references.get(document.id, ()):
            if reference.state == HELD:
                key = (document.id, reference.anchor, reference.targets[0])
                spoken.setdefault(key, []).append(reference)
        for echo in echoes.get(document.id, ()):
            spoken.setdefault((document.id, echo.anchor, echo.target), []).append(echo)
    later = _Later(authority, documents, mentions, spoken, topics)
    return {
        each.id: tuple(tuple(later.about(each, words)) for words in told[each.id])
        for each in documents
    }


def topics_told(document: Document, mentions: Mentions) -> list[list[Mention]]:
    """Where each of a document's recommendations names a topic."""
    texts = {each.anchor: " ".join(each.text.split()) for each in document.recommendations}
    if not texts:
        return []
    named = _topics(mentions)
    found: dict[str, list[Mention]] = {anchor: [] for anchor in texts}
    anchor = ""
    for place in places(document):
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
    """The passages of an authority's documents that may follow something up."""

    def __init__(
        self,
        authority: Authority,
        documents: Sequence[Document],
        mentions: Mapping[str, Mentions],
        spoken: _Spoken,
        topics: frozenset[str],
    ) -> None:
        """`topics` are those of all recommendations: no other can be followed up."""
        self.spoken = spoken
        names = " ".join((authority.name, authority.place, *authority.aliases))
        self.telling_nothing = _stems(f"{_EVERYWHERE} {names}")
        self.by_topic: dict[str, list[_Passage]] = {}
        features: dict[tuple[str, str], set[str]] = {}
        first = next((at for at, each in enumerate(documents) if each.recommendations), 0)
        passages = [
            passage
            for document in documents[first + 1 :]
            for passage in _passages(document, _topics(mentions[document.id]), topics)
        ]
        for passage in passages:
            for topic in passage.words.topics & topics:
                self.by_topic.setdefault(topic, []).append(passage)
            place = (passage.document.id, passage.anchor)
            features.setdefault(place, set()).update(passage.words.features)
        self.weights = _weights(features.values())
        self.squares = {each: weight**2 for each, weight in self.weights.items()}
        self.sizes = {id(each): self._size(each.words) for each in passages}

    def about(self, document: Document, told: _Words) -> list[FollowUp]:
        """The passages published after a document that are about what it told somebody to do:
        those first that share several topics or refer to the document, then by likeness."""
        size = self._size(told)
        best: dict[tuple[str, str], tuple[bool, float, _Passage]] = {}
        passages = {
            id(each): each for topic in sorted(told.topics) for each in self.by_topic.get(topic, ())
        }
        for passage in passages.values():
            like = self._like(told, size, passage)
            if (
                like < LIKE_REFERRING
                or passage.document.front.published <= document.front.published
            ):
                continue
            place = (passage.document.id, passage.anchor)
            spoken = self.spoken.get((*place, document.id), ())
            if any(_is_of_all(each, passage) for each in spoken):
                continue
            if not (spoken or like >= LIKE) or not self._goes_beyond(told, passage):
                continue
            first = bool(spoken) or len(told.topics & passage.words.topics) > 1
            if (first, like) > best.get(place, (False, 0.0))[:2]:
                best[place] = (first, like, passage)
        return [
            FollowUp(
                each.document.id,
                each.anchor,
                tuple(sorted(told.topics & each.words.topics)),
                each.printed,
            )
            for _, _, each in sorted(best.values(), key=lambda each: (not each[0], -each[1]))
        ]

    def _like(self, told: _Words, size: int, passage: _Passage) -> float:
        """How like a passage is to what was told, from 0 to 1."""
        shared = told.features & passage.words.features
        return sum(map(self.squares.__getitem__, shared)) / sqrt(size * self.sizes[id(passage)])

    def _goes_beyond(self, told: _Words, passage: _Passage) -> bool:
        """Whether both print enough besides the topic's name."""
        shared = told.features & passage.words.features
        besides = shared - told.names - passage.words.names - self.telling_nothing
        words = (self.weights[each] for each in besides if not each.startswith("#"))
        return sum(words) >= BEYOND * UNIT

    def _size(self, words: _Words) -> int:
        known = words.features & self.squares.keys()
        unknown = len(words.features) - len(known)
        return sum(map(self.squares.__getitem__, known)) + unknown * UNIT**2


def _is_of_all(spoken: Reference | Echo, passage: _Passage) -> bool:
    """Whether a passage restates the document, or speaks of its recommendations as such: that is
    shown as what it is."""
    return isinstance(spoken, Echo) or bool(spoken.role and spoken.printed in passage.printed)


def _weights(places: Iterable[Iterable[str]]) -> dict[str, int]:
    """What each word or topic tells, by how few places it stands in; whole numbers, so that sums
    do not depend on their order."""
    held = list(places)
    times = Counter(each for features in held for each in features)
    most = log(1 + len(held))
    return {
        each: round(
            log(1 + len(held) / number) / most * (TOPIC if each.startswith("#") else 1) * UNIT
        )
        for each, number in times.items()
    }


def _passages(
    document: Document, named: Mapping[str, Sequence[Mention]], wanted: frozenset[str]
) -> Iterator[_Passage]:
    """Each sentence of a document that names a topic which is wanted, alone and with the one
    behind it."""
    for place in places(document):
        topics = named.get(place.anchor)
        if not topics or document.sections[place.section].role in _SILENT:
            continue
        if wanted.isdisjoint(each.target for each in topics):
            continue
        at = 0
        last: _Passage | None = None
        for sentence in sentences(place.words):
            start = place.words.index(sentence, at)
            at = start + len(sentence)
            inside = [each for each in topics if start <= each.start < at]
            names = any(each.target in wanted for each in inside)
            if not names and last is None:
                continue
            own = _Passage(document, place.anchor, sentence, _words(_stems(sentence), inside))
            if last is not None:
                yield _joined(last, own)
            if names:
                yield own
            last = own if names else None


def _joined(first: _Passage, second: _Passage) -> _Passage:
    return _Passage(
        first.document,
        first.anchor,
        f"{first.printed} {second.printed}",
        _Words(
            first.words.topics | second.words.topics,
            first.words.features | second.words.features,
            first.words.names | second.words.names,
        ),
    )


def _words(stems: frozenset[str], topics: Iterable[Mention]) -> _Words:
    named = frozenset(each.target for each in topics)
    return _Words(
        named,
        stems.union(f"#{each}" for each in named),
        frozenset().union(*(_name_stems(each.printed) for each in topics)),
    )


@lru_cache(maxsize=8192)
def _name_stems(words: str) -> frozenset[str]:
    return _stems(words)


def _topics(mentions: Mentions) -> dict[str, list[Mention]]:
    """The topics that a document names, by the anchor of their place."""
    found: dict[str, list[Mention]] = {}
    for each in mentions.named:
        if each.what == "topic":
            found.setdefault(each.anchor, []).append(each)
    return found


def _stems(words: str) -> frozenset[str]:
    return frozenset(_stem(each) for each in _WORD.findall(words.lower()) if each not in _NOTHING)


@cache
def _stem(word: str) -> str:
    """A word without its ending, so that "recorded" and "recording" are one.

    >>> _stem("assessments"), _stem("assessed")
    ('assess', 'assess')
    """
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)].removesuffix("e")
    return word
