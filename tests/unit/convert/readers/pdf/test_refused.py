"""What cannot be read says why, and no file can make the reader work for ever."""

from __future__ import annotations

import time
import zlib

import pytest

from builder.convert.readers.pdf import file as pdf_file
from builder.convert.readers.pdf.guard import examine
from builder.convert.readers.pdf.reader import read
from builder.convert.stream.pieces import CannotRead
from tests.support.pdfs import Pdf, Tag, Words, words_of


def flat(content: bytes, length: int) -> bytes:
    """A page whose content is packed."""
    packed = zlib.compress(content * length)
    pdf = Pdf([[Words("Text.")]])
    pdf.stream(packed, b"/Filter /FlateDecode")
    return pdf.data()


def verbose(words: int, letters: int) -> bytes:
    """A page of letters each of which its font says to mean a thousand words."""
    pdf = Pdf([[Words("Text.")]])
    meaning = b"<" + b"0041004200430020" * words + b">"
    pdf.stream(b"begincmap 1 beginbfchar <57> " + meaning + b" endbfchar endcmap")
    pdf.streams = {0: b" BT (" + b"W" * letters + b") Tj ET"}
    return pdf.data()


def nested(depth: int) -> bytes:
    """Drawings that draw ten drawings that draw ten drawings …"""
    pdf = Pdf([[Words("Text.")]])
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]"
    last = pdf.stream(b"0 0 m", form)
    for _ in range(depth):
        last = pdf.stream(
            b"/X Do " * 10, b"%s /Resources <</XObject <</X %d 0 R>>>>" % (form, last)
        )
    pdf.resources = b"/XObject <</X %d 0 R>>" % last
    pdf.streams = {0: b" /X Do"}
    return pdf.data()


GOOD = Pdf([[Words("Text.")]]).data()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "it is empty (0 bytes); get it again from its source."),
        (
            b"\xef\xbb\xbf\n<!DOCTYPE html><html><body>Not found</body></html>",
            "it is a web page, not a PDF; get the report itself from its source.",
        ),
        (b"PK\x03\x04 a Word file", "it is not a PDF: it does not begin with %PDF."),
        (GOOD[:-300], "it is damaged: its end is missing; get it again from its source."),
        (
            b"%PDF-1.7\nnothing\nstartxref\n0\n%%EOF",
            "it is damaged and cannot be opened as a PDF; get it again from its source.",
        ),
        (
            Pdf([[Words("Text.")]]).data(encrypted=True),
            "it is encrypted; remove the password and try again.",
        ),
        (
            Pdf([[]]).data(),
            "it holds pictures of pages and no text (it was scanned); "
            "get the original, or have its text recognised, and try again.",
        ),
        (
            flat(b"0" * 1_000_000, 210),
            "it unpacks to more than any report holds; it may have been made to do harm.",
        ),
        (
            flat(b"(" + b"W" * 1000 + b") Tj ", 11_000),
            "it draws more letters than any report; it may have been made to do harm.",
        ),
        (
            verbose(1000, 20_000),
            "it draws more letters than any report; it may have been made to do harm.",
        ),
        (
            nested(9),
            "its drawings are nested too deeply; it may have been made to do harm.",
        ),
    ],
    ids=[
        "empty",
        "web",
        "other",
        "cut",
        "broken",
        "encrypted",
        "scanned",
        "bomb",
        "letters",
        "words",
        "nested",
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, message: str) -> None:
    with pytest.raises(CannotRead) as caught:
        read(data)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("bound", "most", "message"),
    [
        (
            "MOST_PAGES",
            1,
            "it has 2 pages; at most 1 can be read; take the report out of the pack it stands in, "
            "as published, and try again.",
        ),
        ("MOST_CHARACTERS", 3, "it holds more than 3 characters, more than any report."),
        ("MOST_STEPS", 1, "its tags are more than those of any report; it may be damaged."),
    ],
)
def test_work_is_bounded(
    monkeypatch: pytest.MonkeyPatch, bound: str, most: int, message: str
) -> None:
    monkeypatch.setattr(pdf_file, bound, most)
    pages = [[Words("A b", content=0)], [Words("C d", content=0)]]
    pdf = Pdf(pages, [Tag("P", [(0, 0)]), Tag("P", [(1, 0)])])
    if bound == "MOST_CHARACTERS":
        pdf.pages[1].append(Words("More.", y=600, content=0))
    with pytest.raises(CannotRead) as caught:
        read(pdf.data())
    assert str(caught.value) == message


def test_drawings_in_drawings_are_read_within_bounds() -> None:
    assert words_of(read(nested(2))) == ["Text."]


def test_a_damaged_part_is_warned_of() -> None:
    pdf = Pdf([[Words("Text.")]])
    pdf.stream(b"\x78\x9cnot packed at all", b"/Filter /FlateDecode")
    assert read(pdf.data()).warnings[0] == (
        "A part of the file is damaged; hold the text against the original."
    )


END = b"\nstartxref\n0\n%%EOF"
BROKEN = zlib.compress(b"a" * 60_000_000)[:-200] + b"\xff" * 300
"""A part that unpacks to very much before it proves to be damaged."""


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"%PDF-1.7\n" + b"1 0 obj<<>>stream\n" * 20_000 + END, "unpacks to more"),
        (
            b"%PDF-1.7\n"
            + b"1 0 obj<</FlateDecode>>stream\n%s\nendstream endobj " % BROKEN * 10
            + END,
            "unpacks to more",
        ),
        (b"%PDF-1.7\n" + b"endobj >>stream\n" * 40_000 + END, ""),
        (b"%PDF-1.7\n" + (b"1" + b" " * 99) * 10_000 + END, ""),
    ],
)
def test_the_look_inside_takes_no_longer_than_a_file_is_long(data: bytes, message: str) -> None:
    started = time.process_time()
    if message:
        with pytest.raises(CannotRead, match=message):
            examine(data)
    else:
        examine(data)
    assert time.process_time() - started < 1
