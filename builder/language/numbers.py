"""Numbers that words state: figures, counts, comparisons, by the rows of `content/checks.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from msgspec import Struct

from builder.core.dates import DATES, MONTHS
from builder.language.prefilter import Needles, may_match, needles
from builder.model import Comparison, unshaped

_WORDS = (
    "no one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
)
NUMBERS = {word: number for number, word in enumerate(_WORDS.split())}
_COUNT = rf"(?P<count>\d{{1,3}}|{'|'.join(NUMBERS)})"
_YEAR = r"(?:19|20)\d\d"
_NO_FIGURE = re.compile(
    rf"{DATES}|\b(?:{'|'.join(MONTHS)}) {_YEAR}|\b{_YEAR}(?:\s*[-/]\s*(?:{_YEAR}|\d\d))?(?!\d)",
    re.IGNORECASE,
)
"""Dates, years and spans of years: numbers that count nothing."""
_DIGIT = re.compile(r"\d")
_FIGURE = re.compile(
    r"(?<![\w.,/-])(?P<value>\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:\.\d+)?)(?![\d/])"
    r"(?:\s?(?P<share>%|per ?cent\b)|\s(?P<unit>[^\W\d_]+))?",
    re.IGNORECASE,
)

_PLACE = re.compile(r"\{[a-z]+\}")
"""A place of a pattern, as {count}."""

MEANINGS = ("at least", "more than", "at most", "less than", "about")
"""What a comparing word may mean for the figure beside it."""


class Figure(Struct, frozen=True):
    """A figure where it stands in some words."""

    value: float
    unit: str
    """"%", the word behind it, or ""."""
    start: int
    end: int
    printed: str
    """With its unit, and with the words that compare: "aged 11 and over"."""
    meaning: str = ""
    """One of `MEANINGS`, or "" for the figure itself."""


class Stated(Struct, frozen=True):
    """A stated number of a part's entries."""

    number: int
    part: str
    """The key of the part's name."""
    printed: str


class GradedCount(Struct, frozen=True):
    """How many parts of a group are said to have a grade."""

    label: str
    """The grade's word."""
    subject: str
    """What is graded: "outcomes"."""
    number: int
    printed: str


def figures(words: str, comparisons: Iterable[Comparison] = ()) -> list[Figure]:
    """Figures printed in digits, in order, without dates and years."""
    if not _DIGIT.search(words):
        return []
    same = unshaped(words)
    blank = _NO_FIGURE.sub(lambda found: "·" * len(found[0]), same)
    compared = list(_compared(same, comparisons))
    found = []
    for match in _FIGURE.finditer(blank):
        unit = "%" if match["share"] else (match["unit"] or "").lower()
        start, end = match.span()
        if match["unit"] and not match["share"]:
            end = match.end("value") if unit in ("and", "or") else end
            unit = "" if unit in ("and", "or") else unit
        meaning = ""
        for first, last, at, means in compared:
            if at == match.start("value"):
                start, end, meaning = min(first, start), max(last, end), means
        value = float(match["value"].replace(",", ""))
        found.append(Figure(value, unit, start, end, words[start:end], meaning))
    return found


def _compared(same: str, comparisons: Iterable[Comparison]) -> Iterator[tuple[int, int, int, str]]:
    """Each compared figure: start and end, its own place, the meaning."""
    for row in comparisons:
        for template in row.printed:
            for match in _comparing(template).finditer(same):
                yield match.start(), match.end(), match.start("n"), row.means


@cache
def _comparing(template: str) -> re.Pattern[str]:
    before, _, after = unshaped(template).partition("{n}")
    number = r"(?P<n>\d[\d,]*(?:\.\d+)?)(?:\s?(?:%|per ?cent))?"
    pattern = re.escape(before).replace(r"\ ", " ") + number + re.escape(after).replace(r"\ ", " ")
    return re.compile(rf"(?<!\w){pattern}(?!\w)", re.IGNORECASE)


def stated(words: str, patterns: Iterable[str], parts: Mapping[str, str]) -> list[Stated]:
    """How many of a part's entries words state.

    `parts` maps printed names to keys; a name's first word may be singular.
    """
    lower = words.lower()
    names = tuple(parts)
    for core in _cores(names):
        if core in lower:
            break
    else:
        return []
    same = unshaped(words)
    found: dict[int, Stated] = {}
    for pattern in _likely(patterns, same):
        for match in _stating(pattern, names).finditer(same):
            printed = words[match.start("count") : match.end("part")]
            key = next(
                key
                for name, key in parts.items()
                if re.fullmatch(_plural(name), match["part"], re.I)
            )
            found.setdefault(
                match.start("count"), Stated(read_number(match["count"]), key, printed)
            )
    return [found[at] for at in sorted(found)]


@cache
def _stating(pattern: str, names: tuple[str, ...]) -> re.Pattern[str]:
    listed = "|".join(_plural(name) for name in sorted(names, key=len, reverse=True)) or r"(?!)"
    return re.compile(
        pattern.replace("{count}", _COUNT).replace("{part}", rf"(?P<part>{listed})(?!\w)"),
        re.IGNORECASE,
    )


@cache
def _cores(names: tuple[str, ...]) -> tuple[str, ...]:
    """Text that every form of a part's name has, for a quick test."""
    split = [" ".join(name.lower().split()).partition(" ") for name in names]
    return tuple(dict.fromkeys(f" {rest}" if rest else one.rstrip("s") for one, _, rest in split))


def _likely(patterns: Iterable[str], same: str) -> list[str]:
    """The patterns that may match some evened words."""
    lower = same.lower()
    return [each for each in patterns if may_match(lower, _needles(each))]


@cache
def _needles(pattern: str) -> Needles:
    return needles(_PLACE.sub(".", pattern))


def _plural(name: str) -> str:
    """A part's name as a pattern, its first word singular or plural."""
    return re.sub(r"^(\w+?)s\b", r"\1s?", re.escape(" ".join(unshaped(name).split())))


def graded_counts(words: str, patterns: Iterable[str], labels: Iterable[str]) -> list[GradedCount]:
    """How many of a group's parts words say to have a grade."""
    same = unshaped(words)
    likely = _likely(patterns, same)
    if not likely:
        return []
    found: dict[int, GradedCount] = {}
    known = tuple(sorted(labels, key=len, reverse=True))
    for pattern in likely:
        for match in _grading(pattern, known).finditer(same):
            printed = words[slice(*match.span())]
            found.setdefault(
                match.start(),
                GradedCount(match["label"], match["subject"], read_number(match["count"]), printed),
            )
    return [found[at] for at in sorted(found)]


@cache
def _grading(pattern: str, labels: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(
        pattern.replace("{count}", _COUNT)
        .replace("{label}", f"(?P<label>{'|'.join(map(re.escape, labels))})")
        .replace("{subject}", r"(?P<subject>[^\W\d_]+)"),
        re.IGNORECASE,
    )


def attributed(words: str, patterns: Iterable[str]) -> str:
    """The words that attribute a sentence to somebody, or ""."""
    same = unshaped(words)
    for pattern in _likely(patterns, same):
        match = re.search(pattern, same, re.IGNORECASE)
        if match:
            return words[slice(*match.span())]
    return ""


def read_number(printed: str) -> int:
    """A number in digits or words.

    >>> read_number("Four")
    4
    """
    word = printed.lower()
    return NUMBERS[word] if word in NUMBERS else int(word)


def written_number(value: int) -> str:
    """A number as prose writes it: words up to twenty.

    >>> written_number(4)
    'four'
    """
    words = {each: word for word, each in NUMBERS.items()}
    return "none" if value == 0 else words.get(value, f"{value:,}")
