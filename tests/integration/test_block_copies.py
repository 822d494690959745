"""What a disk holds when the power fails as soon as a command says that it is done.

The disk is a real one: a file system in a file, whose blocks are copied while it is in use; the
copy is then put up as after a power cut. `POWER_CUTS=0,1,3,5` copies it after so many seconds, and
shows the rows of the table in docs/interrupted.md. The same is tried with a program that never
syncs, which must lose something: else the test could not fail.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.integration.faults.bench import Bench, put_in
from tests.integration.interrupted_commands import TRIALS, Trial, bench_at

AFTER = os.environ.get("POWER_CUTS", "")
SECONDS = tuple(map(float, (AFTER or "0").split(",")))
SIZE = 96_000_000


@contextmanager
def disk(image: Path, at: Path) -> Iterator[Path]:
    at.mkdir(exist_ok=True)
    put_up = ["mount", "-o", "loop", str(image), str(at)]
    if subprocess.run(put_up, capture_output=True, check=False).returncode:
        pytest.skip("no disk may be put up here")
    try:
        yield at
    finally:
        subprocess.run(["umount", str(at)], check=True)


@pytest.fixture(scope="module")
def empty_disk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("mkfs.ext4") is None:
        pytest.skip("there is no mkfs.ext4 here")
    image = tmp_path_factory.mktemp("disk") / "image"
    with image.open("wb") as file:
        file.truncate(SIZE)
    subprocess.run(["mkfs.ext4", "-q", str(image)], check=True)
    return image


def forget_to_sync() -> None:
    """A program that takes for granted that what it wrote is on the disk."""
    for name in ("sync_folder", "sync_disk"):
        put_in(f"builder.core.durable_files.{name}", lambda _: None)
    put_in("builder.output.atomic_swap.sync_disk", lambda _: None)
    put_in("builder.build.previous_site.sync_disk", lambda _: None)
    put_in("builder.core.durable_files.os", _Unsynced())


class _Unsynced:
    def __getattr__(self, name: str) -> object:
        return (lambda _: None) if name == "fsync" else getattr(os, name)


def lost(trial: Trial, image: Path, folder: Path, *, synced: bool) -> Mapping[float, int]:
    """The bytes of the new state that a power cut costs, by the seconds after the command."""
    found: dict[float, int] = {}
    with disk(image, folder / "disk") as put_up:
        first = Bench(put_up / "bench")
        trial.prepare(first)
        os.sync()
        told = first.run(*trial.words, before=(lambda: None) if synced else forget_to_sync)
        done = time.monotonic()
        assert told.status == 0, told
        copies = {}
        for seconds in SECONDS:
            time.sleep(max(0.0, done + seconds - time.monotonic()))
            copies[seconds] = folder / f"copy-{seconds}"
            shutil.copyfile(image, copies[seconds])
        new = trial.left(first)
    for seconds, copy in copies.items():
        with disk(copy, folder / "after") as put_up:
            left = trial.left(bench_at(put_up / "bench"))
            found[seconds] = sum(len(data) for name, data in new.items() if left.get(name) != data)
        copy.unlink()
    return found


@pytest.mark.parametrize("name", TRIALS)
def test_what_a_command_has_done_outlasts_a_power_cut(
    name: str, tmp_path: Path, empty_disk: Path, request: pytest.FixtureRequest
) -> None:
    bytes_lost = {}
    for synced in (True, False):
        image = Path(shutil.copyfile(empty_disk, tmp_path / "image"))
        bytes_lost[synced] = lost(TRIALS[name], image, tmp_path, synced=synced)
    if AFTER:
        capture = request.config.pluginmanager.getplugin("capturemanager")
        with capture.global_and_fixture_disabled():
            for seconds in SECONDS:
                print(
                    f"\n| `{name}` | {seconds:g} | {bytes_lost[True][seconds]:,} "
                    f"| {bytes_lost[False][seconds]:,} |",
                    end="",
                )
    assert set(bytes_lost[True].values()) == {0}
    assert bytes_lost[False][SECONDS[0]] > 0
