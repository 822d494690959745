"""Running heads and page numbers are put aside; what only looks like them is text."""

from __future__ import annotations

from collections.abc import Sequence

from builder.convert.readers.pdf.reader import read
from builder.convert.stream.pieces import Stream
from tests.support.pdfs import Pdf, Tag, Words, shape, words_of


def texts(stream: Stream) -> list[str]:
    return [text for _, _, text in shape(stream)]


def headed(heads: Sequence[str], *, tagged: bool) -> Pdf:
    """A file whose pages begin, at one place, with these lines."""
    pages = [
        [
            Words(head, y=790, content=1 if tagged else None),
            Words(f"Words of page {number}.", y=600, content=0),
        ]
        for number, head in enumerate(heads, 1)
    ]
    tags = [
        Tag("P", [(page, content)])
        for page in range(len(pages))
        for content in ((1, 0) if tagged else (0,))
    ]
    return Pdf(pages, tags)


def test_a_heading_at_the_head_of_three_pages_is_text_where_a_tag_names_it() -> None:
    pdf = headed(["Findings"] * 3 + ["Other"], tagged=True)
    assert texts(read(pdf.data())).count("Findings") == 3


def test_a_head_on_nearly_every_page_is_furniture_even_with_a_tag_and_is_told() -> None:
    stream = read(headed(["Visit to Northtown"] * 6, tagged=True).data())
    assert "Visit to Northtown" not in texts(stream)
    assert stream.warnings == (
        "“Visit to Northtown” was left out as a running head of 6 pages, though a tag calls it "
        "text.",
    )


def test_a_head_without_a_tag_is_furniture_whatever_page_number_it_holds() -> None:
    stream = read(headed([f"Visit 2013, page {at} of 3" for at in (1, 2, 3)], tagged=False).data())
    assert texts(stream) == [f"Words of page {at}." for at in (1, 2, 3)]


def test_lines_that_differ_in_more_than_the_page_number_are_text() -> None:
    heads = ["Total 14/22/9", "Total 13/20/8", "Total 11/25/9"]
    found = " ".join(texts(read(headed(heads, tagged=False).data())))
    assert all(head in found for head in heads)


def test_heads_of_chapters_are_furniture_chapter_by_chapter() -> None:
    heads = ["Chapter 1"] * 3 + ["Chapter 2"] * 3
    stream = read(headed(heads, tagged=False).data())
    assert [each.text for each in stream.furniture] == heads


def test_a_sentence_that_begins_alike_on_three_pages_is_text() -> None:
    first = "Inspectors found that the work of the whole"
    pages = [
        [Words(first, y=790), Words(f"service is {word} and that leaders know it.", y=776)]
        for word in ("good", "weak", "mixed")
    ]
    stream = read(Pdf(pages).data())
    assert " ".join(texts(stream)).count(first) == 3
    assert stream.furniture == ()


def test_a_running_head_of_two_lines_is_furniture() -> None:
    pages = [
        [
            Words("Visit to the services for children in need of help", y=800),
            Words("and protection, and of care leavers", y=786),
            Words(f"Words of page {number}.", y=600),
        ]
        for number in (1, 2, 3)
    ]
    assert texts(read(Pdf(pages).data())) == [f"Words of page {at}." for at in (1, 2, 3)]


def test_the_heads_of_a_table_at_the_heads_of_pages_are_text() -> None:
    def row(y: float, *cells: str) -> list[Words]:
        return [Words(text, x=x, y=y) for x, text in zip((70, 250, 400, 480), cells, strict=True)]

    pages = [
        [*row(790, "Action", "Owner", "Then", "Now"), *row(760, f"Visit {at}", "Head", "Red", "Ok")]
        for at in ("north", "south", "east")
    ]
    stream = read(Pdf(pages).data())
    assert " ".join(words_of(stream)).count("Action Owner Then Now") == 3


def test_the_second_line_of_a_running_foot_may_be_digits_alone() -> None:
    pages = [
        [
            Words(f"Words of page {number}.", y=600),
            Words("Visit to Northtown, 15 to 19 May", y=50, size=9),
            Words("2013", y=38, size=9),
            Words(str(number), x=500, y=38, size=9),
        ]
        for number in range(1, 5)
    ]
    stream = read(Pdf(pages).data())
    assert texts(stream) == [f"Words of page {number}." for number in range(1, 5)]


def test_digits_at_the_foot_with_no_running_foot_beside_them_are_text() -> None:
    pages = [
        [Words(f"Words of page {number}.", y=600), Words("2013 14", y=38)] for number in (1, 2, 3)
    ]
    assert texts(read(Pdf(pages).data())).count("2013 14") == 3
