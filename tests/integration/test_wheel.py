"""The package as `pip install .` brings it: alone, it does all that a checkout does."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.paths import PROJECT
from tests.support.small_archive import CONTENT, files_of

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command, in an environment of nothing but the wheel and what it asks for."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = ["-m", "pip", "--disable-pip-version-check", "--quiet"]
    make = ["wheel", "--no-deps", "--no-build-isolation", "--wheel-dir"]
    run(sys.executable, *pip, *make, folder, PROJECT)
    run(sys.executable, "-m", "venv", folder / "venv")
    (wheel,) = folder.glob("*.whl")
    python = folder / "venv" / "bin" / "python"
    locked = ["install", "--require-hashes", "-r"]
    run(python, *pip, *locked, PROJECT / "requirements.txt")
    run(python, *pip, "install", wheel)
    return folder / "venv" / "bin" / "archive"


def run(*command: str | Path, at: Path | None = None) -> str:
    done = subprocess.run(command, cwd=at, env=environment(), capture_output=True, text=True)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder but for the content of an archive."""
    shutil.copytree(CONTENT, tmp_path / "content")
    return tmp_path


def test_an_installed_package_builds_the_site_of_a_checkout(
    archive: Path, folder: Path, small_site: Path
) -> None:
    run(archive, "build", "--no-cache", at=folder)
    assert files_of(folder / "site") == files_of(small_site)


def test_an_installed_package_knows_every_command(archive: Path, folder: Path) -> None:
    shutil.copy(PROJECT / "content" / "frameworks" / "unknown.yaml", folder / "content/frameworks")
    letter = folder / "letter 2014-03-03.txt"
    letter.write_text("Westshire County Council\n\n1. The telephone is answered.\n")
    assert letter.name in run(archive, "add", "--dry-run", letter.name, at=folder)
    run(archive, "check", at=folder)
    run(archive, "record", "--on", "2026-03-15", at=folder)
    run(archive, "build", at=folder)
    run(archive, "verify", at=folder)


def test_an_installed_package_makes_archives(archive: Path, tmp_path: Path) -> None:
    run(archive, "init", "--example", "towns", at=tmp_path)
    assert files_of(tmp_path / "towns" / "content") == files_of(CONTENT)
    run(archive, "init", "new", at=tmp_path)
    run(archive, "build", at=tmp_path / "new")


def test_a_shell_completes_its_commands(archive: Path, tmp_path: Path) -> None:
    completing = {
        "_ARCHIVE_COMPLETE": "bash_complete",
        "COMP_WORDS": "archive fe",
        "COMP_CWORD": "1",
    }
    done = subprocess.run(
        [archive], env={**environment(), **completing}, capture_output=True, text=True, check=True
    )
    assert done.stdout == "plain,fetch\n"


def test_an_installed_package_serves_with_the_headers_of_the_host(
    archive: Path, folder: Path
) -> None:
    with served(archive, folder) as url, urllib.request.urlopen(url) as answer:
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@contextmanager
def served(archive: Path, folder: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(archive), "serve", "--port", str(port)]
    with subprocess.Popen(
        command, cwd=folder, env=environment(), stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            lines = (re.search(r"http://127\.0\.0\.1:\d+/", line) for line in process.stdout)
            yield next(match[0] for match in lines if match)
        finally:
            process.kill()
