"""Trends of councils' grades, as tables, pictures and files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date
from statistics import median

from msgspec.structs import replace

from builder.analysis.grade_history import GradeHistory
from builder.analysis.trends import (
    DAY,
    CountedInspection,
    GradeCounts,
    Spell,
    by_region,
    counted_frameworks,
    counted_inspections,
    delays,
    moves,
    newest_on,
    spells,
    yearly,
)
from builder.core.dates import written_date
from builder.core.identifiers import slug
from builder.model import Grade
from builder.pages.parts.charts import Bar, Chart, positioned, stacked
from builder.pages.parts.grade_pictures import scale
from builder.pages.parts.views import Chip, Link, Page, day
from builder.reading.archive import Archive

TITLE = "Trends"

AGES = ("Less than 1 year", "1 to 2 years", "2 to 3 years", "3 to 4 years", "4 years or more")

GOOD = 2
"""The official statistics give the share of councils with one of the best so many grades."""


def trend_pages(archive: Archive, known: Mapping[str, GradeHistory]) -> list[Page]:
    """The page of trends and its picture files."""
    charts = trend_charts(archive, known)
    inspections = counted_inspections(archive.registry, known)
    words = archive.registry.site.words
    tables = {each.table for each in inspections if each.table}
    page = Page(
        url="/trends/",
        template="trends.html",
        title=TITLE,
        description=f"How the overall grades of {words.authorities} have changed: by year, by "
        "region, and from one inspection to the next.",
        crumbs=(Link("Grades", "/grades/"),),
        context={
            "charts": charts,
            "held": sum(bool(each.document) for each in inspections),
            "official": sum(not each.document for each in inspections),
            "tables": tuple(
                (Link(each.name, each.source), each.publisher, day(each.as_at))
                for each in archive.registry.outcomes.values()
                if each.id in tables
            ),
            "last": day(_last(archive)) if charts else "",
        },
    )
    pictures = [
        Page(
            url=chart.svg,
            template="chart.svg",
            title=chart.title,
            description=chart.says,
            context={"chart": chart, "bars": positioned(chart.bars)},
        )
        for chart in charts
    ]
    return [page, *pictures]


def trend_charts(archive: Archive, known: Mapping[str, GradeHistory]) -> tuple[Chart, ...]:
    """Every table of the page, as in its files."""
    frameworks = counted_frameworks(archive.registry)
    inspections = counted_inspections(archive.registry, known)
    if not inspections:
        return ()
    grades = frameworks[-1].scale
    chips = scale(frameworks[-1])
    last = _last(archive)
    words = archive.registry.site.words
    now = newest_on(inspections, last)
    at_work = spells(inspections, max(each.number for each in grades), last)
    return (
        _counts(
            "grades",
            f"{words.of_many} at each grade on every {DAY} March",
            f"Each {words.authority} is counted once, by its newest inspection that had begun on "
            "that day.",
            "Day",
            yearly(inspections, last),
            grades,
            chips,
        ),
        _counts(
            "regions",
            f"By region, on {written_date(last)}",
            "",
            "Region",
            by_region(now.values()),
            grades,
            chips,
        ),
        _moves(inspections, grades, chips),
        _spells(at_work, grades[-1], {each.id for each in archive.authorities}),
        _ages(now.values(), known, last),
        _delays(inspections),
    )


def _last(archive: Archive) -> date:
    """The day counted to: of the newest document or official table."""
    tables = [each.as_at for each in archive.registry.outcomes.values()]
    return max([archive.newest, *tables])


def _counts(
    id: str,
    title: str,
    says: str,
    head: str,
    counts: Sequence[GradeCounts],
    grades: Sequence[Grade],
    chips: Sequence[Chip],
) -> Chart:
    longest = max(each.total for each in counts)
    bars = []
    rows = []
    for each in counts:
        name = f"{DAY} March {each.name}" if each.name.isdigit() else each.name
        parts = [
            (f"g{grade.number}", grade.label, each.numbers.get(grade.number, 0)) for grade in grades
        ]
        segments, words = stacked(parts, longest)
        cells = (str(each.total), f"{each.share(GOOD)}%", str(each.from_tables))
        bars.append(Bar(Link(name, ""), segments, words, cells))
        rows.append(
            (
                name,
                *(str(number) for _, _, number in parts),
                *cells[:1],
                str(each.share(GOOD)),
                cells[2],
            )
        )
    best = " or ".join(each.label.lower() for each in reversed(grades[:GOOD]))
    return Chart(
        id=id,
        title=title,
        says=says,
        heads=(head, "Number", f"{best.capitalize()}", "By tables alone"),
        bars=tuple(bars),
        scale=tuple(chips),
        columns=(
            head.lower(),
            *(slug(each.label).replace("-", "_") for each in grades),
            "councils",
            "good_or_better_per_cent",
            "from_official_tables_alone",
        ),
        rows=tuple(rows),
    )


def _moves(
    inspections: Iterable[CountedInspection], grades: Sequence[Grade], chips: Sequence[Chip]
) -> Chart:
    found = moves(inspections)
    longest = max(sum(found.get((one.number, each.number), 0) for each in grades) for one in grades)
    bars = []
    for one in grades:
        parts = [
            (f"g{each.number}", each.label, found.get((one.number, each.number), 0))
            for each in grades
        ]
        segments, words = stacked(parts, longest)
        bars.append(
            Bar(
                Link(one.label, ""),
                segments,
                words,
                tuple(str(number or "–") for _, _, number in parts),
            )
        )
    return Chart(
        id="moves",
        title="From one inspection to the next",
        says="What each grade became at the next inspection.",
        heads=("From", *(f"To {each.label.lower()}" for each in grades)),
        bars=tuple(bars),
        scale=tuple(chips),
        columns=("grade", "next_grade", "inspections"),
        rows=tuple(
            (one.label, other.label, str(found.get((one.number, other.number), 0)))
            for one in grades
            for other in grades
        ),
    )


def _spells(found: Sequence[Spell], lowest: Grade, held: Set[str]) -> Chart:
    running = [each for each in found if each.running]
    ended = [each.days for each in found if each.end]
    longest = max((each.days for each in running), default=1)
    says = f"{len(found)} spells: {len(running)} run, {len(ended)} have ended"
    if ended:
        says += f", after a median of {_years(round(median(ended)))} years"
    if found:
        says += (
            f". The longest lasted {_years(found[0].days)} years ({found[0].authority.place}"
            f"{', still running' if found[0].running else ''})"
        )
    bars = []
    for each in running:
        segments, _ = stacked([(f"g{lowest.number}", lowest.label, each.days)], longest)
        bar = tuple(replace(one, said=_years(each.days)) for one in segments)
        bars.append(
            Bar(
                Link(
                    each.authority.place,
                    f"/authorities/{each.authority.id}/" if each.authority.id in held else "",
                ),
                bar,
                f"{_years(each.days)} years",
                (written_date(each.start), _years(each.days)),
            )
        )
    return Chart(
        id="inadequate",
        title=f"{lowest.label} now, longest first",
        says=f"{says}.",
        heads=("Name", "Since", "Years"),
        bars=tuple(bars),
        scale=(),
        columns=("authority", "name", "code", "since", "until", "days", "running"),
        rows=tuple(
            (
                each.authority.id,
                each.authority.name,
                each.authority.gss,
                each.start.isoformat(),
                each.end.isoformat() if each.end else "",
                str(each.days),
                "yes" if each.running else "no",
            )
            for each in found
        ),
    )


def _ages(now: Iterable[CountedInspection], known: Mapping[str, GradeHistory], last: date) -> Chart:
    """By newest full inspection, whether or not it has an overall grade."""
    numbers = [0] * len(AGES)
    rows = []
    for each in now:
        history = known.get(each.authority.id)
        newest = max(
            [each.published, *(one.published for one in history.inspections)]
            if history
            else [each.published]
        )
        years = (last - newest).days / 365.25
        numbers[min(int(years), len(AGES) - 1)] += 1
        authority = each.authority
        row = (authority.id, authority.name, authority.gss, newest.isoformat(), f"{years:.1f}")
        rows.append(row)
    bars = []
    for name, number in zip(AGES, numbers, strict=True):
        segments, words = stacked([("plain", name, number)], max(numbers))
        bars.append(Bar(Link(name, ""), segments, words, (str(number),)))
    return Chart(
        id="age",
        title="Time since the newest full inspection",
        says=f"Since its publication, on {written_date(last)}.",
        heads=("Time", "Number"),
        bars=tuple(bars),
        scale=(),
        columns=("authority", "name", "code", "published", "years"),
        rows=tuple(sorted(rows, key=lambda row: (row[3], row[2]))),
    )


def _delays(inspections: Iterable[CountedInspection]) -> Chart:
    found = delays(inspections)
    longest = max((each.median for each in found), default=1)
    bars = []
    for each in found:
        segments, _ = stacked([("plain", "days", each.median)], longest)
        cells = (str(each.median), str(each.longest), str(each.inspections))
        bars.append(Bar(Link(str(each.year), ""), segments, f"{each.median} days", cells))
    return Chart(
        id="publication",
        title="From inspection to publication",
        says="Days from the first day of an inspection to the publication of what was found.",
        heads=("Published in", "Median days", "Longest", "Inspections"),
        bars=tuple(bars),
        scale=(),
        columns=("year", "median_days", "longest_days", "inspections"),
        rows=tuple(
            (str(each.year), str(each.median), str(each.longest), str(each.inspections))
            for each in found
        ),
    )


def _years(days: int) -> str:
    return f"{days / 365.25:.1f}"
