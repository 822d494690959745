"""A power cut at any moment leaves the old or the new, whole, of whatever is being written."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from builder.build.build_state import STATE_KEY
from builder.build.pipeline import build_site
from builder.cli.app import app
from tests.support.archive import without_pagefind
from tests.support.forgetful_disk import Change, ForgetfulDisk, recorded
from tests.support.paths import PROJECT
from tests.support.small_archive import CONTENT, files_of

DOCUMENT = "documents/northtown/northtown-2010-06-30-report.md"
LETTER = b"Westshire County Council\n\n1. The telephone is answered.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder with content, in which Pagefind is not needed."""
    shutil.copytree(CONTENT, tmp_path / "content")
    shutil.copy(PROJECT / "content/frameworks/unknown.yaml", tmp_path / "content/frameworks")
    with without_pagefind():
        yield tmp_path


def run(*words: object) -> None:
    done = CliRunner().invoke(app, [str(each) for each in words])
    assert done.exit_code == 0, done.output


def cuts(
    folder: Path, command: Callable[[], object]
) -> Iterator[tuple[Change, Callable[[str], list[Mapping[str, bytes]]]]]:
    """After each change that a command makes, what a power cut then may leave of a folder."""
    disk = ForgetfulDisk(folder)
    with recorded() as changes:
        command()
    assert len(changes) > 10
    for change in changes:
        disk.does(change)
        yield change, lambda name: disk.left(folder / name)


def edit(folder: Path) -> None:
    document = folder / "content" / DOCUMENT
    document.write_bytes(document.read_bytes() + b"\nA further paragraph.\n")


def build(folder: Path) -> None:
    build_site(folder / "content", folder / "site", cache=folder / "cache")


def test_a_site_is_the_old_or_the_new_one(folder: Path) -> None:
    build(folder)
    edit(folder)
    old = files_of(folder / "site")
    seen: list[Mapping[str, bytes]] = []
    noted = 0
    for change, left in cuts(folder, lambda: build(folder)):
        if change[0] == "rename" and change[2].endswith(STATE_KEY):
            noted += 1
            _, tree, _ = left("cache")
            kept = {
                name.partition("/tree/")[2]: data for name, data in tree.items() if "/tree/" in name
            }
            assert kept == files_of(folder / "site")
        for site in left("site"):
            if not seen or site != seen[-1]:
                seen.append(site)
    new = files_of(folder / "site")
    assert old != new
    assert [each for each in seen if each not in (old, new)] == []
    assert seen[0] == old
    assert seen[-1] == new
    assert noted == 1


def test_a_first_site_is_there_whole_or_not_at_all(folder: Path) -> None:
    seen = [site for _, left in cuts(folder, lambda: build(folder)) for site in left("site")]
    new = files_of(folder / "site")
    assert {len(each) for each in seen} == {0, len(new)}
    assert seen[-1] == new


@pytest.mark.parametrize("move", [True, False])
def test_an_original_is_in_the_inbox_until_the_archive_has_it_and_its_document(
    move: bool, folder: Path
) -> None:
    inbox = folder / "content" / "inbox" / "letter.txt"
    inbox.parent.mkdir()
    inbox.write_bytes(LETTER)
    before = files_of(folder / "content")
    words = ["add", inbox, "--content", folder / "content", "--cache", folder / "cache"]
    words += ["--authority", "westshire", "--published", "2014-03-03"]
    last: list[Mapping[str, bytes]] = []
    for _, left in cuts(folder, lambda: run(*words, *(["--move"] if move else []))):
        last = left("content")
        after = files_of(folder / "content")
        new = after.keys() - before.keys()
        assert len(new) == 2
        for content in last:
            shown = {name: data for name, data in content.items() if "/." not in name}
            assert shown.get("inbox/letter.txt") == LETTER or new <= shown.keys()
            for name, data in shown.items():
                assert data == after.get(name, before.get(name)), name
    assert inbox.exists() is not move
    for content in last:
        assert content == files_of(folder / "content")


def test_each_file_of_the_ledger_is_the_old_or_the_new_one(folder: Path) -> None:
    content = folder / "content"
    before = files_of(content)
    words = ("record", "--content", content, "--on", "2026-03-01")
    last: list[Mapping[str, bytes]] = []
    for _, left in cuts(folder, lambda: run(*words)):
        last = left("content")
        after = files_of(content)
        assert after != before
        for files in last:
            for name, data in files.items():
                assert "/." in name or data in (before.get(name), after[name]), name
    for files in last:
        assert files == files_of(content)
