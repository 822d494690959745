"""A document that is converted again keeps its address, its anchors and what its editor wrote."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from builder.cli.app import app
from builder.convert import one_file
from builder.convert.many_files import add_originals, unedited_originals
from builder.convert.options import AddOptions
from builder.convert.originals import ADDED, FAILED, HELD, Outcome
from builder.convert.stream.pieces import Piece, Question, Stream
from builder.model import Span
from builder.registry.load import read_registry
from tests.support.paths import PROJECT
from tests.support.small_archive import CONTENT

DOCUMENT = "documents/westshire/westshire-2013-04-05-report.md"
ON = date(2026, 2, 3)


def stream(*words: str, heading: str = "Leaders") -> Stream:
    return Stream(
        (
            Piece("paragraph", (Span("Westshire County Council"),)),
            Piece("heading", (Span(heading),), level=1),
            *(Piece("paragraph", (Span(each),)) for each in words),
        ),
        questions=(Question("struck", 0, "after “know”", "nothing"),),
    )


class Archive:
    """The small archive with one document that is converted, and a reader that says anything."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.content = Path(shutil.copytree(CONTENT, folder / "content"))
        shutil.copy(PROJECT / "content/frameworks/unknown.yaml", self.content / "frameworks")
        self._patch = monkeypatch
        self.document = self.content / DOCUMENT
        self.file = folder / "visit.txt"
        self.file.write_text("An original.")

    def reads(self, read: Stream) -> None:
        self._patch.setitem(one_file.READERS, ".txt", lambda data: read)

    def add(self, *files: Path, said: list[str] | None = None, **options: object) -> list[Outcome]:
        asked = replace(AddOptions(), **options)
        changed = (said if said is not None else []).append
        registry = read_registry(self.content)
        pool = lambda: ThreadPoolExecutor(1)  # noqa: E731
        return add_originals(files, self.content, registry, asked, pool, changed=changed)

    def again(self, said: list[str] | None = None, **options: object) -> list[Outcome]:
        originals, left = unedited_originals(self.content)
        found = self.add(*originals, said=said, force=True, **options)
        return [*found, *(each for each in left if each.file == self.document)]

    def edit(self, before: str, after: str) -> None:
        text = self.document.read_text("utf-8")
        assert text.count(before) == 1
        self.document.write_text(text.replace(before, after), "utf-8")

    def run(self, *words: str) -> tuple[int, str]:
        done = CliRunner().invoke(app, [*words, "--content", str(self.content)])
        return done.exit_code, done.output


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Archive:
    made = Archive(tmp_path, monkeypatch)
    made.reads(stream("They know their work.", "Visits are late."))
    (outcome,) = made.add(made.file, published=date(2013, 4, 5))
    assert outcome.state == ADDED
    made.edit("    answer:\n", "    answer: It goes.\n")
    return made


def test_what_conversion_would_write_again_stays_as_it_is(archive: Archive) -> None:
    before = archive.document.read_bytes()
    (outcome,) = archive.again()
    assert (outcome.state, outcome.reason) == (
        HELD,
        "westshire-2013-04-05-report stays as it is: conversion writes the same.",
    )
    assert archive.document.read_bytes() == before


def test_a_document_that_somebody_edited_is_left_alone_and_named(archive: Archive) -> None:
    archive.edit("Visits are late.", "Visits are too late.")
    archive.reads(stream("Other words."))
    (outcome,) = archive.again()
    assert (outcome.state, outcome.reason) == (HELD, "it was edited since it was converted.")
    assert "Visits are too late." in archive.document.read_text("utf-8")


def test_a_document_that_does_not_say_what_conversion_wrote_is_left_alone(archive: Archive) -> None:
    lines = archive.document.read_text("utf-8").splitlines(keepends=True)
    archive.document.write_text(
        "".join(line for line in lines if not line.startswith("converted:")), "utf-8"
    )
    (outcome,) = archive.again()
    assert outcome.reason.startswith("it does not say what conversion wrote")


def test_notes_and_answers_go_over_and_are_no_edit(archive: Archive) -> None:
    notes = "notes:\n  # seen in print\n  - {at: Visits are late., text: They were.}\n"
    archive.edit("converted:", f"{notes}converted:")
    archive.reads(stream("They know all their work.", "Visits are late."))
    said: list[str] = []
    (outcome,) = archive.again(said)
    assert outcome.state == ADDED
    text = archive.document.read_text("utf-8")
    assert notes in text
    assert "    answer: It goes.\n" in text
    assert "They know all their work." in text
    assert "-They know their work.\n+They know all their work." in said[0]
    assert archive.run("check")[0] == 0
    # What was written again can be written again.
    archive.reads(stream("They know their work well.", "Visits are late."))
    assert archive.again()[0].state == ADDED


def test_a_dry_run_shows_what_would_change_and_writes_nothing(archive: Archive) -> None:
    before = archive.document.read_bytes()
    archive.reads(stream("They know all their work.", "Visits are late."))
    said: list[str] = []
    archive.again(said, dry_run=True)
    assert "+They know all their work." in said[0]
    assert archive.document.read_bytes() == before


def test_published_words_change_only_with_a_day_and_every_anchor_goes_on_landing(
    archive: Archive,
) -> None:
    assert archive.run("record", "--on", "2026-01-31")[0] == 0
    archive.reads(
        stream("They know all their work.", "A new one.", "Visits are late.", heading="Those above")
    )
    (outcome,) = archive.again()
    assert outcome.state == FAILED
    assert "give the day of these corrections with --on" in outcome.reason
    (outcome,) = archive.again(on=ON)
    assert outcome.state == ADDED
    text = archive.document.read_text("utf-8")
    assert "    on: 2026-02-03\n    was: They know their work.\n" in text
    assert archive.run("check")[0] == 0
    assert archive.run("record", "--on", "2026-02-03")[0] == 0
    archive.reads(stream("They do not know all their work.", "Visits are late."))
    (outcome,) = archive.again(on=date(2026, 3, 1))
    assert outcome.state == ADDED, outcome.reason
    assert archive.run("check")[0] == 0


def test_an_anchor_of_which_only_the_heading_above_changed_is_moved(archive: Archive) -> None:
    archive.reads(
        Stream(
            (
                Piece("paragraph", (Span("Westshire County Council"),)),
                Piece("heading", (Span("Care"),), level=1),
                Piece("heading", (Span("Staff"),), level=2),
                Piece("paragraph", (Span("They know."),)),
            )
        )
    )
    assert archive.add(archive.file, force=True)[0].state == ADDED
    assert archive.run("record", "--on", "2026-01-31")[0] == 0
    read = archive.document.read_text("utf-8")
    assert read.count("answer: It goes.") == 1  # no longer asked, and still decided
    archive.reads(
        Stream(
            (
                Piece("paragraph", (Span("Westshire County Council"),)),
                Piece("heading", (Span("Homes"),), level=1),
                Piece("heading", (Span("Staff"),), level=2),
                Piece("paragraph", (Span("They know."),)),
            )
        )
    )
    (outcome,) = archive.again(on=ON)
    assert outcome.state == ADDED, outcome.reason
    assert "moved:\n  care--staff: homes--staff\n" in archive.document.read_text("utf-8")
    assert archive.run("check")[0] == 0


def test_a_document_that_would_get_another_address_is_not_written(archive: Archive) -> None:
    before = archive.document.read_bytes()
    archive.reads(stream("Other words."))
    (outcome,) = archive.add(archive.file, force=True, published=date(2014, 1, 1))
    assert outcome.state == FAILED
    assert "its address is westshire-2013-04-05-report" in outcome.reason
    assert archive.document.read_bytes() == before


def test_the_command_takes_files_or_again_and_not_both(archive: Archive) -> None:
    assert archive.run("add")[0] == 2
    assert archive.run("add", "--again", str(archive.file))[0] == 2
    code, said = archive.run("add", "--again", "--dry-run")
    assert code == 0
    assert "it does not say what conversion wrote" in said
