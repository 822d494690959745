"""What is published is held against its originals: the very files, staged or in place."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from builder.build.pipeline import StagedSite
from builder.cli.app import app
from builder.core.problems import Problem
from builder.core.safe_files import File
from builder.output.site_tree import write
from tests.support.archive import without_pagefind
from tests.support.paths import PROJECT
from tests.support.small_archive import add_document, files_of

DOCUMENT = "derby-2011-06-27-report"
PAGE = f"documents/{DOCUMENT}/index.html"
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    """Runs a command on a copy of the founding documents."""
    content = shutil.copytree(PROJECT / "content", tmp_path / "content")
    folders = {"--output": tmp_path / "site", "--cache": tmp_path / "cache"}
    folders_of = {"build": folders, "verify": {"--site": tmp_path / "site"}}

    def command(name: str, *words: str) -> tuple[int, str]:
        given = [f"{one}={path}" for one, path in folders_of[name].items()]
        result = CliRunner().invoke(app, [name, f"--content={content}", *given, *words])
        return result.exit_code, result.output

    with without_pagefind():
        yield command


@pytest.fixture
def spoiled(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Has the job that writes pages write another word for one word."""

    def spoil() -> None:
        def write_another_word(tree: Path, files: Any) -> dict[str, str]:
            return write(
                tree, (File(each.path, spoil_page(each.path, each.data)) for each in files)
            )

        monkeypatch.setattr("builder.build.page_job.write", write_another_word)

    return spoil


def spoil_page(path: str, data: bytes) -> bytes:
    """A page with another word for one word of its source."""
    head, article, source = data.partition(b'<article class="source"')
    if path != PAGE:
        return data
    return head + article + re.sub(rb"(>[^<]*) children ", rb"\1 adults ", source, count=1)


def test_a_publishing_job_that_writes_another_word_ends_a_strict_build_from_nothing(
    run: Run, spoiled: Callable[[], None], tmp_path: Path
) -> None:
    spoiled()
    status, said = run("build", "--strict")
    assert status == 1
    assert f"its page, {PAGE}, must hold its original's words; missing from the page: " in said
    assert "[children]" in said
    assert "[adults]" in said
    assert not (tmp_path / "site").exists()


def test_a_publishing_job_that_writes_another_word_ends_a_strict_build_after_others(
    run: Run, spoiled: Callable[[], None], tmp_path: Path
) -> None:
    assert run("build")[0] == 0
    before = files_of(tmp_path / "site")
    authority = tmp_path / "content" / "documents" / "derby"
    add_document(tmp_path / "content", "2013-01-02", "1. Words.", "unknown", authority="derby")
    assert len(list(authority.iterdir())) > 1
    spoiled()
    status, said = run("build", "--strict")
    assert status == 1
    assert PAGE in said
    assert "[adults]" in said
    assert files_of(tmp_path / "site") == before


def test_nothing_that_is_kept_is_believed_by_a_strict_build(
    run: Run, spoiled: Callable[[], None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A cache whose digests all fit, and that yet holds other words: only a build that takes
    nothing from it can know."""
    page = tmp_path / "site" / PAGE
    spoiled()
    assert run("build")[0] == 0
    other = page.read_bytes()
    monkeypatch.undo()
    new = add_document(
        tmp_path / "content", "2013-01-02", "1. Words.", "unknown", authority="plymouth"
    )
    assert run("build")[0] == 0
    assert page.read_bytes() == other
    (tmp_path / "content" / "documents" / "plymouth" / f"{new}.md").unlink()
    assert run("build", "--strict")[0] == 0
    right = files_of(tmp_path / "site")
    assert right[PAGE] != other
    shutil.rmtree(tmp_path / "cache")
    shutil.rmtree(tmp_path / "site")
    assert run("build")[0] == 0
    assert files_of(tmp_path / "site") == right


def test_a_strict_build_publishes_no_file_that_was_changed_since_it_was_made(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def check(site: StagedSite) -> Iterator[Problem]:
        table = site.folder / "data" / "grades.csv"
        table.write_bytes(table.read_bytes().replace(b"good", b"poor"))
        yield from ()

    monkeypatch.setattr("builder.cli.verify.strict_problems", check)
    status, said = run("build", "--strict")
    assert status == 1
    assert said.startswith("data/grades.csv:1: a file of the new site must stay as it was made; ")
    assert not (tmp_path / "site").exists()


def test_a_strict_build_that_fails_leaves_what_is_kept(run: Run, tmp_path: Path) -> None:
    assert run("build")[0] == 0
    before = files_of(tmp_path / "cache")
    add_document(tmp_path / "content", "2013-01-02", "1. Words.", "unknown", authority="derby")
    assert run("build", "--strict")[0] == 1
    assert files_of(tmp_path / "cache") == before


def test_a_word_changed_by_hand_in_the_published_site_is_found(run: Run, tmp_path: Path) -> None:
    run("build")
    assert run("verify")[0] == 0
    page = tmp_path / "site" / PAGE
    data = page.read_bytes()
    page.unlink()
    page.write_bytes(spoil_page(PAGE, data))
    status, said = run("verify")
    assert status == 1
    assert "[children]" in said
    assert "[adults]" in said
