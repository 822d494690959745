"""An authority's graded inspections in order. Needs no document's text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date
from typing import Literal

from msgspec import Struct

from builder.model import Document, Grade
from builder.reading.archive import judgement_states

Change = Literal["better", "same", "worse"]


class OverallGrade(Struct, frozen=True):
    """What an inspection judged overall."""

    service: str
    """The name of the service, or "" where the framework has one only."""
    grade: Grade
    url: str
    """Where the words stand that award it."""


class GradedInspection(Struct, frozen=True):
    """A full inspection that gave grades."""

    document: Document
    """The newest document of the inspection."""
    documents: tuple[str, ...]
    """The ids of all its documents, where it was published more than once."""
    overall: tuple[OverallGrade, ...]
    """One for each service; () where the framework judges nothing overall; two of one service
    where the document disagrees with itself."""

    @property
    def published(self) -> date:
        return self.document.front.published

    @property
    def began(self) -> date:
        """The inspection's first day, or else of publication."""
        inspected = self.document.front.inspected
        return inspected.start if inspected else self.published

    @property
    def counted(self) -> Grade | None:
        """The grade that official statistics count, if any."""
        statistics = self.document.framework.official_statistics
        return self.overall[0].grade if statistics and len(self.overall) == 1 else None


class GradeHistory(Struct, frozen=True):
    """The graded inspections of one authority."""

    inspections: tuple[GradedInspection, ...]
    """Oldest first."""

    @property
    def newest(self) -> GradedInspection | None:
        return self.inspections[-1] if self.inspections else None

    def then(self, document: Document) -> GradedInspection | None:
        """The newest graded inspection at a document's publication, its own included."""
        at = self._place(document)
        return self.inspections[at] if at >= 0 else None

    def next(self, document: Document) -> GradedInspection | None:
        """The first graded inspection after a document."""
        at = self._place(document) + 1
        return self.inspections[at] if at < len(self.inspections) else None

    def before(self, inspection: GradedInspection) -> GradedInspection | None:
        """The graded inspection before another."""
        at = self.inspections.index(inspection)
        return self.inspections[at - 1] if at else None

    def since(self) -> GradedInspection | None:
        """The first inspection of the unbroken run with today's counted grade, if any."""
        found = None
        for each in reversed(self.inspections):
            if found is not None and change(each, found) != "same":
                break
            if each.counted is None:
                break
            found = each
        return found

    def _place(self, document: Document) -> int:
        for at, each in enumerate(self.inspections):
            if document.id in each.documents:
                return at
        days = [each.published for each in self.inspections]
        return bisect_right(days, document.front.published) - 1


def grade_history(documents: Iterable[Document]) -> GradeHistory:
    """The grade history of one authority, of its documents."""
    same: dict[tuple[object, ...], list[Document]] = {}
    for each in sorted(documents, key=lambda one: (one.front.published, one.id)):
        if each.framework.full and any(award.grade for award in each.awards):
            inspected = each.front.inspected
            period = (inspected.start, inspected.end) if inspected else each.id
            same.setdefault((each.framework.id, period), []).append(each)
    inspections = [
        GradedInspection(group[-1], tuple(each.id for each in group), _overall(group[-1]))
        for group in same.values()
    ]
    return GradeHistory(tuple(sorted(inspections, key=lambda each: each.published)))


def change(before: GradedInspection, after: GradedInspection) -> Change | None:
    """Better, same or worse; None where statistics do not count both together."""
    one, other = before.counted, after.counted
    if one is None or other is None or _series(before) != _series(after):
        return None
    if one.number == other.number:
        return "same"
    return "better" if other.number < one.number else "worse"


def _series(inspection: GradedInspection) -> str:
    statistics = inspection.document.framework.official_statistics
    return statistics.series if statistics else ""


def _overall(document: Document) -> tuple[OverallGrade, ...]:
    services = {each.id: each.name for each in document.framework.services}
    judged = [each for each in document.framework.judgements if each.overall]
    found = judgement_states(document, [each.id for each in judged])
    return tuple(
        OverallGrade(
            services.get(judgement.service, ""),
            grade,
            f"{document.url}#{given.award.anchor}" if given.award else document.url,
        )
        for judgement, given in zip(judged, found, strict=True)
        for grade in given.grades
    )
