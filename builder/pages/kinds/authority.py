"""An authority's page: its grades, and what was found, inspection by inspection.

Each column of grades names its framework, and says where that lacks a judgement.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from builder.model import Authority, Document
from builder.pages.kinds.topics import FIRST, recurring
from builder.pages.parts.council_head import council_head
from builder.pages.parts.directory import Directory
from builder.pages.parts.grade_pictures import lanes
from builder.pages.parts.inspection_chain import chain
from builder.pages.parts.listing import DocumentPart
from builder.pages.parts.recommendation_entries import Register
from builder.pages.parts.references import References
from builder.pages.parts.subjects import Subjects
from builder.pages.parts.views import (
    EMPTY_KEY,
    DocumentLine,
    GradeCell,
    Link,
    Page,
    authorities_link,
    cell,
    document_line,
    service_name,
)
from builder.reading.archive import NOT_JUDGED, Archive, judgement_states


class GradeRow(Struct, frozen=True):
    judgement: Link
    cells: tuple[GradeCell, ...]


class GradeTable(Struct, frozen=True):
    """One service's judgements in the inspections that judge it."""

    service: str
    """Its name; "" where there is one service."""
    columns: tuple[DocumentLine, ...]
    others: tuple[str, ...]
    """The frameworks of several more that judge none of them: they share the last column."""
    rows: tuple[GradeRow, ...]


class PersonLine(Struct, frozen=True):
    name: str
    post: str
    role: str
    url: str
    """Where the archive tells of an inspector, or ""."""
    documents: tuple[Link, ...]


class AuthorityParts(Struct, frozen=True):
    """What an authority's page shows of its documents."""

    known: Subjects
    """The topics of its documents."""
    named: tuple[DocumentPart, ...]
    """The places of other authorities' documents that name it."""
    register: Register
    references: References
    """What its documents say of each other."""


def authority_page(
    archive: Archive, authority: Authority, parts: AuthorityParts, directory: Directory
) -> Page:
    """An authority's page."""
    held = archive.of_authority(authority.id)
    words = archive.registry.site.words
    named, register = parts.named, parts.register
    asked = tuple(register[each.id] for each in reversed(held) if each.id in register)
    return Page(
        url=f"/authorities/{authority.id}/",
        template="authority.html",
        title=authority.name,
        description=f"What inspectors found in {authority.place}’s {words.services}: "
        f"{len(held)} documents in full, with every grade linked to the words that award it.",
        crumbs=(authorities_link(archive),),
        context={
            "authority": authority,
            "head": council_head(archive, authority, directory.councils),
            "lanes": lanes(archive, archive.inspections(authority.id), directory.years),
            "grades": grade_tables(archive, archive.inspections(authority.id)[::-1]),
            "number": len(held),
            "years": " to ".join(
                dict.fromkeys(str(each.front.published.year) for each in (held[0], held[-1]))
            ),
            "empty": EMPTY_KEY,
            "chain": chain(archive, authority.id, parts.references),
            "asked": asked,
            "asked_number": sum(len(each.entries) for each in asked),
            "people": _people(held, directory.people),
            "recurring": recurring(archive, authority.id, parts.known),
            "named_in": (named[:FIRST], named[FIRST:]),
        },
    )


def grade_tables(archive: Archive, inspections: Sequence[Document]) -> tuple[GradeTable, ...]:
    """Every graded judgement in each inspection, by service.

    The first inspection's judgements come first, overall ones before others.
    """
    asked: dict[str, str] = {}
    for framework in dict.fromkeys(each.framework.id for each in inspections):
        first = next(each for each in inspections if each.framework.id == framework)
        for judgement in sorted(first.framework.judgements, key=lambda each: not each.overall):
            asked.setdefault(judgement.id, service_name(first, judgement.service))
    services: dict[str, list[GradeRow]] = {}
    rows = zip(*(judgement_states(each, asked) for each in inspections), strict=True)
    for (judged, service), row in zip(asked.items(), rows, strict=True):
        if any(each.awards for each in row):
            link = Link(archive.registry.judgements[judged].name, f"/judgements/{judged}/")
            services.setdefault(service, []).append(GradeRow(link, tuple(map(cell, row))))
    lines = [document_line(archive, each) for each in inspections]
    return tuple(_table(name, lines, rows) for name, rows in services.items())


def _table(service: str, lines: Sequence[DocumentLine], rows: Sequence[GradeRow]) -> GradeTable:
    """A table that says once what a framework or an inspection does not judge."""
    columns = list(zip(lines, zip(*(row.cells for row in rows), strict=True), strict=True))
    judges = [any(cell.state != NOT_JUDGED for cell in cells) for _, cells in columns]
    judging = [each for each, does in zip(columns, judges, strict=True) if does]
    others = [each for each, does in zip(columns, judges, strict=True) if not does]
    alone = len(others) == 1
    shown = columns if alone else [*judging, *others[:1]]
    cells = zip(*(_merged(column) for _, column in shown), strict=True)
    return GradeTable(
        service,
        tuple(line for line, _ in (columns if alone else judging)),
        () if alone else tuple(dict.fromkeys(line.framework for line, _ in others)),
        tuple(GradeRow(row.judgement, each) for row, each in zip(rows, cells, strict=True)),
    )


def _merged(cells: Sequence[GradeCell]) -> list[GradeCell]:
    merged: list[GradeCell] = []
    for state, run in groupby(cells, key=lambda cell: cell.state):
        same = list(run)
        if state == NOT_JUDGED:
            merged.append(replace(same[0], rows=len(same)))
            merged += [replace(same[0], rows=0)] * (len(same) - 1)  # they are all alike
        else:
            merged.extend(same)
    return merged


def _people(
    documents: Sequence[Document], people: Mapping[tuple[str, str], str]
) -> tuple[PersonLine, ...]:
    """The people named, by first mention; another role is another line."""
    found: dict[tuple[str, str, str, str], list[Link]] = {}
    for document in documents:
        for person in document.front.people:
            line = (
                person.name,
                person.post,
                person.role,
                people.get((person.name, person.role), ""),
            )
            links = found.setdefault(line, [])
            links.append(Link(str(document.front.published.year), document.url))
    return tuple(PersonLine(*line, tuple(links)) for line, links in found.items())
