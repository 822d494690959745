"""Compare documents with the official tables' rows on the same inspection."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from msgspec import Struct

from builder.core.dates import written_date
from builder.model import Document, OfficialOutcome, Registry
from builder.reading.archive import judgement_state

NEAR = 60
"""So many days apart, two publications may still be of one inspection."""

What = Literal["grade", "began", "published"]


class ComparedFact(Struct, frozen=True):
    """A fact that a document and a row both have."""

    what: What
    judgement: str
    """The id of the judgement, of a grade."""
    ours: str
    theirs: str
    anchor: str
    """Where the document prints it, or ""."""
    agree: bool


def official_rows(registry: Registry, document: Document) -> tuple[OfficialOutcome, ...]:
    """The rows on a document's inspection, one a table.

    The same first day, or else the nearest publication.
    """
    best: dict[str, tuple[tuple[bool, int], OfficialOutcome]] = {}
    for row in registry.official(document.front.authority):
        if document.framework.id not in row.frameworks:
            continue
        apart = abs((row.published - document.front.published).days)
        same_day = row.began == _began(document)
        if apart > NEAR and not same_day:
            continue
        rank = (not same_day, apart)
        if row.table not in best or rank < best[row.table][0]:
            best[row.table] = rank, row
    return tuple(row for _, row in best.values())


def compared(document: Document, row: OfficialOutcome) -> Iterator[ComparedFact]:
    """Every fact that both have."""
    yield _days("published", document.front.published, row.published)
    if began := _began(document):
        yield _days("began", began, row.began)
    asked = {each.id for each in document.framework.judgements}
    for grade in row.grades:
        for judgement in grade.judgements:
            if judgement not in asked:
                continue
            stands = judgement_state(document, judgement)
            if stands.award and stands.grades:
                numbers = [each.number for each in stands.grades]
                ours = " and ".join(each.label for each in stands.grades)
                agree = numbers == [grade.number]
                yield ComparedFact(
                    "grade", judgement, ours, grade.label, stands.award.anchor, agree
                )


def _began(document: Document) -> date | None:
    inspected = document.front.inspected
    return inspected.start if inspected else None


def _days(what: What, ours: date, theirs: date) -> ComparedFact:
    return ComparedFact(what, "", written_date(ours), written_date(theirs), "", ours == theirs)
