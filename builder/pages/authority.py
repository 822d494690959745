"""An authority: what was found there, inspection by inspection.

In: the archive.  Out: the list of authorities and one page each, with the table of its grades
over time.  The table never puts two frameworks' grades on one scale: each column names its
framework, and a judgement that a framework does not have says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from builder.archive import NOT_JUDGED, Archive, standing
from builder.model import Authority, Document
from builder.pages.views import (
    EMPTY_KEY,
    Cell,
    Chip,
    DocumentLine,
    Link,
    Page,
    RecommendationLine,
    cell,
    document_line,
    recommendation_lines,
    service_name,
)


@dataclass(frozen=True)
class GradeRow:
    judgement: Link
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class GradeGroup:
    """The judgements of one service."""

    name: str
    rows: tuple[GradeRow, ...]


@dataclass(frozen=True)
class GradeTable:
    columns: tuple[DocumentLine, ...]
    groups: tuple[GradeGroup, ...]


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
    documents: tuple[Link, ...]


@dataclass(frozen=True)
class Told:
    """What one document told the authority to do."""

    document: DocumentLine
    recommendations: tuple[RecommendationLine, ...]


def authority_pages(archive: Archive) -> list[Page]:
    lines = tuple(authority_line(archive, each) for each in archive.authorities)
    regions = sorted({line.region for line in lines})
    listing = Page(
        url="/authorities/",
        template="authorities.html",
        title="Authorities",
        description="Every council that the archive holds a document for.",
        context={
            "regions": tuple(
                (region, tuple(line for line in lines if line.region == region))
                for region in regions
            )
        },
    )
    return [listing, *(_authority_page(archive, each) for each in archive.authorities)]


def _authority_page(archive: Archive, authority: Authority) -> Page:
    held = archive.of_authority(authority.id)
    lines = tuple(document_line(archive, each) for each in held)
    told = tuple(
        Told(document_line(archive, each), recommendation_lines(archive, each))
        for each in reversed(held)
        if each.recommendations
    )
    return Page(
        url=f"/authorities/{authority.id}/",
        template="authority.html",
        title=authority.name,
        description=f"What inspectors found in {authority.place}'s children's services: "
        f"{len(held)} documents in full, with every grade linked to the words that award it.",
        crumbs=(Link("Authorities", "/authorities/"),),
        context={
            "authority": authority,
            "grades": grade_table(archive, archive.inspections(authority.id)),
            "empty": EMPTY_KEY,
            "documents": lines,
            "told": told,
            "people": _people(held),
        },
    )


def grade_table(archive: Archive, inspections: Sequence[Document]) -> GradeTable | None:
    """Every judgement that some of the inspections grade, in each of them; None without any."""
    groups: dict[str, list[GradeRow]] = {}
    for framework in dict.fromkeys(each.framework.id for each in inspections):
        first = next(each for each in inspections if each.framework.id == framework)
        for judgement in first.framework.judgements:
            name = service_name(first, judgement.service)
            standings = [standing(each, judgement.id) for each in inspections]
            link = Link(
                archive.registry.judgements[judgement.id].name, f"/judgements/{judgement.id}/"
            )
            row = GradeRow(link, tuple(map(cell, standings)))
            known = any(row.judgement == link for rows in groups.values() for row in rows)
            if not known and any(each.awards for each in standings):
                groups.setdefault(name, []).append(row)
    if not groups:
        return None
    return GradeTable(
        tuple(document_line(archive, each) for each in inspections),
        tuple(GradeGroup(name, _merged(rows)) for name, rows in groups.items()),
    )


def _merged(rows: Sequence[GradeRow]) -> tuple[GradeRow, ...]:
    """Rows in which what a framework does not judge at all is said once, not row by row."""
    columns = [_merged_column(column) for column in zip(*(row.cells for row in rows), strict=True)]
    return tuple(
        GradeRow(row.judgement, cells)
        for row, cells in zip(rows, zip(*columns, strict=True), strict=True)
    )


def _merged_column(cells: Sequence[Cell]) -> list[Cell]:
    merged: list[Cell] = []
    for state, run in groupby(cells, key=lambda cell: cell.state):
        same = list(run)
        if state == NOT_JUDGED:
            merged.append(replace(same[0], rows=len(same)))
            merged.extend(replace(cell, rows=0) for cell in same[1:])
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


def _people(documents: Sequence[Document]) -> tuple[PersonLine, ...]:
    """Who the documents name, in the order of their first mention; the same name in another role
    is another line."""
    found: dict[tuple[str, str, str], list[Link]] = {}
    for document in documents:
        for person in document.front.people:
            links = found.setdefault((person.name, person.post, person.role), [])
            links.append(Link(str(document.front.published.year), document.url))
    return tuple(PersonLine(*key, tuple(links)) for key, links in found.items())


@dataclass(frozen=True)
class Picture:
    """The grade picture of one framework: authorities by its overall judgements."""

    framework: Link
    heads: tuple[str, ...]
    rows: tuple[tuple[Link, str, tuple[tuple[Chip, ...], ...]], ...]
    """The document (by its authority's name), when, and the chips for each head: none where it
    has no grade, more than one where it disagrees with itself."""


def pictures(archive: Archive) -> tuple[Picture, ...]:
    """The newest graded inspection of each authority under each framework, at a glance."""
    found = []
    for framework in archive.frameworks:
        newest: dict[str, DocumentLine] = {}
        for document in archive.under(framework.id):
            line = document_line(archive, document)
            if line.summary:
                newest[line.authority.text] = line
        heads = tuple(dict.fromkeys(name for line in newest.values() for name, _ in line.summary))
        rows = tuple(
            (
                Link(place, line.link.url),
                line.published,
                tuple(tuple(chip for name, chip in line.summary if name == head) for head in heads),
            )
            for place, line in sorted(newest.items())
        )
        if rows:
            found.append(Picture(Link(framework.name, f"/about/#{framework.id}"), heads, rows))
    return tuple(found)
