"""Rows of tables that the end of a page has cut."""

from __future__ import annotations

import pytest

from builder.convert.stream.pieces import Piece
from builder.convert.stream.text_runs import plain_words
from builder.convert.structure.repairs import mended
from builder.model import Span, Text

OPEN = "Leaders must work together so that plans for children and their families are made to ensure"


def rows(*written: tuple[str, ...]) -> list[tuple[str, ...]]:
    def text(words: str) -> Text:
        return (Span(words),) if words else ()

    table = Piece("table", (), rows=tuple(tuple(map(text, row)) for row in written))
    (piece,) = mended([table])
    return [tuple(map(plain_words, row)) for row in piece.rows]


def test_a_small_letter_below_an_open_sentence_makes_two_rows_one() -> None:
    assert rows(
        ("The council and the board of", OPEN), ("Northtown city", "that all is well.")
    ) == [("The council and the board of Northtown city", f"{OPEN} that all is well.")]


def test_words_without_a_first_cell_belong_to_the_row_above() -> None:
    assert rows(("The council", OPEN), ("", "That all is well.")) == [
        ("The council", f"{OPEN} That all is well.")
    ]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (("The council", f"{OPEN} it."), ("The board", "that all is well.")),
        (("The council", OPEN), ("The board", "That all is well.")),
        (("Children with a plan at the end of the year, in all wards of the city", "412"),
         ("of whom looked after", "38")),
        (("The council", "Short"), ("The board", "that all is well.")),
    ],
    ids=["ended", "capital", "figures", "short"],
)  # fmt: skip
def test_rows_that_only_look_cut_stay_two(above: tuple[str, ...], below: tuple[str, ...]) -> None:
    assert rows(above, below) == [above, below]
