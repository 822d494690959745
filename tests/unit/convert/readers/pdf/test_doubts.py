"""Words that may stand in the wrong order are told, with their page and place."""

from __future__ import annotations

from builder.convert.readers.pdf.reader import read
from tests.support.pdfs import Pdf, Tag, Words


def told(pages: list[list[Words]], *contents: tuple[int, int]) -> tuple[str, ...]:
    return read(Pdf(pages, [Tag("P", list(contents))]).data()).warnings


def test_words_that_lie_over_others_and_go_back_on_their_line_are_told() -> None:
    page = [
        Words("Plans are reviewed by managers", x=72, content=0),
        Words("each month.", x=300, content=1),
        Words("quarterly", x=100, content=2),
    ]
    assert told([page], (0, 0), (0, 1), (0, 2)) == (
        "page 1: “quarterly” after “are reviewed by managers each month.” stands to the left of it "
        "on the same line; see that both belong there.",
    )


def test_a_paragraph_that_goes_on_on_a_page_that_is_not_the_next_is_told() -> None:
    pages = [
        [Words("Plans are reviewed by their", content=0)],
        [Words("Nobody came.", content=None)],
        [Words("managers each month.", content=0)],
    ]
    assert (
        "page 3: “managers each month.” after “Plans are reviewed by their” goes on from page 1; "
        "see that both belong there."
    ) in told(pages, (0, 0), (2, 0))


def test_words_in_their_order_are_not_told() -> None:
    pages = [
        [
            Words("Plans are reviewed by managers", x=72, y=120, content=0),
            Words("each", x=260, y=120, content=0),
            Words("month,", x=72, y=106, content=0),
        ],
        [Words("and told.", y=760, content=0)],
    ]
    assert told(pages, (0, 0), (1, 0)) == ()
