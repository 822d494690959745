"""Processes with limits, a job at a time.

Unlike with `concurrent.futures`, a worker that dies costs only its own job, and a slow one is
ended.
"""

from __future__ import annotations

import gc
import math
import multiprocessing
import os
import resource
import signal
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar

from msgspec import Struct

from builder.core.problems import count as counted

Job = TypeVar("Job")
Done = TypeVar("Done")

_PATIENCE = 20
"""How many times its processor time a job may take by the clock: machines are busy."""
_LEAST = 300
"""Seconds by the clock that every job may take."""


class Ended(Exception):
    """A job did not finish; the message says why, without a subject."""


class _Worker(Struct):
    process: BaseProcess
    connection: Connection
    job: int = -1
    """The number of the job that it does, or -1."""
    until: float = 0.0
    """When it is ended, by the clock that only goes forward."""


class Pending(Struct, Generic[Done], frozen=True):
    """A job that was handed in."""

    _workers: LimitedWorkers[object, Done]
    _job: int

    def result(self) -> Done:
        """The job's result; waits for it. Raises `Ended`."""
        return self._workers.result(self._job)


class LimitedWorkers(Generic[Job, Done]):
    """Workers that call one function with each job, in order."""

    def __init__(
        self, function: Callable[[Job], Done], seconds: int, memory: int, count: int = 0
    ) -> None:
        """Limits of a job: `seconds` of processor time, `memory` in bytes."""
        self._function = function
        self._seconds = seconds
        self._clock = max(_LEAST, seconds * _PATIENCE)
        self._memory = memory
        self._count = count or os.cpu_count() or 1
        self._workers: list[_Worker] = []
        self._waiting: deque[tuple[int, Job]] = deque()
        self._results: dict[int, Done | Ended] = {}
        self._jobs = 0
        gc.freeze()  # what the workers share with this process stays shared

    def __enter__(self) -> LimitedWorkers[Job, Done]:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            self._dismiss(worker)
        self._workers.clear()

    def submit(self, job: Job) -> Pending[Done]:
        number = self._jobs
        self._jobs += 1
        self._waiting.append((number, job))
        self._hand_out()
        return Pending(self, number)  # type: ignore[arg-type]

    def result(self, number: int) -> Done:
        """What a job came to.  Raises `Ended`."""
        while number not in self._results:
            self._listen()
        found = self._results.pop(number)
        if isinstance(found, Ended):
            raise found
        return found

    def _hand_out(self) -> None:
        """Give jobs to idle workers, and start missing ones."""
        while self._waiting:
            idle = next((each for each in self._workers if each.job < 0), None)
            if idle is None and len(self._workers) >= self._count:
                return
            worker = idle or self._start()
            number, job = self._waiting[0]
            try:
                worker.connection.send(job)
            except OSError:  # it died while it had nothing to do
                self._remove(worker)
                continue
            self._waiting.popleft()
            worker.job = number
            worker.until = time.monotonic() + self._clock

    def _listen(self) -> None:
        """Wait until a worker answers, dies or takes too long."""
        busy = {each.connection: each for each in self._workers if each.job >= 0}
        soonest = min(each.until for each in busy.values())
        for connection in wait(list(busy), max(0.0, soonest - time.monotonic())):
            worker = busy[connection]  # type: ignore[index]
            try:
                done, found = worker.connection.recv()
            except (EOFError, OSError):
                self._end(worker, self._why(worker))
                continue
            if done:
                self._results[worker.job] = found
                worker.job = -1
            else:
                self._end(worker, found)
        for worker in busy.values():
            if worker.job >= 0 and worker.until <= time.monotonic():
                self._end(
                    worker, f"it takes more than {counted(self._seconds * _PATIENCE, 'second')}"
                )
        self._hand_out()

    def _end(self, worker: _Worker, why: str) -> None:
        self._results[worker.job] = Ended(why)
        self._remove(worker)

    def _why(self, worker: _Worker) -> str:
        worker.process.join(1)
        if worker.process.exitcode == -signal.SIGXCPU:
            return f"it takes more than {counted(self._seconds, 'second')} of processor time"
        return "it brings the reader down"

    def _remove(self, worker: _Worker) -> None:
        self._dismiss(worker)
        self._workers.remove(worker)

    @staticmethod
    def _dismiss(worker: _Worker) -> None:
        worker.process.kill()
        worker.process.join()
        worker.connection.close()

    def _start(self) -> _Worker:
        alone = threading.active_count() == 1
        fork = alone and "fork" in multiprocessing.get_all_start_methods()
        # A copy of a process that does several things at once can come to a standstill.
        context: Any = multiprocessing.get_context("fork" if fork else "spawn")
        here, there = context.Pipe()
        process = context.Process(
            target=_work, args=(there, self._function, self._seconds, self._memory), daemon=True
        )
        process.start()
        there.close()  # so that its death is the end of what it says
        worker = _Worker(process, here)
        self._workers.append(worker)
        return worker


def _work(
    connection: Connection, function: Callable[[Job], Done], seconds: int, memory: int
) -> None:
    """Do jobs until there are none; runs in its own process.

    Sends (True, result), or (False, reason) and ends.
    """
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)  # it is for the command to speak
    threading.Thread(target=_end_with_parent, daemon=True).start()
    gc.disable()
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    within = memory if most == resource.RLIM_INFINITY else min(memory, most)
    resource.setrlimit(resource.RLIMIT_AS, (within, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    with suppress(EOFError, OSError):
        while True:
            job = connection.recv()
            _allow(seconds)
            try:
                done = function(job)
            except MemoryError:
                connection.send((False, f"it takes more than {memory // 1_000_000:,} MB of memory"))
                return
            except Exception as error:
                connection.send((False, f"it raises {type(error).__name__}"))
                return
            connection.send((True, done))
            del job, done
            gc.collect()
            gc.freeze()


def _allow(seconds: int) -> None:
    """Raise this process's limit of processor time, after which the system ends it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    until = math.ceil(used.ru_utime + used.ru_stime + seconds)
    if most != resource.RLIM_INFINITY:
        until = min(until, most)
    resource.setrlimit(resource.RLIMIT_CPU, (until, most))


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
