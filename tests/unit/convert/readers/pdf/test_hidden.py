"""What no page shows is put aside and told, or asked about; what is seen is text."""

from __future__ import annotations

import pytest

from builder.convert.readers.pdf.reader import read
from builder.convert.stream.pieces import Stream
from tests.support.pdfs import Pdf, Words, shape

TOLD = "page 1: words that it does not show were left out: “Draft words.”"
SEEN = [Words("Children are safe."), Words("Their workers know them.", y=680)]


def words(stream: Stream) -> str:
    return " ".join(text for _, _, text in shape(stream))


@pytest.mark.parametrize(
    "unseen",
    [
        Words("Draft words.", y=600, before=b"1 1 1 rg"),
        Words("Draft words.", y=600, size=2),
        Words("Draft words.", y=900),
        Words("Draft words.", y=600, before=b"0 0 50 50 re W n"),
    ],
    ids=["white", "tiny", "beside the page", "clipped"],
)
def test_what_nobody_sees_is_no_text_and_is_told(unseen: Words) -> None:
    stream = read(Pdf([[*SEEN, unseen]]).data())
    assert "Draft" not in words(stream)
    assert TOLD in stream.warnings


@pytest.mark.parametrize(
    "seen",
    [
        Words("Seen words.", y=600, before=b"0 0 1 rg 60 590 200 30 re f 1 1 1 rg"),
        Words("Seen words.", y=600, size=4),
        Words("Seen words.", y=600, before=b"0 0 595 842 re W n"),
        Words("Seen words.", y=600, before=b"0.8 0.9 0.8 rg 60 590 200 30 re f 0 g"),
    ],
    ids=["white on blue", "small", "in a frame", "on a shade"],
)
def test_what_is_seen_is_text(seen: Words) -> None:
    stream = read(Pdf([[*SEEN, seen]]).data())
    assert "Seen words." in words(stream)
    assert stream.questions == ()
    assert not any("left out" in each for each in stream.warnings)


def test_a_part_that_is_switched_off_is_no_text() -> None:
    pdf = Pdf([SEEN], catalogue=b"/OCProperties <</OCGs [1 0 R] /D <</OFF [1 0 R]>>>>")
    pdf.add(b"<</Type /OCG /Name (Draft)>>")
    pdf.resources = b"/Properties <</Draft 1 0 R>>"
    pdf.streams[0] = b"\n/OC /Draft BDC BT /plain 12 Tf 72 600 Td (Draft words.) Tj ET EMC"
    stream = read(pdf.data())
    assert "Draft" not in words(stream)
    assert TOLD in stream.warnings


def test_a_name_that_is_blacked_out_is_neither_published_nor_written_down() -> None:
    pdf = Pdf([[*SEEN, Words("The child known as Robin moved twice.", y=600)]])
    pdf.streams[0] = b"\nq 0 g 178 594 38 18 re f Q"
    stream = read(pdf.data())
    assert "Robin" not in words(stream)
    assert "The child known as" in words(stream)
    assert "moved twice." in words(stream)
    ((kind, page, place, found),) = [(q.kind, q.page, q.place, q.words) for q in stream.questions]
    assert (kind, page, found) == ("covered", 1, "")
    assert place.endswith("The child known as”")
    assert "Robin" not in repr(stream)


def test_what_is_painted_before_the_words_or_lets_them_through_covers_nothing() -> None:
    pdf = Pdf([[*SEEN, Words("The child known as Robin moved.", y=600)]])
    pdf.streams[0] = b"\nq 0 g 178 598 38 1 re f Q q 60 590 300 30 re S Q"
    stream = read(pdf.data())
    assert "The child known as Robin moved." in words(stream)
    assert stream.questions == ()
    assert not any("left out" in each for each in stream.warnings)
