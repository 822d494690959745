"""The manifest lists every file of a site, and `verify` names each that is not as it says."""

from __future__ import annotations

import hashlib
import json
import shutil
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from builder import __version__
from builder.build.pipeline import build_site
from builder.cli.app import app
from builder.output.manifest import MANIFEST, read_manifest
from builder.verify import manifest_problems
from tests.support.archive import without_pagefind
from tests.support.paths import PROJECT
from tests.support.small_archive import CONTENT, files_of

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("built")
    with without_pagefind():
        build_site(CONTENT, folder / "site")
        yield folder / "site"


@pytest.fixture
def site(built: Path, tmp_path: Path) -> Path:
    """A copy of a site, to be changed."""
    return Path(shutil.copytree(built, tmp_path / "site"))


def run(*words: object) -> tuple[int, str]:
    done = CliRunner().invoke(app, [str(each) for each in words])
    return done.exit_code, done.output


def test_the_manifest_lists_every_file_of_the_site(site: Path) -> None:
    files = {path: data for path, data in files_of(site).items() if path != "log/checkpoint"}
    program, commit, listed = read_manifest(files.pop(MANIFEST))
    assert program == __version__
    assert commit == ""
    assert listed == {
        path: (hashlib.sha256(data).hexdigest(), len(data)) for path, data in files.items()
    }
    assert list(listed) == sorted(listed)


def test_the_version_is_the_package_s() -> None:
    package = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
    assert package["project"]["version"] == __version__


def test_a_commit_is_named_by_the_manifest_alone(built: Path, tmp_path: Path) -> None:
    folders = ("--output", tmp_path / "site", "--cache", tmp_path / "cache")
    words = ("build", "--content", CONTENT, *folders)
    assert run(*words, "--commit", "8 March")[0] == 2
    assert run(*words)[0] == 0
    assert run(*words, "--commit", COMMIT)[0] == 0
    other, same = dict(files_of(tmp_path / "site")), dict(files_of(built))
    assert json.loads(other.pop(MANIFEST))["commit"] == COMMIT
    del same[MANIFEST]
    assert other == same


def test_a_site_that_nobody_touched_is_as_its_manifest_says(site: Path) -> None:
    assert list(manifest_problems(site)) == []
    status, said = run("verify", "--content", CONTENT, "--site", site)
    digest = hashlib.sha256((site / MANIFEST).read_bytes()).hexdigest()
    assert status == 0
    assert f"Every file is as {MANIFEST} says, whose sha256 is {digest}." in said


def change(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b",", b";"))


def link(path: Path) -> None:
    path.unlink()
    path.symlink_to(CONTENT / "site.yaml")


CHANGES: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "a changed table": ("data/grades.csv", change, "must have the checksum"),
    "a changed script": ("assets/site.js", lambda path: path.write_bytes(b"x"), "the checksum"),
    "a missing file": ("data/checks.csv", Path.unlink, "must be there"),
    "one more file": ("assets/more.js", Path.touch, "must be listed in the manifest"),
    "a hidden file": (".more", Path.touch, "must be listed in the manifest"),
    "a link in a file's place": ("index.html", link, "must have the checksum"),
    "a folder that is a link": ("more", lambda path: path.symlink_to("data"), "must be listed"),
    "no manifest": (MANIFEST, Path.unlink, "must hold the list of its files"),
    "another manifest": (MANIFEST, lambda path: path.write_bytes(b"[]"), "must hold the list"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_was_changed_in_a_published_site_is_named(name: str, site: Path) -> None:
    path, make, says = CHANGES[name]
    if path == "assets/site.js":
        path = next((site / "assets").glob("*.js")).relative_to(site).as_posix()
    make(site / path)
    (problem,) = manifest_problems(site)
    assert problem.path == str(site / path)
    assert says in problem.message
    status, said = run("verify", "--content", CONTENT, "--site", site)
    assert status == 1
    assert f"{site / path}:1: " in said


def test_the_database_is_entered_in_the_manifest(site: Path) -> None:
    assert run("database", "--site", site)[0] == 0
    assert "data/archive.sqlite" in read_manifest((site / MANIFEST).read_bytes())[2]
    assert list(manifest_problems(site)) == []
