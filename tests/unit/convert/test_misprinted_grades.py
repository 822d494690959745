"""A grade that an original misprints stands as printed, and an editor is asked about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.convert.one_file import Converted, convert
from builder.convert.options import AddOptions
from builder.language.templates import Recogniser
from builder.model import UNREAD, Award, Observation, Registry
from builder.reading.findings import read_awards
from builder.reading.front_matter import divide
from builder.reading.markdown_blocks import read_body
from builder.reading.sections import divide_sections
from builder.registry.load import read_registry

FRAMEWORK = "safeguarding-looked-after-2009"
REPORT = """\
Inspection of safeguarding and looked after children services

Plymouth

Inspection dates: 10 May – 21 May 2012
Reporting inspector: Ann Example
Published: 29 June 2012

The inspection outcomes: safeguarding services

Overall effectiveness

{grade}

1. The council does well by its children.
"""


@pytest.fixture(scope="module")
def registry() -> Registry:
    return read_registry(Path("content"))


def report(registry: Registry, grade: str) -> Converted:
    return convert("report.txt", REPORT.format(grade=grade).encode(), registry, AddOptions())


@pytest.mark.parametrize("grade", ["Grade 2 (ood)", "Grade 7", "Grade 2 (adequate)"])
def test_a_grade_off_the_scale_is_asked_about(registry: Registry, grade: str) -> None:
    found = report(registry, grade)
    assert found.questions == (
        "beside “Overall effectiveness”: a grade that the framework's scale does not have: "
        f"“{grade}”",
    )
    assert f"\n{grade}\n" in found.text


def test_a_grade_of_the_scale_is_not_asked_about(registry: Registry) -> None:
    assert report(registry, "Grade 2 (good)").questions == ()


def understood(
    registry: Registry, body: str, *as_printed: str
) -> tuple[tuple[Award, ...], tuple[Observation, ...], list[str]]:
    recogniser = Recogniser(registry.frameworks[FRAMEWORK])
    blocks, _ = read_body("a.md", body, 1, numbered=True)
    sections, problems = divide_sections("a.md", blocks, recogniser, as_printed)
    awards, observations, more = read_awards("a.md", sections, recogniser, as_printed)
    return awards, observations, [each.message for each in (*problems, *more)]


HEADING = "## Safeguarding services\n\n### Overall effectiveness\n\nGrade 2 (ood)\n"
RECORD = (
    "## Record of main findings\n\n| | |\n|---|---|\n"
    "| Safeguarding services | |\n| Overall effectiveness | Grade 2 (ood) |\n"
)


@pytest.mark.parametrize(("body", "basis"), [(HEADING, "heading"), (RECORD, "table")])
def test_an_asked_grade_is_awarded_as_none_and_noticed(
    registry: Registry, body: str, basis: str
) -> None:
    awards, observations, problems = understood(registry, body, "Grade 2 (ood)")
    assert problems == []
    assert [(each.grade, each.label, each.basis) for each in awards] == [
        (None, "Grade 2 (ood)", basis)
    ]
    assert [(each.rule, each.printed) for each in observations] == [
        (UNREAD, "Overall effectiveness: Grade 2 (ood)")
    ]


@pytest.mark.parametrize("body", [HEADING, RECORD])
def test_a_grade_off_the_scale_that_was_not_asked_about_is_a_problem(
    registry: Registry, body: str
) -> None:
    _, _, problems = understood(registry, body, "Grade 2 (goo)")
    assert [each.split(";")[0] for each in problems] == ["a grade must be on the framework's scale"]


def test_a_question_reads_back_from_the_front_matter(registry: Registry) -> None:
    divided, problems = divide("a.md", report(registry, "Grade 2 (ood)").text.encode())
    assert divided is not None, problems
    assert [(each.kind, each.words) for each in divided.front.questions] == [
        ("grade", "Grade 2 (ood)")
    ]
