"""Citations for reference managers, and for BibTeX."""

from __future__ import annotations

from builder.exports.ris import ris
from builder.pages.parts.bibtex import bibtex
from tests.support.archive import read_archive, site_pages
from tests.support.small_archive import CONTENT

BASE = "https://small.example.org"
DOCUMENT = "northtown-2010-06-30-report"


def test_a_ris_record_names_the_document_once() -> None:
    archive = read_archive(CONTENT)
    lines = ris(archive, archive.by_id[DOCUMENT], BASE).splitlines()
    assert lines[0] == "TY  - RPRT"
    assert lines[-1] == "ER  - "
    assert "DA  - 2010/06/30" in lines
    assert f"UR  - {BASE}/documents/{DOCUMENT}/" in lines
    assert all(line[2:6] == "  - " for line in lines)


def test_bibtex_escapes_what_it_would_not_print() -> None:
    archive = read_archive(CONTENT)
    fields = dict(bibtex(archive, archive.by_id[DOCUMENT]))
    assert fields["year"] == "2010"
    assert all(each.count("{") == each.count("}") for each in fields.values())


def test_the_page_of_a_document_has_it_in_bibtex() -> None:
    page = site_pages(CONTENT)[f"documents/{DOCUMENT}/index.html"]
    entry = page.partition("<pre>")[2].partition("</pre>")[0]
    assert entry.startswith(f"@techreport{{{DOCUMENT},\n  author = {{{{")
    assert "\n  year = {2010},\n" in entry
    assert f"/documents/{DOCUMENT}/}},\n}}" in entry
    assert entry.count("{") == entry.count("}")
