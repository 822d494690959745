"""A worker does one job within limits; whatever becomes of it, the other jobs are done."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable

import pytest

from builder.convert.limited_workers import Ended, LimitedWorkers

MEMORY = 3_000_000_000


def _loop() -> str:
    while True:
        pass


def _die() -> str:
    os.kill(os.getpid(), signal.SIGKILL)
    return ""


def _take_all() -> str:
    return str(len(bytearray(2 * MEMORY)))


def _raise() -> str:
    raise ValueError


JOBS: dict[str, Callable[[], str]] = {
    "well": lambda: "done",
    "loop": _loop,
    "die": _die,
    "memory": _take_all,
    "raise": _raise,
    "large": lambda: "x" * 30_000_000,
}


def do(job: str) -> str:
    return JOBS[job]()


def result(workers: LimitedWorkers[str, str], job: str) -> str:
    try:
        return workers.submit(job).result()
    except Ended as error:
        return str(error)


def test_whatever_a_job_does_is_named_and_the_others_are_done() -> None:
    with LimitedWorkers(do, seconds=1, memory=MEMORY, count=2) as workers:
        pending = [workers.submit(job) for job in ("well", *JOBS, "well")]
        found = []
        for each in pending:
            try:
                found.append(each.result()[:80])
            except Ended as error:
                found.append(str(error))
    assert found == [
        "done",
        "done",
        "it takes more than 1 second of processor time",
        "it brings the reader down",
        "it takes more than 3,000 MB of memory",
        "it raises ValueError",
        "x" * 80,
        "done",
    ]


def test_a_worker_that_is_killed_while_it_sends_a_large_result_is_not_waited_for() -> None:
    with LimitedWorkers(do, seconds=60, memory=MEMORY, count=2) as workers:
        large = workers.submit("large")
        time.sleep(0.5)  # by now it waits for somebody to take what it sends
        for worker in workers._workers:
            os.kill(worker.process.pid or 0, signal.SIGKILL)
        with pytest.raises(Ended):
            large.result()
        assert result(workers, "well") == "done"
