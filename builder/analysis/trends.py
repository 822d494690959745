"""Grades of councils over time, as official statistics count them.

Inspections without a held document count by the official tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from statistics import median

from msgspec import Struct

from builder.analysis.grade_history import GradeHistory
from builder.analysis.official import NEAR
from builder.model import Authority, Framework, Registry

MONTH, DAY = 3, 31
"""Councils are counted on the 31st of March of each year, as the official statistics do it."""


class CountedInspection(Struct, frozen=True):
    """A full inspection whose overall grade counts."""

    authority: Authority
    began: date
    published: date
    number: int
    document: str
    """The address of its document; "" where only a table has it."""
    table: str
    """The id of the official table that has it, where no document is held."""


class GradeCounts(Struct, frozen=True):
    """Councils by grade, on one day or in one region."""

    name: str
    numbers: Mapping[int, int]
    """By the number of the grade."""
    from_tables: int
    """How many of them are counted by an official table alone."""

    @property
    def total(self) -> int:
        return sum(self.numbers.values())

    def share(self, best: int) -> int:
        """The percentage with one of the `best` grades."""
        good = sum(number for grade, number in self.numbers.items() if grade <= best)
        return round(100 * good / self.total) if self.total else 0


class Spell(Struct, frozen=True):
    """A run of inspections of a council at the lowest grade."""

    authority: Authority
    start: date
    """When the first of them was published."""
    end: date | None
    """When the next better grade was published; None where it still runs, or where the council was
    abolished."""
    days: int
    """How long it lasted, or has lasted."""

    @property
    def running(self) -> bool:
        return self.end is None and not self.authority.until


class Delay(Struct, frozen=True):
    """How long publication took in one year."""

    year: int
    inspections: int
    median: int
    """Days from the first day of an inspection to its publication."""
    longest: int


def counted_frameworks(registry: Registry) -> tuple[Framework, ...]:
    """Frameworks counted together with the newest, oldest first."""
    counted = sorted(
        (each for each in registry.frameworks.values() if each.official_statistics),
        key=lambda each: each.since or date.min,
    )
    if not counted or not (newest := counted[-1].official_statistics):
        return ()
    return tuple(
        each
        for each in counted
        if each.official_statistics and each.official_statistics.series == newest.series
    )


def counted_inspections(
    registry: Registry, histories: Mapping[str, GradeHistory]
) -> tuple[CountedInspection, ...]:
    """Every counted inspection by first day, from documents and official tables."""
    overall = {
        judgement.id
        for framework in counted_frameworks(registry)
        for judgement in framework.judgements
        if judgement.overall
    }
    found: list[CountedInspection] = []
    for authority in registry.authorities.values():
        history = histories.get(authority.id)
        own = [
            CountedInspection(
                authority, each.began, each.published, grade.number, each.document.url, ""
            )
            for each in (history.inspections if history else ())
            if (grade := each.counted)
        ]
        for row in registry.official(authority.id):
            for graded in row.grades:
                if overall.isdisjoint(graded.judgements):
                    continue
                one = CountedInspection(
                    authority, row.began, row.published, graded.number, "", row.table
                )
                if not any(_same(one, other) for other in own):
                    own.append(one)
        found += own
    return tuple(sorted(found, key=lambda each: (each.began, each.authority.id)))


def _same(one: CountedInspection, other: CountedInspection) -> bool:
    return one.began == other.began or abs((one.published - other.published).days) <= NEAR


def standing_on(authority: Authority, day: date) -> bool:
    """Whether an authority existed on a day; councils end on 1 April."""
    until = int(authority.until) if authority.until else 0
    return not until or (day.year, day.month) < (until, MONTH + 1)


def newest_on(inspections: Iterable[CountedInspection], day: date) -> dict[str, CountedInspection]:
    """Each standing council's newest inspection begun by a day, by id."""
    return {
        each.authority.id: each
        for each in inspections
        if each.began <= day and standing_on(each.authority, day)
    }


def yearly(inspections: Sequence[CountedInspection], last: date) -> tuple[GradeCounts, ...]:
    """Councils at each grade on every counting day up to `last`."""
    first = inspections[0].began.year if inspections else last.year + 1
    days = [date(year, MONTH, DAY) for year in range(first, last.year + 1)]
    found = [
        count_grades(str(day.year), newest_on(inspections, day).values())
        for day in days
        if day <= last
    ]
    return tuple(each for each in found if each.total)


def by_region(inspections: Iterable[CountedInspection]) -> tuple[GradeCounts, ...]:
    """Some councils' inspections, one each, counted by region."""
    regions: dict[str, list[CountedInspection]] = {}
    for each in inspections:
        regions.setdefault(each.authority.region, []).append(each)
    return tuple(count_grades(region, regions[region]) for region in sorted(regions))


def count_grades(name: str, inspections: Iterable[CountedInspection]) -> GradeCounts:
    numbers: dict[int, int] = {}
    tables = 0
    for each in inspections:
        numbers[each.number] = numbers.get(each.number, 0) + 1
        tables += not each.document
    return GradeCounts(name, numbers, tables)


def moves(inspections: Iterable[CountedInspection]) -> dict[tuple[int, int], int]:
    """How often one grade followed another in a council."""
    found: dict[tuple[int, int], int] = {}
    for own in _by_authority(inspections).values():
        for one, other in pairwise(own):
            key = one.number, other.number
            found[key] = found.get(key, 0) + 1
    return found


def spells(inspections: Iterable[CountedInspection], lowest: int, last: date) -> tuple[Spell, ...]:
    """Spells at the lowest grade, longest first; current ones count to `last`."""
    found = []
    for own in _by_authority(inspections).values():
        start: date | None = None
        for each in own:
            if each.number == lowest:
                start = start or each.published
            elif start:
                found.append(_spell(each.authority, start, each.published, last))
                start = None
        if start:
            found.append(_spell(own[-1].authority, start, None, last))
    return tuple(sorted(found, key=lambda each: (-each.days, each.authority.id)))


def _spell(authority: Authority, start: date, end: date | None, last: date) -> Spell:
    gone = date(int(authority.until), MONTH + 1, 1) if authority.until else last
    return Spell(authority, start, end, max(((end or min(gone, last)) - start).days, 0))


def delays(inspections: Iterable[CountedInspection]) -> tuple[Delay, ...]:
    """How long publication took, by the year of publication."""
    years: dict[int, list[int]] = {}
    for each in inspections:
        if each.began < each.published:
            years.setdefault(each.published.year, []).append((each.published - each.began).days)
    return tuple(
        Delay(year, len(days), round(median(days)), max(days))
        for year, days in sorted(years.items())
    )


def _by_authority(
    inspections: Iterable[CountedInspection],
) -> dict[str, list[CountedInspection]]:
    found: dict[str, list[CountedInspection]] = {}
    for each in inspections:
        found.setdefault(each.authority.id, []).append(each)
    return found
