"""Judgements: one question across authorities and frameworks, and all of them compared.

In: the archive.  Out: the list of judgements, a page each with the words that award every grade,
and the comparison of authorities.  Frameworks are kept apart: a table never holds two scales.
"""

from __future__ import annotations

from dataclasses import dataclass

from builder.archive import Archive, Standing, standing
from builder.model import Document, Framework, Judgement
from builder.pages.views import (
    EMPTY_KEY,
    Cell,
    DocumentLine,
    Link,
    Page,
    cell,
    document_line,
    service_name,
)


@dataclass(frozen=True)
class AwardLine:
    """How one document answers the question."""

    document: DocumentLine
    cell: Cell
    sentence: str
    """The sentence that awards the grade, or the printed line where no sentence does."""
    sentence_url: str
    places: tuple[Link, ...]
    """Every place where the document prints the grade."""


@dataclass(frozen=True)
class FrameworkAwards:
    framework: Link
    printed: tuple[str, ...]
    """The names under which the framework's documents print the judgement."""
    scale: str
    lines: tuple[AwardLine, ...]


@dataclass(frozen=True)
class JudgementLine:
    link: Link
    asks: str
    documents: int


@dataclass(frozen=True)
class Comparison:
    """One service of one framework: inspections by judgements."""

    framework: Link
    service: str
    heads: tuple[Link, ...]
    rows: tuple[tuple[DocumentLine, tuple[Cell, ...]], ...]


PLACES = {"heading": "under its heading", "table": "in the record", "prose": "in its sentence"}


def judgement_pages(archive: Archive) -> list[Page]:
    judged = [archive.registry.judgements[each] for each in archive.judged]
    return [
        Page(
            url="/judgements/",
            template="judgements.html",
            title="Judgements",
            description="Every question that inspectors answer with a grade.",
            context={"groups": _groups(archive, judged)},
        ),
        *(_judgement_page(archive, each) for each in judged),
        Page(
            url="/compare/",
            template="compare.html",
            title="Compare authorities",
            description="Authorities by judgements: the grades of each inspection, framework by "
            "framework.",
            context={"comparisons": _comparisons(archive), "empty": EMPTY_KEY},
        ),
    ]


def _groups(
    archive: Archive, judged: list[Judgement]
) -> tuple[tuple[str, str, tuple[JudgementLine, ...]], ...]:
    """Judgements by framework and service: (framework, service, lines)."""
    groups: dict[tuple[str, str], list[JudgementLine]] = {}
    known = {each.id: each for each in judged}
    for framework in archive.frameworks:
        services = {each.id: each.name for each in framework.services}
        for each in framework.judgements:
            judgement = known.get(each.id)
            if judgement is not None:
                documents = sum(
                    1 for document in archive.documents if standing(document, each.id).awards
                )
                groups.setdefault((framework.name, services.get(each.service, "")), []).append(
                    JudgementLine(
                        Link(judgement.name, f"/judgements/{judgement.id}/"),
                        judgement.asks,
                        documents,
                    )
                )
    return tuple((name, service, tuple(lines)) for (name, service), lines in groups.items())


def _judgement_page(archive: Archive, judgement: Judgement) -> Page:
    kept_apart = []
    for framework in archive.frameworks:
        asked = next((each for each in framework.judgements if each.id == judgement.id), None)
        if asked is None:
            continue
        lines = tuple(
            _award_line(archive, standing(document, judgement.id))
            for document in archive.under(framework.id)
        )
        kept_apart.append(
            FrameworkAwards(
                Link(framework.name, f"/about/#{framework.id}"),
                tuple(name.replace(" {any}", " …") for name in asked.printed),
                _scale(framework),
                tuple(sorted(lines, key=lambda line: line.document.authority.text)),
            )
        )
    without = tuple(
        Link(each.name, f"/about/#{each.id}")
        for each in archive.frameworks
        if each.inspection and judgement.id not in {asked.id for asked in each.judgements}
    )
    return Page(
        url=f"/judgements/{judgement.id}/",
        template="judgement.html",
        title=judgement.name,
        description=f"{judgement.asks} Every authority's grade, with the words that award it.",
        crumbs=(Link("Judgements", "/judgements/"),),
        context={
            "judgement": judgement,
            "frameworks": tuple(kept_apart),
            "without": without,
            "like": tuple(
                Link(archive.registry.judgements[each].name, f"/judgements/{each}/")
                for each in judgement.like
                if each in archive.judged
            ),
        },
    )


def _award_line(archive: Archive, stands: Standing) -> AwardLine:
    prose = next((each for each in stands.awards if each.basis == "prose"), None)
    shown = prose or stands.award
    url = stands.document.url
    return AwardLine(
        document=document_line(archive, stands.document),
        cell=cell(stands),
        sentence=shown.words if shown else "",
        sentence_url=f"{url}#{shown.anchor}" if shown else "",
        places=tuple(Link(PLACES[each.basis], f"{url}#{each.anchor}") for each in stands.awards),
    )


def _scale(framework: Framework) -> str:
    return ", ".join(f"{grade.number} {grade.label}" for grade in framework.scale)


def _comparisons(archive: Archive) -> tuple[Comparison, ...]:
    found = []
    for framework in archive.frameworks:
        documents = [each for each in archive.under(framework.id) if each.awards]
        services = dict.fromkeys(each.service for each in framework.judgements)
        for service in services if documents else ():
            found.append(_comparison(archive, framework, service, documents))
    return tuple(found)


def _comparison(
    archive: Archive, framework: Framework, service: str, documents: list[Document]
) -> Comparison:
    asked = [
        each.id
        for each in framework.judgements
        if each.service == service and each.id in archive.judged
    ]
    ordered = sorted(
        documents, key=lambda each: (archive.authority_of(each).place, each.front.published)
    )
    return Comparison(
        framework=Link(framework.name, f"/about/#{framework.id}"),
        service=service_name(documents[0], service),
        heads=tuple(
            Link(archive.registry.judgements[each].name, f"/judgements/{each}/") for each in asked
        ),
        rows=tuple(
            (
                document_line(archive, document),
                tuple(cell(standing(document, each)) for each in asked),
            )
            for document in ordered
        ),
    )
