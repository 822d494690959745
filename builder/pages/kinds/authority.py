"""An authority: what was found there, inspection by inspection.

In: an authority's documents.  Out: its page, with the table of its grades over time; and the list
of all authorities.  The table never puts two frameworks' grades on one scale: each column names its
framework, and a judgement that a framework does not have says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from builder.model import Authority, Document
from builder.pages.kinds.documents import authority_counts
from builder.pages.kinds.topics import FIRST, recurring
from builder.pages.parts.grade_pictures import lanes
from builder.pages.parts.inspection_chain import chain
from builder.pages.parts.listing import DocumentPart
from builder.pages.parts.recommendation_entries import Register
from builder.pages.parts.references import References
from builder.pages.parts.subjects import Subjects
from builder.pages.parts.views import (
    EMPTY_KEY,
    Cell,
    DocumentLine,
    Link,
    Page,
    cell,
    document_line,
    service_name,
)
from builder.reading.archive import NOT_JUDGED, Archive, standings


@dataclass(frozen=True)
class GradeRow:
    judgement: Link
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class GradeTable:
    """The judgements of one service in the inspections that judge some of them."""

    service: str
    """Its name; "" where there is one service."""
    columns: tuple[DocumentLine, ...]
    others: tuple[str, ...]
    """The frameworks of several more that judge none of them: they share the last column."""
    rows: tuple[GradeRow, ...]


@dataclass(frozen=True)
class AuthorityLine:
    """An authority in a list."""

    link: Link
    name: str
    kind: str
    region: str
    documents: int
    latest: DocumentLine
    inspections: tuple[DocumentLine, ...]
    """Those with an overall grade, newest first."""


@dataclass(frozen=True)
class PersonLine:
    name: str
    post: str
    role: str
    url: str
    """Where the archive tells of an inspector, or ""."""
    documents: tuple[Link, ...]


def authorities_page(archive: Archive) -> Page:
    """The list of authorities; the archive need not know its documents' text."""
    lines = tuple(authority_line(archive, each) for each in archive.authorities)
    regions = sorted({line.region for line in lines})
    return Page(
        url="/authorities/",
        template="authorities.html",
        title="Authorities",
        description="Every council that the archive holds a document for.",
        context={
            "names": authority_counts(archive),
            "regions": tuple(
                (region, tuple(line for line in lines if line.region == region))
                for region in regions
            ),
        },
    )


def authority_page(
    archive: Archive,
    authority: Authority,
    known: Subjects,
    named: tuple[DocumentPart, ...],
    register: Register,
    people: Mapping[tuple[str, str], str],
    references: References,
    years: range,
) -> Page:
    """An authority's page.  `known` are the topics of its documents, `named` the places of other
    authorities' documents that name it, `people` where inspectors are told of, `references` what
    its documents say of each other, `years` those of the whole archive."""
    held = archive.of_authority(authority.id)
    told = tuple(register[each.id] for each in reversed(held) if each.id in register)
    return Page(
        url=f"/authorities/{authority.id}/",
        template="authority.html",
        title=authority.name,
        description=f"What inspectors found in {authority.place}’s children’s services: "
        f"{len(held)} documents in full, with every grade linked to the words that award it.",
        crumbs=(Link("Authorities", "/authorities/"),),
        context={
            "authority": authority,
            "lanes": lanes(archive, archive.inspections(authority.id), years),
            "grades": grade_tables(archive, archive.inspections(authority.id)[::-1]),
            "number": len(held),
            "years": " to ".join(
                dict.fromkeys(str(each.front.published.year) for each in (held[0], held[-1]))
            ),
            "empty": EMPTY_KEY,
            "chain": chain(archive, authority.id, references),
            "told": told,
            "told_number": sum(len(each.entries) for each in told),
            "people": _people(held, people),
            "recurring": recurring(archive, authority.id, known),
            "named_in": (named[:FIRST], named[FIRST:]),
        },
    )


def grade_tables(archive: Archive, inspections: Sequence[Document]) -> tuple[GradeTable, ...]:
    """Every judgement that some of the inspections grade, in each of them, service by service.
    What the first of them judge comes first, and of that what they judge overall."""
    asked: dict[str, str] = {}
    for framework in dict.fromkeys(each.framework.id for each in inspections):
        first = next(each for each in inspections if each.framework.id == framework)
        for judgement in sorted(first.framework.judgements, key=lambda each: not each.overall):
            asked.setdefault(judgement.id, service_name(first, judgement.service))
    services: dict[str, list[GradeRow]] = {}
    rows = zip(*(standings(each, asked) for each in inspections), strict=True)
    for (judged, service), row in zip(asked.items(), rows, strict=True):
        if any(each.awards for each in row):
            link = Link(archive.registry.judgements[judged].name, f"/judgements/{judged}/")
            services.setdefault(service, []).append(GradeRow(link, tuple(map(cell, row))))
    lines = [document_line(archive, each) for each in inspections]
    return tuple(_table(name, lines, rows) for name, rows in services.items())


def _table(service: str, lines: Sequence[DocumentLine], rows: Sequence[GradeRow]) -> GradeTable:
    """A table in which what a framework does not judge at all is said once: for all such rows of
    an inspection, and for all the inspections that judge nothing of it."""
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


def _merged(cells: Sequence[Cell]) -> list[Cell]:
    merged: list[Cell] = []
    for state, run in groupby(cells, key=lambda cell: cell.state):
        same = list(run)
        if state == NOT_JUDGED:
            merged.append(replace(same[0], rows=len(same)))
            merged += [replace(same[0], rows=0)] * (len(same) - 1)  # they are all alike
        else:
            merged.extend(same)
    return merged


def authority_line(archive: Archive, authority: Authority) -> AuthorityLine:
    lines = [document_line(archive, each) for each in archive.of_authority(authority.id)]
    return AuthorityLine(
        link=Link(authority.place, f"/authorities/{authority.id}/"),
        name=authority.name,
        kind=authority.kind,
        region=authority.region,
        documents=len(lines),
        latest=lines[-1],
        inspections=tuple(line for line in reversed(lines) if line.summary),
    )


def _people(
    documents: Sequence[Document], people: Mapping[tuple[str, str], str]
) -> tuple[PersonLine, ...]:
    """Who the documents name, in the order of their first mention; the same name in another role
    is another line."""
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
