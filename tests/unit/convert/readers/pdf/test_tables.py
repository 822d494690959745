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


def over_two_pages(above: tuple[str, str], below: tuple[str, str]) -> Pdf:
    """A table whose second row may be cut by the end of the page."""
    head, first, second = ("Body", "Area for action"), above, below
    words: list[list[Words]] = [[], []]
    tags = []
    for at, (page, row) in enumerate(((0, head), (0, first), (1, second))):
        cells = []
        for place, text in enumerate(row):
            content = 10 * at + place
            if text:
                y = 700 - 600 * at if not page else 740
                words[page].append(Words(text, x=(72, 250)[place], y=y, content=content))
            cells.append(Tag("TD", [Tag("P", [(page, content)])] if text else []))
        tags.append(Tag("TR", cells))
    return Pdf(words, [Tag("Table", tags)])


FULL = "Leaders should plan together how to make sure that all"


def test_a_small_letter_below_an_open_sentence_makes_two_rows_of_two_pages_one() -> None:
    pdf = over_two_pages(("Northtown Council and", FULL), ("Westshire Board", "children are safe."))
    assert found(pdf) == [
        [
            ["Body", "Area for action"],
            ["Northtown Council and Westshire Board", f"{FULL} children are safe."],
        ]
    ]


def test_rows_of_two_pages_stay_two_without_such_proof() -> None:
    pdf = over_two_pages(("Ada Field, Inspector", "Bo Marsh"), ("", "Cy Wood, Inspector"))
    assert found(pdf) == [
        [
            ["Body", "Area for action"],
            ["Ada Field, Inspector", "Bo Marsh"],
            ["", "Cy Wood, Inspector"],
        ]
    ]


def test_a_team_stays_one_table_over_blank_rows_and_an_odd_name() -> None:
    rows = (("Ofsted", "Commission"), ("Ada Field", "Bo Marsh"), (" ", " "), ("Cy Wood", "Di Hill"))
    assert found(table(*rows, ("Eve Ford",))) == [
        [
            ["Ofsted", "Commission"],
            ["Ada Field", "Bo Marsh"],
            ["Cy Wood", "Di Hill"],
            ["Eve Ford", ""],
        ]
    ]
