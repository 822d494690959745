"""The inbox: originals that wait in a folder become documents, and a report says what to check."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from markdown_it import MarkdownIt
from msgspec.structs import replace

from builder.cli.app import app
from builder.convert.editor_report import MOST, report
from builder.convert.one_file import convert
from builder.convert.options import AddOptions
from builder.convert.originals import ADDED, FAILED, Outcome
from builder.registry.load import read_registry
from tests.support.paths import PROJECT

CONTENT = PROJECT / "content"
REPORT = "plymouth-2010-05-21-report"
ORIGINAL = "3f97ea415e69.txt"
HELD = "9351246f1fbf.txt"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """The archive without one of its reports, whose original waits in the inbox."""
    content = Path(shutil.copytree(CONTENT, tmp_path / "content"))
    (content / "documents" / "plymouth" / f"{REPORT}.md").unlink()
    inbox = content / "inbox"
    inbox.mkdir(exist_ok=True)
    (content / "originals" / ORIGINAL).rename(inbox / "As published.txt")
    (inbox / "README.md").write_text("How to use this folder.")
    (inbox / ".gitkeep").write_text("")
    return content


def run(*words: object) -> Any:
    return CliRunner().invoke(app, [str(word) for word in words])


def take_in(content: Path, *options: object) -> Any:
    return run("add", content / "inbox", "--content", content, *options)


def inbox(content: Path) -> set[str]:
    return {path.name for path in (content / "inbox").iterdir()}


def test_an_original_moves_out_of_the_inbox(content: Path) -> None:
    data = (content / "inbox" / "As published.txt").read_bytes()
    assert take_in(content, "--move").exit_code == 0
    assert inbox(content) == {"README.md", ".gitkeep"}
    assert (content / "originals" / ORIGINAL).read_bytes() == data
    assert (content / "documents" / "plymouth" / f"{REPORT}.md").is_file()


def test_no_file_is_removed_that_nobody_asked_to_remove(content: Path) -> None:
    before = inbox(content)
    assert take_in(content, "--move", "--dry-run").exit_code == 0
    assert take_in(content).exit_code == 0
    assert inbox(content) == before


def test_a_file_that_the_archive_holds_leaves_the_inbox(content: Path) -> None:
    shutil.copy(content / "originals" / HELD, content / "inbox" / "again.txt")
    assert take_in(content, "--move").exit_code == 0
    assert inbox(content) == {"README.md", ".gitkeep"}
    assert (content / "originals" / HELD).is_file()


def test_an_original_of_the_archive_stays_when_added_again(content: Path) -> None:
    result = run("add", content / "originals" / HELD, "--content", content, "--move")
    assert result.exit_code == 0
    assert (content / "originals" / HELD).is_file()


def test_a_file_that_cannot_be_read_stays_and_stops_no_other(content: Path) -> None:
    (content / "inbox" / "a scan.pdf").write_bytes(b"no PDF")
    result = take_in(content, "--move")
    assert result.exit_code == 1
    assert inbox(content) == {"README.md", ".gitkeep", "a scan.pdf"}
    assert (content / "documents" / "plymouth" / f"{REPORT}.md").is_file()


def test_the_report_says_what_the_command_says(content: Path, tmp_path: Path) -> None:
    (content / "inbox" / "a scan.pdf").write_bytes(b"no PDF")
    result = take_in(content, "--report", tmp_path / "report.md")
    written = (tmp_path / "report.md").read_text("utf-8")
    assert f"`content/documents/plymouth/{REPORT}.md`" in written
    for words in ("65 numbered paragraphs", "Reporting inspector Lynne Staines", "Paragraph 61"):
        assert words in result.output
        assert words in written
    assert "| a scan.pdf | **could not be read** |" in written
    assert "It is not a PDF" in written


def test_an_empty_inbox_is_no_fault(content: Path, tmp_path: Path) -> None:
    (content / "inbox" / "As published.txt").unlink()
    result = take_in(content, "--report", tmp_path / "report.md")
    assert (result.exit_code, result.output) == (0, "There was no file to convert.\n")
    assert (tmp_path / "report.md").read_text("utf-8") == "There was no file to convert.\n"


@pytest.mark.parametrize(
    "name",
    [
        "[a](javascript:x).txt",
        "<b>bold.txt",
        "a|b|c.txt",
        "`a`.txt",
        "**a**.txt",
        "#1.txt",
    ],
)
def test_the_name_of_a_file_is_plain_text_in_the_report(name: str) -> None:
    written = report([Outcome(Path(name), FAILED, f"cannot open “{name}”.")])
    html = MarkdownIt("commonmark").enable("table").render(written)
    plain = report([Outcome(Path("plain.txt"), FAILED, "cannot open “plain.txt”.")])
    without = MarkdownIt("commonmark").enable("table").render(plain)
    shown = name.replace("<", "&lt;").replace(">", "&gt;")
    assert html == without.replace("plain.txt", shown)


def test_the_report_calls_nobody_by_name() -> None:
    written = report([Outcome(Path("x @someone.txt"), FAILED, "ask @someone.")])
    assert "@someone" not in written


def test_a_report_of_many_remarks_is_cut_for_the_host(content: Path) -> None:
    (path,) = (content / "inbox").glob("*.txt")
    converted = convert(path.name, path.read_bytes(), read_registry(content), AddOptions())
    remarks = tuple(f"Paragraph {number}: look at it." for number in range(MOST + 7))
    written = report([Outcome(path, ADDED, "", REPORT, replace(converted, remarks=remarks))])
    assert written.count("- [ ]") == MOST
    assert "and 7 remarks more, in the command’s output." in written
