"""What each paragraph said since when, and the copies of an original."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from builder.build.pipeline import read_content
from builder.build.record_ledger import ledger_growth, write_growth
from builder.ledger import mark
from tests.support.archive import site_files
from tests.support.small_archive import CONTENT

REPORT = "northtown-2010-06-30-report"
FOLDER = f"documents/{REPORT}"
URL = "https://files.example.org/v1/file/1"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small archive, recorded as a whole."""
    content = Path(shutil.copytree(CONTENT, tmp_path_factory.mktemp("published") / "content"))
    with read_content(content) as read:
        write_growth(ledger_growth(read, read.addresses()), content, date(2026, 1, 31))
    return content


@pytest.fixture
def content(published: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    return Path(shutil.copytree(published, tmp_path / "content"))


def change(content: Path, before: str, after: str) -> None:
    path = content / "documents" / "northtown" / f"{REPORT}.md"
    text = path.read_text("utf-8")
    assert text.count(before) == 1
    path.write_text(text.replace(before, after), encoding="utf-8")


def recorded(content: Path) -> list[str]:
    ledger = content / "ledger/documents/northtown" / f"{REPORT}.csv"
    return ledger.read_text("utf-8").splitlines()[1:]


def versions(files: Mapping[str, bytes]) -> list[dict[str, Any]]:
    found = json.loads(files[f"{FOLDER}/versions.json"])
    assert (found["id"], found["url"]) == (REPORT, f"/{FOLDER}/")
    rows: list[dict[str, Any]] = found["versions"]
    return rows


def test_every_row_of_the_ledger_has_its_words(content: Path) -> None:
    rows = versions(site_files(content))
    assert [f"{each['anchor']},{each['mark']},{each['since']}" for each in rows] == recorded(
        content
    )
    assert rows
    assert all(mark(each["words"]) == each["mark"] for each in rows)
    assert all(each["at"] == each["anchor"] for each in rows)


def test_a_corrected_paragraph_has_both_versions_in_order(content: Path) -> None:
    text = (content / "documents/northtown" / f"{REPORT}.md").read_text("utf-8")
    found = re.search(r"^3\. (.*)$", text, re.MULTILINE)
    assert found
    before = found[1]
    after = f"Not so: {before}"
    change(content, f"3. {before}", f"3. {after}")
    change(
        content,
        "\nsource:",
        f"\ncorrections:\n  - {{at: p3, on: 2026-12-24, was: {json.dumps(before)}, why: A test.}}"
        "\nsource:",
    )
    ledger = content / "ledger/documents/northtown" / f"{REPORT}.csv"
    rows = ledger.read_text("utf-8").splitlines()
    at = next(number for number, row in enumerate(rows) if row.startswith("p3,"))
    rows.insert(at + 1, f"p3,{mark(after)},2026-12-24")
    ledger.write_text("\n".join([*rows, ""]), encoding="utf-8")
    one, other = (each for each in versions(site_files(content)) if each["anchor"] == "p3")
    assert (one["words"], other["words"]) == (before, after)
    assert one["since"] < other["since"] == "2026-12-24"


def test_words_that_differ_in_white_space_alone_stay_with_their_anchors(content: Path) -> None:
    path = content / "documents/northtown" / f"{REPORT}.md"
    text = path.read_text("utf-8")
    words = ("One two three four.", "One two three\u00a0four.", "One two\u00a0three\u00a0four.")
    path.write_text("\n\n".join([text.rstrip(), *words, ""]), encoding="utf-8")
    with read_content(content) as read:
        write_growth(ledger_growth(read, read.addresses()), content, date(2026, 3, 1))
    rows = versions(site_files(content))
    assert tuple(each["words"] for each in rows if each["mark"] == mark(words[0])) == words


def test_words_that_were_never_recorded_are_in_no_version(content: Path) -> None:
    (content / "ledger/documents/northtown" / f"{REPORT}.csv").unlink()
    assert versions(site_files(content)) == []


def test_an_anchor_that_moved_says_where_its_words_are_now(content: Path) -> None:
    ledger = content / "ledger/documents/northtown" / f"{REPORT}.csv"
    rows = ledger.read_text("utf-8")
    (found,) = re.findall(r"^p3,(\w+),(.*)$", rows, re.MULTILINE)
    ledger.write_text(f"{rows}p3-gone,{found[0]},{found[1]}\n", encoding="utf-8")
    change(content, "\nsource:", "\nmoved: {p3-gone: p3}\nsource:")
    (gone,) = (each for each in versions(site_files(content)) if each["anchor"] == "p3-gone")
    assert gone["at"] == "p3"
    assert mark(gone["words"]) == found[0]


def test_there_is_no_list_of_copies_where_it_is_not_known_of_what(content: Path) -> None:
    files = site_files(content)
    assert f"{FOLDER}/timemap.link" not in files
    assert b'rel="timemap"' not in files[f"{FOLDER}/index.html"]


def test_the_copies_of_an_original_can_be_fetched(content: Path) -> None:
    change(content, "\nsource:\n", f"\nsource:\n  url: {URL}\n")
    files = site_files(content)
    text = files[f"{FOLDER}/timemap.link"].decode()
    links = re.findall(r'^<(.+?)>; rel="(.+?)"(.*?),?$', text, re.MULTILINE)
    assert [rel for _, rel, _ in links] == ["original", "self", "first last memento"]
    original, itself, copy = (address for address, _, _ in links)
    assert original == URL
    assert itself.endswith(f"/{FOLDER}/timemap.link")
    assert copy[copy.index("/documents/") + 1 :] in files
    day = date.fromisoformat(recorded(content)[0].rpartition(",")[2])
    assert f'datetime="{day:%a, %d %b %Y} 00:00:00 GMT"' in links[2][2]
    assert f'href="/{FOLDER}/timemap.link"' in files[f"{FOLDER}/index.html"].decode()
