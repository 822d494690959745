"""Printed dates: what is read of them, and what is left unread."""

from __future__ import annotations

from datetime import date

import pytest

from builder.core.dates import read_date, read_period, written_period


@pytest.mark.parametrize("words", ["21 May 2010", "Friday 21st May 2010", "21/05/2010"])
def test_a_day_is_read_in_each_form_that_reports_print(words: str) -> None:
    assert read_date(words) == date(2010, 5, 21)


@pytest.mark.parametrize("words", ["May 2010", "2010-05-21", "31 June 2010", "21 May 2010 or so"])
def test_no_day_is_read_of_anything_else(words: str) -> None:
    assert read_date(words) is None


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("9 – 20 May 2011", date(2011, 5, 9), date(2011, 5, 20)),
        ("28 February to 11 March 2011", date(2011, 2, 28), date(2011, 3, 11)),
        ("15, 16 and 17 June 2021", date(2021, 6, 15), date(2021, 6, 17)),
        ("14 December and 8 January 2015", date(2014, 12, 14), date(2015, 1, 8)),
    ],
)
def test_a_period_takes_month_and_year_from_the_day_behind(
    words: str, start: date, end: date
) -> None:
    assert read_period(words) == (start, end)


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2010, 3, 8), date(2010, 3, 19), "8 to 19 March 2010"),
        (date(2010, 2, 28), date(2010, 3, 1), "28 February to 1 March 2010"),
        (date(2010, 12, 31), date(2011, 1, 1), "31 December 2010 to 1 January 2011"),
        (date(2010, 3, 8), date(2010, 3, 8), "8 March 2010"),
    ],
)
def test_a_period_says_month_and_year_once_where_it_can(start: date, end: date, words: str) -> None:
    assert written_period(start, end) == words
