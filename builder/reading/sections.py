"""Blocks → sections, each with the service, judgement, role and grade of its heading."""

from __future__ import annotations

from collections.abc import Container, Sequence

from msgspec import Struct
from msgspec.structs import replace

from builder.core.problems import Problem
from builder.language.templates import Recogniser
from builder.model import RECOMMENDING, Block, Heading, Paragraph, Part, Section, plain, unmarked

OPENING = "opening"
"""The anchor of what stands before the first heading."""
_TAKEN_FROM = ("strength", *RECOMMENDING)
"""Roles of parts in which nothing is judged."""


class _Above(Struct, frozen=True):
    """What a heading hands down to those below it."""

    level: int
    service: str
    part: Part | None


def divide_sections(
    path: str,
    blocks: Sequence[Heading | Block],
    recogniser: Recogniser,
    as_printed: Container[str] = (),
) -> tuple[tuple[Section, ...], list[Problem]]:
    """Divide a body into sections.

    Blocks above the first heading form a section without one; the title (level 1) always opens one.
    Service and role pass to headings below; a judgement does not. A heading that awards a grade
    takes no role from a part that recommends or praises, and ends that part: smaller type alone may
    put it below. A grade off the scale is a problem, unless it is among those `as_printed`.
    """
    problems: list[Problem] = []
    sections: list[Section] = []
    above: list[_Above] = []
    for heading, content in _runs(blocks):
        level = heading.level if heading else 1
        words = unmarked(heading.text) if heading else ""
        while above and above[-1].level >= level:
            above.pop()
        handed = above[-1] if above else _Above(0, "", None)
        service = recogniser.service(words) or handed.service
        graded = recogniser.graded_heading(words) if words else None
        name, grade = (graded.name, graded.grade) if graded else (words, None)
        judgement = recogniser.judgement(name, service) if words else None
        grade_line = _grade_line(content, recogniser) if heading else None
        if grade_line is not None:
            printed = plain(grade_line.text)
            read = recogniser.grade(printed)
            assert read is not None
            grade, content = read.grade, content[1:]
            if read.complaint and printed not in as_printed:
                problems.append(off_scale(path, grade_line.line, read.complaint))
        part = recogniser.part(words)
        lent = part is None and handed.part is not None and handed.part.role in _TAKEN_FROM
        if lent and (grade_line is not None or recogniser.ends_role(words)):
            above = [replace(each, part=None) for each in above]
            handed = replace(handed, part=None)
        part = part or handed.part
        if heading and level > 1:
            above.append(_Above(level, service, part))
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


def off_scale(path: str, line: int, complaint: str) -> Problem:
    return Problem(
        path,
        line,
        f"a grade must be on the framework's scale; {complaint}; correct it as the original prints "
        "it, or if it prints it so, say so in a question of the kind “grade”.",
    )


def _grade_line(content: Sequence[Block], recogniser: Recogniser) -> Paragraph | None:
    """The paragraph below a heading that prints only its grade."""
    first = content[0] if content else None
    if not isinstance(first, Paragraph) or first.number is not None:
        return None
    return first if recogniser.grade(plain(first.text)) is not None else None


def _runs(
    blocks: Sequence[Heading | Block],
) -> list[tuple[Heading | None, list[Block]]]:
    """Each heading with its blocks; None for those above the first."""
    runs: list[tuple[Heading | None, list[Block]]] = []
    for block in blocks:
        if isinstance(block, Heading):
            runs.append((block, []))
        elif runs:
            runs[-1][1].append(block)
        else:
            runs.append((None, [block]))
    return runs
