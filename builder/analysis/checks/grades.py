"""Grades that one document prints differently in two places, or in one only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from builder.analysis.checks.places import headed, joined_words
from builder.analysis.checks.sources import Sources
from builder.language.numbers import written_number
from builder.model import GRADES, RECORD, Award, Check, Document, Row, Section, Table, unmarked
from builder.reading.archive import judgement_state


def disagreeing_grades(sources: Sources, document: Document) -> Iterator[Check]:
    """Judgements with more than one grade in a document."""
    for judgement in dict.fromkeys(award.judgement for award in document.awards):
        found = judgement_state(document, judgement)
        shown = found.award
        if shown is not None and len(found.grades) > 1:
            places = [
                f"{_place(document, award)} gives {award.grade.label}"
                for award in found.awards
                if award.grade
            ]
            yield Check(
                document.id,
                shown.anchor,
                GRADES,
                f"{shown.printed}: {shown.label}",
                f"The document disagrees with itself: {joined_words(places)}.",
                tuple((document.id, each.anchor) for each in found.awards if each is not shown),
            )


def record_differences(sources: Sources, document: Document) -> Iterator[Check]:
    """Grades in the record without a section's, or the other way round."""
    sections = [each for each in document.sections if each.role == "record"]
    if not sections:
        return
    rows = [row for section in sections for row in _rows(section)]
    inside = {row.id for row in rows} | {section.id for section in sections}
    recorded = _first(each for each in document.awards if each.anchor in inside)
    written = _first(each for each in document.awards if each.anchor not in inside)
    parts = _parts(sources, document, rows, recorded)
    heading = sections[0]
    left_out = [each for judgement, each in written.items() if judgement not in recorded]
    parted = [each for each in left_out if each.judgement in parts]
    covered = {part for each in parted for part in parts[each.judgement]}
    added = [
        each
        for judgement, each in recorded.items()
        if judgement not in written and judgement not in covered
    ]
    if added and written:
        yield Check(
            document.id,
            heading.id,
            RECORD,
            unmarked(heading.heading),
            f"It grades {_count(added)} to which no section of the text gives a grade: "
            f"{_names(document, added)}.",
            tuple((document.id, each.anchor) for each in added),
        )
    if left_out and recorded:
        names = joined_words(list(dict.fromkeys(f"“{each.printed}”" for each in parted)))
        yield Check(
            document.id,
            heading.id,
            RECORD,
            unmarked(heading.heading),
            f"It leaves out {_count(left_out)} that the text grades: "
            f"{_names(document, left_out)}."
            + (f" In place of {names} it grades their parts." if parted else ""),
            tuple((document.id, each.anchor) for each in left_out),
        )


def _parts(
    sources: Sources, document: Document, rows: Iterable[Row], recorded: Mapping[str, Award]
) -> dict[str, list[str]]:
    """Judgements graded below a label that is itself a judgement's name."""
    by_row = {each.anchor: each for each in recorded.values()}
    found: dict[str, list[str]] = {}
    label = ""
    for row in rows:
        label = row.label or label
        award = by_row.get(row.id)
        if label and award is not None:
            over = sources.recogniser(document).judgement(label, award.service)
            if over is not None:
                found.setdefault(over.id, []).append(award.judgement)
    return found


def _rows(section: Section) -> Iterator[Row]:
    for block in section.blocks:
        if isinstance(block, Table):
            yield from block.rows


def _first(awards: Iterable[Award]) -> dict[str, Award]:
    found: dict[str, Award] = {}
    for each in awards:
        if each.grade is not None:
            found.setdefault(each.judgement, each)
    return found


def _names(document: Document, awards: list[Award]) -> str:
    services = {each.id: each.name for each in document.framework.services}
    parts = []
    for service in dict.fromkeys(each.service for each in awards):
        names = "; ".join(
            f"{each.printed} ({each.label})" for each in awards if each.service == service
        )
        parts.append(f"under {services[service]}, {names}" if service else names)
    return "; ".join(parts)


def _place(document: Document, award: Award) -> str:
    if award.basis == "heading":
        return "the heading"
    if award.basis == "prose":
        return f"the sentence “{award.words}”"
    for section in document.sections:
        if any(row.id == award.anchor for row in _rows(section)):
            return f"the table under {headed(section)}"
    return "the table"


def _count(awards: list[Award]) -> str:
    return f"{written_number(len(awards))} judgement{'' if len(awards) == 1 else 's'}"
