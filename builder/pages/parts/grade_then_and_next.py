"""The overall grade at a document's publication and at the next graded inspection.

They stand side by side; neither is said to have led to the other.
"""

from __future__ import annotations

from typing import NamedTuple

from builder.analysis.grade_history import GradedInspection, GradeHistory
from builder.model import Document
from builder.pages.parts.views import Chip, chip, day


class GradeAt(NamedTuple):
    """A graded inspection's overall grades, in a list."""

    grades: tuple[tuple[str, Chip], ...]
    """Each with its service's name, "" where there is one; () where nothing is judged overall."""
    framework: str
    """The short name of its framework: a grade has a meaning only there."""
    year: str
    day: str
    """When it was published: "14 March 2022"."""
    iso: str
    """The same for machines: "2022-03-14"."""
    url: str
    """Where the words stand that award the grade, else the document."""

    @property
    def words(self) -> str:
        """The grades in words: "Good", or "no overall grade"."""
        named = [
            f"{service}: {one.label}" if service else one.label for service, one in self.grades
        ]
        return "; ".join(named) or "no overall grade"


class GradeThenAndNext(NamedTuple):
    """What inspectors judged overall, around a document."""

    then: GradeAt | None
    """At the newest graded inspection when the document was published, which may be its own."""
    next: GradeAt | None
    """At the first graded inspection after it."""


def grade_then_and_next(history: GradeHistory, document: Document) -> GradeThenAndNext:
    """The overall grades around a document of an authority."""
    return GradeThenAndNext(_grade_at(history.then(document)), _grade_at(history.next(document)))


def _grade_at(inspection: GradedInspection | None) -> GradeAt | None:
    if inspection is None:
        return None
    document = inspection.document
    return GradeAt(
        tuple((each.service, chip(each.grade, document)) for each in inspection.overall),
        document.framework.short,
        str(document.front.published.year),
        day(document.front.published),
        document.front.published.isoformat(),
        inspection.overall[0].url if inspection.overall else document.url,
    )


def then_and_next_words(grades: GradeThenAndNext) -> str:
    """Both in words: "Inadequate then; Good next, 2024", or ""."""
    then = f"{grades.then.words} then" if grades.then else ""
    following = f"{grades.next.words} next, {grades.next.year}" if grades.next else ""
    return "; ".join(filter(None, [then, following]))
