"""Find words that speak of another document, by the patterns of `references.yaml`.

Placeholders: `{when}` is one printed time ("October 2009", "2006"), `{whens}` one or more, each of
another document, `{own}` a name that must be the authority's own, `{any}` any words; other names in
braces are the row's own terms.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from functools import cached_property

from msgspec import Struct

from builder.core.dates import MONTHS
from builder.language.prefilter import Needles, may_match, needles
from builder.language.regex_safety import fault
from builder.model import ReferenceKind, unshaped

DATED = "dated"
EARLIER = "earlier"
UNDATED = "undated"
AHEAD = "ahead"

SORTS = (DATED, EARLIER, UNDATED, AHEAD)
"""The lists of a row's patterns, by their keys."""

_MONTH_NAMES = tuple(month.capitalize() for month in MONTHS)
_YEAR = r"(?<![\d/-])(?:19|20)\d\d(?!\d|[/-]\d)"
_MONTH = rf"(?-i:{'|'.join(_MONTH_NAMES)})\b"
_DAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day )?\d{1,2}(?:st|nd|rd|th)?"
_TO = r"(?: ?- ?| to | until | and | & |, (?:and )?)(?:from )?"
_DAYS = rf"{_DAY}(?:{_TO}{_DAY}){{0,12}} "
_POINT = rf"(?:{_DAYS})?{_MONTH}(?:,? {_YEAR})?"
_PART_OF = r"(?:the )?(?:(?:early|mid|late|spring|summer|autumn|winter)(?: of|-| ) ?)?"
_TIME = rf"{_PART_OF}(?:{_POINT}(?:{_TO}{_POINT}){{0,6}}|{_YEAR})"
# No words can be shared out among the parts of these in many ways: a sentence that somebody wrote
# to that end would be tried for hours.
_ONE = rf"{_PART_OF}(?:{_POINT}|{_YEAR})"
_TIMES = rf"{_ONE}(?:{_TO}{_ONE}){{0,12}}"
_SMALL = r"(?:(?:upon|on|of|and|the|in)[ -]){0,2}"
_NAME = rf"(?-i:[A-Z][\w.&]*(?:[ -]{_SMALL}[A-Z][\w.&']*|-[a-z][\w.&']*){{0,6}})"
_PERIOD = re.compile(r"-|\bto\b|\buntil\b")
_TOKEN = re.compile(rf"(?P<month>{_MONTH})|(?P<year>{_YEAR})", re.IGNORECASE)
_DATED = re.compile(rf"(?:19|20)\d\d|{'|'.join(_MONTH_NAMES)}")
"""What stands in whatever prints a time."""
_PLACE = re.compile(r"\{([a-z_]+)\}")


class ReferenceMatch(Struct, frozen=True):
    """Words that speak of another document: sentence[start:end]."""

    start: int
    end: int
    kind: str
    """The id of the row."""
    sort: str
    """DATED, EARLIER, UNDATED or AHEAD."""
    times: tuple[tuple[int, int], ...] = ()
    """(year, month), with 0 for what is not printed."""
    whose: tuple[str, ...] = ()
    """The names that must be the authority's own."""

    def shown(self) -> tuple[str, ...]:
        """What is read, as the registry's examples write it."""
        if self.sort != DATED:
            return (AHEAD,) if self.sort == AHEAD else (UNDATED,)
        return tuple(_shown(*time) for time in self.times)


def _shown(year: int, month: int) -> str:
    if not year:
        return f"month {month}"
    return f"{year}-{month:02}" if month else f"{year}"


class _Expression(Struct, frozen=True, dict=True):
    written: str
    needles: Needles

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """Compiled when first needed: few documents need them all."""
        return re.compile(self.written, re.IGNORECASE)


class _Pattern(_Expression, frozen=True):
    sort: str
    several: bool


class _Row(Struct, frozen=True, dict=True):
    order: int
    row: ReferenceKind

    @cached_property
    def patterns(self) -> tuple[_Pattern, ...]:
        """Parsed when words first concern the row."""
        row = self.row
        return tuple(_pattern(row, sort, each) for sort in SORTS for each in getattr(row, sort))

    @cached_property
    def unless(self) -> tuple[_Expression, ...]:
        expanded = [_expanded(self.row, each) for each in self.row.unless]
        return tuple(_Expression(each, needles(each)) for each in expanded)


class Referring:
    """Reads sentences by the patterns of some rows."""

    def __init__(self, rows: Iterable[ReferenceKind]) -> None:
        self._rows = [_Row(order, row) for order, row in enumerate(rows)]
        self._said_in: dict[str, list[_Row]] = {}

    def read(
        self, sentence: str, framework: str = "", concerning: Container[str] | None = None
    ) -> list[ReferenceMatch]:
        """What a sentence speaks of, in order.

        `concerning` holds the rows whose plain words occur, where known. Of overlapping matches the
        dated, else the longer wins; words that name several kinds of document count for each.
        """
        plain = unshaped(sentence)
        lower = plain.lower()
        if concerning is None:
            concerning = {
                each.row.id
                for each in self._rows
                if any(re.search(rf"(?<!\w){re.escape(word)}", lower) for word in each.row.words)
            }
        dated = bool(_DATED.search(plain))
        found: list[tuple[tuple[bool, int, int, int], ReferenceMatch]] = []
        for each in self._of(framework):
            if each.row.id in concerning:
                matches = [
                    (pattern, match)
                    for pattern in each.patterns
                    if (dated or pattern.sort != DATED)
                    and not (pattern.sort == UNDATED and framework in each.row.frameworks)
                    and may_match(lower, pattern.needles)
                    for match in pattern.regex.finditer(plain)
                ]
                if matches and not any(
                    may_match(lower, unless.needles) and unless.regex.search(plain)
                    for unless in each.unless
                ):
                    for pattern, match in matches:
                        rank = (pattern.sort != DATED, -len(match[0]), match.start(), each.order)
                        found.append((rank, _spoken(each.row, pattern, match)))
        standing: list[ReferenceMatch] = []
        for _, spoken in sorted(found, key=lambda ranked: ranked[0]):
            if not any(_excludes(other, spoken) for other in standing):
                standing.append(spoken)
        return sorted(standing, key=lambda each: (each.start, each.kind))

    def _of(self, framework: str) -> list[_Row]:
        """The rows that are read in a framework's documents."""
        if framework not in self._said_in:
            self._said_in[framework] = [
                each
                for each in self._rows
                if not (framework and each.row.said_in) or framework in each.row.said_in
            ]
        return self._said_in[framework]


def _excludes(standing: ReferenceMatch, other: ReferenceMatch) -> bool:
    """Whether words that stand leave no room for others."""
    if other.end <= standing.start or standing.end <= other.start:
        return False
    return standing.kind == other.kind or (standing.start, standing.sort, standing.times) != (
        other.start,
        other.sort,
        other.times,
    )


def _spoken(row: ReferenceKind, pattern: _Pattern, match: re.Match[str]) -> ReferenceMatch:
    groups = [(name, words) for name, words in match.groupdict().items() if words]
    times = tuple(
        time
        for name, words in groups
        if name.startswith("when")
        for time in read_times(words, pattern.several)
    )
    whose = tuple(words for name, words in groups if name.startswith("own"))
    return ReferenceMatch(match.start(), match.end(), row.id, pattern.sort, times, whose)


def read_times(words: str, several: bool) -> Iterator[tuple[int, int]]:
    """Printed times as (year, month); only the first unless `several`.

    >>> list(read_times("January and November 2010", several=True))
    [(2010, 1), (2010, 11)]
    >>> list(read_times("22 January to 2 February 2024", several=True))
    [(2024, 1)]
    """
    points: list[list[int]] = []
    last = 0
    joined: list[str] = []
    for token in _TOKEN.finditer(words):
        if token["month"]:
            points.append([0, MONTHS[token["month"].lower()]])
        elif points and points[-1][0] == 0:
            points[-1][0] = int(token["year"])
            last = token.end()
            continue
        else:
            points.append([int(token["year"]), 0])
        joined.append(words[last : token.start()])
        last = token.end()
    for before, behind in zip(reversed(points[:-1]), reversed(points[1:]), strict=True):
        before[0] = before[0] or behind[0]
    for at, (year, month) in enumerate(points):
        # The day of "8 March – 19 March" stands before its month: the dash is then in between.
        if at and (not several or _PERIOD.search(joined[at])):
            continue
        yield year, month


def problem_of(row: ReferenceKind, sort: str, pattern: str) -> str:
    """What is wrong with one of a row's patterns, or ""."""
    places = _PLACE.findall(pattern)
    unknown = [each for each in places if each not in _PLACES and each not in row.terms]
    if unknown:
        return f"“{{{unknown[0]}}}” is no place of a pattern nor one of the row's terms"
    try:
        expanded = _expanded(row, pattern, _STANDING_FOR)
    except RecursionError:
        return "its terms stand in each other"
    if found := fault(expanded):
        return found
    if ("(?P<when" in expanded) != (sort == DATED):
        return "it needs {when} or {whens}" if sort == DATED else "a date belongs under “dated”"
    return ""


_PLACES = {
    "when": f"(?P<when#>{_TIME})",
    "whens": f"(?P<when#>{_TIMES})",
    "own": f"(?P<own#>{_NAME})",
    "any": r"[^;:()]{0,80}?",
}


_STANDING_FOR = {**_PLACES, "when": "(?P<when#>9)", "whens": "(?P<when#>9)", "own": "(?P<own#>9)"}
"""The places when a pattern itself is looked at."""


def _pattern(row: ReferenceKind, sort: str, pattern: str) -> _Pattern:
    expanded = _expanded(row, pattern)
    written = rf"(?<!\w)(?:{expanded})(?!\w)"
    several = "{whens}" in pattern or any(
        "{whens}" in row.terms.get(each, "") for each in _PLACE.findall(pattern)
    )
    return _Pattern(written, needles(expanded), sort, several)


def _expanded(row: ReferenceKind, pattern: str, places: Mapping[str, str] = _PLACES) -> str:
    """A pattern as a regular expression with its groups numbered apart."""
    while any(each in row.terms for each in _PLACE.findall(pattern)):
        pattern = _PLACE.sub(
            lambda place: f"(?:{row.terms[place[1]]})" if place[1] in row.terms else place[0],
            pattern,
        )
        if len(pattern) > 100_000:
            raise RecursionError
    pattern = _PLACE.sub(lambda place: places.get(place[1], place[0]), pattern)
    numbers = iter(range(len(pattern)))
    return re.sub(r"(?<=\(\?P<)(when|own)#", lambda group: f"{group[1]}{next(numbers)}", pattern)
