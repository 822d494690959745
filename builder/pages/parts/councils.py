"""Councils with their newest grades, for lists and maps."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from builder.analysis.grade_history import GradedInspection, GradeHistory, change, grade_history
from builder.model import Authority
from builder.pages.parts.views import Chip, Link, chip, day
from builder.reading.archive import Archive

CHANGES = {"better": "Better", "same": "The same", "worse": "Worse"}
"""A grade beside the one before it, in words."""


class GivenGrade(Struct, frozen=True):
    """An overall grade that an inspection gave."""

    service: str
    chip: Chip
    url: str
    """Where the words stand that award it."""


class GradedLine(Struct, frozen=True):
    """A graded inspection in a list."""

    link: Link
    """The document, by its date."""
    iso: str
    framework: str
    grades: tuple[GivenGrade, ...]
    """() where it gives no overall grade."""

    @property
    def number(self) -> int:
        """The one overall grade's number, else 0."""
        return self.grades[0].chip.number if len(self.grades) == 1 else 0


class Council(Struct, frozen=True):
    """A council of which a graded inspection is held."""

    authority: Link
    name: str
    kind: str
    region: str
    until: str
    newest: GradedLine
    overall: GradedLine | None
    """The newest that gave an overall grade, often the same."""
    counted: bool
    """Whether official statistics count this grade."""
    before: GradedLine | None
    """The one before the newest overall grade."""
    change: str
    """How the newest overall grade compares to the one before it: "Better", or ""."""
    since: GradedLine | None
    """The first of the unbroken run of inspections that gave the grade."""
    began: date | None
    """When the first of them was published."""

    @property
    def number(self) -> int:
        """The number of the grade that counts, or 0."""
        return self.overall.number if self.counted and self.overall else 0


class NewestGrade(Struct, frozen=True):
    """A council beside others, with its newest overall grade."""

    council: Link
    region: str
    graded: GradedLine | None
    """None where nothing is held of it that gives one."""


def newest_grades(archive: Archive, known: Mapping[str, GradeHistory]) -> dict[str, NewestGrade]:
    """Every present council with a document, by id."""
    found = {}
    for each in archive.authorities:
        if each.until:
            continue
        one = council(each, known[each.id]) if each.id in known else None
        found[each.id] = NewestGrade(
            Link(each.place, f"/authorities/{each.id}/"), each.region, one.overall if one else None
        )
    return found


def histories(archive: Archive) -> dict[str, GradeHistory]:
    """The grade history of each authority with one; needs no document's text."""
    found = {each.id: grade_history(archive.of_authority(each.id)) for each in archive.authorities}
    return {name: history for name, history in found.items() if history.inspections}


def council(authority: Authority, history: GradeHistory) -> Council:
    """A council from its grade history, which must not be empty."""
    newest = history.inspections[-1]
    graded = [each for each in history.inspections if each.overall]
    overall = graded[-1] if graded else None
    before = graded[-2] if len(graded) > 1 else None
    compared = change(before, overall) if before and overall else None
    since = GradeHistory(tuple(graded)).since()
    return Council(
        authority=Link(authority.place, f"/authorities/{authority.id}/"),
        name=authority.name,
        kind=authority.kind,
        region=authority.region,
        until=authority.until,
        newest=graded_line(newest),
        overall=graded_line(overall) if overall else None,
        counted=bool(overall and overall.counted),
        before=graded_line(before) if before else None,
        change=CHANGES[compared] if compared else "",
        since=graded_line(since) if since else None,
        began=since.published if since else None,
    )


def councils(archive: Archive, known: Mapping[str, GradeHistory]) -> list[Council]:
    """Every council that has a grade history, by name."""
    return [council(each, known[each.id]) for each in archive.authorities if each.id in known]


def graded_line(inspection: GradedInspection) -> GradedLine:
    document = inspection.document
    return GradedLine(
        Link(day(inspection.published), document.url),
        inspection.published.isoformat(),
        document.framework.short,
        tuple(
            GivenGrade(each.service, chip(each.grade, document), each.url)
            for each in inspection.overall
        ),
    )
