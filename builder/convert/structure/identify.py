"""Identify a document from printed words: framework, authority, dates, people, licence.

Only its publication date may come from the file's name or the editor, and says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise

from msgspec import Struct

from builder.core.dates import DATES, read_date, read_period
from builder.language.templates import announces, is_printed_as, normal
from builder.language.title_block import (
    read_facts,
    read_inspected,
    read_inspection_periods,
    read_meeting,
    read_people,
    read_publication_date,
)
from builder.model import Authority, Framework, Inspected, Person, Registry

_OPENING = 60
"""How many blocks the opening may take: title page, letterhead, summary."""
_TITLE_PAGE = 12
"""How many of them may be the title page's."""
_POSTCODE = re.compile(r"^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$")
"""What stands below the town of an address."""


class Identity(Struct, frozen=True):
    framework: Framework | None
    authority: Authority | None
    kind: str
    title: str
    inspected: Inspected | None
    published: date | None
    published_from: str
    """"" where it is printed; else "file name" or "editor"."""
    people: tuple[Person, ...]
    licence: str
    periods: tuple[Inspected, ...]
    """The periods of the inspection, where it had more than one."""
    meeting: date | None
    facts: Mapping[str, str]
    """What else the document states of itself, by keys of `FACTS`."""
    missing: tuple[str, ...]
    """What was not found, in words for an editor."""


def identify(
    paragraphs: Sequence[str], registry: Registry, file_name: str, published: date | None
) -> Identity:
    """A document's identity; `paragraphs` are its blocks' words in order."""
    opening = [_lines(words) for words in paragraphs[:_OPENING]]
    flat = "\n".join(opening)
    named = _date_of_name(file_name)
    framework, title = _framework(opening, flat, registry, published or named)
    authority = _authority(opening, title, registry)
    everything = "\n".join(map(_lines, paragraphs))
    block = framework.title_block if framework else None
    printed = read_publication_date(flat, block) if block else None
    people = read_people(everything, len(flat), block) if block else ()
    licence = next(
        (
            words
            for words in paragraphs
            for each in registry.licences.values()
            if announces(each, words)
        ),
        "",
    )
    day, origin = (
        (printed, "")
        if printed
        else (published, "editor")
        if published
        else ((named, "file name") if named else (None, ""))
    )
    periods = read_inspection_periods(flat, block, day) if block else ()
    inspected = read_inspected(flat, block, day) if block else None
    dated = inspected and block and read_inspected(flat, block)
    missing = [
        words
        for found, words in (
            (framework, "the framework: no title that a framework announces was found"),
            (authority, "the authority: no name of one was found in the opening"),
            (day, "the date of publication: give it with --published"),
            (inspected or not (framework and framework.inspection), "the dates of the inspection"),
            (
                dated or not inspected,
                "the year of the inspection; the last one is taken",
            ),
            (people or not (block and block.people), "the people: no name was found"),
        )
        if not found
    ]
    return Identity(
        framework=framework,
        authority=authority,
        kind=framework.kinds[0] if framework else "report",
        title=title or next((words for words in opening if re.search(r"\w", words)), ""),
        inspected=inspected,
        published=day,
        published_from=origin,
        people=people,
        licence=licence,
        periods=periods if len(periods) > 1 else (),
        meeting=read_meeting(flat, block) if block else None,
        facts=read_facts(everything, block) if block else {},
        missing=tuple(missing),
    )


def _lines(words: str) -> str:
    """Words with single blanks and their line breaks: names end with a line."""
    return "\n".join(" ".join(line.split()) for line in words.split("\n"))


def _framework(
    opening: Sequence[str], flat: str, registry: Registry, published: date | None
) -> tuple[Framework | None, str]:
    """The announced framework, and the title that announces it.

    Labelled titles win, then longer ones; of equals, the framework in force at the inspection.
    """
    found: list[tuple[tuple[bool, int], Framework, str]] = []
    loosely = _first_period(flat) or published
    templates = {
        framework.id: [
            (each.words, (each.words.replace("{title}", "{any}"),)) for each in framework.announced
        ]
        for framework in registry.frameworks.values()
    }
    everything = tuple(one for each in templates.values() for _, (one,) in each)
    titles = [
        words for words in dict.fromkeys(_titles(opening)) if is_printed_as(words, everything)
    ]
    for framework in registry.frameworks.values() if titles else ():
        printed = [
            (announced, words)
            for announced, template in templates[framework.id]
            for words in titles
            if is_printed_as(words, template)
        ]
        if not printed:
            continue
        block = framework.title_block
        dates = read_inspected(flat, block) if block else None
        begun = dates.start if dates else loosely
        in_force = begun is None or (
            (framework.since is None or framework.since <= begun)
            and (framework.until is None or begun <= framework.until)
        )
        for announced, words in printed if in_force else ():
            before = announced.split("{title}")[0] if "{title}" in announced else ""
            rank = (bool(before), len(announced))
            found.append((rank, framework, words[len(before) :]))
    if not found:
        return None, ""
    _, framework, title = max(found, key=lambda each: each[0])
    return framework, title


def _titles(opening: Sequence[str]) -> Iterable[str]:
    """Possible titles: each opening block, and two or three in a row."""
    for count in (1, 2, 3):
        for at in range(len(opening) - count + 1):
            yield " ".join(opening[at : at + count])
    for words in opening:
        lines = words.split("\n")
        yield from lines
        yield from map(" ".join, pairwise(lines))


def _authority(opening: Sequence[str], title: str, registry: Registry) -> Authority | None:
    """The authority that the opening names.

    The longest name in the title; a title-page line that is a name; the first block with a full
    name; a place.
    """
    everyone = list(registry.authorities.values())
    full = [
        (normal(name), each) for each in everyone for name in (each.name, each.place, *each.aliases)
    ]
    short = [(normal(each.place), each) for each in everyone]
    councils = [(name, each) for name, each in full if name != normal(each.place)]
    names_alone = {name for name, _ in full}
    lines = [line for words in opening[:_TITLE_PAGE] for line in words.split("\n")]
    alone = [
        line
        for line, below in zip(lines, [*lines[1:], ""], strict=True)
        if normal(line) in names_alone and not _POSTCODE.search(below)
    ]
    steps = (
        (full, [title, *alone]),
        (councils, opening),
        (short, opening),
    )
    for names, places in steps:
        for words in places:
            compared = normal(words)
            held = [
                (len(name), each)
                for name, each in names
                if name in compared and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", compared)
            ]
            if held:
                return max(held, key=lambda each: each[0])[1]
    return None


def _first_period(words: str) -> date | None:
    """The first day of the first printed period."""
    match = re.search(DATES, words, re.IGNORECASE)
    period = read_period(match[0]) if match else None
    return period[0] if period else None


def _date_of_name(file_name: str) -> date | None:
    """The date that a file's name prints: "…---15-march-2024.pdf", "2024-03-15.pdf"."""
    stem = file_name.rsplit(".", 1)[0].lower()
    match = re.search(r"(\d{1,2})[-_ ]([a-z]+)[-_ ](\d{4})", stem)
    if match and (day := read_date(" ".join(match.groups()))):
        return day
    match = re.search(r"(\d{4})-(\d{2})-(\d{2})", stem)
    return read_date(f"{match[3]}/{match[2]}/{match[1]}") if match else None
