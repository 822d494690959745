"""What is published is held against its originals: the very files, staged or in place."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from builder.cli.app import app
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


def test_a_page_of_the_last_build_is_held_against_its_original_too(
    run: Run, spoiled: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    spoiled()
    assert run("build")[0] == 0
    monkeypatch.undo()
    status, said = run("build", "--strict")
    assert status == 1
    assert "[adults]" in said


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
