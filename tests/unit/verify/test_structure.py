"""Headings, entries and rows that the original names and the page does not have are told."""

from __future__ import annotations

from itertools import chain

from tests.support.originals import verified
from tests.support.pdfs import Pdf, Tag, Words
from tests.support.word_files import STYLES, p, r, style, word

PARTS = ("Main findings", "Visits are made in time.", "Plans are read by all.")
PAGE = f"<h2>{PARTS[0]}</h2><ul><li>{PARTS[1]}</li><li>{PARTS[2]}</li></ul>"
FLAT = "".join(f"<p>{part}</p>" for part in PARTS)


def tagged() -> bytes:
    return Pdf(
        [[Words(part, y=700 - 30 * at, content=at) for at, part in enumerate(PARTS)]],
        tags=[
            Tag("H1", [(0, 0)]),
            Tag("L", [Tag("LI", [Tag("LBody", [(0, at)])]) for at in (1, 2)]),
        ],
    ).data()


def test_a_page_with_the_files_structure_has_no_remark() -> None:
    assert verified("pdf", tagged(), PAGE).remarks == ()


def test_what_the_tags_of_a_pdf_name_and_the_page_lacks_is_told_with_its_page() -> None:
    assert verified("pdf", tagged(), FLAT).remarks == (
        "headings: 1 in the file, 0 on the page; only in the file: “Main findings” (page 1)",
        "entries and numbered paragraphs: 2 in the file, 0 on the page; only in the file: “Visits "
        "are made in time.” (page 1), “Plans are read by all.” (page 1)",
    )


def test_a_heading_of_the_page_that_the_file_does_not_name_is_told() -> None:
    page = PAGE.replace(f"<li>{PARTS[2]}</li></ul>", f"</ul><h2>{PARTS[2]}</h2>")
    assert verified("pdf", tagged(), page).remarks[0] == (
        "headings: 1 in the file, 2 on the page; only on the page: “Plans are read by all.”"
    )


def test_a_remark_is_no_difference() -> None:
    assert verified("pdf", tagged(), FLAT).whole


def test_styles_of_a_word_file_name_its_headings() -> None:
    data = word(p(r("Main findings"), style("H1")) + p(r("All is well.")), styles=STYLES)
    page = "<h2>Main findings</h2><p>All is well.</p>"
    assert verified("docx", data, page).remarks == ()
    (remark,) = verified("docx", data, page.replace("h2", "p")).remarks
    assert remark.startswith("headings: 1 in the file, 0 on the page")


def test_elements_of_a_web_page_name_its_structure() -> None:
    data = (
        b"<body><h2>Main findings</h2><ul><li>One.<li>Two.</ul>"
        b"<table><tr><td>a</td><td>b</td></tr></table></body>"
    )
    page = (
        "<h2>Main findings</h2><ul><li>One.</li><li>Two.</li></ul>"
        "<table><tr><td>a</td><td>b</td></tr></table>"
    )
    assert verified("html", data, page).remarks == ()
    (remark,) = verified("html", data, page.replace("h2", "p")).remarks
    assert remark.startswith("headings: 1 in the file, 0 on the page")


def test_what_a_page_of_the_file_cuts_is_no_entry_that_is_missing() -> None:
    first = [Words("1. Visits are", y=700, content=0)]
    second = [Words("Made in time.", y=700, content=0)]
    entries = [Tag("LI", [Tag("LBody", [(page, 0)])]) for page in (0, 1)]
    data = Pdf([first, second], tags=[Tag("L", entries)]).data()
    page = '<p><span class="n">1.</span> Visits are Made in time.</p>'
    assert verified("pdf", data, page).remarks == ()


def test_a_single_row_puts_words_beside_one_another_and_is_none() -> None:
    def table(rows: int) -> bytes:
        cells = [
            [Words(f"{side} {at}", x=72 + 200 * column, y=700 - 30 * at, content=2 * at + column)
             for column, side in enumerate(("Left", "Right"))]
            for at in range(rows)
        ]  # fmt: skip
        made = [
            Tag("TR", [Tag("TD", [(0, 2 * at)]), Tag("TD", [(0, 2 * at + 1)])])
            for at in range(rows)
        ]
        return Pdf([[*chain(*cells)]], tags=[Tag("Table", made)]).data()

    assert verified("pdf", table(1), "<p>Left 0 Right 0</p>").remarks == ()
    page = "<p>Left 0 Right 0</p><p>Left 1 Right 1</p>"
    assert "table rows: 2 in the file, 0 on the page" in verified("pdf", table(2), page).remarks[0]


def test_a_heading_that_the_page_prints_in_bold_is_one() -> None:
    page = PAGE.replace(f"<h2>{PARTS[0]}</h2>", f"<p><strong>{PARTS[0]}</strong></p>")
    assert verified("pdf", tagged(), page).remarks == ()
