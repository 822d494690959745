"""A batch never ends: whatever one file does, it is named, and the others are added."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner

from builder.cli.app import app
from builder.convert import one_file
from builder.convert.many_files import add_originals
from builder.convert.options import AddOptions
from builder.convert.originals import ADDED, FAILED, HELD, Outcome
from builder.convert.stream.pieces import Piece, Stream
from builder.model import Span
from builder.registry.load import read_registry
from tests.support.paths import PROJECT
from tests.support.small_archive import CONTENT

UNKNOWN = PROJECT / "content" / "frameworks" / "unknown.yaml"

STRANGE = """
import os, signal, sys, time
from builder.convert import one_file
from builder.convert.readers.plain_text import read_text

def read(data):
    said = data.decode().split()[-1]
    if said == "raises":
        raise KeyError(said)
    if said == "recurs":
        return read(data)
    if said == "dies":
        os.kill(os.getpid(), signal.SIGKILL)
    if said == "fills":
        return bytearray(1 << 40)
    while said == "loops":
        pass
    if said == "sleeps":
        time.sleep(60)
    return read_text(data)

one_file.READERS[".txt"] = read
from builder.__main__ import main
main()
"""
"""The command, with a reader that does what the last word of a file says."""


@pytest.fixture
def content(tmp_path: Path) -> Path:
    content = Path(shutil.copytree(CONTENT, tmp_path / "content"))
    shutil.copy(UNKNOWN, content / "frameworks")
    return content


def original(folder: Path, name: str, word: str = "good") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"Westshire County Council\n\nThis file, {name!a}, is {word}\n")
    return path


def command(*words: object) -> list[str]:
    return [sys.executable, "-c", STRANGE, *map(str, words)]


def add_here(content: Path, files: Sequence[Path], options: AddOptions) -> list[Outcome]:
    registry = read_registry(content)
    return add_originals(files, content, registry, options, lambda: ThreadPoolExecutor(1))


def documents(content: Path) -> list[str]:
    return sorted(path.name for path in (content / "documents" / "westshire").iterdir())


def originals(content: Path) -> set[bytes]:
    return {path.read_bytes() for path in (content / "originals").iterdir()}


def test_whatever_one_file_does_is_named_and_the_others_are_added(content: Path) -> None:
    inbox = content.parent / "inbox"
    for name, word in (
        ("a.txt", "good"),
        ("b.txt", "raises"),
        ("c.txt", "dies"),
        ("d.txt", "loops"),
        ("e.txt", "fills"),
        ("f.txt", "recurs"),
        ("z.txt", "good"),
    ):
        original(inbox, name, word)
    original(inbox, os.fsdecode(b"visit\x96.txt"))
    report = content.parent / "report.md"
    done = subprocess.run(
        command(
            *("add", "--content", content, "--published", "2013-04-05", "--seconds", "1"),
            *("--move", "--report", report, inbox),
        ),
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    said = [line.removeprefix(f"{inbox}/") for line in done.stderr.splitlines()]
    assert said == [
        "b.txt: conversion fails on it (KeyError in __main__); nothing of it was written; please "
        "report it.",
        "c.txt: it brings the reader down; it may be damaged: fetch it again.",
        "d.txt: it takes more than 1 second of processor time; it may be damaged: fetch it again.",
        "e.txt: it takes more than 4,000 MB of memory; it may be damaged: fetch it again.",
        "f.txt: conversion fails on it (RecursionError in __main__); nothing of it was written; "
        "please report it.",
        r"visit\udc96.txt: its name holds what cannot be printed; give it another and try again.",
    ]
    assert "2 added, 0 held already, 6 failed." in done.stdout
    left = sorted(path.name for path in inbox.iterdir())
    assert left == [*(f"{name}.txt" for name in "bcdef"), os.fsdecode(b"visit\x96.txt")]
    text = report.read_text("utf-8")
    assert all(f"| {name}.txt |" in text for name in "abcdefz")
    assert r"| visit\\udc96.txt | **could not be read** |" in text
    assert documents(content)[-2:] == [
        "westshire-2013-04-05-report-2.md",
        "westshire-2013-04-05-report.md",
    ]


def test_a_signal_ends_it_at_once_and_a_second_run_adds_the_rest_once(content: Path) -> None:
    inbox = content.parent / "inbox"
    files = [original(inbox, f"{name}.txt") for name in "abcdefgh"]
    slow = original(inbox, "i.txt", "sleeps")
    before = originals(content)
    kept = {path.read_bytes() for path in files}
    words = ("add", "--content", content, "--published", "2013-04-05", "--move", inbox)
    process = subprocess.Popen(command(*words), cwd=PROJECT, stderr=subprocess.PIPE)
    until = time.monotonic() + 60
    while any(path.exists() for path in files) and time.monotonic() < until:
        time.sleep(0.02)
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=20)  # the file that sleeps is not waited for
    assert (process.returncode, said) == (128 + signal.SIGTERM, b"Stopped.\n")
    assert kept <= originals(content) | {path.read_bytes() for path in files if path.exists()}
    slow.write_text(slow.read_text().replace("sleeps", "good"))
    done = subprocess.run(command(*words), cwd=PROJECT, capture_output=True, check=False)
    assert done.returncode == 0
    assert list(inbox.iterdir()) == []
    assert len(originals(content) - before) == 9
    assert len(documents(content)) == 10
    hidden = [path.name for path in content.rglob("*") if path.name.startswith(".")]
    assert hidden == []


def test_a_file_that_is_held_is_not_converted_again(
    content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = original(content.parent, "a.txt")
    options = AddOptions(authority="westshire", published=None)
    dated = path.rename(path.with_name("visit 2013-04-05.txt"))
    (first,) = add_here(content, [dated], options)
    monkeypatch.setitem(one_file.READERS, ".txt", lambda data: 1 / 0)
    again = add_here(content, [dated, dated], options)
    assert [first.state, *(each.state for each in again)] == [ADDED, HELD, HELD]
    assert again[0].document == first.document == "westshire-2013-04-05-report"


@pytest.mark.parametrize("damage", [b"", None])
def test_a_file_leaves_the_inbox_only_when_the_archive_has_the_same_bytes(
    content: Path, damage: bytes | None
) -> None:
    path = original(content.parent, "visit 2013-04-05.txt")
    data = path.read_bytes()
    before = set((content / "originals").iterdir())
    (first,) = add_here(content, [path], AddOptions(move=True))
    (kept,) = set((content / "originals").iterdir()) - before
    assert (first.state, path.exists(), kept.read_bytes()) == (ADDED, False, data)
    kept.unlink() if damage is None else kept.write_bytes(damage)
    path.write_bytes(data)
    (again,) = add_here(content, [path], AddOptions(move=True))
    assert (again.state, path.exists(), kept.read_bytes()) == (HELD, False, data)
    assert again.reason.endswith("whose copy was missing or damaged and was put back.")


def test_the_original_of_a_withdrawn_document_stays_in_the_inbox(content: Path) -> None:
    path = original(content.parent, "visit 2013-04-05.txt")
    before = set((content / "originals").iterdir())
    add_here(content, [path], AddOptions())
    (kept,) = set((content / "originals").iterdir()) - before
    kept.unlink()
    document = content / "documents" / "westshire" / "westshire-2013-04-05-report.md"
    head = document.read_text().split("---\n")[1]
    withdrawn = "withdrawn: {on: 2026-01-31, reason: It names a family., asked_by: A council}\n"
    document.write_text(f"---\n{head}{withdrawn}---\n")
    (again,) = add_here(content, [path], AddOptions(move=True))
    assert (again.state, path.exists(), kept.exists()) == (HELD, True, False)
    assert "was withdrawn" in again.reason


def test_what_a_build_would_refuse_is_told_as_our_fault_at_page_and_place(
    content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = Stream(
        (
            Piece("paragraph", (Span("Westshire County Council"),), page=1),
            Piece("paragraph", (Span("A table without a wall."),), page=7),
        )
    )
    monkeypatch.setitem(one_file.READERS, ".txt", lambda data: stream)
    monkeypatch.setattr(
        one_file, "to_markdown", lambda *_, **__: "Westshire\n\n##### A table without a wall.\n"
    )
    path = original(content.parent, "visit 2013-04-05.txt")
    before = originals(content)
    (outcome,) = add_here(content, [path], AddOptions())
    assert outcome.state == FAILED
    assert outcome.reason.startswith(
        "conversion makes of it what the archive would refuse, so that nothing of it was written; "
        "please report it with the file: page 7, “##### A table without a wall.”: a heading must"
    )
    assert originals(content) == before


def test_letters_without_a_meaning_are_named_at_page_and_place(
    content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = Stream(
        (
            Piece("paragraph", (Span("Westshire County Council"),), page=1),
            Piece("paragraph", (Span("The \x03\x04 visit"),), page=2),
        )
    )
    monkeypatch.setitem(one_file.READERS, ".txt", lambda data: stream)
    (outcome,) = add_here(content, [original(content.parent, "a.txt")], AddOptions())
    assert outcome.reason == (
        "on page 2 after “The” it holds a letter without a meaning (U+0003), which nobody can "
        "read; get the file again from its source."
    )


def test_a_dry_run_says_what_would_be_added_in_plain_lines(content: Path) -> None:
    files = [original(content.parent, f"visit {day} april 2013.txt") for day in (5, 6)]
    files[1].write_text("")
    words = ["add", "--dry-run", "--content", str(content), *map(str, files)]
    said = CliRunner().invoke(app, words).stdout.splitlines()
    assert said[-3:] == [
        "would be added: visit 5 april 2013.txt → westshire-2013-04-05-report, 1 to check",
        "failed: visit 6 april 2013.txt",
        "1 would be added, 0 held already, 1 failed.",
    ]
