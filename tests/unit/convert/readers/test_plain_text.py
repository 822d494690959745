"""Plain text: what a tab, an indent or a mark at the beginning of a line means."""

from __future__ import annotations

import time

import pytest

from builder.convert.readers.plain_text import read_text
from builder.convert.stream.pieces import CannotRead
from builder.convert.stream.text_runs import plain_words


def read(text: str) -> list[tuple[str, str, str, float]]:
    """Kind, mark, words and indent of each piece."""
    return [
        (
            piece.kind,
            piece.marker,
            " / ".join(" | ".join(map(plain_words, row)) for row in piece.rows)
            or plain_words(piece.text),
            piece.left,
        )
        for piece in read_text(text.encode()).pieces
    ]


def test_a_tab_behind_a_number_or_bullet_makes_no_table() -> None:
    assert read("1.\tThe visit.\n\n2.\tVisits are late.\n\n\t•\tHomes.\n") == [
        ("line", "1.", "The visit.", 0.0),
        ("line", "2.", "Visits are late.", 0.0),
        ("line", "•", "Homes.", 8.0),
    ]


def test_a_tab_before_a_line_is_an_indent() -> None:
    assert read("\tThe council was visited\nin March.\n") == [
        ("line", "", "The council was visited", 8.0),
        ("line", "", "in March.", 0.0),
    ]


def test_rows_with_tabs_are_a_table_and_an_empty_first_cell_goes_on() -> None:
    text = "Action\tOwner\n1.\tVisit\tHomes\n\tof services\nLate\tWeak\n"
    assert read(text) == [
        ("table", "", "Action | Owner |  / 1. | Visit | Homes of services / Late | Weak | ", 0.0)
    ]


def test_a_row_with_an_empty_first_cell_and_several_others_keeps_them() -> None:
    assert read("Year\tCases\tLate\n2014\t12\t3\n\tof them\tnone\n") == [
        ("table", "", "Year | Cases | Late / 2014 | 12 | 3 /  | of them | none", 0.0)
    ]


@pytest.mark.parametrize(
    "text", ["[" * 64_000, "[a](/" * 40_000, "a\tb\n" + "\tc\n" * 20_000, "http://." * 20_000]
)
def test_work_grows_with_the_length_of_a_text_alone(text: str) -> None:
    started = time.process_time()
    read(text)
    assert time.process_time() - started < 1


def test_a_row_of_very_many_cells_is_named() -> None:
    with pytest.raises(CannotRead, match="more than 100 columns"):
        read("a\t" * 200 + "a\n")
