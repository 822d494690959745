"""Letters, hyphens and marks: what a file means by them, and what it does not say."""

from __future__ import annotations

import pytest

from builder.convert.readers.pdf.letters import UNKNOWN, unknown_replaced
from builder.convert.readers.pdf.reader import read
from builder.convert.readers.pdf.runs import Run
from builder.convert.readers.pdf.text import Measure, begins, is_marker, joined
from builder.convert.stream.pieces import CannotRead
from builder.convert.stream.text_runs import HYPHEN
from builder.model import plain
from tests.support.pdfs import Pdf


def split(above: list[str], below: list[str]) -> str:
    """The words of a paragraph of two lines, each of which is drawn in pieces."""
    runs: list[Run] = []
    for y, line in ((100, above), (115, below)):
        for place, text in enumerate(line):
            before = "" if place else "\n"
            runs.append(
                Run(1, len(runs), 0, text, before, 72 + place * 400, 472, y, 12, False, False, 0)
            )
    return plain(joined(runs, Measure(480)))


def test_a_hyphen_at_a_lines_end_is_one_whatever_run_it_stands_in() -> None:
    first = "Workers see children often, they listen well, and plans for long"
    assert "long-term care" in split([first, "-"], ["term care is kept."])
    assert "long-term care" in split([f"{first}-"], ["term care is kept."])
    assert "up-to-date" in split([f"{first} up-"], ["to-date care is kept."])


def test_a_hyphen_that_stands_for_the_word_to_come_keeps_its_space() -> None:
    first = "Workers see children often, they listen well, and homes for 16"
    assert "16- and 17-year-olds" in split([first, "-"], ["and 17-year-olds are kept."])


def run(text: str, y: float = 100, x0: float = 72, before: str = "\n") -> Run:
    return Run(1, 0, 0, text, before, x0, x0 + 50, y, 12, False, False, -1)


def test_letters_without_meaning_are_shown_as_such_but_for_hyphens_and_marks() -> None:
    runs = [
        run(f"The o{HYPHEN}icer has a long{HYPHEN}"),
        run("term plan.", y=115, before=""),
        run("\x83", y=130),
        run("Nort\x03htown", y=130, x0=90, before=" "),
    ]
    unknown_replaced(runs)
    assert [each.text for each in runs] == [
        f"The o{UNKNOWN}icer has a long{HYPHEN}",
        "term plan.",
        "•",
        f"Nort{UNKNOWN}htown",
    ]


def unmapped(*texts: bytes) -> bytes:
    """A page whose letter \x83 its font gives no meaning to."""
    pdf = Pdf([[]])
    drawn = b"".join(
        b" BT /plain 12 Tf 1 0 0 1 72 %d Tm (%s) Tj ET" % (700 - 30 * at, text)
        for at, text in enumerate(texts)
    )
    pdf.streams[0] = drawn
    return pdf.data()


def test_a_few_letters_without_meaning_are_asked_of_a_person() -> None:
    stream = read(
        unmapped(*[b"Children are safe and well in their homes here."] * 9, b"An o\x01icer came.")
    )
    assert [(q.kind, q.page, q.place, q.words) for q in stream.questions] == [
        ("letters", 1, "after “safe and well in their homes here. An”", f"o{UNKNOWN}icer")
    ]


def test_a_file_with_many_of_them_is_refused_in_words_for_an_editor() -> None:
    with pytest.raises(CannotRead, match="do not say which letters they show"):
        read(unmapped(b"North\x01Town\x01Council"))


@pytest.mark.parametrize("mark", ["\u2500", "\u23af", "\u0336"])
def test_rare_dashes_are_marks_where_a_tag_says_so(mark: str) -> None:
    assert is_marker(mark)
    assert not is_marker(f"{mark} and more than a mark")


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("\uf02dsix live far away", "\uf02d"),
        ("\uf02d six live far away", "\uf02d"),
        ("\u2013six live far away", ""),
    ],
)
def test_a_dash_of_a_symbol_font_is_a_mark_without_a_space(text: str, mark: str) -> None:
    assert begins([run(text)]) == mark


@pytest.mark.parametrize(("matrix", "mark"), [(b"1 0 .33 1", "em"), (b"1 0 0 1", "")])
def test_upright_letters_drawn_aslant_are_italic(matrix: bytes, mark: str) -> None:
    pdf = Pdf([[]])
    pdf.streams[0] = b"BT /plain 12 Tf %s 72 700 Tm (Care leavers) Tj ET" % matrix
    (piece,) = read(pdf.data()).pieces
    assert [span.mark for span in piece.text] == [mark]


@pytest.mark.parametrize(
    ("behind", "words"),
    [
        (b"1 0 0 1", [("Told of the guidance. More", "")]),
        (b"1 0 .33 1", [("Told of the guidance", ""), (". More", "em")]),
    ],
)
def test_a_stop_in_a_typography_of_its_own_takes_that_of_its_words(
    behind: bytes, words: list[tuple[str, str]]
) -> None:
    pdf = Pdf([[]])
    pdf.streams[0] = (
        b"BT /plain 12 Tf 1 0 0 1 72 700 Tm (Told of the guidance) Tj ET"
        b" BT /plain 12 Tf 1 0 .33 1 182 700 Tm (.) Tj ET"
        b" BT /plain 12 Tf %s 190 700 Tm (More) Tj ET" % behind
    )
    (piece,) = read(pdf.data()).pieces
    assert [(span.text, span.mark) for span in piece.text] == words
