"""Printed dates → dates, by the forms that reports print and no others.

In: words.  Out: days, or nothing.  A stage of its own because a date that is not printed must never
be invented: a form that is not listed here is not read.
"""

from __future__ import annotations

import re
from datetime import date

_MONTHS = {
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
_NAMES = {number: name for name, number in _MONTHS.items()}
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_MONTH = rf"(?:{'|'.join(_MONTHS)})"
_TO = r"\s*(?:–|—|-|to|until|and)\s*"

DATE = rf"{_DAY}\s+{_MONTH}\s+\d{{4}}|\d{{1,2}}/\d{{1,2}}/\d{{4}}"
"""One day: "21 May 2010", "1/06/2015"."""

_PERIOD = (
    rf"(?:{DATE}){_TO}(?:{DATE})"
    rf"|{_DAY}(?:\s+{_MONTH})?{_TO}{_DAY}\s+{_MONTH}\s+\d{{4}}"
    rf"|{DATE}"
)

DATES = rf"(?:{_PERIOD})(?:\s*(?:,|and|&)\s*(?:{_PERIOD}))*"
"""One or more periods: "8 March – 19 March 2010", "6 and 7 October 2009"."""


def read_date(words: str) -> date | None:
    """The day that words print, if they print one and nothing else."""
    match = re.fullmatch(
        rf"(\d{{1,2}})(?:st|nd|rd|th)?\s+({_MONTH})\s+(\d{{4}})", words.strip(), re.IGNORECASE
    )
    try:
        if match:
            return date(int(match[3]), _MONTHS[match[2].lower()], int(match[1]))
        match = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", words.strip())
        return date(int(match[3]), int(match[2]), int(match[1])) if match else None
    except ValueError:
        return None


def read_period(words: str) -> tuple[date, date] | None:
    """The first and the last day of the periods that words print.

    >>> read_period("9 – 20 May 2011")
    (datetime.date(2011, 5, 9), datetime.date(2011, 5, 20))
    """
    days: list[date] = []
    for period in re.finditer(_PERIOD, words, re.IGNORECASE):
        end_words = re.search(rf"(?:{DATE})$", period[0], re.IGNORECASE)
        end = read_date(end_words[0]) if end_words else None
        if end is None:
            return None
        days.append(end)
        start = period[0][: end_words.start()] if end_words else ""
        begin = re.match(rf"({_DAY})(?:\s+({_MONTH}))?(?:\s+(\d{{4}}))?", start, re.IGNORECASE)
        numeric = re.match(r"\d{1,2}/\d{1,2}/\d{4}", start)
        if numeric:
            found = read_date(numeric[0])
        elif begin:
            month = begin[2] or _NAMES[end.month]
            found = _before(re.sub(r"\D", "", begin[1]), month, begin[3], end)
        else:
            continue
        if found is None:
            return None
        days.append(found)
    return (min(days), max(days)) if days else None


def _before(day: str, month: str, year: str | None, end: date) -> date | None:
    """The day that begins a period; its year is the end's where none is printed, or the year
    before where the period crosses the new year."""
    printed = int(year) if year else end.year
    found = read_date(f"{day} {month} {printed}")
    if found is not None and found > end and not year:
        found = read_date(f"{day} {month} {printed - 1}")
    return found
