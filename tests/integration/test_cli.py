"""The command line where it meets the odd: links out of the archive, folders, colons, addresses."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import IO, Any

import pytest
from click.testing import CliRunner

from builder.cli.app import app
from builder.core.characters import printable
from tests.support.paths import EXAMPLES, PROJECT

SMALL = EXAMPLES / "towns" / "content"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "content"))


def run(*words: object) -> Any:
    return CliRunner().invoke(app, [str(word) for word in words])


def test_a_link_out_of_the_content_folder_is_not_followed(content: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("the words of another file\n")
    document = next((content / "documents").glob("*/*.md"))
    document.unlink()
    document.symlink_to(secret)
    result = run("check", "--content", content)
    assert result.exit_code == 1
    assert "a link that leads out of it" in result.output
    assert "the words of another file" not in result.output


@pytest.mark.parametrize("command", ["check", "add"])
def test_a_folder_named_as_a_document_is_a_problem(command: str, content: Path) -> None:
    (next((content / "documents").iterdir()) / "folder.md").mkdir()
    files = [next((content / "originals").iterdir())] if command == "add" else []
    result = run(command, "--content", content, *files)
    assert result.exception is None or isinstance(result.exception, SystemExit)


def test_words_between_colons_are_printed_as_they_are(content: Path) -> None:
    document = next((content / "documents").glob("*/*.md"))
    document.write_text(":x: marks the spot\n")
    assert "found “:x: marks the spot”" in run("check", "--content", content).output


@pytest.mark.parametrize(
    "address",
    ["nonsense", "ftp://host/", "https://[", "https://a.example/?b", 'https://a.example/"><b>'],
)
@pytest.mark.parametrize("option", ["--base-url", "--originals"])
def test_an_address_that_is_none_is_refused(
    option: str, address: str, content: Path, tmp_path: Path
) -> None:
    result = run("build", "--content", content, "--output", tmp_path / "s", option, address)
    assert result.exit_code == 2
    assert result.output.startswith("Usage: ")
    assert address in result.output
    assert not (tmp_path / "s").exists()


def test_what_was_noticed_in_a_source_is_printed_and_is_no_problem(content: Path) -> None:
    result = run("check", "--content", content)
    assert result.exit_code == 0
    *noticed, total = result.output.splitlines()
    places = [line.split(":", 2)[:2] for line in noticed]
    assert places == sorted(places, key=lambda place: (place[0], int(place[1])))
    file = "content/documents/southtown/southtown-2011-08-31-report.md"
    assert (
        f"{file}:64: noticed (numbering): “5. The lanterns are dark.” – The number 5 is printed "
        "twice; this is the second paragraph with it."
    ) in noticed
    assert total.startswith(
        f"5 documents checked: nothing to mend, {len(noticed)} things noticed in the sources. "
    )


def test_with_a_problem_nothing_noticed_is_printed(content: Path) -> None:
    document = next((content / "documents").glob("southtown/*-report.md"))
    document.write_text(document.read_text("utf-8").replace("kind: report", "kind: poem"), "utf-8")
    result = run("check", "--content", content)
    assert result.exit_code == 1
    assert "noticed" not in result.output


def run_apart(content: Path, to: IO[str] | int, **environment: str) -> tuple[int, str, str]:
    """The command in a process of its own: its status and what it says."""
    done = subprocess.run(
        [sys.executable, "-m", "builder", "check", "--content", content],
        env={**os.environ, "PYTHONPATH": str(PROJECT), **environment},
        stdout=to,
        stderr=subprocess.PIPE,
        check=False,
    )
    return done.returncode, (done.stdout or b"").decode(), done.stderr.decode()


def test_a_sign_that_a_terminal_lacks_is_replaced(content: Path) -> None:
    (content / "site.yaml").write_text("title: “Words”\n", "utf-8")
    status, said, told = run_apart(content, subprocess.PIPE, PYTHONIOENCODING="ascii")
    assert (status, said) == (1, "")
    assert "content/site.yaml:1: this file must hold \\u201cbase_url\\u201d" in told
    assert told.endswith("problems found.\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
def test_what_cannot_be_said_ends_with_status_1() -> None:
    with Path("/dev/full").open("w") as full:
        status, _, told = run_apart(PROJECT / "content", full)
    assert told == "What is to be said must be written; found “No space left on device”.\n"
    assert status == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
def test_timings_that_cannot_be_said_are_no_fault_of_the_site(content: Path) -> None:
    words = ["build", "--timings", "--no-cache", "--content", str(content)]
    words += ["--output", str(content.parent / "site")]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "builder", *words],
            env={**os.environ, "PYTHONPATH": str(PROJECT)},
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    told = "What is to be said must be written; found “No space left on device”.\n"
    assert (done.returncode, done.stderr.decode()) == (1, told)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
def test_where_nothing_can_be_said_the_status_says_it(content: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "builder", "check", "--content", content / "none"],
            env={**os.environ, "PYTHONPATH": str(PROJECT)},
            stdout=full,
            stderr=full,
            check=False,
        )
    assert done.returncode == 1


def test_a_content_folder_may_be_named_by_a_dot(
    content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (content / "topics.yaml").write_text(": : [")
    monkeypatch.chdir(content)
    result = run("check", "--content", ".")
    assert result.output.startswith("content/topics.yaml:1: must be valid YAML")


def test_the_cache_is_not_kept_in_the_content(content: Path, tmp_path: Path) -> None:
    words = ["build", "--content", content, "--output", tmp_path / "site", "--cache"]
    assert "the cache must stand apart from" in run(*words, content / "kept").output
    assert not (content / "kept").exists()
    assert run(*words, content / ".kept").exit_code == 0  # nothing reads that


@pytest.mark.parametrize("day", ["20240315", "2024-W11-5", "15 March 2024"])
def test_a_day_is_taken_in_one_form(day: str, content: Path) -> None:
    result = run("record", "--content", content, "--on", day)
    assert result.exit_code == 2
    assert result.output.startswith("Usage: ")
    assert "must be a day written 2024-03-15" in result.output


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("northtwon", "Did you mean “northtown” or “southtown”?"),
        ("Northtown City Council", "Did you mean “northtown”?"),
        ("atlantis", "None of the 3 is like it."),
    ],
)
@pytest.mark.parametrize("command", [["add", "report.pdf"], ["fetch"]])
def test_an_authority_that_is_none_is_refused_and_what_comes_near_is_said(
    command: list[str], typed: str, says: str, content: Path, tmp_path: Path
) -> None:
    words = [*command, "--content", content, "--cache", tmp_path / "c", "--authority", typed]
    result = run(*words)
    assert result.exit_code == 2
    assert result.output.startswith("Usage: ")
    assert says in result.output


def test_the_version_is_that_of_the_package() -> None:
    told = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert run("--version").output == f"archive {told}\n"


def test_nothing_is_said_where_nobody_reads_on() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as gone:
        status, _, told = run_apart(PROJECT / "content", gone)
    assert (status, told) == (128 + signal.SIGPIPE, "")


@pytest.mark.parametrize("name", ["my archive", "it's", "a\nb", "-x", "a\\'\tb"])
def test_what_to_type_after_a_new_archive_can_be_pasted(name: str, tmp_path: Path) -> None:
    words = ["-m", "builder", "init", "--", name]
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    made = subprocess.run(
        [sys.executable, *words], cwd=tmp_path, env=environment, capture_output=True, check=True
    ).stdout.decode()
    change = next(line.strip() for line in made.splitlines() if line.startswith("  cd "))
    there = subprocess.run(
        ["bash", "-c", f"{change} && ls"], cwd=tmp_path, capture_output=True, check=True
    )
    assert there.stdout == b"content\n"


@pytest.mark.parametrize(
    "name", ["a\x1b[31mb.txt", "new\nline.txt", "\u202etxt.exe.txt", "\udcff.txt"]
)
def test_the_name_of_an_original_does_not_steer_the_terminal(name: str, content: Path) -> None:
    odd = content.parent / name
    try:
        odd.write_text("An original that the archive does not hold.")
    except OSError:
        pytest.skip("no file here can have such a name")
    result = run("add", "--content", content, odd)
    assert result.exit_code == 1
    (line,) = result.output.splitlines()
    assert line.endswith("its name holds what cannot be printed; give it another and try again.")
    assert line == printable(line)


def test_a_report_that_cannot_be_written_is_a_problem(content: Path) -> None:
    report = content.parent / "nowhere" / "report.md"
    result = run("add", "--content", content, "--report", report, content / "originals")
    assert isinstance(result.exception, SystemExit)
    assert result.exit_code == 1
    assert f"{report}: the report cannot be written: No such file or directory." in result.output


@pytest.mark.parametrize(
    "command", [["add", "report.pdf"], ["build"], ["check"], ["record"], ["verify"]]
)
def test_every_command_says_that_there_is_no_content_folder(
    command: list[str], tmp_path: Path
) -> None:
    result = run(*command, "--content", tmp_path / "nowhere")
    assert result.exit_code == 1
    (problem, count) = result.output.splitlines()[:2]
    assert problem.endswith(
        "the content folder must exist; it was not found; name it with --content."
    )
    assert count == "1 problem found."
