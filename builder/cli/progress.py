"""A progress bar, and timings if asked. The only module that reads the clock."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

SOON = 1.0
"""Seconds for which nobody needs a bar."""


class Watch:
    """Shows a build's progress until the block ends."""

    def __init__(self, timings: Callable[[str], None] | None = None) -> None:
        """`timings` prints how long each stage took."""
        self._timings = timings
        self._began: dict[str, float] = {}
        self._bar: Progress | None = None
        self._task: TaskID

    def __enter__(self) -> Callable[[str, int, int], None]:
        """What the stages tell."""
        return self.tell

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    def tell(self, stage: str, done: int, whole: int) -> None:
        """A stage begins (0 of 0), goes on, or ends."""
        now = time.perf_counter()
        began = self._began.setdefault(stage, now)
        if (done, whole) == (1, 1):
            self._end()
            if self._timings is not None:
                self._timings(f"{stage:<24} {now - began:8.2f} s")
        elif whole and now - began > SOON:
            self._show(stage, done, whole)

    def _end(self) -> None:
        """Remove the bar: nothing can be printed beside it."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def _show(self, stage: str, done: int, whole: int) -> None:
        if self._bar is None:
            from rich.console import Console  # for the few builds that take long
            from rich.progress import (
                BarColumn,
                MofNCompleteColumn,
                Progress,
                TextColumn,
                TimeRemainingColumn,
            )

            console = Console(stderr=True)
            self._bar = Progress(
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeRemainingColumn(),
                console=console,
                transient=True,
                disable=not console.is_terminal,
            )
            self._bar.start()
            self._task = self._bar.add_task(stage.capitalize(), total=whole)
        self._bar.update(self._task, completed=done)
