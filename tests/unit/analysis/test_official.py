"""Documents held against official tables: what is compared, and what differs."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from builder.analysis.official import compared, official_rows
from builder.core.problems import ProblemsFound
from builder.reading.archive import Archive
from builder.registry.load import read_registry
from tests.support.archive import read_archive
from tests.support.small_archive import CONTENT

REPORT = "northtown-2014-05-20-report"
TABLE = Path("outcomes") / "outcomes-2015.csv"


@pytest.fixture(scope="module")
def archive() -> Archive:
    return read_archive(CONTENT)


def test_a_row_is_found_by_a_former_code_and_the_first_day(archive: Archive) -> None:
    (row,) = official_rows(archive.registry, archive.by_id[REPORT])
    assert (row.authority, row.line) == ("northtown", 2)


def test_each_fact_of_both_is_compared(archive: Archive) -> None:
    document = archive.by_id[REPORT]
    (row,) = official_rows(archive.registry, document)
    found = [(each.what, each.judgement, each.agree) for each in compared(document, row)]
    assert found == [
        ("published", "", True),
        ("began", "", True),
        ("grade", "overall", True),
        ("grade", "leadership", False),
    ]


def test_a_document_of_another_framework_has_no_row(archive: Archive) -> None:
    assert official_rows(archive.registry, archive.by_id["northtown-2010-06-30-report"]) == ()


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        (
            "X06000009",
            "X06000008",
            2,
            "“Code” must be the code of an authority; found “X06000008”; add it to "
            "authorities.yaml under “gss” or “former_gss”.",
        ),
        (
            "04/11/2013",
            "31/11/2013",
            3,
            "“Inspected” must be a day as in 31/03/2025; found “31/11/2013”; correct it.",
        ),
        (
            "Inadequate",
            "Poor",
            4,
            "“Overall” must be a grade of single-2013; found “Poor”; correct it, or add it to the "
            "scale under “also”.",
        ),
        (
            "Leadership",
            "Leaders",
            1,
            "must have the columns that outcomes.yaml names; “Leadership” was not found; correct "
            "it there. Did you mean “Leaders”?",
        ),
    ],
)
def test_a_fault_in_a_table_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, message: str
) -> None:
    content = Path(shutil.copytree(CONTENT, tmp_path / "content"))
    table = content / TABLE
    table.write_text(table.read_text("utf-8").replace(old, new), "utf-8")
    with pytest.raises(ProblemsFound) as found:
        read_registry(content)
    assert [(each.path, each.line, each.message) for each in found.value.problems] == [
        (f"content/{TABLE.as_posix()}", line, message)
    ]
