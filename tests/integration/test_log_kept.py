"""The log that was published stays: whoever takes it away is found by what was published."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from builder.cli.app import app
from tests.support.archive import without_pagefind
from tests.support.paths import PROJECT
from tests.support.small_archive import CONTENT, add_document, empty, files_of

LOG = "ledger/log"
KEPT = "content/ledger/log:1: the log must keep every row that was published"


def run(*words: object) -> tuple[int, str]:
    done = CliRunner().invoke(app, [str(each) for each in words])
    return done.exit_code, done.output


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with the founding documents and the site that was published of them."""
    folder = tmp_path_factory.mktemp("published")
    shutil.copytree(PROJECT / "content", folder / "content")
    with without_pagefind():
        assert run("record", "--content", folder / "content", "--on", "2026-12-01")[0] == 0
        assert build(folder, "--strict")[0] == 0
        yield folder


@pytest.fixture
def folder(published: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    shutil.copytree(published / "content", tmp_path / "content")
    shutil.copytree(published / "site", tmp_path / "site")
    return tmp_path


def build(folder: Path, *more: str) -> tuple[int, str]:
    return run(
        "build", *more, "--content", folder / "content", "--output", folder / "site", "--no-cache"
    )


def record(folder: Path, *more: object) -> tuple[int, str]:
    return run("record", "--content", folder / "content", "--on", "2026-12-24", *more)


def verify(folder: Path) -> tuple[int, str]:
    return run("verify", "--content", folder / "content", "--site", folder / "site")


def cut_last_row(ledger: Path) -> None:
    newest = sorted((ledger / "log").iterdir())[-1]
    newest.write_text("\n".join([*newest.read_text("utf-8").splitlines()[:-1], ""]), "utf-8")


LOST: dict[str, Callable[[Path], None]] = {
    "the log": lambda ledger: shutil.rmtree(ledger / "log"),
    "the whole ledger": shutil.rmtree,
    "the last row": cut_last_row,
    "the newest record": lambda ledger: sorted((ledger / "log").iterdir())[-1].unlink(),
}


@pytest.mark.parametrize("name", LOST)
def test_what_a_log_lost_is_named_by_every_command_that_has_the_site(
    name: str, folder: Path
) -> None:
    LOST[name](folder / "content" / "ledger")
    before = files_of(folder)
    for status, said in (
        build(folder, "--strict"),
        record(folder, "--site", folder / "site"),
        verify(folder),
    ):
        assert status == 1
        assert KEPT in said
        assert "restore content/ledger from the history of the repository" in said
    assert files_of(folder) == before


def test_a_log_that_was_lost_and_begun_anew_is_named(folder: Path) -> None:
    shutil.rmtree(folder / "content" / "ledger")
    assert record(folder)[0] == 0  # which alone cannot know
    status, said = build(folder, "--strict")
    assert status == 1
    assert f"{KEPT}; row 1 of" in said
    assert KEPT in verify(folder)[1]


def test_a_log_that_is_missing_beside_its_ledger_needs_no_site_to_be_found(folder: Path) -> None:
    shutil.rmtree(folder / "site")
    shutil.rmtree(folder / "content" / LOG)
    for status, said in (
        build(folder, "--strict"),
        run("check", "--strict", "--content", folder / "content"),
    ):
        assert status == 1
        assert "content/ledger/log:1: every row of the ledger must be in its log" in said
        assert "restore it from the history of the repository" in said
    assert run("check", "--content", folder / "content")[0] == 0
    assert build(folder)[0] == 0


def test_a_log_that_grew_is_kept(folder: Path) -> None:
    add_document(folder / "content", "2013-01-02", "1. Words.", "unknown", authority="derby")
    assert record(folder, "--site", folder / "site")[0] == 0
    # Of the words of the new document they complain, and of nothing else.
    for status, said in (verify(folder), build(folder, "--strict")):
        assert status == 1
        assert "ledger/log" not in said


def test_a_site_whose_own_log_rotted_is_healed(folder: Path) -> None:
    for path in (folder / "site" / "log").rglob("*"):
        if path.is_file():
            path.write_bytes(b"rotten")
    assert build(folder, "--strict")[0] == 0
    assert verify(folder)[0] == 0


def test_a_checkpoint_that_is_missing_is_named(folder: Path) -> None:
    (folder / "site" / "log" / "checkpoint").unlink()
    status, said = verify(folder)
    assert status == 1
    assert "site/log/checkpoint:1: must be of the entries of the log" in said


def test_the_page_on_checking_promises_a_log_where_there_is_one(
    published: Path, tmp_path: Path
) -> None:
    page = "site/about/checking/index.html"
    assert "/log/checkpoint" in (published / page).read_text("utf-8")
    assert run("init", tmp_path / "new")[0] == 0
    shutil.copytree(CONTENT, tmp_path / "towns" / "content")
    for name in ("new", "towns"):
        assert build(tmp_path / name)[0] == 0
        text = (tmp_path / name / page).read_text("utf-8")
        assert "/log/checkpoint" not in text
        assert "check_proof.py" not in text
        assert not (tmp_path / name / "site" / "log").exists()


def test_the_page_on_checking_is_made_anew_when_something_is_recorded(tmp_path: Path) -> None:
    shutil.copytree(CONTENT, tmp_path / "content")
    folders = ("--content", tmp_path / "content", "--output", tmp_path / "site")
    for logged in (False, True):
        assert run("build", *folders, "--cache", tmp_path / "cache")[0] == 0
        page = (tmp_path / "site/about/checking/index.html").read_text("utf-8")
        assert ("/log/checkpoint" in page) == logged
        assert record(tmp_path)[0] == 0


def test_an_archive_without_documents_has_nothing_to_lose(tmp_path: Path) -> None:
    shutil.copytree(CONTENT, tmp_path / "content")
    empty(tmp_path / "content")
    assert build(tmp_path, "--strict")[0] == 0
    assert record(tmp_path)[0] == 0
