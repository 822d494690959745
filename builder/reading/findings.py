"""Sections → awarded grades, and observations on what the source prints.

Each award names its words; where the source disagrees with itself, both are kept.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence

from msgspec import Struct, field

from builder.core.problems import Problem
from builder.language.templates import ReadGrade, Recogniser
from builder.model import (
    RECORD,
    UNREAD,
    Award,
    Basis,
    Observation,
    Paragraph,
    Row,
    Section,
    Table,
    plain,
    unmarked,
)
from builder.reading.sections import off_scale


def read_awards(
    path: str,
    sections: Sequence[Section],
    recogniser: Recogniser,
    as_printed: Container[str] = (),
) -> tuple[tuple[Award, ...], tuple[Observation, ...], list[Problem]]:
    """Every grade awarded in headings, sentences and the record, in the document's order.

    A grade off the scale is a problem, unless it is among those `as_printed`.
    """
    record = _Record(path, recogniser, as_printed)
    awards: list[Award] = []
    for section in sections:
        if section.role == "previous":
            continue
        awards.extend(_heading_and_prose(section, recogniser))
        awards.extend(_statements(section, recogniser))
        if section.grade and not section.judgement:
            record.observe(
                section.id,
                UNREAD,
                unmarked(section.heading),
                "A grade is printed under this heading, which is not the "
                "name of a judgement that we know; it is in no table of grades.",
            )
        if section.grade_line is not None and section.grade is None:
            record.unread(section.id, unmarked(section.heading), plain(section.grade_line.text))
        for block in section.blocks:
            if isinstance(block, Table):
                awards.extend(record.read(block.rows, whole=section.role == "record"))
    record.close_run()
    return tuple(awards), tuple(record.observations), record.problems


def grades_off_scale(
    sections: Sequence[Section], recogniser: Recogniser
) -> Iterator[tuple[str, str]]:
    """Each judgement with a grade that the scale does not have, as printed."""
    for section in sections:
        if section.grade_line is not None and section.grade is None:
            yield unmarked(section.heading), plain(section.grade_line.text)
        for block in section.blocks:
            for row in block.rows if isinstance(block, Table) else ():
                name, *cells = _filled(row)
                printed, read = _grade(cells, recogniser) if cells else ("", None)
                if read is not None and read.complaint and recogniser.names_judgement(name):
                    yield name, printed


def _filled(row: Row) -> list[str]:
    """A row's cells that hold words, from the name on; one at least."""
    filled = [words for cell in row.cells if (words := unmarked(cell).strip())]
    if len(filled) > 2 and re.fullmatch(r"[\d.]+", filled[0]):
        return filled[1:]  # the judgement's number, in a cell of its own
    return filled or [""]


def _grade(cells: Sequence[str], recogniser: Recogniser) -> tuple[str, ReadGrade | None]:
    """A row's grade: over all cells behind the name, or in the last."""
    together = " ".join(cells)
    read = recogniser.grade(together)
    return (together, read) if read else (cells[-1], recogniser.grade(cells[-1]))


def _heading_and_prose(section: Section, recogniser: Recogniser) -> Iterator[Award]:
    if not section.judgement:
        return
    name = unmarked(section.heading)
    graded = recogniser.graded_heading(name)
    if graded:
        name = graded.name
    if section.grade_line is not None or section.grade is not None:
        label = plain(section.grade_line.text) if section.grade_line else ""
        label = graded.label if graded and not label else label
        yield Award(
            section.judgement,
            section.service,
            name,
            section.grade,
            label,
            "heading",
            section.id,
            label,
        )
    first = next((block for block in section.blocks if isinstance(block, Paragraph)), None)
    sentence = recogniser.awarding_sentence(plain(first.text), name) if first else None
    if first and sentence:
        words, grade = sentence
        yield Award(
            section.judgement, section.service, name, grade, grade.label, "prose", first.id, words
        )


def _statements(section: Section, recogniser: Recogniser) -> Iterator[Award]:
    """Grades stated in headings, whole paragraphs and table labels."""
    for anchor, words, basis in _places(section):
        stated = recogniser.statement(words)
        if stated is not None:
            judgement, read = stated
            if basis == "heading" and section.grade and section.judgement == judgement:
                continue  # the heading's own form has awarded it
            yield Award(judgement, "", words, read.grade, read.label, basis, anchor, words)


def _places(section: Section) -> Iterator[tuple[str, str, Basis]]:
    """Where a grade may be stated, with its words."""
    yield section.id, unmarked(section.heading), "heading"
    for block in section.blocks:
        if isinstance(block, Paragraph) and block.number is None:
            yield block.id, unmarked(block.text), "prose"
        elif isinstance(block, Table):
            for row in block.rows:
                if row.label:
                    yield row.id, row.label, "table"


class _Record(Struct):
    """Reads a record of findings row by row.

    A service's rows begin with the first judgement of the framework's order. Rows under its label
    before that still belong to the service above: sources file rows under wrong labels.
    """

    path: str
    recogniser: Recogniser
    as_printed: Container[str] = ()
    observations: list[Observation] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    printed_service: str = ""
    service: str = ""
    begun: set[str] = field(default_factory=set)
    label: Row | None = None
    misfiled: list[str] = field(default_factory=list)

    def observe(self, anchor: str, rule: str, printed: str, text: str) -> None:
        self.observations.append(Observation(anchor, rule, printed, text))

    def unread(self, anchor: str, name: str, printed: str) -> None:
        words = f"“{printed}” could not be read as a grade of this framework."
        self.observe(anchor, UNREAD, f"{name}: {printed}", words)

    def read(self, rows: Sequence[Row], *, whole: bool) -> Iterator[Award]:
        """The awards of a table.

        `whole`: it is the record, so rows without an award are worth an observation.
        """
        for row in rows:
            announced = self.recogniser.service(row.label) if row.label else ""
            if announced:
                self.close_run()
                self.printed_service, self.label = announced, row
            elif not row.label:
                yield from self.award(row, whole=whole)

    def award(self, row: Row, *, whole: bool) -> Iterator[Award]:
        name, *cells = _filled(row)
        if not cells:
            return
        printed, read = _grade(cells, self.recogniser)
        self.settle(name)
        judgement = self.recogniser.judgement(name, self.service)
        if judgement is None:
            if whole:
                self.observe(
                    row.id,
                    UNREAD,
                    f"{name}: {printed}",
                    f"“{name}” is not the name of a judgement that we know; its grade "
                    "is in no table of grades.",
                )
            return
        if read is not None and read.complaint:
            if printed not in self.as_printed:
                self.problems.append(off_scale(self.path, row.line, read.complaint))
                return
            self.unread(row.id, name, printed)
        if read is None and not self.recogniser.is_ungraded(printed):
            if not whole:
                return
            self.unread(row.id, name, printed)
        if self.service != self.printed_service:
            self.misfiled.append(name)
        yield Award(
            judgement.id,
            self.service,
            name,
            read.grade if read else None,
            printed,
            "table",
            row.id,
            f"{name}: {printed}",
        )

    def settle(self, name: str) -> None:
        """Which service the row of that name belongs to."""
        printed = self.printed_service
        if printed not in self.begun:
            first = next(
                (
                    each.id
                    for each in self.recogniser.framework.judgements
                    if each.service == printed
                ),
                "",
            )
            judgement = self.recogniser.judgement(name, printed)
            if not self.service or (judgement is not None and judgement.id == first):
                self.begun.add(printed)
        if printed in self.begun:
            self.service = printed

    def close_run(self) -> None:
        """Note which rows the label just left stood above wrongly."""
        if self.misfiled and self.label is not None:
            names = {each.id: each.name for each in self.recogniser.framework.services}
            count = len(self.misfiled)
            rows, belong = ("a row", "belongs") if count == 1 else (f"{count} rows", "belong")
            self.observe(
                self.label.id,
                RECORD,
                self.label.label,
                f"The source prints “{self.label.label}” above {rows} that, by the "
                f"order of its own record, {belong} to {names[self.service]}: "
                f"{'; '.join(self.misfiled)}. Shown as printed, and counted there.",
            )
        self.misfiled = []
