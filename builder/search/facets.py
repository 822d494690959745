"""Segments → what a search can be narrowed by, finding by finding.

In: segments.  Out: the names of the values, and for each finding which of them it has.  A module of
its own because these are what the counts beside the filters are made of: they are exact or they
are wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from builder.language.tokenizer import Words
from builder.model import Framework, Registry
from builder.pages.parts.views import KIND_NAMES, ROLE_NAMES
from builder.search.binary_packs import number, pack
from builder.search.segment import Facts, Runs, Segment

_EPOCH = 719163
"""The proleptic ordinal of 1 January 1970, from which scripts count days."""


def facets(segments: Sequence[Segment], registry: Registry) -> dict[str, bytes]:
    """The packs of what findings have; of documents see `of_documents`."""
    sections, section_runs = _joined([each.sections for each in segments])
    instructions, instruction_runs = _joined([each.instructions for each in segments])
    services, judgements, grades = _columns(sections, 3)
    kinds, timescales = _columns(instructions, 2)
    frameworks = _frameworks(segments)
    names = {
        service.id: service.name
        for each in reversed(registry.frameworks.values())
        for service in each.services
    }
    return {
        "sections": pack(
            {
                "service": [[each, names[each]] for each in services],
                "judgement": [[each, registry.judgements[each].name] for each in judgements],
                "grade": [_grade(each, frameworks, registry) for each in grades],
                "combinations": _numbered(sections, (services, judgements, grades)),
            },
            section_runs,
        ),
        "instructions": pack(
            {
                "recommendation": [[each, ROLE_NAMES[each]] for each in kinds],
                "timescale": [[each, each[:1].upper() + each[1:]] for each in timescales],
                "combinations": _numbered(instructions, (kinds, timescales)),
            },
            instruction_runs,
        ),
        "topics": pack({}, b"".join(each.topics for each in segments)),
    }


def of_documents(segments: Sequence[Segment], words: Words, registry: Registry) -> dict[str, Any]:
    """Every document in as few numbers as can be, and the values that they have."""
    documents = [document for each in segments for document in each.documents]
    authorities = list(dict.fromkeys(each.authority for each in documents))
    frameworks = _frameworks(segments)
    kinds = sorted({each.kind for each in documents})
    place = {each: at for at, each in enumerate(authorities)}
    form = {each: at for at, each in enumerate(frameworks)}
    known = registry.authorities
    return {
        "authorities": [[each, known[each].place, known[each].region] for each in authorities],
        "named": _named(authorities, words, registry),
        "frameworks": [[each, registry.frameworks[each].short] for each in frameworks],
        "kinds": [[each, KIND_NAMES[each]] for each in kinds],
        "topics": [[each.id, each.name] for each in registry.topics.values()],
        "authority": [place[each.authority] for each in documents],
        "framework": [form[each.framework] for each in documents],
        "kind": [kinds.index(each.kind) for each in documents],
        "published": [each.published - _EPOCH for each in documents],
        "ids": {at: each.id for at, each in enumerate(documents) if each.id != _usual_id(each)},
    }


def _named(authorities: Sequence[str], words: Words, registry: Registry) -> dict[str, int]:
    """How readers name an authority: by its place, or by a word that is in no other's."""
    places = {
        each.id: [token.written for token in words.read(each.place) if not token.small]
        for each in registry.authorities.values()
    }
    times = Counter(word for place in places.values() for word in set(place))
    named = {}
    for at, authority in enumerate(authorities):
        for word in places[authority]:
            if times[word] == 1:
                named[word] = at
    for at, authority in enumerate(authorities):
        read = words.read(registry.authorities[authority].place)
        named[" ".join(token.written for token in read)] = at
    return dict(sorted(named.items()))


def _usual_id(facts: Facts) -> str:
    """The id that the other facts give."""
    return f"{facts.authority}-{date.fromordinal(facts.published)}-{facts.kind}"


def _frameworks(segments: Iterable[Segment]) -> list[str]:
    """The frameworks of documents, in the order of their first."""
    first: dict[str, int] = {}
    for each in segments:
        for document in each.documents:
            first[document.framework] = min(
                first.get(document.framework, document.published), document.published
            )
    return sorted(first, key=lambda each: (first[each], each))


def _joined(parts: Iterable[Runs]) -> tuple[list[tuple[str, ...]], bytes]:
    """The combinations of several segments, and their runs as bytes."""
    combinations: dict[tuple[str, ...], int] = {}
    data = bytearray()
    for part in parts:
        numbers = [
            number(combinations.setdefault(each, len(combinations))) for each in part.combinations
        ]
        for times, which in part.runs:
            data += number(times) + numbers[which]
    return list(combinations), bytes(data)


def _columns(combinations: Iterable[tuple[str, ...]], width: int) -> list[list[str]]:
    """The values of each column, in the order in which they come."""
    columns: list[dict[str, None]] = [{} for _ in range(width)]
    for each in combinations:
        for column, value in zip(columns, each, strict=True):
            if value:
                column[value] = None
    return [list(column) for column in columns]


def _numbered(
    combinations: Iterable[tuple[str, ...]], columns: Sequence[Sequence[str]]
) -> list[list[int]]:
    """Combinations as the numbers of their values, from 1; 0 for none."""
    numbers = [{"": 0, **{value: at for at, value in enumerate(c, start=1)}} for c in columns]
    return [
        [known[value] for known, value in zip(numbers, each, strict=True)] for each in combinations
    ]


def _grade(value: str, frameworks: Sequence[str], registry: Registry) -> list[Any]:
    """A grade as a value, its label, its number and its framework: it has a meaning only there."""
    name, _, printed = value.rpartition(":")
    framework: Framework = registry.frameworks[name]
    label = next(each.label for each in framework.scale if each.number == int(printed))
    return [value, label, int(printed), frameworks.index(name)]
