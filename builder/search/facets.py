"""Facets: the values of each finding, from which exact filter counts are made."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from builder.language.tokenizer import Words
from builder.model import Authority, Framework, LocalPlace, Registry
from builder.pages.parts.views import ROLE_NAMES
from builder.search.binary_packs import number_bytes, pack
from builder.search.segment import DocumentFacets, Runs, Segment

_EPOCH = 719163
"""The proleptic ordinal of 1 January 1970, from which scripts count days."""


def facets(segments: Sequence[Segment], registry: Registry) -> Iterator[tuple[str, bytes]]:
    """The packs of findings' values, by name; see `of_documents` for documents."""
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
    yield (
        "sections",
        pack(
            {
                "service": [[each, names[each]] for each in services],
                "judgement": [[each, registry.judgements[each].name] for each in judgements],
                "grade": [_grade(each, frameworks, registry) for each in grades],
                "combinations": _numbered(sections, (services, judgements, grades)),
            },
            section_runs,
        ),
    )
    yield (
        "instructions",
        pack(
            {
                "recommendation": [[each, ROLE_NAMES[each]] for each in kinds],
                "timescale": [[each, each[:1].upper() + each[1:]] for each in timescales],
                "combinations": _numbered(instructions, (kinds, timescales)),
            },
            instruction_runs,
        ),
    )
    yield "topics", pack({}, b"".join(each.topics for each in segments))


def of_documents(segments: Sequence[Segment], words: Words, registry: Registry) -> dict[str, Any]:
    """Every document in few numbers, and the values that they have."""
    documents = [document for each in segments for document in each.documents]
    authorities = list(dict.fromkeys(each.authority for each in documents))
    frameworks = _frameworks(segments)
    kinds = sorted({each.kind for each in documents})
    place = {each: at for at, each in enumerate(authorities)}
    form = {each: at for at, each in enumerate(frameworks)}
    known = registry.authorities
    overalls = _overalls(documents, registry)
    labels = {label: at for at, label in enumerate(overalls, start=1)}
    return {
        "authorities": [[each, known[each].place, known[each].region] for each in authorities],
        **_named(authorities, words, registry),
        "filters": _filter_words(
            words,
            registry,
            {
                "overall": set(map(_value, overalls)),
                "framework": set(frameworks),
                "recommendation": {
                    kind for part in segments for kind, _ in part.instructions.combinations
                },
            },
        ),
        "judged": _singulars(registry.synonyms.judged, words),
        "dated": _dated(words, registry),
        "overalls": [[_value(label), label] for label in overalls],
        "overall": [[labels[label] for label in _labels(each, registry)] for each in documents],
        "frameworks": [[each, registry.frameworks[each].short] for each in frameworks],
        "kinds": [[each, registry.site.words.kind(each)] for each in kinds],
        "topics": [[each.id, each.name] for each in registry.topics.values()],
        "authority": [place[each.authority] for each in documents],
        "framework": [form[each.framework] for each in documents],
        "newest": [int(each.newest) for each in documents],
        "kind": [kinds.index(each.kind) for each in documents],
        "published": [each.published - _EPOCH for each in documents],
        "ids": {at: each.id for at, each in enumerate(documents) if each.id != _usual_id(each)},
    }


def _named(authorities: Sequence[str], words: Words, registry: Registry) -> dict[str, Any]:
    """Names of authorities: `named` mean one or its successors, `shared` several to choose from."""
    at = {authority: place for place, authority in enumerate(authorities)}
    beside = set(_written(registry.synonyms.council_words, words))
    alone = set(_written(registry.synonyms.parts_of_names, words))
    named: dict[str, set[str]] = {}
    parts: dict[str, set[str]] = {}
    rows: list[Authority | LocalPlace] = [*registry.authorities.values()]
    for each in [*rows, *registry.places.values()]:
        means = {each.id, *(row.id for row in registry.responsible(each.id))}
        for name in (each.place, each.name, *each.aliases):
            written = [token.written for token in words.read(name)]
            named.setdefault(" ".join(_bare(written, beside)), set()).update(means)
        for token in words.read(each.place) if each.id in registry.authorities else ():
            if not token.small and token.written not in alone:
                parts.setdefault(token.written, set()).update(means)
    shared: dict[str, set[str]] = {}
    for word, means in parts.items():
        if word in named:
            continue
        (named if len(means & at.keys()) < 2 else shared)[word] = means
    named.pop("", None)

    def places(names: Mapping[str, set[str]]) -> dict[str, list[int]]:
        return {name: sorted(at[each] for each in names[name] if each in at) for name in names}

    return {
        "named": dict(sorted(places(named).items())),
        "shared": {name: held for name, held in sorted(places(shared).items()) if held},
        "beside": sorted(beside),
        "partly": sorted(alone),
    }


def _bare(written: Sequence[str], beside: Collection[str]) -> Sequence[str]:
    """A name without words that all councils have: "London Borough of …"."""
    start, end = 0, len(written)
    while start < end and (written[start] in beside or (start and written[start] == "of")):
        start += 1
    while end > start and written[end - 1] in beside:
        end -= 1
    return written[start:end] or written


def _written(rows: Iterable[str], words: Words) -> list[str]:
    return [token.written for row in rows for token in words.read(row)]


def _singulars(rows: Iterable[str], words: Words) -> list[str]:
    return sorted({token.singular for row in rows for token in words.read(row)})


def _filter_words(
    words: Words, registry: Registry, held: Mapping[str, Collection[str]]
) -> list[list[Any]]:
    """Words that ask for a filter: singular, filter, values, and whether only beside `judged`.

    Values that no document has (`held`) are left out.
    """
    rows = [
        (row, [value for value in row.values if value in held[row.filter]])
        for row in registry.synonyms.filters
    ]
    return [
        [" ".join(_singulars_of(phrase, words)), row.filter, values, int(row.beside)]
        for row, values in rows
        if values
        for phrase in row.words
    ]


def _singulars_of(phrase: str, words: Words) -> list[str]:
    return [token.singular for token in words.read(phrase)]


def _dated(words: Words, registry: Registry) -> list[str]:
    """Last words of names with a year, such as Acts: that year is not an inspection's."""
    found = set()
    for row in registry.citations.values():
        written = [token.written for token in words.read(row.name)]
        for at, word in enumerate(written):
            if at > 1 and re.fullmatch(r"(19|20)\d\d", word):
                found.add(" ".join(written[at - 2 : at + 1]))
    return sorted(found)


def _labels(document: DocumentFacets, registry: Registry) -> list[str]:
    scale = {each.number: each.label for each in registry.frameworks[document.framework].scale}
    return [scale[number] for number in document.overall]


def _overalls(documents: Iterable[DocumentFacets], registry: Registry) -> list[str]:
    best: dict[str, int] = {}
    for each in documents:
        for grade, label in zip(each.overall, _labels(each, registry), strict=True):
            best[label] = min(best.get(label, grade), grade)
    return sorted(best, key=lambda label: (best[label], label))


def _value(label: str) -> str:
    return "-".join(label.casefold().split())


def _usual_id(facts: DocumentFacets) -> str:
    return f"{facts.authority}-{date.fromordinal(facts.published)}-{facts.kind}"


def _frameworks(segments: Iterable[Segment]) -> list[str]:
    first: dict[str, int] = {}
    for each in segments:
        for document in each.documents:
            first[document.framework] = min(
                first.get(document.framework, document.published), document.published
            )
    return sorted(first, key=lambda each: (first[each], each))


def _joined(parts: Iterable[Runs]) -> tuple[list[tuple[str, ...]], bytes]:
    """Combinations of several segments, and their runs as bytes."""
    combinations: dict[tuple[str, ...], int] = {}
    data = bytearray()
    for part in parts:
        numbers = [
            number_bytes(combinations.setdefault(each, len(combinations)))
            for each in part.combinations
        ]
        for times, which in part.runs:
            data += number_bytes(times) + numbers[which]
    return list(combinations), bytes(data)


def _columns(combinations: Iterable[tuple[str, ...]], width: int) -> list[list[str]]:
    columns: list[dict[str, None]] = [{} for _ in range(width)]
    for each in combinations:
        for column, value in zip(columns, each, strict=True):
            if value:
                column[value] = None
    return [list(column) for column in columns]


def _numbered(
    combinations: Iterable[tuple[str, ...]], columns: Sequence[Sequence[str]]
) -> list[list[int]]:
    """Combinations as value numbers from 1; 0 is none."""
    numbers = [{"": 0, **{value: at for at, value in enumerate(c, start=1)}} for c in columns]
    return [
        [known[value] for known, value in zip(numbers, each, strict=True)] for each in combinations
    ]


def _grade(value: str, frameworks: Sequence[str], registry: Registry) -> list[Any]:
    """A grade's value, label, number and framework."""
    name, _, printed = value.rpartition(":")
    framework: Framework = registry.frameworks[name]
    label = next(each.label for each in framework.scale if each.number == int(printed))
    return [value, label, int(printed), frameworks.index(name)]
