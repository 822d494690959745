"""Read dates, people and facts from a title page or letterhead.

Templates match anywhere in running words; case, white space, quotation marks and dashes do not
matter, but a name begins with a capital.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache, lru_cache, partial
from typing import NamedTuple

from msgspec.structs import replace

from builder.core.dates import (
    DATE,
    DATES,
    DATES_WITHOUT_YEAR,
    read_date,
    read_periods,
    read_periods_before,
)
from builder.model import Inspected, NameForms, Person, TitleBlock, unshaped

_SEVERAL = r"\s*(?:[,;]\s*(?:and\s+)?|\band\b\s*|&\s*)"
_LONGEST_NAMES = 500
"""Characters that the names of those who hold a role may take."""
_SENTENCE = r"[^\n]+?(?=\.(?:\s|$)|\s*$|\s*\n)"
"""Words to the end of their sentence or line."""
_WORDS = r"[^\n]+?"
_REST = r"[^\n]+"


class _Names(NamedTuple):
    """Regular expressions for the names of people."""

    person: str
    """With the groups `name` and `rank`."""
    one: str
    """The same without groups, so that it may stand in a pattern more than once."""
    several: str
    body: re.Pattern[str]


def read_inspected(
    words: str, block: TitleBlock, published: date | None = None
) -> Inspected | None:
    """From when to when the inspection took place."""
    periods = read_inspection_periods(words, block, published)
    if not periods:
        return None
    return Inspected(periods[0].start, max(period.end for period in periods))


def read_inspection_periods(
    words: str, block: TitleBlock, published: date | None = None
) -> tuple[Inspected, ...]:
    """The periods of the inspection: the dates printed first.

    Where none has a year, they are the last before `published`, if that is given.
    """
    found = _periods(words, block, DATES, read_periods)
    if not found and published:
        found = _periods(
            words, block, DATES_WITHOUT_YEAR, partial(read_periods_before, day=published)
        )
    return min(found, key=lambda each: each[0])[1] if found else ()


def _periods(
    words: str,
    block: TitleBlock,
    dates: str,
    read: Callable[[str], tuple[tuple[date, date], ...]],
) -> list[tuple[int, tuple[Inspected, ...]]]:
    """The periods that each template finds, with their place."""
    found: list[tuple[int, tuple[Inspected, ...]]] = []
    for template in _likely(block.inspected, words):
        match = _filled(template, dates=dates).search(words)
        periods = read(match["dates"]) if match else ()
        if len(periods) == 2 and "between {dates}" in template.lower():
            periods = ((periods[0][0], periods[1][1]),)
        if match and periods:
            found.append((match.start("dates"), tuple(Inspected(*each) for each in periods)))
    return found


def read_publication_date(words: str, block: TitleBlock) -> date | None:
    """The printed date of publication."""
    return _day(words, block.published)


def read_meeting(words: str, block: TitleBlock) -> date | None:
    """The printed day of the meeting that a paper is for."""
    return _day(words, block.meeting)


def _day(words: str, templates: Iterable[str]) -> date | None:
    """The day by the first matching template; one that is only `{date}` must be a whole line."""
    for template in _likely(templates, words):
        if template == "{date}":
            day = next((day for line in words.split("\n") if (day := read_date(line))), None)
        else:
            match = _filled(template, date=DATE).search(words)
            day = read_date(match["date"]) if match else None
        if day:
            return day
    return None


def read_facts(words: str, block: TitleBlock) -> dict[str, str]:
    """Facts that a document states of itself, by name, in its own words."""
    found: dict[str, str] = {}
    for row in block.facts:
        for template in _likely(row.printed, words):
            ends = _SENTENCE if template.endswith("{words}") else _WORDS
            match = _filled(template, words=ends, line=_REST, date=DATE).search(words)
            if match is not None and row.fact not in found:
                stated = next(
                    (match[name] for name in ("words", "line") if name in match.re.groupindex),
                    match[0],
                )
                found[row.fact] = " ".join(stated.split()).rstrip(" ,;:–—-")
    return {fact: stated for fact, stated in found.items() if stated}


def read_people(everything: str, opening: int, block: TitleBlock) -> tuple[Person, ...]:
    """Who holds each role, as the opening (so many characters) or else the rest prints it.

    Words taken by one role are not read for the next: "Deputy lead inspector" holds "Lead
    inspector".
    """
    found: list[tuple[int, Person]] = []
    for named in block.people:
        match = _first_match(everything, opening, named.printed, block.names)
        if match is None:
            continue
        blank = re.sub(r"[^\n]", " ", match[0])
        everything = everything[: match.start()] + blank + everything[match.end() :]
        post = (match.groupdict().get("post") or "").strip(" ()")
        group = "names" if "names" in match.groupdict() else "person"
        for at, person in _named_in(match[group], block.names):
            found.append(
                (
                    match.start(group) + at,
                    replace(person, role=named.role, post=post or person.post),
                )
            )
    return tuple(person for _, person in sorted(found, key=lambda each: each[0]))


def people_in(words: str, forms: NameForms) -> tuple[Person, ...]:
    """The people that words name, with the ranks behind their names as posts."""
    return tuple(person for _, person in _named_in(words, forms))


def _named_in(words: str, forms: NameForms) -> Iterator[tuple[int, Person]]:
    """Each person that words name, with the place of the name."""
    names = _names(forms)
    for each in re.finditer(names.person, words):
        name = each["name"].strip()
        if not names.body.search(name):
            yield each.start(), Person(name, "", (each["rank"] or "").strip())


def _names(forms: NameForms) -> _Names:
    return _compiled(
        forms.titles,
        forms.left_out,
        forms.particles,
        forms.ranks,
        forms.no_names,
        forms.bodies,
        forms.posts,
    )


@cache
def _compiled(*forms: tuple[str, ...]) -> _Names:
    titles, left_out, particles, ranks, no_names, bodies, posts = map(_any_of, forms)
    word = rf"(?!{no_names}\b)[A-Z][\w'’.-]*"
    inner = rf"(?:{particles} )*{word}"
    name = rf"(?-i:(?:{titles}\.? )?{word}(?: {inner}){{0,3}})(?<!\.)"
    rank = rf"(?:,?\s+\(?(?P<rank>{ranks}s?\b)\)?)?"
    person = rf"(?:{left_out}\.? )?(?P<name>{name}){rank}"
    one = re.sub(r"\?P<(?:name|rank)>", "?:", person)
    several = rf"{one}(?:{_SEVERAL}{one})*"
    return _Names(person, one, several, re.compile(rf"\b{bodies}\b|^{posts}$"))


def _any_of(words: tuple[str, ...]) -> str:
    """A pattern for any of some words, the longest first; for none, one that matches nothing."""
    ordered = sorted(words, key=lambda each: (-len(each), each))
    patterns = (re.escape(each).replace("'", "['’]").replace(r"\ ", " ") for each in ordered)
    return f"(?:{'|'.join(patterns) or '(?!)'})"


def _first_match(
    everything: str, opening: int, templates: Iterable[str], forms: NameForms
) -> re.Match[str] | None:
    """The first template's match in the opening, or else anywhere."""
    names = _names(forms)
    places = {"person": names.one, "names": names.several, "date": DATE}
    likely = _likely(templates, everything)
    # What begins in the opening may end behind it.
    for begin, end in ((opening, opening + _LONGEST_NAMES), (len(everything), len(everything))):
        for template in likely:
            pattern = _filled(template.replace("{name}", "{person}"), post=r"[^\n]+", **places)
            match = pattern.search(everything, 0, end)
            if match and match.start() < begin:
                return match
    return None


def prints_title_block(words: str, block: TitleBlock) -> bool:
    """Whether words are a line of the title page: dates, publication, a name."""
    if read_date(words) and "{date}" in block.published:
        return True
    people = [template for named in block.people for template in named.printed]
    names = _names(block.names)
    places = {"dates": DATES, "date": DATE, "person": names.one, "names": names.several}
    begins = _even(words)
    return any(
        _filled(template.replace("{name}", "{person}"), post=r"[^\n]+", **places).match(words)
        for template in _likely((*block.inspected, *block.published, *people), words)
        if not template.startswith("{") and begins.startswith(_opening(template))
    )


def _likely(templates: Iterable[str], words: str) -> list[str]:
    """The templates that may match; compiling all takes longer than reading a document."""
    even = _even(words)
    return [each for each in templates if all(part in even for part in _parts(each))]


def _opening(template: str) -> str:
    """What whatever a template matches begins with."""
    return _parts(template)[0]


@cache
def _parts(template: str) -> tuple[str, ...]:
    """What a template prints itself, before, between and behind its places."""
    return tuple(map(_even, re.split(r"\{\w+\}", template)))


@lru_cache(maxsize=8)
def _even(words: str) -> str:
    """Words without what does not matter to a template."""
    return " ".join(unshaped(words).lower().split())


@cache
def _filled(template: str, **places: str) -> re.Pattern[str]:
    """A template as a regular expression for running words."""
    pattern = re.escape(" ".join(template.split())).replace(r"\ ", r"\s+")
    pattern = pattern.replace("'", "['’‘]").replace(r"\-", "[-–—]").replace(r"\{any\}", ".+?")
    for name, expression in places.items():
        pattern = pattern.replace(rf"\{{{name}\}}", f"(?P<{name}>{expression})")
    return re.compile(pattern, re.IGNORECASE)
