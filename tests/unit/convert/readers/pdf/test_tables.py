"""What of a table is a row, and what is text that stands in its frame."""

from __future__ import annotations

from builder.convert.readers.pdf.reader import read
from builder.model import plain
from tests.support.pdfs import Pdf, Tag, Words


def table(*rows: tuple[str, ...], x: tuple[float, ...] = (72, 300)) -> Pdf:
    """A table on one page; a row of one cell has a single tag."""
    words = []
    tags = []
    for at, row in enumerate(rows):
        cells = []
        for place, text in enumerate(row):
            content = 10 * at + place
            words.append(Words(text, x=x[place], y=740 - 20 * at, content=content))
            cells.append(Tag("TD", [Tag("P", [(0, content)])]))
        tags.append(Tag("TR", cells))
    return Pdf([words], [Tag("Table", tags)])


def found(pdf: Pdf) -> list[str | list[list[str]]]:
    return [
        [[plain(cell) for cell in row] for row in piece.rows] or plain(piece.text)
        for piece in read(pdf.data()).pieces
    ]


GRADES = (("Judgement", "Grade"), ("Leaders", "Good"))


def test_rows_of_one_cell_above_the_columns_are_no_rows() -> None:
    pdf = table(("Northtown Council",), ("Inspection dates: May 2013",), *GRADES)
    assert found(pdf) == [
        "Northtown Council",
        "Inspection dates: May 2013",
        [list(row) for row in GRADES],
    ]


def test_a_row_of_one_cell_below_the_columns_is_text_where_it_reaches_over_them() -> None:
    words = "Children in Northtown are safe, and their workers see them often at home."
    assert found(table(*GRADES, (words,))) == [[list(row) for row in GRADES], words]
    assert found(table(*GRADES, ("Care",))) == [[*(list(row) for row in GRADES), ["Care", ""]]]


def test_a_row_that_begins_in_the_middle_of_a_sentence_may_be_the_rest_of_one() -> None:
    assert found(table(("and leavers",), *GRADES)) == [
        [["and leavers", ""], *(list(row) for row in GRADES)]
    ]
