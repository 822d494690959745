"""Whatever is written, sent or added: a reader says what is wrong with it in its own words, within
bounds, or reads it.

Every run tries a few inputs, always the same ones; `make fuzz` tries ten thousand others for each
reader, and keeps one that fails under `tests/fixtures/fuzzed/`, where every run tries it from then
on.
"""

from __future__ import annotations

import faulthandler
import hashlib
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from tests.support.fuzzing import content, originals, patterns, requests
from tests.support.fuzzing.target import KEPT, Target, peak

TARGETS = {
    each.name: each for made in (content, originals, patterns, requests) for each in made.TARGETS
}
HANGS = 120
"""Seconds after which one input is taken to hang, and the run is ended where it stands."""


class _Tried:
    """What came of the inputs of one target; keeps the one that failed, shrunk as it is."""

    def __init__(self, target: Target, *, keep: bool) -> None:
        self.target = target
        self.keep = keep
        self.accepted = self.refused = 0
        self.slowest = 0.0
        self.kept: Path | None = None

    def hold(self, data: bytes) -> None:
        started = time.process_time()
        if self.keep:
            faulthandler.dump_traceback_later(HANGS, exit=True)
        try:
            accepted = self.target.hold(data)
        except BaseException:
            if self.keep:
                self._keep(data)
            raise
        finally:
            faulthandler.cancel_dump_traceback_later()
        self.accepted += accepted
        self.refused += not accepted
        self.slowest = max(self.slowest, time.process_time() - started)

    def _keep(self, data: bytes) -> None:
        if self.kept is not None:
            self.kept.unlink(missing_ok=True)
        name = hashlib.sha256(data).hexdigest()[:12]
        self.kept = self.target.folder / f"{name}{self.target.ending}"
        self.kept.parent.mkdir(parents=True, exist_ok=True)
        self.kept.write_bytes(data)


@pytest.mark.parametrize("name", TARGETS)
def test_no_input_brings_a_reader_down(name: str, request: pytest.FixtureRequest) -> None:
    many: int = request.config.getoption("--fuzz")
    target = TARGETS[name]
    tried = _Tried(target, keep=bool(many))

    @settings(
        max_examples=many or target.few,
        derandomize=not many,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(target.inputs)
    def try_all(data: bytes) -> None:
        tried.hold(data)

    started = time.monotonic()
    try_all()
    if many:
        capture = request.config.pluginmanager.getplugin("capturemanager")
        with capture.global_and_fixture_disabled():
            print(
                f"\n{name}: {tried.accepted + tried.refused:,} inputs, {tried.accepted:,} accepted,"
                f" {time.monotonic() - started:.0f} s, the slowest {tried.slowest:.2f} s,"
                f" {peak() // 1_000_000:,} MB at most"
            )
    assert tried.accepted
    assert tried.refused


@pytest.mark.parametrize(
    "file",
    sorted(path for path in KEPT.rglob("*") if path.is_file()),
    ids=lambda file: file.relative_to(KEPT).as_posix(),
)
def test_no_input_that_failed_once_brings_a_reader_down(file: Path) -> None:
    TARGETS[file.parent.name].hold(file.read_bytes())
