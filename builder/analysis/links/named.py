"""Topics, citations and authorities that places name.

A topic in another name, a table of grades or a standing text is no mention.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from builder.language.phrase_finder import FoundPhrase
from builder.language.templates import is_printed_as
from builder.model import Document, Mention, Place

_QUOTED = re.compile(r"[‘'“\"](?<!\w.)([^\W\d_][^‘’'“”\"]{3,120})[’'”\"](?!\w)")
_SMALL = frozenset(
    {"a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "the", "to"}
    | {"with", "our", "their", "your", "is", "are"}
)


_SILENT = frozenset({"record", "sign-off", "about"})
"""The roles of parts that say nothing of the authority in sentences."""


def registry_mentions(
    document: Document, places: Iterable[Place], found: Iterable[Sequence[FoundPhrase]]
) -> Iterator[Mention]:
    """What a document's places name, except its own authority; `found` is by place."""
    graded = {each.anchor for each in document.awards if each.basis == "table"}
    standing = tuple(each.words for each in document.framework.standing_text)
    quiet = {at for at, each in enumerate(document.sections) if each.role in _SILENT}
    own = document.front.authority
    for place, here in zip(places, found, strict=True):
        if not here:
            continue
        anchor, words, section, _, _ = place
        names: list[tuple[int, int]] | None = None
        for start, end, what, target in here:
            if what == "topic":
                if names is None:
                    mute = section in quiet or anchor in graded or is_printed_as(words, standing)
                    within = [(0, len(words))] if mute else quoted_names(words)
                    names = [*within, *_spans(here, "citation")]
                if names and any(first <= start and end <= last for first, last in names):
                    continue
            elif what == "reference" or (what == "authority" and target == own):
                continue
            yield Mention(anchor, start, end, words[start:end], what, target)


def is_silent(document: Document, place: Place) -> bool:
    """Whether a place says nothing of the authority in sentences."""
    standing = tuple(each.words for each in document.framework.standing_text)
    return document.sections[place.section].role in _SILENT or is_printed_as(place.words, standing)


def _spans(found: Iterable[FoundPhrase], what: str) -> list[tuple[int, int]]:
    return [(each.start, each.end) for each in found if each.what == what]


def quoted_names(words: str) -> Iterator[tuple[int, int]]:
    """Quoted words that are a name: all but small words begin with a capital."""
    if not ("‘" in words or "'" in words or "“" in words or '"' in words):
        return
    for quoted in _QUOTED.finditer(words):
        heavy = [word for word in re.findall(r"[^\W\d_]+", quoted[1]) if word not in _SMALL]
        if len(heavy) > 1 and all(word[0].isupper() for word in heavy):
            yield quoted.span(1)
