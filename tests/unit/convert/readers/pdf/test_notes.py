"""A footnote is one to its end, and what points at it is its mark."""

from __future__ import annotations

from builder.convert.readers.pdf.reader import read
from tests.support.pdfs import Pdf, Tag, Words, shape

BODY = [Words("Areas to improve", content=0), Words("1", x=168, y=705, size=8, content=1)]
HEADING = Tag("P", [(0, 0), (0, 1)])
MORE = [
    Words("Workers listen well to all children here.", y=660 - 15 * at, content=9) for at in (0, 1)
]


def note(*paragraphs: tuple[Words, ...], y: float = 100) -> list[Words]:
    """The words of footnotes, a line each."""
    words = []
    for at, each in enumerate(paragraphs):
        for run in each:
            run.y, run.content = y - 11 * at, 10 + at
            words.append(run)
    return words


MARKED = (
    Words("1", size=6),
    Words("The areas are those of the framework, which sets out", x=80, size=9),
)
SECOND = (Words("principles for practice and outcomes.", size=9),)


def test_the_second_paragraph_in_the_tag_of_a_footnote_is_the_footnotes() -> None:
    tags = [HEADING, Tag("P", [(0, 9)]), Tag("Note", [Tag("P", [(0, 10)]), Tag("P", [(0, 11)])])]
    stream = read(Pdf([BODY + MORE + note(MARKED, SECOND)], tags).data())
    notes = [(mark, text) for kind, mark, text in shape(stream) if kind == "footnote"]
    assert [(mark, text.split()[-1]) for mark, text in notes] == [("1", "outcomes.")]


def test_a_small_paragraph_close_below_a_footnote_is_the_footnotes_without_such_a_tag() -> None:
    tags = [HEADING, Tag("P", [(0, 9)]), Tag("P", [(0, 10)]), Tag("P", [(0, 11)])]
    stream = read(Pdf([BODY + MORE + note(MARKED, SECOND)], tags).data())
    assert [text.split()[-1] for kind, _, text in shape(stream) if kind == "footnote"] == [
        "outcomes."
    ]


def test_a_paragraph_as_large_as_the_text_is_none_of_a_footnotes() -> None:
    tags = [HEADING, Tag("P", [(0, 9)]), Tag("P", [(0, 10)]), Tag("P", [(0, 11)])]
    large = (Words("Leaders know this.", size=12),)
    stream = read(Pdf([BODY + MORE + note(MARKED, large)], tags).data())
    assert ("paragraph", "", "Leaders know this.") in shape(stream)


def test_two_footnotes_in_one_tag_are_two() -> None:
    tags = [HEADING, Tag("P", [(0, 9)]), Tag("Note", [Tag("P", [(0, 10)]), Tag("P", [(0, 11)])])]
    second = (Words("2", size=6), Words("And another.", x=80, size=9))
    stream = read(Pdf([BODY + MORE + note(MARKED, second)], tags).data())
    assert [mark for kind, mark, _ in shape(stream) if kind == "footnote"] == ["1", "2"]


def test_the_mark_of_a_footnote_with_a_tag_may_be_as_large_as_its_words() -> None:
    alone = (Words("1", size=9), Words("The Act of 2004.", x=76, size=9))
    tags = [HEADING, Tag("P", [(0, 9)]), Tag("Note", [Tag("P", [(0, 10)])])]
    stream = read(Pdf([BODY + MORE + note(alone)], tags).data())
    assert ("footnote", "1", "The Act of 2004.") in shape(stream)
    assert [span.mark for span in stream.pieces[0].text] == ["", "note"]
    glued = (Words("1The Act of 2004.", size=9),)
    stream = read(Pdf([BODY + MORE + note(glued)], tags).data())
    assert ("footnote", "1", "The Act of 2004.") in shape(stream)


def test_a_footnote_without_a_mark_is_a_paragraph() -> None:
    tags = [HEADING, Tag("P", [(0, 9)]), Tag("Note", [Tag("P", [(0, 10)])])]
    for words in ("The Act of 2004.", "2004 was the year of the Act."):
        stream = read(Pdf([BODY + MORE + note((Words(words, size=9),))], tags).data())
        assert ("paragraph", "", words) in shape(stream)
