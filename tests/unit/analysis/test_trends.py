"""Trends: councils counted as official statistics count them, and the figures that these give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pytest

from builder.analysis.trends import (
    CountedInspection,
    by_region,
    counted_inspections,
    delays,
    moves,
    newest_on,
    spells,
    standing_on,
    yearly,
)
from builder.model import Authority, Registry
from builder.registry.load import read_registry
from tests.support.paths import PROJECT

TOWN = Authority("town", "Town Council", "Town", "Unitary authority", "North", "X1")
VALE = Authority("vale", "Vale Council", "Vale", "Unitary authority", "South", "X2", until="2019")


@pytest.fixture(scope="module")
def registry() -> Registry:
    return read_registry(PROJECT / "content")


@pytest.fixture(scope="module")
def official(registry: Registry) -> tuple[CountedInspection, ...]:
    """What the official tables alone count."""
    return counted_inspections(registry, {})


def inspections(
    authority: Authority, grades: Mapping[str, int], table: str = ""
) -> list[CountedInspection]:
    """Inspections that began on some days, each published 60 days later."""
    return [
        CountedInspection(
            authority,
            (day := date.fromisoformat(began)),
            date.fromordinal(day.toordinal() + 60),
            number,
            "" if table else f"/{began}/",
            table,
        )
        for began, number in grades.items()
    ]


def good(counted: Sequence[CountedInspection], day: date, region: str = "") -> int:
    """How many per cent of councils were good or outstanding on a day."""
    newest = newest_on(counted, day).values()
    if region:
        return next(each for each in by_region(newest) if each.name == region).share(2)
    number = sum(each.number <= 2 for each in newest)
    return round(100 * number / len(newest))


@pytest.mark.parametrize(
    ("day", "region", "per_cent"),
    [
        (date(2024, 3, 31), "", 60),
        (date(2024, 3, 31), "London", 85),
        (date(2024, 3, 31), "North West", 36),
    ],
)
def test_the_shares_are_those_of_the_official_statistics(
    official: tuple[CountedInspection, ...], day: date, region: str, per_cent: int
) -> None:
    """Main findings: local authority inspection outcomes as at 31 March 2024, Ofsted."""
    assert good(official, day, region) == per_cent


def test_the_grades_of_31_march_2025_are_those_of_the_official_table(
    registry: Registry, official: tuple[CountedInspection, ...]
) -> None:
    (table,) = (each for each in registry.outcomes.values() if not each.kind)
    newest = newest_on(official, date(2025, 3, 31))
    assert len(newest) == len(table.rows) == 153
    for row in table.rows:
        assert newest[row.authority].number == row.grades[0].number
        assert newest[row.authority].began == row.began


def test_every_table_counts_an_inspection_once(official: tuple[CountedInspection, ...]) -> None:
    seen = [(each.authority.id, each.began) for each in official]
    assert len(seen) == len(set(seen)) == 271


def test_a_council_is_counted_until_the_march_of_its_last_year() -> None:
    assert standing_on(VALE, date(2019, 3, 31))
    assert not standing_on(VALE, date(2019, 4, 1))
    counted = inspections(VALE, {"2016-05-01": 3})
    assert [each.name for each in yearly(counted, date(2021, 12, 31))] == ["2017", "2018", "2019"]


def test_a_council_counts_from_the_day_on_which_its_inspection_began() -> None:
    counted = inspections(TOWN, {"2016-03-20": 4, "2018-04-02": 2})
    found = {each.name: each.numbers for each in yearly(counted, date(2019, 3, 31))}
    assert found == {"2016": {4: 1}, "2017": {4: 1}, "2018": {4: 1}, "2019": {2: 1}}


def test_what_only_a_table_has_is_said_to_be_from_it() -> None:
    counted = [
        *inspections(TOWN, {"2016-05-01": 3}),
        *inspections(VALE, {"2016-06-01": 2}, table="official"),
    ]
    (year, *_) = yearly(counted, date(2017, 3, 31))
    assert (year.total, year.from_tables, year.share(2)) == (2, 1, 50)


def test_moves_are_between_inspections_that_follow_each_other() -> None:
    counted = [
        *inspections(TOWN, {"2014-05-01": 4, "2016-05-01": 3, "2018-05-01": 3}),
        *inspections(VALE, {"2014-06-01": 2}),
    ]
    assert moves(counted) == {(4, 3): 1, (3, 3): 1}


def test_inspections_with_the_lowest_grade_in_a_row_are_one_spell() -> None:
    grades = {"2014-01-01": 4, "2015-01-01": 4, "2016-01-01": 3, "2018-01-01": 4}
    running, ended = spells(inspections(TOWN, grades), 4, date(2021, 3, 2))
    assert (ended.start, ended.end, ended.running) == (date(2014, 3, 2), date(2016, 3, 1), False)
    assert (running.start, running.end, running.days) == (date(2018, 3, 2), None, 1096)
    assert running.running


def test_a_spell_of_an_abolished_council_ends_with_it() -> None:
    (spell,) = spells(inspections(VALE, {"2018-01-01": 4}), 4, date(2025, 1, 1))
    assert not spell.running
    assert spell.days == (date(2019, 4, 1) - date(2018, 3, 2)).days


def test_days_to_publication_are_counted_by_its_year() -> None:
    (year,) = delays(inspections(TOWN, {"2014-01-01": 4, "2014-06-01": 3}))
    assert (year.year, year.inspections, year.median, year.longest) == (2014, 2, 60, 60)
