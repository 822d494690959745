"""Paragraphs are whole: lines that only wrap are joined; what a blank line divides is parted."""

from __future__ import annotations

import pytest

from builder.convert.readers.pdf.reader import read
from builder.convert.stream.pieces import Stream
from tests.support.pdfs import Pdf, Tag, Words, shape

FULL = "Inspectors considered the help that children receive in this area of the city from"


def texts(stream: Stream) -> list[str]:
    return [text for _, _, text in shape(stream)]


def tagged(*paragraphs: list[tuple[float, str]]) -> Stream:
    """Paragraphs, each with a tag, their lines by height."""
    page = [
        Words(text, y=y, content=at)
        for at, paragraph in enumerate(paragraphs)
        for y, text in paragraph
    ]
    return read(Pdf([page], [Tag("P", [(0, at)]) for at in range(len(paragraphs))]).data())


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("It is known that for some of these children help", "was late, and that it came at last."),
        ("Contacts are responded to in time each day. However,", "leaders know that more is due."),
    ],
)
def test_a_long_line_whose_sentence_goes_on_below_with_a_small_letter_wraps(
    above: str, below: str
) -> None:
    stream = tagged([(700, FULL), (686, above), (672, below)])
    assert texts(stream) == [f"{FULL} {above} {below}"]


def test_short_lines_below_each_other_keep_their_breaks() -> None:
    lines = [FULL, "quality of plans", "oversight by managers", "voices of children"]
    (piece,) = tagged([(700 - 14 * at, line) for at, line in enumerate(lines)]).pieces
    assert piece.text[0].text.split("\n")[1:] == lines[2:]


def test_one_line_of_many_that_is_not_full_wraps_where_its_sentence_is_open() -> None:
    lines = [FULL, FULL, "Children can be given help in school and at home via", "CAMHS or others."]
    stream = tagged([(700 - 14 * at, line) for at, line in enumerate(lines)])
    assert texts(stream) == [" ".join(lines)]


def test_a_line_with_a_tag_of_its_own_goes_on_with_the_paragraph_that_it_stands_under() -> None:
    first = [(700.0, FULL), (686.0, f"{FULL[:71]} Isle of Wight")]
    assert len(texts(tagged(first, [(672, "ICB. The city works with it.")]))) == 1
    assert len(texts(tagged(first, [(664, "ICB. The city works with it.")]))) == 2
    ended = [(700.0, FULL), (686.0, f"{FULL[:71]} Isle of Wigh.")]
    assert len(texts(tagged(ended, [(672, "ICB. The city works with it.")]))) == 2


def test_what_a_blank_line_divides_is_no_one_paragraph() -> None:
    stream = tagged([(700, FULL), (686, "their workers."), (658, "The next visit is due in May.")])
    assert texts(stream) == [f"{FULL} their workers.", "The next visit is due in May."]


@pytest.mark.parametrize("above", ["their workers, or write to:", "their workers"])
def test_a_sentence_is_not_parted_by_a_blank_line(above: str) -> None:
    stream = tagged([(700, FULL), (686, above), (658, "The editor of the report.")])
    assert len(texts(stream)) == 1


def test_the_mark_of_a_note_that_stands_nowhere_is_no_part_of_a_word_and_is_told() -> None:
    page = [
        Words("three live in schools,", x=72, content=0),
        Words("2", x=186, y=704, size=8, content=0),
        Words("all of them near", x=194, content=0),
    ]
    stream = read(Pdf([page], [Tag("P", [(0, 0)])]).data())
    assert texts(stream) == ["three live in schools, 2 all of them near"]
    assert stream.warnings == (
        "page 1: “2” after “three live in schools,” marks no note of its page.",
    )


def test_words_under_the_tag_of_another_mark_find_the_mark_beside_them() -> None:
    page = [
        Words("•", x=74, y=700, content=0),
        Words("Leaders know what to do.", x=92, y=700, content=0),
        Words("•", x=74, y=680, content=1),
        Words("Children with a learning disability", x=92.3, y=680, content=2),
        Words("are seen.", x=92.3, y=666, content=3),
    ]
    tags = [
        Tag(
            "L",
            [
                Tag("LI", [Tag("Lbl", [(0, 2)]), Tag("LBody", [(0, 0)])]),
                Tag("LI", [Tag("LBody", [(0, 1), (0, 3)])]),
            ],
        )
    ]
    assert shape(read(Pdf([page], tags).data())) == [
        ("item", "•", "Leaders know what to do."),
        ("item", "•", "Children with a learning disability are seen."),
    ]


def test_addresses_of_a_letterhead_stand_on_lines_of_their_own() -> None:
    head = ["Textphone 0100 000 000", "editor@example.org", "www.example.org"]
    (piece, _) = tagged(
        [(800 - 12 * at, line) for at, line in enumerate(head)],
        [(700, FULL), (686, FULL), (672, FULL)],
    ).pieces
    assert piece.text[0].text.split("\n") == head


def test_an_address_that_fills_a_line_of_a_paragraph_is_a_part_of_it() -> None:
    lines = [FULL, "www.example.org/services-for-children", "and to others."]
    (piece,) = tagged([(700 - 14 * at, line) for at, line in enumerate(lines)]).pieces
    assert piece.text[0].text.startswith(f"{FULL} www.example.org/services-for-children")
