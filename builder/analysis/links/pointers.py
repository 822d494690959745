"""Words that speak of another document, read from their own document alone.

Words about the document itself, another authority's inspections, or inside a name do not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from builder.analysis.links.named import quoted_names
from builder.language.phrase_finder import FoundPhrase
from builder.language.reference_patterns import AHEAD, ReferenceMatch, Referring
from builder.language.templates import sentence_spans
from builder.model import (
    RECOMMENDING,
    Authority,
    Document,
    Mention,
    Place,
    Pointer,
    ReferenceKind,
    Registry,
    When,
    unshaped,
)

_NEAR = 25
"""Within how many characters of a pointer the name of another authority makes it that one's."""


class Pointing:
    """Reads documents for pointers by a registry's rows."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._referring = Referring(registry.references.values())
        self._roles = {
            row.id: _Roles(row, registry) for row in registry.references.values() if row.frameworks
        }

    def pointers(
        self,
        document: Document,
        places: Iterable[Place],
        found: Iterable[Iterable[FoundPhrase]],
        named: Iterable[Mention],
    ) -> Iterator[Pointer]:
        """A document's pointers in reading order; `found` is by place."""
        own = _names(self._registry.authorities[document.front.authority])
        foreign: dict[str, list[Mention]] = {}
        for each in named:
            if each.what in ("authority", "citation"):
                foreign.setdefault(each.anchor, []).append(each)
        for place, here in zip(places, found, strict=True):
            plain_words = [(at, target) for at, _, what, target in here if what == "reference"]
            if not plain_words:
                continue
            for start, end in sentence_spans(place.words):
                concerning = {target for at, target in plain_words if start <= at < end}
                if not concerning:
                    continue
                sentence = place.words[start:end]
                for spoken in self._referring.read(sentence, document.framework.id, concerning):
                    span = (start + spoken.start, start + spoken.end)
                    if (
                        all(_is_own(name, own) for name in spoken.whose)
                        and not _is_foreign(span, foreign.get(place.anchor, ()))
                        and not any(_within(span, title) for title in quoted_names(place.words))
                    ):
                        printed = place.words[slice(*span)]
                        yield from self._of(spoken, printed, place.anchor, sentence, document)

    def _of(
        self, spoken: ReferenceMatch, printed: str, anchor: str, sentence: str, document: Document
    ) -> Iterator[Pointer]:
        kind = self._registry.references[spoken.kind]
        role = self._roles[kind.id].named_in(sentence) if kind.id in self._roles else ""
        if spoken.sort == AHEAD:
            # What it names is a part of this document.
            yield Pointer(anchor, printed, kind.id, None, ahead=True)
        elif not spoken.times:
            yield Pointer(anchor, printed, kind.id, None, role=role)
        for year, month in spoken.times:
            when = When(year, month) if year else None
            if not _is_about_itself(when or _last(month, document), kind, document):
                yield Pointer(anchor, printed, kind.id, when, 0 if year else month, role)


class _Roles:
    """The parts of a kind's documents, by printed name."""

    def __init__(self, row: ReferenceKind, registry: Registry) -> None:
        self._roles: dict[str, str] = {}
        for framework in row.frameworks:
            for part in registry.frameworks[framework].parts:
                if part.role in RECOMMENDING:
                    for name in part.printed:
                        self._roles.setdefault(_singular(unshaped(name).lower()), part.role)
        longest = sorted(self._roles, key=len, reverse=True)
        self._names = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest)) or '(?!)'})\b")

    def named_in(self, sentence: str) -> str:
        """The role of the one part that a sentence names, or ""."""
        words = _singular(unshaped(sentence).lower())
        roles = {self._roles[match[0]] for match in self._names.finditer(words)}
        return roles.pop() if len(roles) == 1 else ""


def _singular(words: str) -> str:
    return re.sub(r"(?<=\w{3})s\b", "", words)


def _names(authority: Authority) -> frozenset[str]:
    return frozenset(
        unshaped(name).lower() for name in (authority.name, authority.place, *authority.aliases)
    )


def _is_own(name: str, own: frozenset[str]) -> bool:
    """Whether a name is one of the authority's, with or without more words:

    "Northtown Council's Children".
    """
    words = unshaped(name).lower().removesuffix("'s").removesuffix("'")
    return any(words == each or words.startswith((f"{each} ", f"{each}'")) for each in own)


def _within(span: tuple[int, int], outer: tuple[int, int]) -> bool:
    return outer[0] <= span[0] and span[1] <= outer[1]


def _is_foreign(span: tuple[int, int], named: Sequence[Mention]) -> bool:
    """Whether words are within a citation or beside another authority's name."""
    start, end = span
    return any(
        _within(span, (each.start, each.end))
        if each.what == "citation"
        else each.start < end + _NEAR and start - _NEAR < each.end
        for each in named
    )


def _is_about_itself(when: When, kind: ReferenceKind, document: Document) -> bool:
    """Whether a time is the document's own or later."""
    published = document.front.published
    if (when.year, when.month or 1) > (published.year, published.month):
        return True
    if document.framework.id not in kind.frameworks:
        return False
    inspected = document.front.inspected
    return overlaps(when, published, published) or (
        inspected is not None and overlaps(when, inspected.start, inspected.end)
    )


def _last(month: int, document: Document) -> When:
    """The last such month up to a document's publication."""
    published = document.front.published
    return When(published.year - (month > published.month), month)


def overlaps(when: When, start: date, end: date) -> bool:
    """Whether a period has a day in a month or year."""
    first, last = (when.year, when.month or 1), (when.year, when.month or 12)
    return first <= (end.year, end.month) and (start.year, start.month) <= last
