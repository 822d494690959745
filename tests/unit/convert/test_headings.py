"""Which words of an original are headings, and at which level they stand."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from builder.convert.stream.pieces import Piece
from builder.convert.structure.blocks import Block
from builder.convert.structure.outline import outline
from builder.language.templates import Recogniser
from builder.model import Framework, FrameworkJudgement, Grade, Part, Span

BODY = (
    "Most children are seen by the same social worker from week to week, and their plans are "
    "clear and up to date."
)


def framework(*, flat: bool = False) -> Recogniser:
    return Recogniser(
        Framework(
            id="f",
            name="F",
            short="F",
            kinds=("report",),
            years="",
            about="",
            numbered_paragraphs=True,
            flat=flat,
            scale=(Grade(2, "Good"), Grade(4, "Inadequate")),
            grade_forms={"{label}": ("Good",)},
            heading_forms={"{judgement}: {label}": (), "{judgement} {label}": ()},
            judgements=(
                FrameworkJudgement("help", ("Help for children",)),
                FrameworkJudgement("leaders", ("The work of leaders",)),
            ),
            parts=(
                Part("recommendation", ("What must be done",), "paragraphs"),
                Part("priority-action", ("At once",), "paragraphs"),
                Part("area-for-improvement", ("Later",), "paragraphs"),
                Part("previous", ("Earlier inspections",)),
                Part("strength", ("Strengths",)),
            ),
            finding_headings=("Summary", "{any} findings"),
        )
    )


def piece(words: str, size: float = 12, kind: str = "paragraph", **more: object) -> Piece:
    bold = more.pop("bold", size > 12 or kind == "heading")
    return Piece(kind, (Span(words),), page=1, size=size, bold=bold, **more)  # type: ignore[arg-type]


def text(words: str = BODY, page: int = 1) -> Piece:
    return Piece("paragraph", (Span(words),), page=page, size=12)


def headings(pieces: Sequence[Piece], recogniser: Recogniser) -> list[tuple[int, str]]:
    return [(b.level, b.words) for b in outline(pieces, recogniser) if b.kind == "heading"]


def test_chapters_that_stand_side_by_side_share_a_level_whatever_their_type() -> None:
    pieces = [
        *(piece("What must be done", 14), text()),
        *(piece("Help for children: inadequate", 12, bold=True), text()),
        *(piece("Foster care", 12, bold=True), text()),
        *(piece("The work of leaders: good", 14), text()),
    ]
    assert headings(pieces, framework(flat=True)) == [
        (2, "What must be done"),
        (2, "Help for children: inadequate"),
        (3, "Foster care"),
        (2, "The work of leaders: good"),
    ]


def test_findings_are_never_below_the_part_that_recommends_before_them() -> None:
    pieces = [
        *(piece("Overview", 14), text()),
        *(piece("The council", 12, kind="heading", level=2), text()),
        *(piece("What must be done", 14, kind="heading", level=1), text()),
        *(piece("Help for children", 12, kind="heading", level=2), text("Inadequate")),
        *(piece("Summary", 12, kind="heading", level=2), text()),
    ]
    assert {words: level for level, words in headings(pieces, framework())} == {
        "Overview": 2,
        "The council": 3,
        "What must be done": 3,
        "Help for children": 3,
        "Summary": 3,
    }


def test_findings_come_up_to_the_part_where_that_holds_groups_of_its_own() -> None:
    pieces = [
        *(piece("What must be done", 14), text()),
        *(piece("Foster care", 13), text()),
        *(piece("Help for children: good", 13), text()),
        *(piece("Its findings", 12, bold=True), text()),
    ]
    assert headings(pieces, framework()) == [
        (2, "What must be done"),
        (3, "Foster care"),
        (2, "Help for children: good"),
        (4, "Its findings"),
    ]


def test_actions_grouped_under_the_name_of_a_judgement_stay_below_their_part() -> None:
    pieces = [
        *(piece("What must be done", 14), text()),
        *(piece("The work of leaders", 12, bold=True), text()),
        *(piece("Foster care", 12, bold=True), text()),
        *(piece("The board", 14), text()),
    ]
    levels = [level for level, _ in headings(pieces, framework())]
    assert levels == [2, 3, 3, 2]


def test_what_to_improve_stays_beside_the_strengths_over_a_finding_set_smaller() -> None:
    def pieces(first: str) -> list[Piece]:
        return [
            *(piece(first, 14), text()),
            *(piece("First findings", 12, bold=True), text()),
            *(piece("Later", 14), text()),
            *(piece("Second findings", 12, bold=True), text()),
            *(piece("The next visit", 14), text()),
        ]

    assert headings(pieces("Strengths"), framework()) == [
        (2, "Strengths"),
        (3, "First findings"),
        (2, "Later"),
        (3, "Second findings"),
        (2, "The next visit"),
    ]
    assert (3, "Later") in headings(pieces("The council"), framework())


def test_a_part_is_beside_the_next_though_its_groups_are_set_larger_than_it() -> None:
    pieces = [
        *(piece("The council", 16, kind="heading", level=1), text()),
        *(piece("What must be done", 14, kind="heading", level=2), text()),
        *(piece("At once", 12, bold=True), text()),
        *(piece("The work of leaders", 13, kind="heading", level=3), text()),
        *(piece("Later", 14, kind="heading", level=2), text()),
        *(piece("The work of leaders", 13, kind="heading", level=3), text()),
    ]
    assert headings(pieces, framework()) == [
        (2, "The council"),
        (3, "What must be done"),
        (3, "At once"),
        (4, "The work of leaders"),
        (3, "Later"),
        (4, "The work of leaders"),
    ]


def test_a_chapter_that_the_framework_knows_is_never_a_line_in_bold() -> None:
    pieces = [text()]
    for size in (20, 18, 16, 14, 13):
        pieces += [
            each for turn in "ab" for each in (piece(f"Part {turn} in {size}", size), text())
        ]
    pieces += [piece("The work of leaders", 13), text()]
    blocks = {block.words: (block.kind, block.level) for block in outline(pieces, framework())}
    assert blocks["Part a in 16"] == ("heading", 4)
    assert blocks["Part a in 13"] == ("paragraph", 0)
    assert blocks["The work of leaders"] == ("heading", 4)


def test_the_findings_of_a_judgement_do_not_stand_above_its_name() -> None:
    help_for_children, leaders = (
        piece(words, 12, kind="heading", level=3, bold=False)
        for words in ("Help for children", "The work of leaders")
    )
    summary = piece("Summary", 12, kind="heading", level=2)
    pieces = [
        *(piece("The council", 16, kind="heading", level=1), text()),
        *(help_for_children, summary, text()),
        *(leaders, summary, text()),
    ]
    assert headings(pieces, framework()) == [
        (2, "The council"),
        (3, "Help for children"),
        (3, "Summary"),
        (3, "The work of leaders"),
        (3, "Summary"),
    ]


def test_a_size_in_which_one_heading_is_set_is_no_level_of_its_own() -> None:
    sizes = ((16, "One"), (14, "Two"), (13, "Odd"), (12, "Three"), (12, "Four"), (16, "Five"))
    pieces = [
        each
        for size, words in (*sizes, (14, "Six"))
        for each in (piece(f"Chapter {words}", size, bold=True), text())
    ]
    assert [level for level, _ in headings(pieces, framework())] == [2, 3, 4, 4, 4, 2, 3]


def test_a_tag_makes_no_heading_of_words_set_as_the_text_is() -> None:
    tagged = piece("Plans are not always clear.", 12, kind="heading", level=1, bold=False)
    assert headings([text(), tagged, text()], framework()) == []


@pytest.mark.parametrize(
    "heading",
    [
        piece("Help for children: good", 12, kind="heading", level=1, bold=False),
        piece("Foster care in the north", 12, kind="heading", level=1, bold=True),
        piece("Foster care in the north", 13, kind="heading", level=1, bold=False),
        Piece("heading", (Span("Foster care in the north"),), level=1),
    ],
    ids=["known", "bold", "larger", "no type told"],
)
def test_a_tag_makes_a_heading_where_type_differs_or_the_framework_knows_it(
    heading: Piece,
) -> None:
    assert len(headings([text(), heading, text()], framework())) == 1


def test_a_sentence_that_goes_on_in_a_tagged_heading_is_one_paragraph() -> None:
    opened = "Senior managers have made good use of what they learned, and they know that much is"
    tagged = piece("to be done before every plan is clear.", 12, "heading", level=1, bold=False)
    blocks = outline([text(opened), tagged, text()], framework())
    assert [block.kind for block in blocks] == ["paragraph", "paragraph"]
    assert blocks[0].words == f"{opened} to be done before every plan is clear."


def joined(*pieces: Piece) -> list[Block]:
    return outline([text(), *pieces], framework())[1:]


OPEN = "Children who go missing are talked to soon after they come back, and what they say is"


def test_a_paragraph_cut_by_a_page_is_whole_with_its_footnote_behind_it() -> None:
    note = Piece("footnote", (Span("A note of its own."),), page=1, size=9, note="1")
    blocks = joined(text(OPEN), note, text("used to keep others safe.", page=2))
    assert [block.kind for block in blocks] == ["paragraph", "footnote"]
    assert blocks[0].words == f"{OPEN} used to keep others safe."


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (OPEN + " used.", "that is all."),
        (OPEN, "Used to keep others safe."),
        ("Telephone 01632 960 000", "help@northtown.example"),
        ("The council should", "make plans."),
        (OPEN, "b) used to keep others safe"),
        (OPEN, "www.northtown.example holds the plans"),
    ],
    ids=["closed", "capital", "address", "short", "lettered", "web"],
)
def test_blocks_that_only_look_cut_stay_apart(above: str, below: str) -> None:
    assert len(joined(text(above), text(below, page=2))) == 2


def test_entries_of_a_list_are_joined_over_the_end_of_a_page_only() -> None:
    entry = Piece("item", (Span(OPEN),), page=1, size=12, marker="•")
    assert len(joined(entry, text("used to keep others safe", page=1))) == 2
    assert len(joined(entry, text("used to keep others safe", page=2))) == 1


def test_a_heading_cut_in_two_is_one() -> None:
    first = piece("The help that children have, and the plans that are", 14)
    assert headings([text(), first, piece("made with their families", 14)], framework()) == [
        (2, "The help that children have, and the plans that are made with their families")
    ]


def test_grades_told_of_an_earlier_inspection_are_no_headings() -> None:
    graded = [piece("Help for children: good", 12, bold=False)]
    pieces = [piece("Earlier inspections", 14), text("In 2010 the grades were these."), *graded]
    assert headings([text(), *pieces], framework()) == [(2, "Earlier inspections")]
    assert len(headings([text(), *graded], framework())) == 1


def paragraphs(pieces: Sequence[Piece]) -> list[str]:
    return [b.words for b in outline(pieces, framework()) if b.kind in ("paragraph", "item")]


@pytest.mark.parametrize("end", ["met on", "was seen by Robin Example,", "lived there, and"])
def test_a_paragraph_goes_on_where_no_sentence_can_end(end: str) -> None:
    above = f"This letter tells what was found in the services of the city that {end}"
    assert paragraphs([text(above), text("12 May by its inspectors.")]) == [
        f"{above} 12 May by its inspectors."
    ]


def test_a_paragraph_does_not_go_on_behind_a_whole_sentence_or_in_other_type() -> None:
    above = "This letter tells what was found in the services of the city that met"
    assert len(paragraphs([text(above), text("Robin Example and others.")])) == 2
    assert len(paragraphs([text(f"{above} on"), piece("12 May.", bold=True)])) == 2


@pytest.mark.parametrize(("size", "count"), [(11, 1), (9, 2)])
def test_a_sentence_goes_on_in_its_own_type_alone(size: float, count: int) -> None:
    above = piece("Northtown House, 12 High Street, Northtown, and telephone 01632 960000", size)
    assert len(paragraphs([above, text("services that are known."), text()])) == count + 1


def test_a_numbered_paragraph_goes_on_with_a_small_letter() -> None:
    above = "The plans are not joined with what is known from those who use the services and"
    numbered = piece(above, marker="12.")
    assert paragraphs([numbered, text("their families.")]) == [f"{above} their families."]


def minutes(*below: Piece) -> list[Piece]:
    """Numbered bold lines, each with what stands below it."""
    heads = [
        piece(words, kind="item", bold=True, marker=marker)
        for marker, words in [("84.", "Apologies"), ("85.", "Homes"), ("86.", "Schools")]
    ]
    return [text(), *(each for head in heads for each in (head, *below))]


def unnumbered() -> Recogniser:
    return Recogniser(replace(framework().framework, numbered_paragraphs=False))


def test_numbered_bold_lines_over_text_are_headings_with_their_numbers() -> None:
    assert headings(minutes(text()), unnumbered()) == [
        (2, "84. Apologies"),
        (2, "85. Homes"),
        (2, "86. Schools"),
    ]


def test_numbered_bold_lines_are_a_list_where_nothing_stands_below_or_paragraphs_count() -> None:
    assert headings(minutes(), unnumbered()) == []
    assert headings(minutes(text()), framework()) == []


def test_entries_in_an_entry_that_stands_deeper_than_its_tag_go_with_it() -> None:
    entries = [
        piece("It was noted:", kind="item", marker="3.", left=80),
        piece("that homes were far away:", kind="item", marker="•", left=100),
        piece("Northtown", kind="item", marker="o", left=120, level=1),
        piece("that schools were full.", kind="item", marker="•", left=100),
    ]
    found = outline([text(), *entries], unnumbered())
    assert [block.level for block in found if block.kind == "item"] == [0, 1, 2, 1]
