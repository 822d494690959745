"""The database of a built site, and the ten lines in which its data answers a question."""

from __future__ import annotations

import csv
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pandas
import pytest

from builder.exports.database import DATABASE, write_database
from builder.model.data_files import DATA_TABLES


@pytest.fixture(scope="module")
def database(
    small_site: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[sqlite3.Connection]:
    path = tmp_path_factory.mktemp("database") / "archive.sqlite"
    write_database(small_site, path)
    with closing(sqlite3.connect(path)) as connection:
        yield connection


def test_two_databases_of_one_site_are_the_same_bytes(small_site: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_database(small_site, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


@pytest.mark.parametrize("name", DATA_TABLES)
def test_each_table_holds_the_rows_of_its_file(
    name: str, database: sqlite3.Connection, small_site: Path
) -> None:
    with (small_site / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        written = len(list(csv.reader(lines))) - 1
    cursor = database.execute(f'SELECT * FROM "{name.replace("-", "_")}"')
    assert tuple(each[0] for each in cursor.description) == DATA_TABLES[name].names
    assert len(cursor.fetchall()) == written


def test_passages_are_found_by_their_words(database: sqlite3.Connection) -> None:
    found = database.execute(
        "SELECT document, anchor, passages.text FROM passages_text "
        "JOIN passages ON passages.rowid = passages_text.rowid "
        "WHERE passages_text MATCH 'lantern' ORDER BY document, anchor"
    ).fetchall()
    assert found
    assert all("lantern" in text.casefold() for _, _, text in found)
    assert {anchor for _, anchor, _ in found if anchor.startswith("p")}


def test_a_folder_that_is_no_site_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from builder.cli.further_files import make_database

    assert not make_database(tmp_path)
    assert "must be the folder of a built site" in capsys.readouterr().err


def test_the_command_writes_beside_the_other_data(small_site: Path, tmp_path: Path) -> None:
    from builder.cli.further_files import make_database

    site = Path(shutil.copytree(small_site, tmp_path / "site"))
    assert make_database(site)
    assert (site / DATABASE).stat().st_size > 0
    assert not list((site / "data").glob("*.new"))


def test_ten_lines_of_a_notebook_count_the_newest_grades(built_site: Path) -> None:
    grades = pandas.read_csv(built_site / "data" / "grades-latest.csv")
    newest = grades[grades["overall"] & grades["newest"]]
    counted = newest.groupby(["framework", "service", "label"])["authority"].nunique()
    page = (built_site / "grades" / "index.html").read_text("utf-8")
    for authority in newest["authority"].unique():
        assert f'href="/authorities/{authority}/"' in page
    assert counted.to_dict() == {
        ("safeguarding-looked-after-2009", "looked-after-children", "Adequate"): 1,
        ("safeguarding-looked-after-2009", "looked-after-children", "Good"): 2,
        ("safeguarding-looked-after-2009", "safeguarding", "Adequate"): 2,
        ("safeguarding-looked-after-2009", "safeguarding", "Good"): 1,
    }
