"""Headings that a person should look at, in what is converted and in what stands already."""

from __future__ import annotations

import pytest

from builder.convert.structure.blocks import Block
from builder.convert.structure.doubts import doubtful
from builder.language.templates import Recogniser
from builder.model import Framework, FrameworkJudgement, Grade, Part, Span
from builder.reading.doubts import doubts, outlined
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
        scale=(Grade(2, "Good"),),
        grade_forms={"{label}": ("Good",)},
        heading_forms={"{judgement}: {label}": ()},
        judgements=(FrameworkJudgement("help", ("Help for children",)),),
        parts=(
            Part("recommendation", ("What must be done",), "paragraphs"),
            Part("strength", ("Strengths",)),
        ),
    )
)
OPEN = "Children who go missing are talked to soon after they come back, and what they say is"


def of_markdown(markdown: str) -> list[tuple[int, str]]:
    blocks, _ = read_body("a.md", markdown, 1, numbered=True)
    sections, _ = divide_sections("a.md", blocks, RECOGNISER)
    return list(doubts(outlined(sections, RECOGNISER), RECOGNISER))


def of_blocks(*blocks: tuple[str, int, str]) -> list[str]:
    made = [
        Block("heading" if kind == "#" else "paragraph", (Span(words),), level=level, page=3)
        for kind, level, words in blocks
    ]
    return list(doubtful(made, RECOGNISER))


@pytest.mark.parametrize("graded", ["Help for children: good", "Help for children\n\nGood"])
def test_a_graded_heading_below_a_part_that_recommends_is_doubtful(graded: str) -> None:
    ((line, words),) = of_markdown(f"## What must be done\n\n- Plan.\n\n### {graded}\n\n- Well.\n")
    assert line == 5
    assert words.endswith("give both headings the same level.")


@pytest.mark.parametrize(
    "markdown",
    [
        "## What must be done\n\n- Plan.\n\n## Help for children: good\n",
        "## What must be done\n\n### Help for children\n\n- Plan.\n",
        "## Strengths\n\n### Help for children: good\n",
        "## Help for children: good\n\n### What must be done\n",
    ],
    ids=["beside", "no grade", "strengths", "above"],
)
def test_a_heading_in_its_place_is_not_doubtful(markdown: str) -> None:
    assert of_markdown(markdown) == []


def test_a_heading_that_goes_on_with_the_sentence_above_is_doubtful() -> None:
    ((line, words),) = of_markdown(f"{OPEN}\n\n## used to keep others safe\n")
    assert (line, words[:36]) == (3, "the heading “used to keep others saf")
    assert of_markdown(f"{OPEN} used.\n\n## used to keep others safe\n") == []
    assert of_markdown(f"{OPEN}\n\n## Used to keep others safe\n") == []


def test_conversion_says_the_same_at_its_page() -> None:
    (said,) = of_blocks(("#", 2, "What must be done"), ("#", 3, "Help for children: good"))
    assert said.startswith("page 3: “Help for children: good” awards a grade")
    (said,) = of_blocks(("", 0, OPEN), ("#", 2, "used to keep others safe"))
    assert said.startswith("page 3: the heading “used to keep")
    assert of_blocks(("#", 2, "What must be done"), ("#", 2, "Help for children: good")) == []
