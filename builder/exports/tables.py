"""Rows of the data tables, one authority at a time, already as text.

Columns are a contract.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import json

from builder.analysis.authority import LinkedAuthority
from builder.analysis.change_log import Change
from builder.analysis.grade_history import GradedInspection, GradeHistory, grade_history
from builder.exports.document import reference, target
from builder.model import Check, Document, Links, RecommendationId
from builder.model.data_files import DATA_TABLES
from builder.pages.parts.grade_then_and_next import GradeAt, grade_then_and_next
from builder.reading.archive import Archive, judgement_states

OF_DOCUMENTS = ("grades", "recommendations", "references", "checks", "grades-latest")
"""The tables that are made of the rows of each document."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")
"""How words begin that a spreadsheet would not show as they are."""


Rows = Mapping[str, Mapping[str, Any]]
"""Of each table, by its name, what it holds of each document, as text; of the checks by rule."""


def table_rows(
    linked: LinkedAuthority, addresses: Collection[str], heads: Mapping[str, Mapping[str, Any]]
) -> Rows:
    """An authority's rows.

    `addresses` are existing pages to refer to; `heads` are the documents' summaries.
    """
    archive, links = linked.archive, linked.links
    documents = archive.documents
    history = grade_history(documents)
    newest = _newest(archive)
    topics = {each.id: each.topics for each in links.compared.get(linked.authority.id, ())}
    noticed: dict[str, dict[str, list[Check]]] = {}
    for check in linked.checks:
        noticed.setdefault(check.document, {}).setdefault(check.rule, []).append(check)
    return {
        "rows/documents": {
            id: json.format(json.encode(head), indent=1).decode() for id, head in heads.items()
        },
        "rows/grades": {each.id: _lines(_grades(each)) for each in documents},
        "rows/grades-latest": {
            each.id: _lines(_grades_latest(archive, each, newest)) for each in documents
        },
        "rows/recommendations": {
            each.id: _lines(_recommendations(archive, each, history, topics)) for each in documents
        },
        "rows/references": {
            each.id: _lines(_references(archive, each, links, addresses)) for each in documents
        },
        "rows/checks": {
            each.id: {
                rule: _lines(_checks(each, found))
                for rule, found in noticed.get(each.id, {}).items()
            }
            for each in documents
        },
    }


def table_bytes(name: str, parts: Iterable[str]) -> bytes:
    """A table from its rows as text."""
    return "".join([_lines([DATA_TABLES[name].names]), *parts]).encode()


def csv_bytes(columns: Sequence[str], values: Iterable[Sequence[object]]) -> bytes:
    """A table of some columns and values."""
    return _lines([columns, *values]).encode()


def change_table(news: Iterable[Change]) -> bytes:
    """What became of the archive when."""
    values = (
        (each.on, each.what, each.document, each.authority, each.place, each.words, each.url)
        for each in news
    )
    return table_bytes("changes", [_lines(values)])


def authority_table(archive: Archive) -> bytes:
    """Every authority of the registry; needs no document's text."""
    return table_bytes("authorities", [_lines(_authorities(archive))])


def _authorities(archive: Archive) -> Iterator[Sequence[object]]:
    for id, each in sorted(archive.registry.authorities.items()):
        held = archive.of_authority(id)
        newest = grade_history(held).newest
        yield (
            id,
            each.name,
            each.place,
            each.kind,
            each.region,
            each.gss,
            " ".join(each.former_gss),
            each.urn,
            each.until,
            " ".join(each.became),
            " ".join(each.neighbours),
            len(held),
            newest.published if newest else None,
            f"/authorities/{id}/" if held else "",
        )


def _lines(values: Iterable[Sequence[object]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([_cell(value) for value in row] for row in values)
    return text.getvalue()


def _cell(value: object) -> object:
    """A cell.

    Words that a spreadsheet would run as a formula, or that begin with an apostrophe, get one:
    removing it gives the exact words.
    """
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else value


def _grades(document: Document) -> Iterator[Sequence[object]]:
    for each in document.awards:
        yield (
            document.id,
            document.front.authority,
            document.front.framework,
            document.front.published,
            each.service,
            each.judgement,
            each.printed,
            each.grade.number if each.grade else None,
            each.label,
            each.basis,
            f"{document.url}#{each.anchor}",
        )


def _newest(archive: Archive) -> frozenset[tuple[str, str]]:
    """The newest document for each judgement, and for overall grades."""
    newest: dict[str, str] = {}
    for document in archive.documents:
        overall = {each.id for each in document.framework.judgements if each.overall}
        for each in document.awards:
            if each.grade:
                newest["" if each.judgement in overall else each.judgement] = document.id
    return frozenset((document, judgement) for judgement, document in newest.items())


def _grades_latest(
    archive: Archive, document: Document, newest: Collection[tuple[str, str]]
) -> Iterator[Sequence[object]]:
    """One row for each judgement that a document grades."""
    front = document.front
    judged = document.framework.judgements
    for judgement, given in zip(
        judged, judgement_states(document, [each.id for each in judged]), strict=True
    ):
        if not given.grades or given.award is None:
            continue
        agreed = given.grades[0] if len(given.grades) == 1 else None
        yield (
            document.id,
            front.authority,
            archive.authority_of(document).region,
            front.framework,
            document.framework.full,
            front.inspected.start if front.inspected else None,
            front.inspected.end if front.inspected else None,
            front.published,
            judgement.service,
            judgement.id,
            judgement.overall,
            agreed.number if agreed else None,
            "; ".join(each.label for each in given.grades),
            len(document.framework.scale),
            (document.id, "" if judgement.overall else judgement.id) in newest,
            f"{document.url}#{given.award.anchor}",
        )


def _recommendations(
    archive: Archive,
    document: Document,
    history: GradeHistory,
    topics: Mapping[RecommendationId, Sequence[str]],
) -> Iterator[Sequence[object]]:
    grades = grade_then_and_next(history, document)
    around = [
        cell
        for inspection, grade in (
            (history.then(document), grades.then),
            (history.next(document), grades.next),
        )
        for cell in _grade_cells(inspection, grade)
    ]
    for number, each in enumerate(document.recommendations):
        yield (
            document.id,
            document.front.authority,
            document.front.published,
            each.service,
            each.kind,
            each.timescale,
            each.due,
            "; ".join(each.owners),
            each.text,
            f"{document.url}#{each.anchor}",
            f"{document.id}/{number + 1}",
            document.front.framework,
            archive.authority_of(document).region,
            " ".join(topics.get(RecommendationId(document.id, number), ())),
            *around,
        )


def _grade_cells(inspection: GradedInspection | None, grade: GradeAt | None) -> Sequence[object]:
    """A graded inspection: grades, framework, day, address."""
    if inspection is None or grade is None:
        return ("", "", None, "")
    return (
        grade.words if grade.grades else "",
        inspection.document.framework.id,
        inspection.published,
        grade.url,
    )


def _references(
    archive: Archive, document: Document, links: Links, addresses: Collection[str]
) -> Iterator[Sequence[object]]:
    """What a document names and refers to."""
    folders = {"citation": "citations", "authority": "authorities"}
    for each in links.mentions[document.id].named:
        if each.what in folders:
            page = f"/{folders[each.what]}/{each.target}/"
            to = page if page in addresses else ""
            yield f"{document.url}#{each.anchor}", each.printed, to, each.what
    for spoken in links.references[document.id]:
        to = reference(archive, spoken)["to"]
        yield f"{document.url}#{spoken.anchor}", spoken.printed, to, "document"
    for echo in links.echoes.get(document.id, ()):
        to = target(archive, echo.target, echo.to)
        yield f"{document.url}#{echo.anchor}", echo.printed, to, "passage"


def _checks(document: Document, found: Iterable[Check]) -> Iterator[Sequence[object]]:
    """A document's checks, with the address of their words."""
    for each in found:
        yield (
            document.id,
            document.front.authority,
            each.rule,
            each.printed,
            each.says,
            f"{document.url}#{each.anchor}",
        )
