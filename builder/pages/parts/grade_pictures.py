"""Pictures of grades as squares with places, and the words that say the same.

No picture or lane holds two frameworks; each square prints its number, so nothing depends on
colour.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from string import ascii_uppercase

from msgspec import Struct
from msgspec.structs import replace

from builder.model import Document, Framework, FrameworkJudgement
from builder.pages.parts.views import EMPTY, Chip, Link, chip, day, service_name
from builder.reading.archive import (
    GRADED,
    NOT_JUDGED,
    Archive,
    JudgementState,
    judgement_state,
    judgement_states,
)

SIZE = 18
"""How wide and high a square is."""

PITCH = 20
"""How far apart squares stand."""

PANEL = 16
"""How many rows stand in one block; blocks stand side by side where there is room."""

YEAR = 17
"""How wide a year of a lane is."""


class Square(Struct, frozen=True):
    """One grade, or one empty place."""

    x: int
    kind: str
    """The id of what is drawn: a grade's number, or the state of an empty cell, or "differ"."""
    said: str = ""
    """What it prints besides: both numbers where a document disagrees with itself."""


class SquareRow(Struct, frozen=True):
    document: Link
    """By its authority's name."""
    year: int
    squares: tuple[Square, ...]
    words: str
    """The same in words."""


class JudgementLetter(Struct, frozen=True):
    """A judgement, and the letter above its squares."""

    letter: str
    x: int
    judgement: Link


class GradePicture(Struct, frozen=True):
    """One service of a framework: each authority's newest graded inspection."""

    framework: Framework
    service: str
    heads: tuple[JudgementLetter, ...]
    scale: tuple[Chip, ...]
    panels: tuple[tuple[SquareRow, ...], ...]
    """The rows by the authorities' names, in blocks."""
    authorities: int
    width: int


class LaneGrade(Struct, frozen=True):
    """A grade that stands in a lane, in words."""

    document: Link
    """By its date."""
    chips: tuple[Chip, ...]


class Lane(Struct, frozen=True):
    """An authority's grades for one judgement of a framework, over time."""

    framework: Link
    judgement: str
    """What is graded, where the framework has more than one such judgement."""
    squares: tuple[Square, ...]
    words: str
    awards: tuple[LaneGrade, ...]


class Lanes(Struct, frozen=True):
    lanes: tuple[Lane, ...]
    years: range
    width: int
    changes: tuple[int, ...]
    """Where one framework takes over from another."""


def graded_documents(archive: Archive, framework: Framework, region: str = "") -> list[Document]:
    """Documents with grades of a framework, in all regions or one."""
    return [
        each
        for each in archive.under(framework.id)
        if each.awards and region in ("", archive.authority_of(each).region)
    ]


def grade_pictures(
    archive: Archive, framework: Framework, region: str = ""
) -> tuple[GradePicture, ...]:
    """A framework's pictures, one a service; none without grades."""
    newest = {
        each.front.authority: each for each in graded_documents(archive, framework, region)
    }.values()
    documents = sorted(newest, key=lambda each: archive.authority_of(each).place)
    services = dict.fromkeys(each.service for each in framework.judgements)
    return tuple(
        _picture(archive, framework, service, documents) for service in services if documents
    )


def _picture(
    archive: Archive, framework: Framework, service: str, documents: Sequence[Document]
) -> GradePicture:
    asked = judgements_of(archive, framework, service)
    heads = tuple(
        JudgementLetter(
            letter,
            _place(at, asked),
            Link(archive.registry.judgements[each.id].name, f"/judgements/{each.id}/"),
        )
        for at, (letter, each) in enumerate(zip(_letters(len(asked)), asked, strict=True))
    )
    rows = [
        _row(archive, each, judgement_states(each, [judgement.id for judgement in asked]), heads)
        for each in documents
    ]
    return GradePicture(
        framework=framework,
        service=service_name(documents[0], service),
        heads=heads,
        scale=scale(framework),
        panels=tuple(tuple(rows[at : at + PANEL]) for at in range(0, len(rows), PANEL)),
        authorities=len(rows),
        width=heads[-1].x + SIZE,
    )


def judgements_of(
    archive: Archive, framework: Framework, service: str
) -> tuple[FrameworkJudgement, ...]:
    """A service's graded judgements: overall ones first."""
    asked = [
        each
        for each in framework.judgements
        if each.service == service and each.id in archive.judged
    ]
    return tuple(sorted(asked, key=lambda each: not each.overall))


def scale(framework: Framework) -> tuple[Chip, ...]:
    steps = len(framework.scale)
    return tuple(Chip(each.label, each.number, steps) for each in framework.scale)


def _letters(number: int) -> list[str]:
    """A, B, C … and AA, AB … after Z."""
    return [
        (ascii_uppercase[at // 26 - 1] if at >= 26 else "") + ascii_uppercase[at % 26]
        for at in range(number)
    ]


def _place(at: int, asked: Sequence[FrameworkJudgement]) -> int:
    """A column's start: overall judgements are set apart."""
    overall = sum(each.overall for each in asked)
    return PITCH * at + (PITCH // 3 if 0 < overall <= at else 0)


def _row(
    archive: Archive,
    document: Document,
    found: Sequence[JudgementState],
    heads: Sequence[JudgementLetter],
) -> SquareRow:
    place = archive.authority_of(document).place
    words = "; ".join(
        f"{head.judgement.text}: {_said(stands)}" for head, stands in zip(heads, found, strict=True)
    )
    return SquareRow(
        Link(place, document.url),
        document.front.published.year,
        tuple(_square(head.x, stands) for head, stands in zip(heads, found, strict=True)),
        words,
    )


def _square(x: int, stands: JudgementState) -> Square:
    if stands.state != GRADED:
        return Square(x, stands.state)
    numbers = [str(each.number) for each in stands.grades]
    if len(numbers) > 1:
        return Square(x, "differ", "/".join(numbers))
    return Square(x, numbers[0])


def _said(stands: JudgementState) -> str:
    return " and ".join(each.label for each in stands.grades) or EMPTY[stands.state].lower()


def lanes(archive: Archive, inspections: Sequence[Document], years: range) -> Lanes | None:
    """An authority's grades over the archive's years, or None.

    Each framework has its own lanes: overall judgements, or all if it has none.
    """
    found: list[Lane] = []
    changes: list[int] = []
    for framework in dict.fromkeys(each.framework.id for each in inspections):
        graded = [each for each in inspections if each.framework.id == framework and each.awards]
        if not graded:
            continue
        changes.append(_x(min(each.front.published for each in graded), years))
        asked = graded[0].framework.judgements
        shown = [each for each in asked if each.overall] or [
            each for each in asked if each.id in archive.judged
        ]
        found.extend(
            lane
            for each in shown
            if (lane := _lane(archive, each, graded, years, alone=len(shown) == 1)).awards
        )
    if not found:
        return None
    end = max(square.x for lane in found for square in lane.squares)
    width = max(YEAR * len(years), end) + SIZE
    return Lanes(tuple(found), years, width, tuple(sorted(changes)[1:]))


def _lane(
    archive: Archive,
    judgement: FrameworkJudgement,
    documents: Sequence[Document],
    years: range,
    alone: bool,
) -> Lane:
    framework = documents[0].framework
    found = [judgement_state(each, judgement.id) for each in documents]
    judged = [each for each in found if each.state != NOT_JUDGED]
    squares = _apart(_square(_x(each.document.front.published, years), each) for each in judged)
    name = archive.registry.judgements[judgement.id].name
    if judgement.overall and judgement.service:
        name = service_name(documents[0], judgement.service)
    return Lane(
        framework=Link(framework.short, f"/about/#{framework.id}"),
        judgement="" if alone else name,
        squares=squares,
        words="; ".join(f"{each.document.front.published.year}: {_said(each)}" for each in judged),
        awards=tuple(
            LaneGrade(
                Link(day(each.document.front.published), _address(each)),
                tuple(chip(grade, each.document) for grade in each.grades),
            )
            for each in judged
            if each.grades
        ),
    )


def _address(stands: JudgementState) -> str:
    url = stands.document.url
    return f"{url}#{stands.award.anchor}" if stands.award else url


def _x(when: date, years: range) -> int:
    """Where a day stands among the years."""
    start = date(when.year, 1, 1)
    return round(YEAR * (when.year - years[0] + (when - start).days / 366))


def _apart(squares: Iterable[Square]) -> tuple[Square, ...]:
    """The squares with none upon another."""
    placed: list[Square] = []
    for each in squares:
        least = placed[-1].x + SIZE + 1 if placed else each.x
        placed.append(replace(each, x=max(each.x, least)))
    return tuple(placed)
