"""Citations for reference managers."""

from __future__ import annotations

from builder.exports.citation_files import bibtex, ris
from tests.support.archive import read_archive
from tests.support.small_archive import CONTENT

BASE = "https://small.example.org"


def test_a_ris_record_names_the_document_once() -> None:
    archive = read_archive(CONTENT)
    document = archive.by_id["northtown-2010-06-30-report"]
    lines = ris(archive, document, BASE).splitlines()
    assert lines[0] == "TY  - RPRT"
    assert lines[-1] == "ER  - "
    assert "DA  - 2010/06/30" in lines
    assert f"UR  - {BASE}/documents/northtown-2010-06-30-report/" in lines
    assert all(line[2:6] == "  - " for line in lines)


def test_bibtex_escapes_what_it_would_not_print() -> None:
    archive = read_archive(CONTENT)
    document = archive.by_id["northtown-2010-06-30-report"]
    written = bibtex(archive, document, BASE)
    assert written.startswith("@techreport{northtown-2010-06-30-report,\n")
    assert written.count("{") == written.count("}")
    assert "  year = {2010},\n" in written
