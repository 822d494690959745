"""How the work goes on is shown on a terminal, and nowhere else."""

from __future__ import annotations

import io
import sys

import pytest

import builder.cli.progress
from builder.cli.messages import errors, out
from builder.cli.progress import Watch


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(builder.cli.progress, "SOON", -1)


def work(monkeypatch: pytest.MonkeyPatch, stdout: io.StringIO, stderr: io.StringIO) -> None:
    monkeypatch.setattr(sys, "stdout", stdout)
    monkeypatch.setattr(sys, "stderr", stderr)
    with Watch(out.print) as tell:
        for stage in ("reading", "making pages"):
            tell(stage, 0, 0)
            tell(stage, 1, 2)
            tell(stage, 1, 1)
        tell("indexing", 0, 0)
        tell("indexing", 1, 2)
    out.print("Built " + "a long way " * 20)
    errors.print("But.")


def test_a_bar_leaves_what_is_printed_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    stdout, stderr = io.StringIO(), Terminal()
    work(monkeypatch, stdout, stderr)
    reading, pages, built = stdout.getvalue().splitlines()
    assert reading.split()[0] == "reading"
    assert pages.split()[:2] == ["making", "pages"]
    assert built == "Built " + "a long way " * 20
    assert all(each in stderr.getvalue() for each in ("Reading", "Making pages", "Indexing", "1/2"))
    assert stderr.getvalue().endswith("But.\n")


def test_no_bar_is_written_into_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    stdout, stderr = io.StringIO(), io.StringIO()
    work(monkeypatch, stdout, stderr)
    assert len(stdout.getvalue().splitlines()) == 3
    assert stderr.getvalue() == "But.\n"
