"""Commands that are ended at any moment: the old or the new is left, and the next run is as ever.

`KILLS=200` tries more moments of each command than the few of an ordinary run.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.integration.faults.bench import Bench, Told, content_of, wait_for
from tests.integration.faults.originals import LETTER, prepare
from tests.support.small_archive import files_of

KILLS = int(os.environ.get("KILLS", "10"))
SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)
SOON = 10.0
"""Seconds within which a command that is asked to end must have ended."""


@dataclass(frozen=True)
class Trial:
    """A command, with what it changes."""

    words: tuple[str, ...]
    prepare: Callable[[Bench], object]
    left: Callable[[Bench], Mapping[str, bytes]]
    """What must be old or new, or each file of it where `whole` is false."""
    whole: bool


ADDING = ("add", "letter.txt", "--authority", "westshire", "--published", "2014-03-03")


def with_letter(bench: Bench) -> None:
    prepare(bench)
    (bench.folder / "letter.txt").write_bytes(LETTER)


def contents(bench: Bench) -> Mapping[str, bytes]:
    files = files_of(bench.content)
    letter = bench.folder / "letter.txt"
    return {**files, **({"letter.txt": letter.read_bytes()} if letter.exists() else {})}


TRIALS = {
    "build": Trial(("build",), Bench.build_before, lambda bench: content_of(bench.site), True),
    "add": Trial(ADDING, with_letter, contents, False),
    "add --move": Trial((*ADDING, "--move"), with_letter, contents, False),
    "record": Trial(
        ("record", "--on", "2026-03-01"), lambda bench: None, contents, False
    ),
}  # fmt: skip


def end(ready: Path, after: float, number: signal.Signals) -> Callable[[int], None]:
    """What ends a command some time after it has begun."""

    def meanwhile(process: int) -> None:
        wait_for(ready)
        time.sleep(0.02 + after)
        os.kill(process, number)

    return meanwhile


@pytest.mark.parametrize("name", TRIALS)
def test_a_command_that_is_ended_leaves_the_old_or_the_new(name: str, tmp_path: Path) -> None:
    trial = TRIALS[name]
    (tmp_path / "before").mkdir()
    first = Bench(tmp_path / "before" / "bench")
    trial.prepare(first)
    shutil.copytree(first.folder, tmp_path / "whole", symlinks=True)
    started = time.monotonic()
    whole = _at(tmp_path / "whole")
    assert whole.run(*trial.words).status == 0
    lasts = time.monotonic() - started
    old, new = trial.left(first), trial.left(whole)
    assert old != new
    chance = random.Random(f"{name} {KILLS}")
    ended = set()
    for turn in range(KILLS):
        bench = _at(Path(shutil.copytree(first.folder, tmp_path / f"{turn}", symlinks=True)))
        number = SIGNALS[turn % len(SIGNALS)]
        told = _ended(bench, trial, chance.uniform(0, lasts), number)
        ended.add(told.status)
        said = f"{number.name}, turn {turn}, {told}"
        assert "Traceback" not in told.said, said
        assert bench.at_work() == set(), said
        _assert_left(trial, trial.left(bench), old, new, said)
        if name != "add --move" or (bench.folder / "letter.txt").exists():
            assert bench.run(*trial.words).status == 0, said
        assert trial.left(bench) == new, said
        assert not [each for each in bench.folder.iterdir() if each.name.endswith("-building")]
        shutil.rmtree(bench.folder)
    assert len(ended) > 1


def _at(folder: Path) -> Bench:
    """A bench that stands already."""
    bench = object.__new__(Bench)
    bench.folder, bench.kept, bench.old = folder, set(), {}
    return bench


def _ended(bench: Bench, trial: Trial, after: float, number: signal.Signals) -> Told:
    started = time.monotonic()
    ready = bench.folder.with_suffix(".ready")
    told = bench.run(*trial.words, before=ready.touch, meanwhile=end(ready, after, number))
    assert time.monotonic() - started < after + SOON, (number, told)
    return told


def _assert_left(
    trial: Trial,
    found: Mapping[str, bytes],
    old: Mapping[str, bytes],
    new: Mapping[str, bytes],
    said: str,
) -> None:
    if trial.whole:
        assert found in (old, new), said
        return
    for name, data in found.items():
        hidden = name.rpartition("/")[2].startswith(".")
        assert hidden or data in (old.get(name), new.get(name)), (name, said)
    kept = (old.keys() & new.keys()) - found.keys()
    assert not kept, said
    if "letter.txt" in old:  # in the inbox, or in the archive with its document
        assert "letter.txt" in found or new.keys() <= found.keys(), said
