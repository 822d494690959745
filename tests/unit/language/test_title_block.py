"""Dates, periods and facts that a document prints of itself."""

from __future__ import annotations

from datetime import date

import pytest

from builder.core.dates import DATES, read_date, read_periods
from builder.language.title_block import (
    people_in,
    read_facts,
    read_inspected,
    read_inspection_periods,
    read_meeting,
    read_people,
)
from builder.model import Inspected, NamedPerson, NameForms, Person, PrintedFact, TitleBlock

BLOCK = TitleBlock(
    inspected=("Inspection dates: {dates}", "Between {dates}"),
    meeting=("To: {any} - {date}",),
    facts=(
        PrintedFact("theme", ("looked at {words}, with care", "looked at {words}")),
        PrintedFact("outcome", ("The plans lead to {any}.",)),
        PrintedFact("asked", ("Cabinet is asked to {line}",)),
    ),
)


NAMES = NameForms(
    titles=("Cllr",),
    left_out=("Ms",),
    particles=("van", "der"),
    ranks=("Inspector", "Her Majesty's Inspector"),
    no_names=("Dear",),
    bodies=("Council",),
    posts=("Head",),
)


def periods(words: str) -> list[tuple[str, str]]:
    return [(str(each.start), str(each.end)) for each in read_inspection_periods(words, BLOCK)]


def test_two_periods_are_two_and_the_inspection_is_from_the_first_to_the_last_day() -> None:
    words = "Inspection dates: 19 November-11 December 2029 and 28 - 30 January 2030"
    assert periods(words) == [("2029-11-19", "2029-12-11"), ("2030-01-28", "2030-01-30")]
    assert read_inspected(words, BLOCK) == Inspected(date(2029, 11, 19), date(2030, 1, 30))


@pytest.mark.parametrize(
    "words",
    [
        "Inspection dates: 4, 5 and 6 February 2030",
        "Inspection dates: 4 to 6 February 2030",
        "Inspection dates: 4 Feb – 6 Feb. 2030",
        "Between 4 February 2030 and 6 February 2030",
        "Between 4 and 6 February 2030",
    ],
)
def test_days_that_follow_one_another_are_one_period(words: str) -> None:
    assert periods(words) == [("2030-02-04", "2030-02-06")]


@pytest.mark.parametrize("joiner", ["─", "\u0336", "~", "till", "through"])
def test_days_joined_by_what_is_not_known_are_not_read(joiner: str) -> None:
    assert periods(f"Inspection dates: 4 February 2030 {joiner} 6 February 2030") == []


@pytest.mark.parametrize(
    ("words", "published", "inspected"),
    [
        ("4 and 5 February. They", date(2030, 3, 1), (date(2030, 2, 4), date(2030, 2, 5))),
        ("28 to 30 December", date(2030, 1, 20), (date(2029, 12, 28), date(2029, 12, 30))),
        ("28 December to 3 January", date(2030, 1, 20), (date(2029, 12, 28), date(2030, 1, 3))),
        ("4 February 2028", date(2030, 3, 1), (date(2028, 2, 4), date(2028, 2, 4))),
        ("4 February ~ 6 February", date(2030, 3, 1), None),
    ],
)
def test_days_without_a_year_are_the_last_before_publication(
    words: str, published: date, inspected: tuple[date, date] | None
) -> None:
    words = f"Inspection dates: {words}"
    expected = Inspected(*inspected) if inspected else None
    assert read_inspected(words, BLOCK, published) == expected


def test_days_without_a_year_are_not_read_where_publication_is_not_known() -> None:
    assert read_inspected("Inspection dates: 4 and 5 February", BLOCK) is None


def test_months_may_be_shortened() -> None:
    assert read_date("18 Feb 2030") == read_date("18 February 2030") == date(2030, 2, 18)
    assert read_date("3 Sept. 2030") == date(2030, 9, 3)
    assert read_date("3 Septem 2030") is None
    assert read_periods("30 Feb 2030") == ()
    assert "Maybe" not in DATES


def test_a_fact_is_the_words_as_printed_to_the_end_of_their_sentence() -> None:
    words = (
        "Inspectors looked at homes for children (2 of 3). They saw many.\nThe plans lead to good."
    )
    assert read_facts(words, BLOCK) == {
        "theme": "homes for children (2 of 3)",
        "outcome": "The plans lead to good.",
    }


def test_a_fact_ends_where_its_template_goes_on() -> None:
    assert read_facts("They looked at homes, with care for all.", BLOCK) == {"theme": "homes"}


def test_a_fact_may_take_its_whole_line() -> None:
    words = "The Cabinet is asked to note this. And agree.\nNot this."
    assert read_facts(words, BLOCK) == {"asked": "note this. And agree."}


def test_a_meeting_has_a_day() -> None:
    assert read_meeting("To: Cabinet – 4 February 2030", BLOCK) == date(2030, 2, 4)
    assert read_meeting("To: Cabinet", BLOCK) is None


def test_a_post_behind_the_opening_belongs_to_the_name_at_its_end() -> None:
    block = TitleBlock(people=(NamedPerson("Signatory", ("Yours sincerely {name}",)),), names=NAMES)
    words = "The visit was in May.\nYours sincerely\nRobin Example\nHer Majesty’s Inspector"
    opening = words.index("Her")
    assert read_people(words, opening, block) == (
        Person("Robin Example", "Signatory", "Her Majesty’s Inspector"),
    )


@pytest.mark.parametrize(
    ("words", "people"),
    [
        (
            "Ms Robin van der Pier (Inspector) and Cllr. Sam Tide",
            ["Robin van der Pier", "Cllr. Sam Tide"],
        ),
        ("Dear Robin", ["Robin"]),
        ("Tide Council", []),
        ("Head", []),
        ("Head Robin", ["Head Robin"]),
    ],
)
def test_a_name_is_told_by_the_forms_of_the_registry(words: str, people: list[str]) -> None:
    assert [each.name for each in people_in(words, NAMES)] == people


def test_the_longest_rank_stands_behind_a_name() -> None:
    assert people_in("Robin Pier, Her Majesty’s Inspectors", NAMES) == (
        Person("Robin Pier", "", "Her Majesty’s Inspectors"),
    )


def test_without_forms_a_name_is_words_with_capitals() -> None:
    assert people_in("Ms Robin Pier", NameForms()) == (Person("Ms Robin Pier", ""),)
