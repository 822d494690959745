"""Text without tags that stands side by side: columns of prose, rows of figures, neither."""

from __future__ import annotations

from builder.convert.readers.pdf.reader import read
from builder.convert.stream.pieces import Stream
from builder.model import plain
from tests.support.pdfs import Pdf, Words, shape

LEFT = ["Leaders have improved how the city", "answers first calls. Workers know", "children well."]
RIGHT = ["Managers do not always write down", "why they decided as they did.", "Schools are good."]


def side_by_side(left: list[str], right: list[str], x: float = 320) -> Stream:
    """Two columns, drawn a line of each at a time."""
    page = [
        Words(text, x=place, y=700 - 14 * at, size=11)
        for at, row in enumerate(zip(left, right, strict=True))
        for place, text in zip((72, x), row, strict=True)
        if text
    ]
    return read(Pdf([page]).data())


def texts(stream: Stream) -> list[str]:
    return [text for _, _, text in shape(stream)]


def test_columns_that_are_drawn_by_row_are_read_one_after_the_other() -> None:
    stream = side_by_side(LEFT, RIGHT)
    assert texts(stream) == [" ".join(LEFT), " ".join(RIGHT)]
    assert stream.questions == ()
    assert any("page 1: columns that the file draws a line of" in each for each in stream.warnings)


def test_columns_may_be_of_different_lengths() -> None:
    stream = side_by_side(LEFT, ["Managers write down each time", "why they decided.", ""])
    assert texts(stream)[0] == " ".join(LEFT)


def test_a_person_is_asked_where_neither_columns_nor_rows_are_certain() -> None:
    right = ["Head of the children’s service", "and her deputies for the city", "Team manager"]
    stream = side_by_side(LEFT, right)
    assert [(each.kind, each.page) for each in stream.questions] == [("columns", 1)]
    assert " ".join(texts(stream)).startswith(f"{LEFT[0]} {right[0]}")


def test_names_and_values_are_no_columns_of_prose() -> None:
    names = ["Name of the service", "Unique reference", "Lead inspector"]
    stream = side_by_side(names, ["Children’s homes", "80432", "Robin Example"])
    assert texts(stream)[0].startswith("Name of the service Children’s homes")
    assert stream.questions == ()


def rows(*cells: list[tuple[float, str]]) -> Stream:
    page = [
        Words(text, x=x, y=700 - 13 * at, size=11)
        for at, row in enumerate(cells)
        for x, text in row
    ]
    return read(Pdf([page]).data())


def test_figures_under_each_other_are_rows() -> None:
    places = (72.0, 112.0, 152.0)
    stream = rows(
        *(
            list(zip(places, row, strict=True))
            for row in [("North", "1,204", "14"), ("South", "2,310", "22"), ("East", "908", "9")]
        )
    )
    (table,) = stream.pieces
    assert [[plain(cell) for cell in row] for row in table.rows] == [
        ["North", "1,204", "14"],
        ["South", "2,310", "22"],
        ["East", "908", "9"],
    ]


def test_figures_may_end_under_each_other() -> None:
    stream = rows(
        [(72, "North"), (140, "12"), (180, "9")], [(72, "South"), (133.88, "112"), (173.88, "10")]
    )
    assert [piece.kind for piece in stream.pieces] == ["table"]


def test_words_of_a_sentence_that_happen_to_stand_apart_are_no_rows() -> None:
    stream = rows(
        [(72, "Leaders"), (125, "know"), (170, "the families who")],
        [(72, "came"), (118, "to them"), (181, "last year.")],
    )
    assert "table" not in [piece.kind for piece in stream.pieces]


def test_a_pattern_of_letters_is_no_table() -> None:
    row = [(72 + 20.0 * at, "a") for at in range(25)]
    stream = rows(row, row, row)
    assert "table" not in [piece.kind for piece in stream.pieces]
