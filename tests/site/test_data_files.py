"""The data files: as `docs/data.md` describes them, and read by what people read them with."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pandas
import pyexcel
import pytest

from builder.build.pipeline import build_site
from tests.support.data_types import DOCUMENT, Described, described, examples
from tests.support.small_archive import CONTENT, add_document, files_of

FILES = described()
TABLES = [address for address in FILES if address.endswith(".csv")]
ENTRY = "/data/documents.json"
WHOLE = "/documents/<id>/index.json"


@pytest.fixture(params=["small_site", "built_site"])
def site(request: pytest.FixtureRequest) -> Path:
    found: Path = request.getfixturevalue(request.param)
    return found


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines, strict=True))


def test_every_table_is_described(site: Path) -> None:
    assert {f"/data/{path.name}" for path in (site / "data").iterdir()} == {
        *TABLES,
        ENTRY,
        "/data/index.html",
        "/data/datapackage.json",
        "/data/manifest.json",
    }


@pytest.mark.parametrize("address", TABLES)
def test_every_table_has_the_columns_and_values_described(address: str, site: Path) -> None:
    head, *body = rows(site / address[1:])
    assert head == [each.name for each in FILES[address]]
    wrong = [
        f"line {line}: {column.name} {value!r} is not {column.kind}"
        for line, row in enumerate(body, 2)
        for column, value in zip(FILES[address], row, strict=True)
        if not column.fits(value)
    ]
    assert wrong == []
    assert body


@pytest.mark.parametrize("address", TABLES)
def test_every_example_is_a_row_of_the_archive(address: str, built_site: Path) -> None:
    assert examples()[address] in (built_site / address[1:]).read_text("utf-8").splitlines()


@pytest.mark.parametrize("address", TABLES)
def test_no_table_has_a_byte_order_mark_or_lines_of_another_system(
    address: str, site: Path
) -> None:
    data = (site / address[1:]).read_bytes()
    assert not data.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in data
    assert data.endswith(b"\n")


@pytest.mark.parametrize("address", TABLES)
def test_pandas_reads_the_types_and_words_described(address: str, site: Path) -> None:
    columns = FILES[address]
    dates = [each.name for each in columns if each.plain == "date"]
    numbers = [each.name for each in columns if each.plain == "number"]
    frame = pandas.read_csv(
        site / address[1:],
        dtype=dict.fromkeys(numbers, "Int64"),
        parse_dates=dates,
        keep_default_na=False,
        na_values={each: [""] for each in (*dates, *numbers)},
    )
    assert list(frame.columns) == [each.name for each in columns]
    _, *body = rows(site / address[1:])
    for at, column in enumerate(columns):
        read = frame[column.name]
        if column.name in dates:
            assert pandas.api.types.is_datetime64_any_dtype(read), column.name
            words = [str(each.date()) if each is not pandas.NaT else "" for each in read]
        elif column.name in numbers:
            assert read.dtype == "Int64", column.name
            words = ["" if each is pandas.NA else str(each) for each in read]
        elif column.plain == "yes or no":
            assert read.dtype == "bool", column.name
            words = [str(each).lower() for each in read]
        else:
            assert pandas.api.types.is_string_dtype(read), column.name
            words = list(read)
        assert words == [row[at] for row in body], column.name


@pytest.mark.parametrize("address", TABLES)
def test_a_spreadsheet_reads_the_types_described(address: str, site: Path) -> None:
    """Pyexcel guesses the type of each cell as a spreadsheet does."""
    sheet = pyexcel.get_array(file_name=str(site / address[1:]), encoding="utf-8")
    head, *body = rows(site / address[1:])
    assert sheet[0] == head
    for read, written in zip(sheet[1:], body, strict=True):
        for column, cell, words in zip(FILES[address], read, written, strict=True):
            if words == "":
                assert cell == "", column.name
            elif column.plain == "date":
                assert isinstance(cell, date), column.name
                assert str(cell)[:10] == words
            elif column.plain == "number":
                assert isinstance(cell, int), column.name
            elif not re.fullmatch(r"[\d./-]+", words):  # what looks like a number is one to it
                assert cell == words, column.name


def test_the_recipe_for_notebooks_works(built_site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (recipe,) = re.findall(r"```python\n(.*?)```", DOCUMENT.read_text("utf-8"), re.DOTALL)
    monkeypatch.chdir(built_site)
    made: dict[str, Any] = {}
    exec(recipe, made)
    grades, told = made["grades"], made["told"]
    assert grades["grade"].dtype == "Int64"
    assert str(grades["published"].dtype).startswith("datetime64")
    assert str(told["due"].dtype).startswith("datetime64")
    assert len(told) == len(rows(built_site / "data" / "recommendations.csv")) - 1


ODD_WORDS = (
    '=HYPERLINK("https://example.org","x")',
    "+1 is what it says",
    "-1 is what it says",
    "@SUM(A1:A9) is run",
    "＝1+1 is run in some places",
    "'Quoted' at its beginning",
    "''Quoted twice",
)
"""What a spreadsheet would run, or what looks as if it had been made safe."""


@pytest.fixture(scope="module")
def odd_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("odd")
    content = Path(shutil.copytree(CONTENT, folder / "content"))
    for day, words in enumerate(ODD_WORDS, 1):
        escaped = re.sub(r"([+\-@='*])", r"\\\1", words)
        add_document(content, f"2010-07-{day:02}", f"## Areas for improvement\n\n- {escaped}\n")
    build_site(content, folder / "site")
    return folder / "site"


@pytest.mark.parametrize(("day", "words"), list(enumerate(ODD_WORDS, 1)))
def test_a_spreadsheet_runs_no_words_and_they_can_be_had_exactly(
    day: int, words: str, odd_site: Path
) -> None:
    name = f"westshire-2010-07-{day:02}-report"
    with (odd_site / "data" / "recommendations.csv").open(encoding="utf-8") as lines:
        (cell,) = [row["text"] for row in csv.DictReader(lines) if row["document"] == name]
    assert cell == f"'{words}"
    whole = json.loads((odd_site / "documents" / name / "index.json").read_text("utf-8"))
    (found,) = [
        item["text"]
        for section in whole["sections"]
        for block in section["blocks"]
        if block["type"] == "list"
        for item in block["items"]
    ]
    assert cell.removeprefix("'") == found == words


@pytest.fixture(scope="module")
def restating_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With what the other two lack: a paper that restates a report, and an original with pages."""
    folder = tmp_path_factory.mktemp("restating")
    content = Path(shutil.copytree(CONTENT, folder / "content"))
    words = "The lanterns of the old harbour are lit by volunteers each night of the year."
    report = add_document(
        content, "2014-06-01", f"1. {words}\n\n2. Boats.", "single-2013", "2014-03-01"
    )
    path = content / "documents" / "westshire" / f"{report}.md"
    path.write_text(path.read_text("utf-8").replace("\n---\n", "\npages: {2: p2}\n---\n"), "utf-8")
    body = f"As the inspection in March 2014 found:\n\n- {words}"
    add_document(content, "2014-07-01", body, "council-paper")
    build_site(content, folder / "site")
    return folder / "site"


def fields(data: Any, path: str = "") -> Iterator[tuple[str, object]]:
    """Every field of a JSON file with its value.  A block within a block begins anew."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key == "blocks":
                yield f"{path}blocks[]", "block"
                for block in value:
                    yield from fields(block, "block.")
            elif isinstance(value, dict):
                yield from fields(value, f"{path}{key}.")
            elif isinstance(value, list):
                yield from fields(value, f"{path}{key}[]")
            else:
                yield f"{path}{key}", value
    elif isinstance(data, list):
        for each in data:
            if isinstance(each, dict | list):
                yield from fields(each, f"{path}." if path else "")
            else:
                yield path, each


def written(address: str, sites: list[Path]) -> Iterator[tuple[str, object]]:
    """Every field of every file at an address of sites."""
    name = re.escape(address[1:]).replace("<id>", r"[^/]+")
    for site in sites:
        for path in files_of(site):
            if re.fullmatch(name, path):
                yield from fields(json.loads((site / path).read_text("utf-8")))


def fitting(rows: tuple[Described, ...], name: str) -> Described | None:
    """The row that describes a field; `<…>` in it stands for any one name."""
    for row in rows:
        if re.fullmatch(re.sub(r"<\w+>", "[^.]+", re.escape(row.name)), name):
            return row
    return None


@pytest.mark.parametrize("address", [each for each in FILES if each.endswith(".json")])
def test_every_field_is_described_and_written_with_its_type(
    address: str, small_site: Path, built_site: Path, restating_site: Path
) -> None:
    described_here = FILES[address]
    if address == WHOLE:
        described_here = (*FILES[ENTRY], *described_here)
    wrong, seen = set(), set()
    for name, value in written(address, [small_site, built_site, restating_site]):
        row = fitting(described_here, name)
        if row is None:
            wrong.add(f"{name} is not described")
            continue
        seen.add(row.name)
        if row.kind != "block" and not row.fits(value):
            wrong.add(f"{name} {value!r} is not {row.kind}")
    assert sorted(wrong) == []
    assert {each.name for each in described_here} == seen


def test_every_file_of_the_site_is_described(site: Path) -> None:
    text = DOCUMENT.read_text("utf-8")
    known = [*FILES, *re.findall(r"^\| `(/.*?)` \|", text, re.MULTILINE)]
    patterns = [re.sub(r"<(\w+)>", _any, re.escape(each[1:])) for each in known]
    strange = [
        path
        for path in files_of(site)
        if not path.endswith(".html") and not any(re.fullmatch(each, path) for each in patterns)
    ]
    assert strange == []


def _any(match: re.Match[str]) -> str:
    return {"id": "[^/]+", "original": r"[0-9a-f]{12}\.\w+"}.get(match[1], ".+")
