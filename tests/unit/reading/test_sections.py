"""Which role a part of a document has, and what it takes from the headings above it."""

from __future__ import annotations

from builder.language.templates import Recogniser
from builder.model import Framework, FrameworkJudgement, Grade, Part, Section, plain
from builder.reading.findings import read_awards
from builder.reading.markdown_blocks import read_body
from builder.reading.sections import divide_sections

RECOGNISER = Recogniser(
    Framework(
        id="f",
        name="F",
        short="F",
        kinds=("report",),
        years="",
        about="",
        numbered_paragraphs=True,
        scale=(Grade(2, "Good"), Grade(4, "Inadequate")),
        grade_forms={"{label}": ("Good",)},
        heading_forms={"{judgement}: {label}": ()},
        judgements=(
            FrameworkJudgement("help", ("Help for children",)),
            FrameworkJudgement("leaders", ("The work of leaders",)),
        ),
        parts=(
            Part("recommendation", ("What must be done",), "paragraphs"),
            Part("strength", ("Strengths",)),
            Part("previous", ("Earlier inspections",)),
        ),
        finding_headings=("Summary", "{any} findings"),
    )
)


def sections(markdown: str) -> tuple[Section, ...]:
    blocks, problems = read_body("a.md", markdown, 1, numbered=True)
    found, more = divide_sections("a.md", blocks, RECOGNISER)
    assert not problems
    assert not more
    return found


def roles(markdown: str) -> dict[str, str]:
    return {plain(each.heading): each.role for each in sections(markdown)}


def test_a_part_lends_its_role_to_groups_of_actions() -> None:
    assert roles("## What must be done\n\n### The work of leaders\n\n### Foster care\n") == {
        "What must be done": "recommendation",
        "The work of leaders": "recommendation",
        "Foster care": "recommendation",
    }


def test_a_part_lends_its_role_to_no_heading_that_awards_a_grade_nor_to_those_behind_it() -> None:
    assert roles(
        "## What must be done\n\n### Foster care\n\n### Help for children: good\n\nText.\n\n"
        "### Adoption\n"
    ) == {
        "What must be done": "recommendation",
        "Foster care": "recommendation",
        "Help for children: good": "",
        "Adoption": "",
    }


def test_a_part_lends_its_role_to_no_heading_with_a_grade_on_the_line_below() -> None:
    assert roles("## What must be done\n\n### The work of leaders\n\nInadequate\n") == {
        "What must be done": "recommendation",
        "The work of leaders": "",
    }


def test_a_part_lends_its_role_to_no_heading_of_findings() -> None:
    assert roles("## Strengths\n\n### Summary\n\n## What must be done\n\n#### Our findings\n") == {
        "Strengths": "strength",
        "Summary": "",
        "What must be done": "recommendation",
        "Our findings": "",
    }


def test_grades_of_an_earlier_inspection_are_awarded_by_that_alone() -> None:
    table = "| a | b |\n|-|-|\n| Help for children | Good |\n"
    told = f"## Earlier inspections\n\n### Help for children: good\n\n{table}"
    assert read_awards("a.md", sections(told), RECOGNISER)[0] == ()
    found = read_awards("a.md", sections(told.replace("Earlier", "These")), RECOGNISER)[0]
    assert [award.basis for award in found] == ["heading", "table"]
