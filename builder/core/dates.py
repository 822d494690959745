"""Read and write dates in the forms that reports print; no other form is guessed at."""

from __future__ import annotations

import re
from datetime import date

MONTHS = {
    "january": 1,
    "february": 2,
    "march": 3,
    "april": 4,
    "may": 5,
    "june": 6,
    "july": 7,
    "august": 8,
    "september": 9,
    "october": 10,
    "november": 11,
    "december": 12,
}
_NAMES = {number: name for name, number in MONTHS.items()}
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_SHORT = {**{name[:3]: number for name, number in MONTHS.items()}, "sept": 9}
_MONTH = rf"(?:(?:{'|'.join(MONTHS)}|{'|'.join(sorted(_SHORT, reverse=True))})\b\.?)"
"""A month, in full or shortened: "February", "Feb", "Sept."."""
_NUMERIC = r"\d{1,2}/\d{1,2}/\d{4}"
_THROUGH = re.compile(r"–|—|-|\b(?:to|until)\b", re.IGNORECASE)
"""What joins the first and the last day of a period."""
_JOIN = r"\s*(?:–|—|-|&|[,;](?:\s*and\b)?|\b(?:to|until|and)\b)(?:\s*\bfrom\b)?\s*"

DATE = rf"{_WEEKDAY}{_DAY}\s+{_MONTH},?\s+\d{{4}}|{_NUMERIC}"
"""One day: "21 May 2010", "Friday 21st May 2010", "1/06/2015"."""

_PART = rf"{_NUMERIC}|{_WEEKDAY}{_DAY}(?:\s+{_MONTH}(?:,?\s+\d{{4}})?)?(?!\d)"
"""A day that may leave its month and year to the day behind it."""

_ODD = r"[^\S\n]*(?:[^\w\s.,;:()]+|\b(?:till?|through)\b)[^\S\n]*"
_ODD_JOIN = rf"{_ODD}(?:{DATE})"
DATES = rf"(?:(?:{_PART}){_JOIN}){{0,12}}(?:{DATE})(?!{_ODD_JOIN})"
"""One or more days and periods: "8 March – 19 March 2010", "15, 16 and 17 June 2021".  Where what
joins a day to the next is not known, there is no reading of them, and never a shorter one."""

_YEARLESS = rf"{_WEEKDAY}{_DAY}(?:\s+{_MONTH})?(?!\d)"
_NO_MORE = rf"(?!,?\s+\d|{_JOIN}{_DAY}|{_ODD}{_DAY})"
DATES_WITHOUT_YEAR = rf"(?:{_YEARLESS}{_JOIN}){{0,12}}{_WEEKDAY}{_DAY}\s+{_MONTH}{_NO_MORE}"
"""The same where no year is printed: "13 and 14 July"."""


def written_date(day: date) -> str:
    """A date as people write it: "21 May 2010"."""
    return f"{day.day} {written_month(day.year, day.month)}"


def written_month(year: int, month: int) -> str:
    """Month and year: "May 2010"; the year alone where the month is 0."""
    return f"{_NAMES[month].capitalize()} {year}" if month else f"{year}"


def written_period(start: date, end: date) -> str:
    """A period as prose: "8 to 19 March 2010"."""
    if start == end:
        return written_date(end)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day} to {written_date(end)}"
    if start.year == end.year:
        return f"{written_date(start).rsplit(' ', 1)[0]} to {written_date(end)}"
    return f"{written_date(start)} to {written_date(end)}"


def read_date(words: str) -> date | None:
    """The date, if the words are one and nothing else."""
    match = re.fullmatch(
        rf"{_WEEKDAY}(\d{{1,2}})(?:st|nd|rd|th)?\s+({_MONTH}),?\s+(\d{{4}})",
        words.strip(),
        re.IGNORECASE,
    )
    try:
        if match:
            return date(int(match[3]), _month(match[2]), int(match[1]))
        match = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", words.strip())
        return date(int(match[3]), int(match[2]), int(match[1])) if match else None
    except ValueError:
        return None


def _month(words: str) -> int:
    """The number of a month's full or shortened name."""
    name = words.lower().rstrip(".")
    return MONTHS.get(name) or _SHORT[name]


def read_periods(words: str) -> tuple[tuple[date, date], ...]:
    """The periods in some words, in order; consecutive days and joined days are one period.

    >>> read_periods("9 – 20 May and 6 and 7 June 2011")[1]
    (datetime.date(2011, 6, 6), datetime.date(2011, 6, 7))
    """
    parts = list(re.finditer(_PART, words, re.IGNORECASE))
    days: list[date] = []
    for part in reversed(parts):
        day = read_date(part[0]) or (_before(part[0], days[0]) if days else None)
        if day is None:
            return ()
        days.insert(0, day)
    periods: list[tuple[date, date]] = []
    for at, day in enumerate(days):
        between = words[parts[at - 1].end() : parts[at].start()] if at else ""
        start, end = periods[-1] if periods else (day, day)
        joined = _THROUGH.search(between) or (day - end).days in (0, 1)
        if periods and joined and start <= day:
            periods[-1] = (start, max(end, day))
        else:
            periods.append((day, day))
    return tuple(sorted(periods))


def read_periods_before(words: str, day: date) -> tuple[tuple[date, date], ...]:
    """The periods of words without a year: the last ones that end before a day.

    >>> read_periods_before("30 and 31 October", date(2021, 1, 4))
    ((datetime.date(2020, 10, 30), datetime.date(2020, 10, 31)),)
    """
    for year in (day.year, day.year - 1):
        periods = read_periods(f"{words} {year}")
        if periods and periods[-1][1] <= day:
            return periods
    return ()


def read_period(words: str) -> tuple[date, date] | None:
    """The first and last day of all the periods in some words.

    >>> read_period("9 – 20 May 2011")
    (datetime.date(2011, 5, 9), datetime.date(2011, 5, 20))
    """
    periods = read_periods(words)
    if not periods:
        return None
    return min(start for start, _ in periods), max(end for _, end in periods)


def _before(part: str, behind: date) -> date | None:
    """A day that takes its month or year from the day behind it, across the new year if need be."""
    match = re.search(rf"(\d{{1,2}})(?:st|nd|rd|th)?(?:\s+({_MONTH}))?", part, re.IGNORECASE)
    if match is None:
        return None
    month = match[2] or _NAMES[behind.month]
    found = read_date(f"{match[1]} {month} {behind.year}")
    if found is not None and found > behind:
        if not match[2]:
            return None
        found = read_date(f"{match[1]} {month} {behind.year - 1}")
    return found
