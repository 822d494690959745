"""The commands of the README and of the documents, given as a reader would give them.

Each document's commands run in their order in a copy of the project, in a shell that ends with the
first that fails. What would go to other machines, wait for ever or run these tests in turn is only
read: `make` says what it would do, and a command says whether it knows the words.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.paths import PROJECT
from tests.support.word_files import p, word
from tests.support.workflow_runner import repository
from tests.unit.test_documentation import DOCUMENTS

pytestmark = pytest.mark.slow

PROGRAMS = (
    r"make |archive |cd |docker |git |npx |pipx |uvx |touch |\. |_ARCHIVE_COMPLETE=|"
    r"\.venv/bin/python |python3 |(?!site|origin)[A-Z_]+=\S+ make "
)
COMMAND = re.compile(rf"^    ((?:{PROGRAMS}).*)$", re.MULTILINE)
ONLY_READ = {"test", "test-quick", "serve", "hooks", "fuzz", "bench", "audit", "lock", "fetch"}
"""Targets of make that are only said."""

CALLED = "import sys; sys.argv[0] = 'archive'; from builder.__main__ import main; main()"
"""As the script of the installed package does."""

LETTER = "Plymouth City Council\n\n{}. The telephone is answered.\n"


def commands(document: Path) -> list[str]:
    """A document's commands, as they stand in it."""
    text = document.read_text("utf-8")
    return [each.replace(" …", "") for each in COMMAND.findall(text)]


WITH_COMMANDS = [each for each in DOCUMENTS if commands(each)]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project as a reader has it, with its environment made."""
    folder = tmp_path_factory.mktemp("project")
    repository(folder)
    return folder / "work"


@pytest.fixture
def place(project: Path, tmp_path: Path) -> Path:
    place = tmp_path / "place"
    shutil.copytree(project, place, symlinks=True)
    (place / ".venv").symlink_to(sys.prefix)
    for name in ("requirements.txt", "requirements-dev.txt"):
        os.utime(place / name, (0, 0))
    for at, name in enumerate(("report.txt", "other.txt")):
        (place / name).write_text(LETTER.format(at + 1))
    (place / "letter.docx").write_bytes(word(p("Plymouth City Council") + p("It is answered.")))
    programs = tmp_path / "programs"
    programs.mkdir()
    make, python = shutil.which("make"), sys.executable
    for name, does in {
        "archive": f'case $1 in serve|fetch) set -- "$@" --help; esac; '
        f'export PYTHONPATH="{place}"; exec {python} -c "{CALLED}" "$@"',
        "make": f'case "$1" in {"|".join(sorted(ONLY_READ))}) exec {make} -n "$@"; esac; '
        f'exec {make} "$@"',
        **dict.fromkeys(("docker", "npx", "pipx", "uvx"), 'echo "$0 $*"'),
    }.items():
        program = programs / name
        program.write_text(f"#!/bin/sh\n{does}\n")
        program.chmod(0o755)
    return place


@pytest.mark.parametrize(
    "document", WITH_COMMANDS, ids=lambda path: path.relative_to(PROJECT).as_posix()
)
def test_the_commands_of_a_document_do_what_it_says(
    document: Path, place: Path, tmp_path: Path
) -> None:
    given = commands(document)
    environment = {
        "PATH": f"{tmp_path / 'programs'}:{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "PYTHONUTF8": "1",
        **{f"GIT_{who}_NAME": "A Reader" for who in ("AUTHOR", "COMMITTER")},
        **{f"GIT_{who}_EMAIL": "reader@example.org" for who in ("AUTHOR", "COMMITTER")},
    }
    done = subprocess.run(
        ["bash", "-e", "-x"],
        input="\n".join(map(in_place, given)),
        cwd=place,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-3000:]


def in_place(command: str) -> str:
    """A command with the reader's own file and day, and without his own computer's folders."""
    command = command.replace("report.pdf", "report.txt").replace("other.pdf", "other.txt")
    # The letters of this test print no day; each document says elsewhere how one is given.
    if re.search(r" add .*\.(?:txt|docx)", command) and "--published" not in command:
        command = re.sub(r" add ", " add --published 2024-03-15 ", command)
    return command.replace("/srv/www/site", "srv-site")


def test_the_commands_of_the_readme_are_those_that_are_found() -> None:
    assert commands(PROJECT / "README.md") == [
        "make serve     # builds the site, shows it at http://127.0.0.1:8000, follows your changes",
        "make test      # checks style and types, runs every test",
        ".venv/bin/python -m builder add report.pdf",
    ]
    assert len(WITH_COMMANDS) > 6


def test_the_readme_shows_what_the_data_hold(built_site: Path, tmp_path: Path) -> None:
    """Its notebook prints what it says, and its rows stand in the table."""
    text = (PROJECT / "README.md").read_text("utf-8")
    code = text.split("```python\n")[1].split("```")[0]
    (tmp_path / "site").symlink_to(built_site)
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    shown = re.search(r"^((?:    .+\n)+)", text.split("```\n")[-1], re.MULTILINE)
    assert shown
    assert done.stdout == re.sub(r"^    ", "", shown[1], flags=re.MULTILINE)
    table = (built_site / "data" / "recommendations.csv").read_text("utf-8")
    rows = re.findall(r"^\| (\w+) \| (\S+) \| ([\w ]+) \| (.+) \| `(.+)` \|$", text, re.MULTILINE)
    assert len(rows) == 3
    for authority, published, timescale, words, url in rows:
        assert f",{authority},{published}," in table
        for each in (timescale, words, url):
            assert each in table


def test_the_pictures_of_the_readme_are_small() -> None:
    for name in ("council", "search"):
        picture = (PROJECT / "docs" / "pictures" / f"{name}.png").read_bytes()
        assert picture.startswith(b"\x89PNG")
        assert len(picture) < 60_000
