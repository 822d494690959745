"""Blocks → sections: what stands under which heading, and what that heading means.

In: the blocks of a body and the framework's recogniser.  Out: sections in the source's order,
each with its service, judgement, role and the grade printed under its heading.  A stage of its
own because everything that is read from a document (grades, recommendations) is read by section.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from builder.core.problems import Problem
from builder.language.templates import Recogniser
from builder.model import Block, Heading, Paragraph, Part, Section, plain, said

OPENING = "opening"
"""The anchor of what stands before the first heading."""


@dataclass(frozen=True)
class _Above:
    """What a heading hands down to the headings below it."""

    level: int
    service: str
    part: Part | None


def divide_sections(
    path: str, blocks: Sequence[Heading | Block], recogniser: Recogniser
) -> tuple[tuple[Section, ...], list[Problem]]:
    """Divide a body into sections.

    What stands above the first heading is a section without one; the printed title (level 1)
    opens a section wherever it stands, as a letter prints it below its letterhead.  A service and
    a role are handed down to the headings below; a judgement is a heading's own.  A grade line
    that is not on the framework's scale is a problem.
    """
    problems: list[Problem] = []
    sections: list[Section] = []
    above: list[_Above] = []
    for heading, content in _runs(blocks):
        level = heading.level if heading else 1
        words = said(heading.text) if heading else ""
        while above and above[-1].level >= level:
            above.pop()
        handed = above[-1] if above else _Above(0, "", None)
        service = recogniser.service(words) or handed.service
        part = recogniser.part(words) or handed.part
        graded = recogniser.graded_heading(words) if words else None
        name, grade = (graded.name, graded.grade) if graded else (words, None)
        judgement = recogniser.judgement(name, service) if words else None
        if heading and level > 1:
            above.append(_Above(level, service, part))
        grade_line = None
        first = content[0] if content else None
        if heading and isinstance(first, Paragraph) and first.number is None:
            read = recogniser.grade(plain(first.text))
            if read is not None:
                grade_line, grade, content = first, read.grade, content[1:]
                if read.complaint:
                    problems.append(
                        Problem(
                            path,
                            first.line,
                            "a grade must be on the framework's "
                            f"scale; {read.complaint}; correct it as the original "
                            "prints it.",
                        )
                    )
        sections.append(
            Section(
                id=heading.id if heading else OPENING,
                line=heading.line if heading else 1,
                level=level,
                heading=heading.text if heading else (),
                service=service,
                judgement=judgement.id if judgement else "",
                role=part.role if part else "",
                items=part.items if part else "",
                grade=grade,
                grade_line=grade_line,
                blocks=tuple(content),
            )
        )
    return tuple(sections), problems


def _runs(
    blocks: Sequence[Heading | Block],
) -> list[tuple[Heading | None, list[Block]]]:
    """Each heading with the blocks under it; what stands above the first has no heading."""
    runs: list[tuple[Heading | None, list[Block]]] = []
    for block in blocks:
        if isinstance(block, Heading):
            runs.append((block, []))
        elif runs:
            runs[-1][1].append(block)
        else:
            runs.append((None, [block]))
    return runs
