"""What conversion cannot decide is asked of a person; until then the document is held back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from builder.cli.app import app
from builder.convert import one_file
from builder.convert.stream.pieces import Piece, Question, Stream
from builder.model import Span
from tests.support.small_archive import CONTENT

NAME = "visit 2013-04-05.txt"
DOCUMENT = "content/documents/westshire/westshire-2013-04-05-report.md"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small archive, and a file whose reader asks two questions of it."""
    shutil.copytree(CONTENT, tmp_path / "content")
    shutil.copy(Path("content/frameworks/unknown.yaml"), tmp_path / "content" / "frameworks")
    (tmp_path / NAME).write_text("Whatever the reader makes of it.", encoding="utf-8")
    stream = Stream(
        pieces=(
            Piece("paragraph", (Span("Westshire County Council"),)),
            Piece("paragraph", (Span("The council will keep the centre."),)),
        ),
        questions=(
            Question("struck", 3, "after “The council will”", "close"),
            Question("covered", 0, "", "a “name”: #1"),
            Question("hidden", 0, "after “a\x08b”", "bell \x07 and \u202eturned"),
        ),
    )
    monkeypatch.setitem(one_file.READERS, ".txt", lambda data: stream)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(app, words)


def test_add_prints_each_question_at_page_and_place_and_writes_it_down(folder: Path) -> None:
    added = run("add", "--report", "report.md", NAME)
    assert added.exit_code == 0, added.output
    assert added.stdout.splitlines()[2:4] == [
        "  answer: page 3, after “The council will”: words that are struck out: “close”",
        "  answer: words under something that covers them: “a “name”: #1”",
    ]
    report = (folder / "report.md").read_text("utf-8")
    assert "To answer in its front matter before it can be published:\n\n- [ ] page 3," in report
    assert (
        "questions:\n"
        "  - kind: struck\n"
        "    page: 3\n"
        "    place: after “The council will”\n"
        "    words: close\n"
        "    answer:\n"
        "  - kind: covered\n"
        '    words: "a “name”: #1"\n'
        "    answer:\n"
        "  - kind: hidden\n"
        "    place: after “a\\x08b”\n"
        "    words: bell \\x07 and \\u202eturned\n"
        "    answer:\n"
    ) in (folder / DOCUMENT).read_text("utf-8")


@pytest.mark.parametrize("command", ["check", "build"])
def test_a_document_is_held_back_until_each_question_has_an_answer(
    folder: Path, command: str
) -> None:
    run("add", NAME)
    asked = run(command)
    assert asked.exit_code == 1
    found = [line for line in asked.stderr.splitlines() if "every question of conversion" in line]
    assert [line.split(" every")[0] for line in found] == [
        f"{DOCUMENT}:{line}:" for line in (13, 18, 21)
    ]
    document = folder / DOCUMENT
    document.write_text(
        document.read_text("utf-8").replace("answer:", "answer: The page shows it."), "utf-8"
    )
    assert run(command).exit_code == 0


def test_an_answered_question_is_no_text_of_the_page(folder: Path) -> None:
    run("add", NAME)
    document = folder / DOCUMENT
    text = document.read_text("utf-8").replace("answer:", "answer: Nobody sees this.")
    document.write_text(text, "utf-8")
    assert run("build").exit_code == 0
    for page in (folder / "site").rglob("*"):
        if page.is_file() and page.suffix in (".html", ".json", ".csv"):
            words = page.read_text("utf-8")
            assert "Nobody sees this." not in words
            assert "a “name”: #1" not in words
