"""The comparison: authorities by judgements, framework by framework.

In: the archive.  Out: `/compare/` with the picture of every framework's grades and, below it, the
same as a table; where the tables would be too long for one page, each framework's stands on a page
of its own.  Frameworks are kept apart: neither a table nor a picture holds two scales.
"""

from __future__ import annotations

from dataclasses import dataclass

from builder.archive import Archive, standing
from builder.model import Framework
from builder.pages.grade_pictures import GradePicture, grade_pictures, judgements_of
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

LIMIT = 150
"""How many inspections the tables of one page hold; beyond, each framework has its own page."""

GLANCE = 10
"""How many authorities the home page shows at least, if so many have grades."""


@dataclass(frozen=True)
class Comparison:
    """One service of one framework: its picture, and a table of inspections by judgements."""

    service: str
    picture: GradePicture
    heads: tuple[Link, ...]
    rows: tuple[tuple[DocumentLine, tuple[Cell, ...]], ...]


@dataclass(frozen=True)
class Compared:
    """One framework."""

    framework: Framework
    url: str
    """Where its tables stand."""
    inspections: int
    services: tuple[Comparison, ...]


def compare_pages(archive: Archive) -> list[Page]:
    compared = [
        each
        for framework in reversed(archive.frameworks)
        if (each := _compared(archive, framework)).services
    ]
    divided = sum(each.inspections for each in compared) > LIMIT
    whole = Page(
        url="/compare/",
        template="compare.html",
        title="Compare authorities",
        description="Authorities by judgements: the grades of each inspection, framework by "
        "framework.",
        context={"compared": tuple(compared), "divided": divided, "empty": EMPTY_KEY},
    )
    parts = [
        Page(
            url=f"/compare/{each.framework.id}/",
            template="compare.html",
            title=f"Compare authorities: {each.framework.short}",
            description=f"{each.framework.name}: the grades of each inspection, authority by "
            "authority.",
            crumbs=(Link("Compare authorities", "/compare/"),),
            context={"compared": (each,), "divided": False, "empty": EMPTY_KEY},
        )
        for each in compared
    ]
    return [whole, *(parts if divided else ())]


def at_a_glance(archive: Archive) -> tuple[GradePicture, ...]:
    """The pictures of the newest framework; of those before it too while few authorities have
    grades under it."""
    found: list[GradePicture] = []
    authorities = 0
    for framework in reversed(archive.frameworks):
        pictures = grade_pictures(archive, framework)
        if pictures and authorities < GLANCE:
            found.extend(pictures)
            authorities += pictures[0].authorities
    return tuple(found)


def _compared(archive: Archive, framework: Framework) -> Compared:
    documents = sorted(
        (each for each in archive.under(framework.id) if each.awards),
        key=lambda each: (archive.authority_of(each).place, each.front.published),
    )
    services = dict.fromkeys(each.service for each in framework.judgements)
    pictures = grade_pictures(archive, framework)
    comparisons = []
    for service, picture in zip(services, pictures, strict=False):
        asked = [each.id for each in judgements_of(archive, framework, service)]
        comparisons.append(
            Comparison(
                service=service_name(documents[0], service),
                picture=picture,
                heads=tuple(
                    Link(archive.registry.judgements[each].name, f"/judgements/{each}/")
                    for each in asked
                ),
                rows=tuple(
                    (
                        document_line(archive, document),
                        tuple(cell(standing(document, each)) for each in asked),
                    )
                    for document in documents
                ),
            )
        )
    return Compared(framework, f"/compare/{framework.id}/", len(documents), tuple(comparisons))
