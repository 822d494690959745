"""Whatever a file holds, it is read or refused by a sentence, and no work grows with its square."""

from __future__ import annotations

import pytest

from builder.convert.readers.pdf import runs
from builder.convert.readers.pdf.reader import read
from builder.convert.stream.pieces import CannotRead
from tests.support.pdf_words import original_words
from tests.support.pdfs import Pdf, Tag, Words, shape, texts, words_of


def kinds(pdf: Pdf) -> list[str]:
    return [kind for kind, _, _ in shape(read(pdf.data()))]


def rows(*texts: str) -> list[Words]:
    return [Words(text, y=760 - 20 * at) for at, text in enumerate(texts)]


def test_a_contents_list_may_have_nothing_but_dots_between_words_and_numbers() -> None:
    titles = ["Summary", "Findings", "Leaders", "Annex"]
    found = kinds(Pdf([rows(*(f"{each}{'.' * 40}{at}" for at, each in enumerate(titles, 1)))]))
    assert found == ["contents"] * 4


@pytest.mark.parametrize(
    "texts",
    [
        ["of ........................ 12", "visits, of which ............ 4"],
        ["visits, of which ............ 4", "Leaders agreed."],
        ["of ........................ 11", "visits, of which ............ 14"],
    ],
)
def test_dotted_blanks_are_text(texts: list[str]) -> None:
    assert "contents" not in kinds(Pdf([rows(*texts)]))


@pytest.mark.parametrize("tagged", [False, True])
def test_two_rows_with_growing_page_numbers_are_a_contents_list(tagged: bool) -> None:
    words = rows("Summary ............ 2", "Findings ........... 3", "Leaders agreed.")
    pdf = Pdf([words, [Words("More.")], [Words("End.")]])
    if tagged:
        for at, each in enumerate(words):
            each.content = at
        pdf.tags = [Tag("P", [(0, at)]) for at in range(3)]
    assert kinds(pdf)[:3] == ["contents", "contents", "paragraph"]


@pytest.mark.parametrize(
    ("numbers", "found"),
    [
        ((2, 3, 3, 5), ["contents"] * 4),
        ((2, 5, 3, 6), ["paragraph"] * 4),
        ((2, 2, 3, 3), ["paragraph"] * 4),
        ((2, 3, 5, 60), ["paragraph"] * 4),
        ((2, 3, 5), ["paragraph"] * 3),
    ],
)
def test_a_contents_list_has_page_numbers_far_right_that_grow(
    numbers: tuple[int, ...], found: list[str]
) -> None:
    words = []
    for at, number in enumerate(numbers):
        y = 700 - 20 * at
        words += [
            Words("Findings", y=y, content=2 * at),
            Words(f"{number}", x=500, y=y, content=2 * at + 1),
        ]
    tags = [Tag("P", [(0, 2 * at), (0, 2 * at + 1)]) for at in range(len(numbers))]
    assert kinds(Pdf([words], tags)) == found


@pytest.mark.parametrize("role", ["H\u00b2", "H" + "9" * 5000, "H-1"])
def test_a_role_that_only_looks_like_a_heading_is_no_fault(role: str) -> None:
    assert words_of(read(Pdf([[Words("Text.", content=0)]], [Tag(role, [(0, 0)])]).data())) == [
        "Text."
    ]


def test_a_page_without_height_is_read() -> None:
    pdf = Pdf([[Words("Text.")], [Words("More.")]])
    pdf.page_keys[1] = b"/CropBox [0 900 595 950]"
    assert read(pdf.data()).pieces
    assert "Text." in original_words(pdf.data())


@pytest.mark.parametrize(
    ("catalogue", "message"),
    [
        (
            b"/AcroForm <</Fields [] /XFA 1 0 R>> /NeedsRendering true",
            "its pages only stand in for a form that few programs show; print the form to a PDF "
            "and add that.",
        ),
        (
            b"/Collection <</Type /Collection>>",
            "it is a portfolio of other files, and its own pages only stand in for them; take the "
            "report out of it and add that.",
        ),
    ],
)
def test_pages_that_stand_in_for_others_are_refused(catalogue: bytes, message: str) -> None:
    with pytest.raises(CannotRead) as caught:
        read(Pdf([[Words("Please wait …")]], catalogue=catalogue).data())
    assert str(caught.value) == message


@pytest.mark.parametrize("text", ["." * 300_000, " ." * 150_000, "1 " * 150_000])
def test_long_lines_of_leaders_are_read(text: str) -> None:
    assert len(read(Pdf([[Words(text)]]).data()).pieces) <= 1


@pytest.mark.parametrize("start", [b"(", b"(a", b"(\\(", b"<a", b"<"])
def test_strings_that_never_end_are_looked_at_once(start: bytes) -> None:
    pdf = Pdf([[Words("Text.")]], streams={0: b"\n% Tj " + start * 300_000})
    assert read(pdf.data()).pieces


def test_parts_that_are_packed_are_unpacked_once_each() -> None:
    pdf = Pdf([[Words("Text.")]])
    for _ in range(2000):
        pdf.stream(b"\x78\x9c\x03\x00\x00\x00\x00\x01", b"/Filter /FlateDecode")
    assert words_of(read(pdf.data())) == ["Text."]


def test_drawings_that_may_draw_all_others_are_counted() -> None:
    pdf = Pdf([[Words("Text.")]])
    for _ in range(3000):
        pdf.stream(b"", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]")
    assert words_of(read(pdf.data())) == ["Text."]


def test_links_are_held_against_the_runs_of_their_lines_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = [Words(f"word{at}", x=40 + 60 * (at % 8), y=780 - 8 * (at // 8)) for at in range(720)]
    boxes = [((w.x - 1, w.y - 1, w.x + 40, w.y + 6), f"https://example.org/{w.text}") for w in page]
    pdf = Pdf([page], links={0: boxes})
    monkeypatch.setattr(runs, "MOST_LOOKED_AT", 720 * 20)
    stream = read(pdf.data())
    spans = (span for piece in stream.pieces for text in texts(piece) for span in text)
    found = {span.text: span.href for span in spans if span.href}
    assert len(found) == 720
    assert all(href.endswith(f"/{word}") for word, href in found.items())
    monkeypatch.setattr(runs, "MOST_LOOKED_AT", 100)
    assert (
        "page 1: it has more links than any report; some have no address."
        in read(pdf.data()).warnings
    )
