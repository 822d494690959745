"""What the founding documents cite, read through the registry of the real archive; and where a
citation, or the name of another authority, leads on the pages."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from builder.language.phrase_finder import Finder, row_phrases
from builder.model import Document, Mention, Paragraph, paragraphs
from builder.reading.archive import Archive
from builder.registry.load import read_registry
from tests.support.archive import read_archive, site_files
from tests.support.links import link_documents
from tests.support.paths import PROJECT
from tests.support.small_archive import CONTENT as SMALL
from tests.support.small_archive import add_document

CONTENT = PROJECT / "content"

LETTER = "plymouth-2009-10-28-letter"
PLYMOUTH = "plymouth-2010-05-21-report"
PORTSMOUTH = "portsmouth-2011-06-27-report"
DERBY = "derby-2011-06-27-report"
PAPER = "plymouth-2015-01-13-paper"

CITED = {
    LETTER: [(None, "education-and-inspections-act-2006")],
    PLYMOUTH: [
        (1, "children-act-2004"),
        (2, "working-together-2006"),
        (27, "tellus-4-survey-2009"),
        (42, "race-equality-standard-1995"),
    ],
    PORTSMOUTH: [
        (1, "children-act-2004"),
        (5, "index-of-multiple-deprivation-2007"),
        (9, "working-together-2010"),
        (12, "working-together-2010"),
        (12, "working-together-2010"),
        (20, "working-together-2010"),
    ],
    DERBY: [
        (1, "children-act-2004"),
        (2, "working-together-2010"),
        *((number, "care4me-survey-2010") for number in (81, 86, 88, 93, 97, 100, 108, 110, 110)),
    ],
    PAPER: [
        (None, "single-inspection-framework-2013"),
        (None, "inspection-of-local-authorities-regulations-2007"),
        (None, "inspection-of-local-authorities-regulations-2007"),
        (None, "inspection-handbook-2013"),
    ],
}
"""Document → the number of the paragraph (None where none is printed) and what it cites."""


@pytest.fixture(scope="module")
def archive() -> Archive:
    return read_archive(CONTENT)


@pytest.fixture(scope="module")
def cited(archive: Archive) -> dict[str, list[Mention]]:
    return {
        document: [each for each in mentions.named if each.what == "citation"]
        for document, mentions in link_documents(archive).mentions.items()
    }


def numbered(document: Document) -> Iterator[tuple[str, int | None]]:
    """Each paragraph's anchor with its number, or that of the paragraph whose list it stands in."""
    number = None
    for section in document.sections:
        for part in paragraphs(section.blocks):
            if isinstance(part, Paragraph) and part.number is not None:
                number = part.number
            yield part.id, number


@pytest.mark.parametrize("document", CITED)
def test_the_founding_documents_cite_what_a_reader_found_in_them(
    document: str, archive: Archive, cited: dict[str, list[Mention]]
) -> None:
    number = dict(numbered(archive.by_id[document]))
    assert [(number[each.anchor], each.target) for each in cited[document]] == CITED[document]


def test_a_citation_rests_on_printed_words(
    cited: dict[str, list[Mention]],
) -> None:
    printed = {each.printed for each in cited[PORTSMOUTH]}
    assert "Working Together to Safeguard Children, 2010" in printed
    assert "Working Together to Safeguard Children 2010" in printed
    assert "Working Together 2010" in printed


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """The small archive with a letter that names two other authorities and an Act twice."""
    content = Path(shutil.copytree(SMALL, tmp_path_factory.mktemp("cited") / "content"))
    with (content / "authorities.yaml").open("a", encoding="utf-8") as authorities:
        authorities.write(
            "\n- {id: eastshire, name: Eastshire Council, place: Eastshire, kind: County council,"
            " region: The East, gss: X10000004, aliases: [Eastshire City]}\n"
        )
    add_document(
        content,
        "2013-03-05",
        "Westshire County Council buys lanterns with Northtown City Council and Eastshire Council."
        "\n\nEastshire City played at home. The Harbour Act 1904 and the Harbour Act 1904 apply.",
        framework="visit-2009",
    )
    return {path: data.decode("utf-8", "replace") for path, data in site_files(content).items()}


LETTER_PAGE = "documents/westshire-2013-03-05-letter/index.html"


def margins(page: str, name: str) -> list[str]:
    return re.findall(rf"<b>{name}</b> (.*?)</p>", page)


def test_a_citation_in_the_margin_leads_to_its_page(site: Mapping[str, str]) -> None:
    (cites,) = margins(site[LETTER_PAGE], "Cites")
    assert cites == (
        '<a href="/citations/harbour-act-1904/">Harbour Act 1904</a> '
        '(<a href="https://law.example.org/harbour-act-1904/">law.example.org</a>)'
    )


def test_a_citation_of_one_place_has_no_page(site: Mapping[str, str]) -> None:
    assert "citations/harbour-regulations-1905/index.html" not in site
    assert "/documents/northtown-2010-06-30-report/#p5" in site["citations/index.html"]


def test_the_page_of_a_citation_lists_every_document_that_cites_it(site: Mapping[str, str]) -> None:
    page = site["citations/harbour-act-1904/index.html"]
    quoted = re.findall(r'<blockquote><p>.*?href="/documents/([\w-]+)/#', page)
    assert quoted == [
        "northtown-2010-06-30-report",
        "southtown-2011-08-31-report",
        "westshire-2013-03-05-letter",
    ]
    assert page.count("<mark>") == 4


def test_another_authority_s_name_leads_to_its_page(site: Mapping[str, str]) -> None:
    (names,) = margins(site[LETTER_PAGE], "Names")
    assert (
        names == '<a href="/authorities/northtown/">Northtown City Council</a>; Eastshire Council'
    )
    named = site["authorities/northtown/index.html"].split('id="named-in"')[1]
    assert "<mark>Northtown City Council</mark>" in named
    assert '<a href="/authorities/westshire/">Westshire</a>' in named
    assert 'id="named-in"' not in site["authorities/westshire/index.html"]


def test_a_club_or_a_company_is_not_a_council() -> None:
    authorities = read_registry(CONTENT).authorities
    for authority, words in (
        ("manchester", "Manchester City won the cup."),
        ("sunderland", "The adoption agency, Together for Children, has grown."),
        ("kingston-upon-hull", "Hull City are at home."),
    ):
        assert not Finder(row_phrases(authorities[authority])).find(words)
    assert Finder(row_phrases(authorities["manchester"])).find("Manchester City Council agreed.")


def test_the_references_file_leads_where_the_pages_lead(site: Mapping[str, str]) -> None:
    rows = [
        (row["printed"], row["to"], row["what"])
        for row in csv.DictReader(io.StringIO(site["data/references.csv"]))
        if "westshire-2013-03-05-letter" in row["from"]
    ]
    assert rows == [
        ("Northtown City Council", "/authorities/northtown/", "authority"),
        ("Eastshire Council", "", "authority"),
        ("Harbour Act 1904", "/citations/harbour-act-1904/", "citation"),
        ("Harbour Act 1904", "/citations/harbour-act-1904/", "citation"),
    ]
