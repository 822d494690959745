"""Run jobs here, in other processes or on other machines.

Any executor of `concurrent.futures` will do.
"""

from __future__ import annotations

import gc
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from builder.core.problems import Problem, ProblemsFound

if TYPE_CHECKING:
    from concurrent.futures import Executor

Job = TypeVar("Job")
Done = TypeVar("Done")

FEW = 12
"""Units of work that are done sooner than other processes are started."""
ALONE = 1
"""So many jobs are done here, however large: starting other processes takes longer."""

_LOST = Problem(
    "workers",
    1,
    "every process must come to the end of its work; one was ended from outside, as for want of "
    "memory; run the command again, and report it if it stays.",
)

Advance = Callable[[int], None]
"""Takes how many units of work have been done since it was called last."""


class Workers:
    """Runs a few jobs in this process, many elsewhere."""

    def __init__(self, executor: Callable[[], Executor] | None = None) -> None:
        """`executor` makes the executor for many jobs; by default local processes."""
        self._make = executor or processes
        self._away = executor is not None
        self._executor: Executor | None = None

    def run(
        self,
        function: Callable[[Job], Done],
        jobs: Sequence[Job],
        units: Callable[[Job], int],
        advance: Advance,
        few: int | None = None,
    ) -> list[Done]:
        """Each job's result, in order.

        `units` is a job's work; fewer than `few` in all, or no more than `ALONE` jobs, run here.
        """
        work = sum(map(units, jobs))
        few = FEW if few is None else few
        if not self._away and (work < few or len(jobs) <= ALONE or (os.cpu_count() or 1) == 1):
            done = []
            for job in jobs:
                done.append(_tidily(function, job) if units(job) >= FEW else function(job))
                advance(units(job))
            return done
        if not jobs:
            return []
        from concurrent.futures import BrokenExecutor, as_completed  # most edits need none

        if self._executor is None:
            self._executor = self._make()
        # The largest first, so that none is left for last.
        order = sorted(range(len(jobs)), key=lambda at: -units(jobs[at]))
        sent = {self._executor.submit(_tidily, function, jobs[at]): at for at in order}
        results: dict[int, Done] = {}
        try:
            for future in as_completed(sent):
                at = sent[future]
                results[at] = future.result()
                advance(units(jobs[at]))
        except BrokenExecutor:
            raise ProblemsFound([_LOST]) from None
        return [results[at] for at in range(len(jobs))]

    def close(self) -> None:
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=True)
            self._executor = None


@contextmanager
def workers(executor: Callable[[], Executor] | None = None) -> Iterator[Workers]:
    """Workers that end with the block."""
    at_work = Workers(executor)
    looking = gc.isenabled()
    gc.disable()  # jobs leave few cycles behind: each is cleared away after it
    try:
        yield at_work
    finally:
        if looking:
            gc.enable()
        at_work.close()


def processes() -> Executor:
    """Processes of this machine, which end with the command."""
    return _processes(_begin)


def _processes(begin: Callable[[], None]) -> Executor:
    import multiprocessing  # as above
    from concurrent.futures import ProcessPoolExecutor

    alone = threading.active_count() == 1  # with threads no process can fork
    can_fork = alone and "fork" in multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("fork" if can_fork else "spawn")
    gc.freeze()
    return ProcessPoolExecutor(mp_context=context, initializer=begin)


def _tidily(function: Callable[[Job], Done], job: Job) -> Done:
    """Do a job and collect garbage, so that memory holds one job's values."""
    done = function(job)
    gc.collect()
    gc.freeze()  # what stands now is kept for the next job
    return done


def _begin() -> None:
    """Ignore signals: only the command answers them."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    gc.disable()


def _end_with_parent() -> None:
    """End when the command is killed: else a worker would hold the lock."""
    import multiprocessing  # as above

    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
