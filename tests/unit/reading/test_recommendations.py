"""What a part of a document tells somebody to do, entry by entry."""

from __future__ import annotations

from datetime import date

import pytest

from builder.language.templates import Recogniser
from builder.model import Authority, Framework, Owners, Part, StandingText
from builder.reading.markdown_blocks import read_body
from builder.reading.recommendations import read_recommendations
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
        parts=(Part("recommendation", ("What must be done",), "paragraphs"),),
        none_found=(
            StandingText("There are no areas {any}", ()),
            StandingText("None", ()),
        ),
    )
)
AUTHORITY = Authority(
    id="northtown", name="Northtown City Council", place="Northtown", kind="", region="", gss=""
)
OWNERS = Owners(nouns=(), verbs=(), joins=(), examples={})


def told(*blocks: str) -> list[str]:
    body = "\n\n".join(("## What must be done", *blocks, "## Findings", "Plans are clear.")) + "\n"
    read, problems = read_body("a.md", body, 1, numbered=True)
    sections, _ = divide_sections("a.md", read, RECOGNISER)
    assert not problems
    found = read_recommendations(sections, RECOGNISER, OWNERS, AUTHORITY, date(2030, 1, 1))
    return [each.text for each in found]


@pytest.mark.parametrize("words", ["There are no areas for action at once.", "None."])
@pytest.mark.parametrize("form", ["{}", "1. {}", "- {}"])
def test_words_that_say_there_is_nothing_to_do_are_no_recommendation(words: str, form: str) -> None:
    assert told(form.format(words)) == []


def test_a_part_without_marks_recommends_in_its_paragraphs() -> None:
    assert told("The quality of plans.", "Visits, which must be made in time.") == [
        "The quality of plans.",
        "Visits, which must be made in time.",
    ]


def test_paragraphs_beside_a_list_are_words_about_it() -> None:
    assert told("These are few.", "- Write plans.", "They matter.") == ["Write plans."]


def test_paragraphs_above_headings_of_their_own_are_words_about_them() -> None:
    assert told("These are few.", "### Homes", "- Write plans.") == ["Write plans."]


def test_an_entry_that_begins_within_a_sentence_has_the_words_that_open_it() -> None:
    assert told("The council should:", "- write plans", "- Visit children.") == [
        "The council should: write plans",
        "Visit children.",
    ]
    assert told("7. Look into homes where", "- (i) plans are late", "- (ii) visits are") == [
        "Look into homes where",
        "Look into homes where (i) plans are late",
        "Look into homes where (ii) visits are",
    ]


def test_an_entry_takes_no_words_from_a_sentence_that_has_ended() -> None:
    assert told("The council has begun.", "- plans for homes") == ["plans for homes"]


def test_entries_under_a_label_are_recommendations_and_the_label_is_none() -> None:
    assert told("1. Homes", "- Write plans.\n- Visit children.", "2. Schools", "- Teach.") == [
        "Write plans.",
        "Visit children.",
        "Teach.",
    ]
    assert told("- Homes\n  - Write plans.\n  - Visit children.") == [
        "Write plans.",
        "Visit children.",
    ]


def test_entries_inside_entries_are_their_own_where_both_are_sentences() -> None:
    assert told("- Write plans.\n  - Visit children.\n    - Teach.") == [
        "Write plans.",
        "Visit children.",
        "Teach.",
    ]


@pytest.mark.parametrize("inner", ["writing plans", "Plans"])
def test_what_an_entry_opens_by_a_colon_is_part_of_it(inner: str) -> None:
    assert told(f"- Help children by:\n  - {inner}\n") == [f"Help children by: {inner}"]
    assert told(f"3. Help children by:\n\n   - {inner}\n") == [f"Help children by: {inner}"]
