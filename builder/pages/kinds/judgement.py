"""Judgements: one question across authorities and frameworks, which are kept apart.

Documents are in order of grade.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from builder.language.templates import normal
from builder.model import Framework
from builder.pages.parts.views import (
    Chip,
    DocumentLine,
    GradeCell,
    Link,
    Page,
    cell,
    document_line,
)
from builder.reading.archive import Archive, JudgementState, judgement_state


class AwardLine(Struct, frozen=True):
    """How one document answers the question."""

    document: DocumentLine
    cell: GradeCell
    sentence: str
    """The sentence that awards the grade, or the printed line where no sentence does; "" where
    that is the grade's word alone."""
    sentence_url: str
    places: tuple[Link, ...]
    """Every place where the document prints the grade."""


class FrameworkAwards(Struct, frozen=True):
    framework: Framework
    printed: tuple[str, ...]
    """The names under which the framework's documents print the judgement."""
    scale: str
    documents: int
    counts: tuple[tuple[Chip, int], ...]
    """How many documents award each grade of the scale."""
    url: str
    """Where its lines stand, if on a page of their own."""
    lines: tuple[AwardLine, ...]


class JudgementLine(Struct, frozen=True):
    """A judgement of one framework."""

    link: Link
    asks: str
    documents: int


LIMIT = 150
"""How many documents one page holds; where a judgement has more, each framework has a page."""

PLACES = {"heading": "under its heading", "table": "in the record", "prose": "in its sentence"}


def judgements_page(archive: Archive) -> Page:
    """The list of judgements."""
    return Page(
        url="/judgements/",
        template="judgements.html",
        title="Judgements",
        description="Every question that inspectors answer with a grade.",
        context={"groups": _groups(archive)},
    )


def _groups(
    archive: Archive,
) -> tuple[tuple[Framework, tuple[tuple[str, tuple[JudgementLine, ...]], ...]], ...]:
    """Judgements by framework, newest first, and service; overall ones first."""
    groups = []
    for framework in reversed(archive.frameworks):
        names = {each.id: each.name for each in framework.services}
        services: dict[str, list[JudgementLine]] = {}
        for each in sorted(framework.judgements, key=lambda each: not each.overall):
            documents = sum(
                1
                for document in archive.under(framework.id)
                if judgement_state(document, each.id).awards
            )
            if documents:
                judgement = archive.registry.judgements[each.id]
                services.setdefault(names.get(each.service, ""), []).append(
                    JudgementLine(
                        Link(judgement.name, f"/judgements/{judgement.id}/#{framework.id}"),
                        judgement.asks,
                        documents,
                    )
                )
        if services:
            lines = tuple((name, tuple(lines)) for name, lines in services.items())
            groups.append((framework, lines))
    return tuple(groups)


def judgement_pages(archive: Archive, id: str) -> Iterator[Page]:
    """A judgement's page, and one a framework where there are many documents."""
    judgement = archive.registry.judgements[id]
    url = f"/judgements/{judgement.id}/"
    kept_apart: dict[str, FrameworkAwards] = {}
    for framework in reversed(archive.frameworks):
        asked = next((each for each in framework.judgements if each.id == judgement.id), None)
        if asked is None:
            continue
        lines = tuple(
            _award_line(archive, judgement_state(document, judgement.id))
            for document in archive.under(framework.id)
        )
        kept_apart[framework.id] = FrameworkAwards(
            framework,
            tuple(name.replace(" {any}", " …") for name in asked.printed),
            _scale(framework),
            len(lines),
            _counts(framework, lines),
            "",
            tuple(sorted(lines, key=_by_grade)),
        )
    without = tuple(
        Link(f"{each.name}, {each.years}", f"/about/#{each.id}")
        for each in reversed(archive.frameworks)
        if each.inspection and judgement.id not in {asked.id for asked in each.judgements}
    )
    words = archive.registry.site.words
    description = f"{judgement.asks} Every {words.authority}’s grade, with the words that award it."
    if sum(each.documents for each in kept_apart.values()) > LIMIT:
        for framework_id, each in kept_apart.items():
            name = archive.registry.frameworks[framework_id].short
            yield Page(
                url=f"{url}{framework_id}/",
                template="judgement_framework.html",
                title=f"{judgement.name}: {name}",
                description=description,
                crumbs=(Link("Judgements", "/judgements/"), Link(judgement.name, url)),
                context={"awards": each},
            )
            kept_apart[framework_id] = replace(each, url=f"{url}{framework_id}/", lines=())
    yield Page(
        url=url,
        template="judgement.html",
        title=judgement.name,
        description=description,
        crumbs=(Link("Judgements", "/judgements/"),),
        context={
            "judgement": judgement,
            "frameworks": tuple(kept_apart.values()),
            "without": without,
            "like": tuple(
                Link(archive.registry.judgements[each].name, f"/judgements/{each}/")
                for each in judgement.like
                if each in archive.judged
            ),
        },
    )


def _award_line(archive: Archive, stands: JudgementState) -> AwardLine:
    prose = next((each for each in stands.awards if each.basis == "prose"), None)
    shown = prose or stands.award
    url = stands.document.url
    # A line that prints the grade and no more says what the grade beside it says.
    bare = shown and normal(shown.words) in {normal(each.label) for each in stands.grades}
    return AwardLine(
        document=document_line(archive, stands.document),
        cell=cell(stands),
        sentence=shown.words if shown and not bare else "",
        sentence_url=f"{url}#{shown.anchor}" if shown else "",
        places=tuple(Link(PLACES[each.basis], f"{url}#{each.anchor}") for each in stands.awards),
    )


def _by_grade(line: AwardLine) -> tuple[int, str, str]:
    number = min((chip.number for chip in line.cell.chips), default=99)
    return number, line.document.authority.text, line.document.published_iso


def _counts(framework: Framework, lines: Iterable[AwardLine]) -> tuple[tuple[Chip, int], ...]:
    given = Counter(chip for line in lines for chip in line.cell.chips)
    steps = len(framework.scale)
    scale = [Chip(grade.label, grade.number, steps) for grade in framework.scale]
    return tuple((each, given[each]) for each in scale if given[each])


def _scale(framework: Framework) -> str:
    return ", ".join(f"{grade.number} {grade.label}" for grade in framework.scale)
