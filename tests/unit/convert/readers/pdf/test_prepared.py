"""Pages are read as they are shown: turned, filled in, with notes on them and drawings in them."""

from __future__ import annotations

import pytest

from builder.convert.readers.pdf.reader import read
from builder.convert.stream.pieces import Question, Stream
from tests.support.pdfs import Pdf, Tag, Words, shape

LABEL = [Words("Grade of the service:", y=700)]
BOX = b"/Rect [230 695 430 715] /F 4"


def noted(annotation: bytes, shown: str = "", catalogue: bytes = b"") -> Stream:
    """A page with a field or note, and with what its picture draws."""
    pdf = Pdf([LABEL])
    keys = b"/Type /XObject /Subtype /Form /BBox [0 0 300 20] /Resources <</Font <</F 2 0 R>>>>"
    picture = pdf.stream(b"BT /F 11 Tf 2 5 Td (%s) Tj ET" % shown.encode(), keys)
    pdf.add(b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding>>")
    drawn = b"/AP <</N %d 0 R>>" % picture if shown else b""
    pdf.add(b"<</Type /Annot %s %s %s>>" % (BOX, annotation, drawn))
    pdf.page_keys[0] = b"/Annots [3 0 R]"
    pdf.catalogue = catalogue
    return read(pdf.data())


def field(value: str, shown: str) -> Stream:
    annotation = b"/Subtype /Widget /FT /Tx /T (grade) /DA (/F 11 Tf) /V (%s)" % value.encode()
    return noted(annotation, shown, b"/AcroForm <</Fields [3 0 R] /DA (/F 11 Tf 0 g)>>")


def words(stream: Stream) -> str:
    return " ".join(text for _, _, text in shape(stream))


def test_what_is_filled_in_stands_beside_its_label() -> None:
    stream = field("Inadequate", "Inadequate")
    assert words(stream) == "Grade of the service: Inadequate"
    assert stream.questions == ()


def test_a_field_that_shows_something_else_than_its_value_is_asked_about() -> None:
    stream = field("Inadequate", "Good")
    place = "after “Grade of the service:”"
    assert stream.questions == (Question("form", 1, place, "Inadequate"),)


def test_a_note_on_a_page_is_read_and_told() -> None:
    stream = noted(b"/Subtype /FreeText /Contents (Seen twice.) /DA (/F 11 Tf)", "Seen twice.")
    assert words(stream) == "Grade of the service: Seen twice."
    assert "page 1: a note that was put on it stands in the text: “Seen twice.”" in stream.warnings


def test_a_note_that_opens_beside_a_page_is_told() -> None:
    stream = noted(b"/Subtype /Text /Contents (See annex.)")
    assert words(stream) == "Grade of the service:"
    assert "page 1: a note that opens beside it was left out: “See annex.”" in stream.warnings


def test_a_hidden_note_is_no_text() -> None:
    stream = noted(b"/Subtype /FreeText /F 2 /Contents (No.) /DA (/F 11 Tf)", "No.")
    assert words(stream) == "Grade of the service:"


@pytest.mark.parametrize(("kind", "asked"), [("StrikeOut", "struck"), ("Redact", "covered")])
def test_words_that_a_note_strikes_out_or_marks_to_be_covered_are_asked_about(
    kind: str, asked: str
) -> None:
    pdf = Pdf([[Words("Known as"), Words("Robin Example.", y=680)]])
    pdf.add(
        b"<</Type /Annot /Subtype /%s /F 4 /Rect [70 675 170 692] "
        b"/QuadPoints [70 692 170 692 70 675 170 675]>>" % kind.encode()
    )
    pdf.page_keys[0] = b"/Annots [1 0 R]"
    (question,) = read(pdf.data()).questions
    assert (question.kind, question.page, question.place) == (asked, 1, "after “Known as”")


def test_links_of_a_page_with_notes_keep_their_addresses() -> None:
    pdf = Pdf([LABEL])
    pdf.add(
        b"<</Type /Annot /Subtype /Link /Rect [70 695 200 715] "
        b"/A <</S /URI /URI (https://example.org/)>>>>"
    )
    pdf.add(b"<</Type /Annot /Subtype /Square /F 4 /Rect [9 9 30 30] /IC [1 0 0]>>")
    pdf.page_keys[0] = b"/Annots [1 0 R 2 0 R]"
    (piece,) = read(pdf.data()).pieces
    assert [span.href for span in piece.text] == ["https://example.org/"]


@pytest.mark.parametrize(
    ("turn", "matrix"),
    [(90, "0 1 -1 0 {y} {x}"), (180, "-1 0 0 -1 {left} {top}"), (270, "0 -1 1 0 {foot} {end}")],
)
def test_a_page_that_is_turned_is_read_as_it_is_shown(turn: int, matrix: str) -> None:
    lines = [
        "In the year to March the council helped many children and their families at",
        "home, and it knew how long each of them had waited for a first visit.",
    ]
    drawn = b""
    for at, line in enumerate(lines):
        y = 100 + 14 * at
        places = {"x": 60, "y": y, "left": 595 - 60, "top": y, "foot": 595 - y, "end": 842 - 60}
        placed = matrix.format(**places).encode()
        drawn += b"\nBT /plain 12 Tf %s Tm (%s) Tj ET" % (placed, line.encode())
    pdf = Pdf([[]], streams={0: drawn}, page_keys={0: b"/Rotate %d" % turn})
    (piece,) = read(pdf.data()).pieces
    assert words(read(pdf.data())) == " ".join(lines)
    assert (piece.left, piece.top) == (60, 100)


def drawing(pdf: Pdf, content: bytes) -> None:
    """Let the first page draw a drawing."""
    number = pdf.stream(
        content,
        b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources <</Font <</F 2 0 R>>>>",
    )
    pdf.add(b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding>>")
    pdf.resources = b"/XObject <</Fm %d 0 R>>" % number
    pdf.streams[0] = b"\nq /Fm Do Q"


def test_contents_of_a_drawing_are_not_those_of_its_page() -> None:
    pdf = Pdf(
        [[Words("Visits are late.", content=0), Words("Plans are kept.", y=660, content=1)]],
        [Tag("P", [(0, 0)]), Tag("P", [(0, 1)])],
    )
    drawing(
        pdf,
        b"/P <</MCID 0>> BDC BT /F 12 Tf 72 600 Td (Nobody came.) Tj ET EMC "
        b"/P <</MCID 1>> BDC BT /F 12 Tf 72 580 Td (None was found.) Tj ET EMC",
    )
    assert [text for _, _, text in shape(read(pdf.data()))] == [
        "Visits are late.",
        "Plans are kept.",
        "Nobody came.",
        "None was found.",
    ]


def test_words_of_a_drawing_belong_to_the_tag_around_it() -> None:
    pdf = Pdf([[Words("Plans are kept.", content=1)]], [Tag("P", [(0, 0)]), Tag("P", [(0, 1)])])
    drawing(pdf, b"BT /F 12 Tf 72 600 Td (Nobody came.) Tj ET")
    pdf.streams[0] = b"\n/P <</MCID 0>> BDC q /Fm Do Q EMC"
    assert words(read(pdf.data())) == "Nobody came. Plans are kept."


@pytest.mark.parametrize("inside", ["words", "cover"])
def test_what_a_drawing_covers_or_what_covers_it_is_asked_about(inside: str) -> None:
    pdf = Pdf([[Words("Known as", y=720)]])
    name = b"BT /F 12 Tf 72 700 Td (Robin Example) Tj ET"
    cover = b"q 0 g 70 695 200 18 re f Q"
    drawing(pdf, name if inside == "words" else cover)
    if inside == "words":
        pdf.streams[0] += b"\n" + cover
    else:
        pdf.pages[0].append(Words("Robin Example", y=700))
    stream = read(pdf.data())
    assert words(stream) == "Known as"
    assert [each.kind for each in stream.questions] == ["covered"]


def test_a_note_that_covers_words_is_asked_about() -> None:
    pdf = Pdf([[Words("Known as", y=720), Words("Robin Example", y=700)]])
    picture = pdf.stream(
        b"0 g 0 0 200 25 re f", b"/Type /XObject /Subtype /Form /BBox [0 0 200 25]"
    )
    pdf.add(
        b"<</Type /Annot /Subtype /Square /F 4 /Rect [70 690 270 715] /AP <</N %d 0 R>>>>" % picture
    )
    pdf.page_keys[0] = b"/Annots [2 0 R]"
    stream = read(pdf.data())
    assert words(stream) == "Known as"
    assert [each.kind for each in stream.questions] == ["covered"]
