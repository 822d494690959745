"""What each type of page shows, on the small archive: `<main>` against a golden file, and the rules
that a golden file alone would not explain."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path

import pytest

from builder.core.problems import ProblemsFound
from builder.core.safe_files import file_of
from builder.pages.parts.views import EMPTY
from builder.store.build_key import TEMPLATES
from tests.support.archive import read_archive, site_files, site_pages
from tests.support.paths import FIXTURES
from tests.support.small_archive import CONTENT
from tests.support.whole import pages_of

GOLDEN = FIXTURES / "golden"

SHOWN = (
    "/",
    "/404.html",
    "/about/",
    "/about/accuracy/",
    "/about/checking/",
    "/about/coverage/",
    "/authorities/",
    "/authorities/northtown/",
    "/changes/",
    "/checks/",
    "/citations/",
    "/citations/harbour-act-1904/",
    "/compare/",
    "/data/",
    "/documents/",
    "/documents/northtown-2010-06-30-report/",
    "/documents/northtown-2014-05-20-report/",
    "/documents/northtown-2014-07-01-paper/",
    "/documents/southtown-2009-05-05-letter/",
    "/documents/southtown-2011-08-31-report/",
    "/glossary/",
    "/glossary/nscb/",
    "/grades/",
    "/inspectors/",
    "/inspectors/ada-field-as-lead-inspector/",
    "/judgements/",
    "/judgements/leadership/",
    "/recommendations/",
    "/recommendations/authority/northtown/",
    "/recommendations/topic/lanterns/",
    "/search/",
    "/topics/",
    "/topics/lanterns/",
    "/trends/",
)
"""The pages with a golden file: for each template one that uses all of it."""


@pytest.fixture(scope="module")
def html() -> Mapping[str, str]:
    """Every page of the small archive by its file. A name that a template does not know would
    have raised here."""
    return site_pages(CONTENT)


def main_of(page: str) -> str:
    found = re.search(r"<main\b.*?</main>", page, re.DOTALL)
    assert found, "the page has no <main>"
    return found[0] + "\n"


@pytest.mark.parametrize("url", SHOWN)
def test_a_page_shows_what_its_golden_file_holds(
    url: str, html: Mapping[str, str], golden: Callable[[Path, str], None]
) -> None:
    name = "-".join(re.findall(r"[\w-]+", url.removesuffix(".html"))) or "home"
    golden(GOLDEN / f"{name}.html", main_of(html[file_of(url)]))


def test_every_type_of_page_has_a_golden_file() -> None:
    every = pages_of(read_archive(CONTENT)).pages
    pages = [page for page in every if page.template.endswith(".html")]
    assert {page.template for page in pages} == {
        page.template for page in pages if page.url in SHOWN
    }


def test_a_name_that_a_page_does_not_bring_is_an_error(tmp_path: Path) -> None:
    templates = Path(shutil.copytree(TEMPLATES, tmp_path / "templates"))
    (templates / "search.html").write_text("{{ page.title }} {{ not_brought }}", "utf-8")
    with pytest.raises(ProblemsFound, match="not_brought"):
        site_files(CONTENT, templates)


def test_every_page_has_one_main_heading_and_a_title(html: Mapping[str, str]) -> None:
    titles = set()
    for path, page in html.items():
        if 'id="moved-to"' in page:  # leads on at once
            continue
        assert len(re.findall(r"<h1\b", page)) == 1, path
        assert page.count("<main") == 1, path
        titles.add(re.search(r"<title>(.*?)</title>", page, re.DOTALL)[1])  # type: ignore[index]
    assert len(titles) == sum('id="moved-to"' not in page for page in html.values())


class _Rows(HTMLParser):
    """Gathers the words of every row of every table; a cell that stands for several rows is told
    in each of them, as it is read."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.inside = False
        self.lasting: dict[int, tuple[int, str]] = {}
        """Column → how many more rows its cell stands for, and its words."""
        self.span = 1

    def carry(self) -> None:
        """Tell the cells that last from the rows above, as far as they stand here."""
        row = self.rows[-1]
        while (left := self.lasting.get(len(row), (0, "")))[0]:
            self.lasting[len(row)] = (left[0] - 1, left[1])
            row.append(left[1])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th") and self.rows:
            self.carry()
            self.rows[-1].append("")
            self.inside = True
            self.span = int(dict(attrs).get("rowspan") or 1)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self.inside = False
            self.lasting[len(self.rows[-1]) - 1] = (self.span - 1, self.rows[-1][-1])
        elif tag == "tr":
            self.carry()

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.rows[-1][-1] += data


def row_of(page: str, name: str) -> list[str]:
    """The words of the cells of the one row that begins with a name."""
    reader = _Rows()
    reader.feed(page)
    rows = [[" ".join(cell.split()) for cell in row] for row in reader.rows]
    (found,) = [row[1:] for row in rows if row and row[0].startswith(name)]
    return found


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("Safeguarding: capacity for improvement", ["Not judged under this framework", "Adequate"]),
        ("Partnership working", ["Not graded in this document", "Good"]),
        ("Adoption", ["Good", "Not judged under this framework"]),
        ("Leadership and management", ["Requires improvement to be good", "Good"]),
    ],
)
def test_a_cell_of_the_grade_table_says_its_grade(
    name: str, cells: list[str], html: Mapping[str, str]
) -> None:
    found = row_of(html["authorities/northtown/index.html"], name)
    assert len(found) == len(cells)
    for said, expected in zip(found, cells, strict=True):
        assert expected in said


def test_an_unreadable_grade_is_shown_as_unreadable(html: Mapping[str, str]) -> None:
    (said,) = row_of(html["authorities/southtown/index.html"], "Leadership and management")
    assert EMPTY["not-read"] in said


def test_a_source_that_disagrees_with_itself_shows_both_grades(html: Mapping[str, str]) -> None:
    name = "Safeguarding: capacity for improvement"
    (said,) = row_of(html["authorities/southtown/index.html"], name)
    assert "Good" in said
    assert "Adequate" in said


def pages_on(html: Mapping[str, str], place: str) -> Iterator[str]:
    for path, page in html.items():
        if path.startswith((f"documents/{place}-", f"authorities/{place}/")):
            yield page


def test_an_abbreviation_means_the_board_of_its_authority(html: Mapping[str, str]) -> None:
    north, south = (
        "Northtown Safeguarding Children Board",
        "Neighbourhood Safeguarding Children Board",
    )
    meanings = {
        place: {
            title
            for page in pages_on(html, place)
            for title in re.findall(r'<abbr title="([^"]*)"[^>]*>NSCB</abbr>', page)
        }
        for place in ("northtown", "southtown", "westshire")
    }
    assert meanings == {"northtown": {north}, "southtown": {south}, "westshire": set()}
    assert not any(south in page for page in pages_on(html, "northtown"))
    assert not any(north in page for page in pages_on(html, "southtown"))


def test_grades_of_two_scales_stand_in_two_tables(
    html: Mapping[str, str],
) -> None:
    tables = re.findall(r"<table.*?</table>", html["compare/index.html"], re.DOTALL)
    adequate = [each for each in tables if "Adequate" in each]
    requiring = [each for each in tables if "Requires improvement to be good" in each]
    assert adequate
    assert requiring
    assert not set(adequate) & set(requiring)


def test_notes_and_repairs_stand_outside_the_words_of_the_source(html: Mapping[str, str]) -> None:
    page = html["documents/northtown-2010-06-30-report/index.html"]
    asides = "".join(re.findall(r"<aside.*?</aside>", page, re.DOTALL))
    source = re.sub(r"<aside.*?</aside>", "", page, flags=re.DOTALL)
    for ours in ("“twice” is probably meant", "it is restored", "without its full stop"):
        assert ours in asides
        assert ours not in source


def test_a_document_without_a_licence_says_so(html: Mapping[str, str]) -> None:
    assert "None printed" in html["documents/westshire-2012-02-10-letter/index.html"]
    assert "Open licence of Westshire" in html["documents/northtown-2014-05-20-report/index.html"]


def test_a_former_address_leads_to_the_document(html: Mapping[str, str]) -> None:
    page = html["documents/northtown-2014-07-01-paper/index.html"]
    assert "/documents/northtown-2014-07-08-paper/" in page
    assert page.count("2014-07-01-paper") <= 1  # its own canonical address at most


@pytest.mark.parametrize(
    ("path", "newest"),
    [
        ("index.html", "Newest document: 8 July 2014"),
        ("topics/lanterns/index.html", "Newest document: 8 July 2014"),
        ("authorities/southtown/index.html", "Newest document about Southtown: 31 August 2011"),
        (
            "documents/northtown-2010-06-30-report/index.html",
            "Newest document about Northtown: 8 July 2014",
        ),
    ],
)
def test_a_page_is_as_new_as_the_documents_that_it_is_made_of(
    path: str, newest: str, html: Mapping[str, str]
) -> None:
    footer = html[path].partition("<footer")[2]
    assert newest in re.sub("<[^>]+>", "", footer)
