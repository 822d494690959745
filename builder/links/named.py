"""Places → what they name: topics, citations and authorities of the registries.

In: one document's places.  Out: its mentions.  A module of its own because a mention is classed by
rules that the finder of phrases does not know: a topic named inside the name of something else is
no mention of the topic.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from builder.finder import Finder, Found
from builder.model import Mention, Place

_QUOTED = re.compile(r"(?<!\w)[‘'“\"]([^\W\d_][^‘’'“”\"]{3,120})[’'”\"](?!\w)")
_SMALL = frozenset(
    {"a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "the", "to"}
    | {"with", "our", "their", "your", "is", "are"}
)


def named(places: Iterable[Place], finder: Finder, own: str) -> Iterator[Mention]:
    """What the places name; `own` is the authority that the document is about, which it names
    without referring to it."""
    for place in places:
        found = finder.find(place.words)
        if not found:
            continue
        names = [*_titles(place.words), *_spans(found, "citation")]
        for each in found:
            if each.what == "authority" and each.target == own:
                continue
            if each.what == "topic" and any(
                first <= each.start and each.end <= last for first, last in names
            ):
                continue
            yield Mention(
                place.anchor,
                each.start,
                each.end,
                place.words[each.start : each.end],
                each.what,
                each.target,
            )


def _spans(found: Iterable[Found], what: str) -> list[tuple[int, int]]:
    return [(each.start, each.end) for each in found if each.what == what]


def _titles(words: str) -> Iterator[tuple[int, int]]:
    """Where words in quotation marks are the name of something: all but their small words begin
    with a capital."""
    for quoted in _QUOTED.finditer(words):
        heavy = [word for word in re.findall(r"[^\W\d_]+", quoted[1]) if word not in _SMALL]
        if len(heavy) > 1 and all(word[0].isupper() for word in heavy):
            yield quoted.span(1)
