"""Differences between a document and the official table of outcomes."""

from __future__ import annotations

from collections.abc import Iterator

from builder.analysis.checks.sources import Sources
from builder.analysis.official import ComparedFact, compared, official_rows
from builder.model import OFFICIAL, Check, Document


def official(sources: Sources, document: Document) -> Iterator[Check]:
    """Grades and days other than the official table's."""
    registry = sources.archive.registry
    top = document.sections[0].id if document.sections else ""
    said: set[tuple[str, str, str]] = set()
    for row in official_rows(registry, document):
        table = registry.outcomes[row.table]
        for each in compared(document, row):
            if each.agree or (each.what, each.judgement, each.theirs) in said:
                continue
            said.add((each.what, each.judgement, each.theirs))
            yield Check(
                document.id,
                each.anchor or top,
                OFFICIAL,
                each.ours,
                f"“{table.name}” ({table.publisher}) gives {each.theirs} {_of(sources, each)}.",
            )


def _of(sources: Sources, each: ComparedFact) -> str:
    match each.what:
        case "grade":
            return f"for {sources.archive.registry.judgements[each.judgement].name}"
        case "began":
            return "as the first day of the inspection"
        case "published":
            return "as the day of publication"
