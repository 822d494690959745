"""Headings, entries and rows that the original names and the page does not have are told."""

from __future__ import annotations

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
