"""Citations for reference managers."""

from __future__ import annotations

from builder.exports.ris import ris
from tests.support.archive import read_archive
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
