"""The comparison of authorities by judgements. No table or picture holds two frameworks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from builder.core.identifiers import slug
from builder.model import Framework
from builder.pages.parts.grade_pictures import (
    GradePicture,
    grade_pictures,
    graded_documents,
    judgements_of,
)
from builder.pages.parts.views import (
    EMPTY_KEY,
    DocumentLine,
    GradeCell,
    Link,
    Page,
    cell,
    document_line,
    service_name,
)
from builder.reading.archive import Archive, judgement_states

CELLS = 2000
"""How many grades the tables of one page hold; beyond, each framework has its own page, and each
region where those of its framework are more."""

GLANCE = 10
"""How many authorities the home page shows at least, if so many have grades."""


class ServiceComparison(Struct, frozen=True):
    """One service of one framework: picture and table."""

    service: str
    picture: GradePicture
    heads: tuple[Link, ...]
    rows: tuple[tuple[DocumentLine, tuple[GradeCell, ...]], ...]


class FrameworkComparison(Struct, frozen=True):
    """One framework."""

    framework: Framework
    url: str
    """Where its tables stand."""
    inspections: int
    services: tuple[ServiceComparison, ...]
    cells: int
    """How many grades they hold."""
    tables: bool = True
    """Whether they stand on this page."""
    regions: tuple[tuple[Link, int], ...] = ()
    """Where else they stand, with how many inspections each place holds."""


def compare_pages(archive: Archive) -> list[Page]:
    compared = [
        each
        for framework in reversed(archive.frameworks)
        if (each := _compared(archive, framework)).services
    ]
    if sum(each.cells for each in compared) <= CELLS:
        return [_whole(archive, tuple(compared))]
    glanced = {picture.framework.id for picture in at_a_glance(archive)}
    return [
        _whole(
            archive,
            tuple(
                replace(
                    each,
                    tables=False,
                    services=each.services if each.framework.id in glanced else (),
                )
                for each in compared
            ),
        ),
        *(page for each in compared for page in _framework_pages(archive, each)),
    ]


def _whole(archive: Archive, compared: tuple[FrameworkComparison, ...]) -> Page:
    return Page(
        url="/compare/",
        template="compare.html",
        title=_title(archive),
        description=f"{archive.registry.site.words.of_many} by judgements: the grades of each "
        "inspection, framework by framework.",
        context={
            "compared": compared,
            "empty": EMPTY_KEY,
            "councils": tuple(
                (each.id, Link(each.place, f"/authorities/{each.id}/"))
                for each in sorted(archive.authorities, key=lambda one: one.place)
            ),
        },
    )


def _title(archive: Archive) -> str:
    return f"Compare {archive.registry.site.words.authorities}"


def _framework_pages(archive: Archive, each: FrameworkComparison) -> Iterator[Page]:
    """A framework's page, and its regions' if it is too long."""
    short = each.framework.short
    words = archive.registry.site.words
    crumbs = (Link(_title(archive), "/compare/"),)
    if each.cells > CELLS:
        regions = Counter(
            archive.authority_of(document).region
            for document in graded_documents(archive, each.framework)
        )
        each = replace(
            each,
            tables=False,
            regions=tuple(
                (Link(region, f"{each.url}{slug(region)}/"), regions[region])
                for region in sorted(regions)
            ),
        )
    yield Page(
        url=each.url,
        template="compare.html",
        title=f"{_title(archive)}: {short}",
        description=f"{each.framework.name}: the grades of each inspection, {words.authority} by "
        f"{words.authority}.",
        crumbs=crumbs,
        context={"compared": (each,), "empty": EMPTY_KEY, "councils": ()},
    )
    for link, _ in each.regions:
        yield Page(
            url=link.url,
            template="compare.html",
            title=f"{_title(archive)}: {short}, {link.text}",
            description=f"{each.framework.name}: the grades of each inspection in {link.text}, "
            f"{words.authority} by {words.authority}.",
            crumbs=(*crumbs, Link(short, each.url)),
            context={
                "compared": (_compared(archive, each.framework, link.text),),
                "empty": EMPTY_KEY,
                "councils": (),
            },
        )


def at_a_glance(archive: Archive) -> tuple[GradePicture, ...]:
    """Pictures of the newest framework, and of older ones while it has few grades."""
    found: list[GradePicture] = []
    authorities = 0
    for framework in reversed(archive.frameworks):
        pictures = grade_pictures(archive, framework)
        if pictures and authorities < GLANCE:
            found.extend(pictures)
            authorities += pictures[0].authorities
    return tuple(found)


def _compared(archive: Archive, framework: Framework, region: str = "") -> FrameworkComparison:
    """What is compared of a framework, in all regions or one."""
    documents = sorted(
        (each for each in graded_documents(archive, framework, region)),
        key=lambda each: (archive.authority_of(each).place, each.front.published),
    )
    services = dict.fromkeys(each.service for each in framework.judgements)
    pictures = grade_pictures(archive, framework, region)
    comparisons = []
    for service, picture in zip(services, pictures, strict=False):
        asked = [each.id for each in judgements_of(archive, framework, service)]
        comparisons.append(
            ServiceComparison(
                service=service_name(documents[0], service),
                picture=picture,
                heads=tuple(
                    Link(archive.registry.judgements[each].name, f"/judgements/{each}/")
                    for each in asked
                ),
                rows=tuple(
                    (
                        document_line(archive, document),
                        tuple(map(cell, judgement_states(document, asked))),
                    )
                    for document in documents
                ),
            )
        )
    return FrameworkComparison(
        framework,
        url=f"/compare/{framework.id}/",
        inspections=len(documents),
        services=tuple(comparisons),
        cells=sum(len(one.heads) * len(one.rows) for one in comparisons),
    )
