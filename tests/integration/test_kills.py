"""Commands that are ended at any moment: the old or the new is left, and the next run is as ever.

`KILLS=200` tries more moments of each command than the few of an ordinary run, and shows the rows
of the table in docs/interrupted.md.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.integration.faults.bench import Bench, Told, wait_for
from tests.integration.interrupted_commands import TRIALS, Trial, bench_at

KILLS = int(os.environ.get("KILLS", "0"))
FEW = 9
"""Moments of an ordinary run."""
SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)
SOON = 10.0
"""Seconds within which a command that is asked to end must have ended."""


def end(ready: Path, after: float, number: signal.Signals) -> Callable[[int], None]:
    """What ends a command some time after it has begun."""

    def meanwhile(process: int) -> None:
        wait_for(ready)
        time.sleep(after)
        os.kill(process, number)

    return meanwhile


@pytest.mark.parametrize("name", TRIALS)
def test_a_command_that_is_ended_leaves_the_old_or_the_new(
    name: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    trial = TRIALS[name]
    (tmp_path / "before").mkdir()
    first = Bench(tmp_path / "before" / "bench")
    trial.prepare(first)
    shutil.copytree(first.folder, tmp_path / "whole", symlinks=True)
    started = time.monotonic()
    whole = bench_at(tmp_path / "whole")
    assert whole.run(*trial.words).status == 0
    lasts = time.monotonic() - started
    old, new = trial.left(first), trial.left(whole)
    assert old != new
    chance = random.Random(f"{name} {KILLS}")
    ended = set()
    tally: Counter[tuple[str, str]] = Counter()
    slowest: dict[str, float] = {}
    for turn in range(KILLS or FEW):
        bench = bench_at(Path(shutil.copytree(first.folder, tmp_path / f"{turn}", symlinks=True)))
        number = SIGNALS[turn % len(SIGNALS)]
        # Every other time near its end, where it writes.
        after = lasts * chance.uniform((turn // len(SIGNALS)) % 2 * 0.6, 1.05)
        told, took = _ended(bench, trial, after, number)
        ended.add(told.status)
        said = f"{number.name}, turn {turn}, {told}"
        assert "Traceback" not in told.said, said
        assert bench.at_work() == set(), said
        found = trial.left(bench)
        _assert_left(trial, found, old, new, said)
        tally[number.name, _left(found, old, new)] += 1
        slowest[number.name] = max(slowest.get(number.name, 0.0), took)
        if name != "add --move" or (bench.folder / "letter.txt").exists():
            assert bench.run(*trial.words).status == 0, said
        assert trial.left(bench) == new, said
        assert not [each for each in bench.folder.iterdir() if each.name.endswith("-building")]
        shutil.rmtree(bench.folder)
    assert len(ended) > 1
    if KILLS:
        capture = request.config.pluginmanager.getplugin("capturemanager")
        with capture.global_and_fixture_disabled():
            print(f"\n{_rows(name, tally, slowest)}")


def _ended(bench: Bench, trial: Trial, after: float, number: signal.Signals) -> tuple[Told, float]:
    """What came of a command, and how long after the signal it had ended."""
    started = time.monotonic()
    ready = bench.folder.with_suffix(".ready")
    told = bench.run(*trial.words, before=ready.touch, meanwhile=end(ready, after, number))
    took = time.monotonic() - started - after
    assert took < SOON, (number, told)
    return told, took


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


def _left(found: Mapping[str, bytes], old: Mapping[str, bytes], new: Mapping[str, bytes]) -> str:
    shown = {
        name: data
        for name, data in found.items()
        if not name.rpartition("/")[2].startswith(".")
    }  # fmt: skip
    return "old" if shown == old else "new" if shown == new else "each file old or new"


def _rows(name: str, tally: Mapping[tuple[str, str], int], slowest: Mapping[str, float]) -> str:
    """Rows of the table: command, signal, moments, what was left, longest until it had ended."""
    rows = []
    for number, took in slowest.items():
        counts = [tally[number, each] for each in ("old", "new", "each file old or new")]
        rows.append(f"| `{name}` | {number[3:]} | {sum(counts)} | "
                    f"{' | '.join(map(str, counts))} | {took:.1f} s |")  # fmt: skip
    return "\n".join(rows)
