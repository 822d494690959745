"""Small values that templates lay out: links, chips, cells, lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from msgspec import Struct

from builder.core.dates import written_date, written_period
from builder.model import Document, Grade
from builder.reading.archive import (
    GRADED,
    NOT_GRADED,
    NOT_JUDGED,
    NOT_READ,
    Archive,
    JudgementState,
    grades,
)

ROLE_NAMES = {
    "recommendation": "Recommendation",
    "area-for-improvement": "Area for improvement",
    "priority-action": "Area for priority action",
    "area-for-development": "Area for development",
    "decision": "Decision asked for",
}

EMPTY = {
    NOT_JUDGED: "Not judged under this framework",
    NOT_GRADED: "Not graded in this document",
    NOT_READ: "Printed, but we could not read it",
}
"""Three different things, which look different everywhere."""

EMPTY_KEY = (
    (NOT_JUDGED, EMPTY[NOT_JUDGED], "inspectors did not ask the question"),
    (NOT_GRADED, EMPTY[NOT_GRADED], "they ask it, but this document gives no grade"),
    (NOT_READ, EMPTY[NOT_READ], "a grade stands there that the archive does not recognise"),
)
"""What each empty cell says and means: (state, words, meaning)."""


class Later(Struct, frozen=True, eq=False):
    """What a template shows and what takes long to load; a page that stands needs none of it."""

    name: str
    """Which the template uses."""
    made_of: object
    """While it stays the same, so does the value."""
    make: Callable[[], Any]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Later) and (self.name, self.made_of) == (other.name, other.made_of)

    __hash__ = None  # type: ignore[assignment]


class Page(Struct, frozen=True):
    """One page of the site."""

    url: str
    """Its address, "/documents/…/"; a page that is a file of its own ends in its name."""
    template: str
    title: str
    """Without the site's name."""
    description: str
    context: Mapping[str, Any]
    """What the template shows, under the names it uses."""
    crumbs: tuple[Link, ...] = ()
    """The way here from home, this page excepted."""
    linked_data: Mapping[str, Any] | None = None
    """What the page is, for machines, as JSON-LD with root-relative addresses."""
    later: Later | None = None
    """What it shows besides."""

    @property
    def shown(self) -> dict[str, Any]:
        """All that the template shows."""
        later = {self.later.name: self.later.make()} if self.later else {}
        return {**self.context, **later}

    @property
    def made_of(self) -> tuple[object, ...]:
        """While this stays the same, so does the page, for one archive and appearance."""
        return (
            self.url,
            self.template,
            self.title,
            self.description,
            self.context,
            self.crumbs,
            self.linked_data,
            self.later and (self.later.name, self.later.made_of),
        )


class Link(NamedTuple):
    text: str
    url: str


class Chip(Struct, frozen=True):
    """A grade of a scale; shown by words, never by colour alone."""

    label: str
    number: int
    steps: int
    """How many grades the scale has."""


class GradeCell(Struct, frozen=True):
    """One judgement in one document."""

    state: str
    """"graded", "not-judged", "not-graded" or "not-read"."""
    words: str
    """What an empty cell says."""
    chips: tuple[Chip, ...]
    """One; more where the document disagrees with itself."""
    printed: str
    """The grade as printed, where that is more or other than its chip says."""
    url: str
    """Where the words stand that award it."""
    rows: int = 1
    """How many rows of its table it stands for: one that says the same as those below it stands
    for them too, and they for none."""


class DocumentLine(Struct, frozen=True):
    """A document in a list."""

    link: Link
    kind: str
    authority: Link
    framework: str
    published: str
    published_iso: str
    inspected: str
    summary: tuple[tuple[str, Chip], ...]
    """Its overall grades, each with the service's name ("" where there is one service)."""


TOLD = ("recommendation or action", "recommendations and actions")
"""What one thing that somebody was told to do is called among others, and several."""


def counted(number: int, one: str, many: str) -> tuple[str, str]:
    """How many there are, and of what: "4,077", "recommendations"."""
    return f"{number:,}", one if number == 1 else many


def day(value: date) -> str:
    """A date as people write it: "21 May 2010"."""
    return written_date(value)


def span(document: Document) -> str:
    """The days of the inspection: "8 to 19 March 2010", or ""."""
    front = document.front
    periods = front.inspection_periods or ((front.inspected,) if front.inspected else ())
    return ", and ".join(written_period(each.start, each.end) for each in periods)


def chip(grade: Grade, document: Document) -> Chip:
    return Chip(grade.label, grade.number, len(document.framework.scale))


def cell(given: JudgementState) -> GradeCell:
    """How a judgement was graded, for a table."""
    award = given.award
    chips = tuple(chip(grade, given.document) for grade in given.grades)
    printed = award.label if award else ""
    same = len(chips) == 1 and printed.casefold() == chips[0].label.casefold()
    return GradeCell(
        state=given.state,
        words="" if given.state == GRADED else EMPTY[given.state],
        chips=chips,
        printed="" if same else printed,
        url=f"{given.document.url}#{award.anchor}" if award else "",
    )


def service_name(document: Document, service: str) -> str:
    return next((each.name for each in document.framework.services if each.id == service), "")


def document_line(archive: Archive, document: Document) -> DocumentLine:
    authority = archive.authority_of(document)
    return DocumentLine(
        link=Link(document.front.title, document.url),
        kind=archive.registry.site.words.kind(document.front.kind),
        authority=Link(authority.place, f"/authorities/{authority.id}/"),
        framework=document.framework.short,
        published=day(document.front.published),
        published_iso=document.front.published.isoformat(),
        inspected=span(document),
        summary=overall(document),
    )


def overall(document: Document) -> tuple[tuple[str, Chip], ...]:
    """Each named service's overall grade; several if the document disagrees with itself."""
    return tuple(
        (service_name(document, each.service), chip(grade, document))
        for each in document.framework.judgements
        if each.overall
        for grade in grades(document, each.id)
    )


def citation(archive: Archive, document: Document) -> str:
    """A document's citation: "Ofsted, Inspection of …, Plymouth, 21 May 2010"."""
    author = publisher(archive, document)
    place = archive.authority_of(document).place
    return f"{author}, {document.front.title}, {place}, {day(document.front.published)}"


def authorities_link(archive: Archive) -> Link:
    """The list of authorities, as the archive calls them."""
    return Link(archive.registry.site.words.of_many, "/authorities/")


def publisher(archive: Archive, document: Document) -> str:
    return document.framework.inspectorate or archive.authority_of(document).name
