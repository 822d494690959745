"""A site that the workers of a Dask cluster make is the one that this machine makes."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from distributed import LocalCluster

from builder.cli.app import app
from tests.support.paths import PROJECT
from tests.support.small_archive import CONTENT, files_of

ORIGINAL = next(iter(sorted((PROJECT / "content" / "originals").glob("*.txt"))))


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """The address of a cluster of two workers on this machine."""
    with LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        dashboard_address=None,
        silence_logs=logging.CRITICAL,
    ) as cluster:
        yield cluster.scheduler_address


def run(*words: str | Path) -> str:
    result = CliRunner().invoke(app, [str(each) for each in words])
    assert result.exit_code == 0, result.output
    return result.output


def made(site: Path) -> dict[str, bytes]:
    return {path: data for path, data in files_of(site).items() if "pagefind/" not in path}


def test_a_cluster_makes_the_same_bytes(scheduler: str, tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    run("build", "--content", CONTENT, "--output", here, "--no-cache")
    to = ("--output", there, "--cache", tmp_path / "cache", "--scheduler", scheduler)
    run("build", "--content", CONTENT, *to)
    assert made(there) == made(here)
    run("build", "--content", CONTENT, *to)
    assert made(there) == made(here)


def test_a_cluster_converts_the_same(scheduler: str, tmp_path: Path) -> None:
    texts = []
    for name, more in (("here", []), ("there", ["--scheduler", scheduler])):
        content = tmp_path / name
        without = shutil.ignore_patterns("documents", "originals", "ledger")
        shutil.copytree(PROJECT / "content", content, ignore=without)
        run("add", ORIGINAL, "--content", content, *more)
        texts.append([path.read_text("utf-8") for path in content.glob("documents/*/*.md")])
    assert texts[0] == texts[1] != []


def test_a_cluster_that_is_not_there_is_not_waited_for(tmp_path: Path) -> None:
    result = CliRunner().invoke(
        app, ["build", "--output", str(tmp_path / "site"), "--scheduler", "nowhere"]
    )
    assert result.exit_code == 2
    assert "--scheduler must be the address of a running Dask scheduler; found “nowhere”" in (
        result.output
    )
