"""The newest overall grade of each council, as a table and a map."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct

from builder.analysis.grade_history import GradeHistory
from builder.analysis.trends import counted_frameworks
from builder.core.identifiers import slug
from builder.pages.parts.councils import Council, councils
from builder.pages.parts.grade_pictures import scale
from builder.pages.parts.views import Chip, Link, Page, day
from builder.reading.archive import Archive

HEXAGON = 20
"""How wide a hexagon of the map is."""

DEEP = 17.3
"""How far apart rows of hexagons stand."""

GRADES = Link("Grades", "/grades/")


class Hexagon(Struct, frozen=True):
    """A council on the map."""

    x: int
    y: int
    link: Link
    number: int
    """The number of its grade, or 0."""
    words: str


class HexagonMap(Struct, frozen=True):
    hexagons: tuple[Hexagon, ...]
    width: int
    height: int


class GradeCount(Struct, frozen=True):
    """How many councils have a grade, and where they are listed."""

    id: str
    chip: Chip
    number: int


class CouncilRow(Struct, frozen=True):
    council: Council
    groups: str
    """The classes of its row, by which a filter finds it."""
    years: str
    """For how many years it has had its grade, by the newest document of the archive."""


class Choice(Struct, frozen=True):
    """What a filter can show alone."""

    value: str
    text: str
    number: int


def grades_page(archive: Archive, known: Mapping[str, GradeHistory]) -> Page:
    """The page of all councils; `known` are their grade histories."""
    every = councils(archive, known)
    standing = [each for each in every if not each.until]
    regions = sorted({each.region for each in standing})
    kinds = sorted({each.kind for each in standing})
    rows = sorted(standing, key=lambda each: (each.number or 9, each.authority.text))
    held = {each.id for each in archive.authorities}
    registry = archive.registry
    words = registry.site.words
    missing = [
        each
        for each in sorted(registry.authorities.values(), key=lambda one: one.place)
        if not each.until and each.id not in known
    ]
    frameworks = [each for each in counted_frameworks(registry) if each in archive.frameworks]
    return Page(
        url="/grades/",
        template="grades.html",
        title=f"Where {words.authorities} stand",
        description=f"The newest overall grade of each {words.authority}.",
        context={
            "counts": grade_counts(archive, standing),
            "others": sum(not each.number for each in standing),
            "councils": len(standing),
            "all_councils": sum(not each.until for each in registry.authorities.values()),
            "as_at": day(archive.newest) if archive.documents else "",
            "frameworks": tuple(Link(each.short, f"/about/#{each.id}") for each in frameworks),
            "source": sources[-1] if (sources := statistics_sources(archive)) else "",
            "rows": tuple(
                CouncilRow(
                    each,
                    f"g-{each.number} r-{regions.index(each.region) + 1} "
                    f"k-{kinds.index(each.kind) + 1}",
                    years_at(each.began, archive.newest),
                )
                for each in rows
            ),
            "regions": _choices([each.region for each in standing], regions),
            "kinds": _choices([each.kind for each in standing], kinds),
            "map": hexagon_map(archive, standing),
            "missing": tuple(
                Link(each.place, f"/authorities/{each.id}/" if each.id in held else "")
                for each in missing
            ),
            "abolished": tuple(each for each in every if each.until),
        },
    )


def grade_counts(archive: Archive, standing: Sequence[Council]) -> tuple[GradeCount, ...]:
    """How many councils have each grade of the newest counted scale."""
    frameworks = counted_frameworks(archive.registry)
    numbers = Counter(each.number for each in standing)
    return tuple(
        GradeCount(f"only-{slug(each.label)}", each, numbers[each.number])
        for each in (scale(frameworks[-1]) if frameworks else ())
    )


def statistics_sources(archive: Archive) -> tuple[str, ...]:
    """Where official statistics count the grades together."""
    return tuple(
        dict.fromkeys(
            each.official_statistics.source
            for each in counted_frameworks(archive.registry)
            if each.official_statistics
        )
    )


def years_at(began: date | None, newest: date) -> str:
    """How many years lie between two days: "7.3"."""
    return f"{max((newest - began).days, 0) / 365.25:.1f}" if began else ""


def hexagon_map(archive: Archive, standing: Sequence[Council]) -> HexagonMap | None:
    """The present councils with a place on the map; None without any, or without a grade."""
    graded = {each.authority.url: each for each in standing}
    placed = [
        each for each in archive.registry.authorities.values() if each.hexagon and not each.until
    ]
    if not placed or not any(each.number for each in standing):
        return None
    left = min(each.hexagon[0] for each in placed)
    top = max(each.hexagon[1] for each in placed)
    hexagons = []
    for each in placed:
        column, row = each.hexagon
        one = graded.get(f"/authorities/{each.id}/")
        if one is None:
            words, number = f"{each.place}: no graded inspection held", 0
        elif one.number and one.overall:
            words, number = f"{each.place}: {one.overall.grades[0].chip.label}", one.number
        else:
            words, number = f"{each.place}: no grade that is counted", 0
        hexagons.append(
            Hexagon(
                x=(column - left) * HEXAGON + (HEXAGON // 2 if row % 2 else 0),
                y=round((top - row) * DEEP),
                link=Link(each.place, f"/authorities/{each.id}/" if one else ""),
                number=number,
                words=words,
            )
        )
    return HexagonMap(
        tuple(hexagons),
        max(each.x for each in hexagons) + HEXAGON,
        max(each.y for each in hexagons) + 24,
    )


def _choices(found: Sequence[str], ordered: Sequence[str]) -> tuple[Choice, ...]:
    numbers = Counter(found)
    return tuple(Choice(str(at), each, numbers[each]) for at, each in enumerate(ordered, start=1))
