"""How many facts agree with official tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from msgspec import Struct

from builder.analysis.official import ComparedFact, What, compared, official_rows
from builder.model import Document, OutcomeTable
from builder.pages.parts.views import DocumentLine, Link, Page, day, document_line
from builder.reading.archive import Archive

FACTS: Mapping[What, str] = {
    "grade": "Grades",
    "began": "First days of inspections",
    "published": "Days of publication",
}


class Agreement(Struct, frozen=True):
    """Facts of one sort that documents and a table both have."""

    name: str
    agree: int
    compared: int


class Difference(Struct, frozen=True):
    document: DocumentLine
    what: str
    ours: Link
    theirs: str


class TableAgreement(Struct, frozen=True):
    """An official table held against the documents."""

    table: Link
    publisher: str
    as_at: str
    licence: Link
    rows: int
    held: int
    """Of how many of its rows a document is held."""
    facts: tuple[Agreement, ...]
    differences: tuple[Difference, ...]


def accuracy_page(archive: Archive) -> Page:
    """Needs no document's text."""
    matched: dict[str, list[tuple[Document, list[ComparedFact]]]] = {}
    for document in archive.documents:
        for row in official_rows(archive.registry, document):
            both = list(compared(document, row))
            matched.setdefault(row.table, []).append((document, both))
    tables = [
        _agreement(archive, table, matched.get(table.id, []))
        for table in archive.registry.outcomes.values()
    ]
    facts = [fact for table in tables for fact in table.facts]
    number = sum(each.compared for each in facts)
    return Page(
        url="/about/accuracy/",
        template="accuracy.html",
        title="How accurate this is",
        description="What the archive reads in its documents, held against official tables of the "
        "same inspections.",
        crumbs=(Link("About this archive", "/about/"),),
        context={
            "tables": tuple(tables),
            "agree": f"{sum(each.agree for each in facts):,}",
            "compared": f"{number:,}" if number else "",
        },
    )


def _agreement(
    archive: Archive, table: OutcomeTable, matched: list[tuple[Document, list[ComparedFact]]]
) -> TableAgreement:
    numbers = Counter((each.what, each.agree) for _, both in matched for each in both)
    licence = archive.registry.licences[table.licence]
    return TableAgreement(
        table=Link(table.name, table.source),
        publisher=table.publisher,
        as_at=day(table.as_at),
        licence=Link(licence.name, licence.url),
        rows=len(table.rows),
        held=len(matched),
        facts=tuple(
            Agreement(name, numbers[what, True], numbers[what, True] + numbers[what, False])
            for what, name in FACTS.items()
        ),
        differences=tuple(
            Difference(
                document_line(archive, document),
                archive.registry.judgements[each.judgement].name
                if each.judgement
                else FACTS[each.what],
                Link(each.ours, f"{document.url}#{each.anchor}" if each.anchor else document.url),
                each.theirs,
            )
            for document, both in matched
            for each in both
            if not each.agree
        ),
    )
