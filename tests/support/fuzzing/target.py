"""What is fuzzed: a reader, inputs for it, and what must hold whatever they are."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st

from tests.support.paths import FIXTURES

KEPT = FIXTURES / "fuzzed"
"""Inputs on which a reader once failed, in a folder for each target."""
BEARABLE = 10.0
"""Seconds of work on one input; the slowest takes a fifth of that."""
ROOMY = 1_000_000_000
"""Bytes that one input may add to what the process has held at once."""


def peak() -> int:
    """The most bytes that this process has held at once."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


@dataclass(frozen=True)
class Target:
    name: str
    inputs: st.SearchStrategy[bytes]
    read: Callable[[bytes], bool]
    """Reads an input; whether it was accepted.  Raises where something does not hold."""
    ending: str = ".txt"
    few: int = 60
    """How many inputs every run of the tests tries."""

    def hold(self, data: bytes) -> bool:
        """Read an input within bounds; whether it was accepted."""
        started, before = time.process_time(), peak()
        accepted = self.read(data)
        taken = time.process_time() - started
        assert taken < BEARABLE, f"{taken:.1f} s of work on {len(data)} bytes"
        assert peak() - before < ROOMY, f"{peak() - before:,} bytes for {len(data)} bytes"
        return accepted

    @property
    def folder(self) -> Path:
        return KEPT / self.name
