"""`archive init`, and an archive of another sort of inspection, made without any code."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from builder.cli.app import app
from tests.support.paths import EXAMPLES
from tests.support.site_checker import problems_of
from tests.support.small_archive import CONTENT, files_of

FIRE = EXAMPLES / "fire" / "content"

OF_OTHERS = re.compile(r"child|council|ofsted|\bsend\b|social work|looked after", re.IGNORECASE)
"""Words of the founding archive's own sort of inspection."""


def run(*words: object) -> Any:
    return CliRunner().invoke(app, [str(word) for word in words])


def well(*words: object) -> str:
    result = run(*words)
    assert result.exit_code == 0, result.output
    return str(result.output)


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which commands are given."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_new_archive_builds_and_takes_its_first_report(there: Path) -> None:
    assert "Made new/content" in well("init", "new")
    assert "nothing to mend" in well("check", "--content", "new/content")
    well("build", "--content", "new/content", "--output", "site")
    assert list(problems_of(there / "site", "https://archive.example.org")) == []
    well("record", "--content", "new/content", "--on", "2030-02-01")
    authorities = there / "new/content/authorities.yaml"
    row = (
        "- {id: hill, name: Hill Council, place: Hill, kind: Council, region: East, gss: X06000009}"
    )
    authorities.write_text(authorities.read_text("utf-8").replace("\n[]\n", f"\n{row}\n"))
    (there / "report 2030-01-31.txt").write_text("Hill Council\n\n1. The telephone is answered.\n")
    well("add", "--content", "new/content", "report 2030-01-31.txt")
    well("record", "--content", "new/content", "--on", "2030-02-01")
    well("build", "--strict", "--content", "new/content", "--output", "site")
    assert "The telephone is answered." in next(
        (there / "site" / "documents").glob("*/index.html")
    ).read_text("utf-8")


def test_every_registry_of_a_new_archive_says_what_belongs_into_it(there: Path) -> None:
    well("init", "new")
    for file in (there / "new" / "content").glob("*.yaml"):
        text = file.read_text("utf-8")
        assert "#" in text, file.name
        # A row that is commented out is a right one.
        rows = re.findall(r"^# (-.*\n(?:#   .*\n)*)", text, re.MULTILINE)
        if not rows or "[]" not in text:
            continue
        file.write_text("".join(row.replace("\n# ", "\n") for row in rows), encoding="utf-8")
    well("check", "--content", "new/content")


def test_the_example_is_the_invented_towns(there: Path) -> None:
    well("init", "--example", "towns")
    assert files_of(there / "towns" / "content") == files_of(CONTENT)
    assert (there / "towns" / ".gitignore").is_file()


def test_an_archive_that_is_there_is_left_as_it_is(there: Path) -> None:
    well("init", "--example", "towns")
    before = files_of(there)
    result = run("init", "towns")
    assert result.exit_code == 1
    assert result.output == (
        "towns/content:1: must be a folder that can be made and is not there yet; found one "
        "already; name another folder.\n1 problem found.\n"
    )
    assert files_of(there) == before


def test_a_folder_that_cannot_be_made_is_a_problem(there: Path) -> None:
    (there / "file").write_text("")
    assert "must be a folder that can be made" in run("init", "file").output


def test_what_a_command_that_was_cut_short_left_is_no_hindrance(there: Path) -> None:
    (there / "new" / ".content-unfinished").mkdir(parents=True)
    (there / "new" / ".content-unfinished" / "half.yaml").write_text("")
    well("init", "new")
    assert files_of(there / "new" / "content") == files_of(EXAMPLES / "empty" / "content")


def test_another_sort_of_inspection_needs_no_code(there: Path) -> None:
    """The originals become the very documents that the example holds, and hold as their pages."""
    content = there / "content"
    shutil.copytree(FIRE, content)
    kept = files_of(content / "documents")
    names = {name: re.search(r"^  file: (.+)$", text.decode(), re.M) for name, text in kept.items()}
    for document, found in names.items():
        assert found
        sha = re.search(r"sha256: (\w{12})", kept[document].decode())
        assert sha
        shutil.copy(content / "originals" / f"{sha[1]}.html", there / found[1])
    shutil.rmtree(content / "documents")
    shutil.rmtree(content / "originals")
    well("add", *sorted(there.glob("*.html")))
    assert files_of(content) == files_of(FIRE)
    assert "0 things noticed" in well("check")
    well("record", "--on", "2024-06-01")
    well("build", "--strict")
    grades = (there / "site/data/grades.csv").read_text("utf-8")
    assert grades.count("\n") == 1 + 4 * 8
    assert list(problems_of(there / "site", "https://fire.example.org")) == []


def test_another_sort_of_inspection_is_told_in_its_own_words(there: Path) -> None:
    well("build", "--content", FIRE, "--output", "site")
    read = {*there.glob("site/**/*.html"), *there.glob("site/**/*.csv"), *there.glob("site/*.txt")}
    assert len(read) > 50
    found = {
        (file.relative_to(there).as_posix(), each)
        for file in read
        for each in OF_OTHERS.findall(shown(file.read_text("utf-8")))
    }
    assert found == set()
    home = (there / "site" / "index.html").read_text("utf-8")
    assert "Where fire services stand" in home


def shown(text: str) -> str:
    """A page without names that nobody reads: classes, identifiers, addresses of scripts."""
    return re.sub(r' (?:class|id|src)="[^"]*"|href="#[^"]*"|data-places="[^"]*"', "", text)
