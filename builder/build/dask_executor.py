"""Run jobs on a Dask cluster, as an executor of `concurrent.futures`.

An extra: `pip install '.[dask]'`. Workers need the same program version and the same folders at the
same paths.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
Done = TypeVar("Done")


class ClusterNotFound(Exception):
    """Dask is not installed, or no cluster answers."""


def cluster(address: str) -> Callable[[], Executor]:
    """A maker of executors on a cluster. Raises `ClusterNotFound`."""
    try:
        from distributed import Client
        from distributed.comm.core import CommClosedError
        from distributed.scheduler import KilledWorker
    except ImportError:
        raise ClusterNotFound(
            "--scheduler needs Dask, which is not installed; in this program's folder run: "
            ".venv/bin/pip install '.[dask]'."
        ) from None
    try:
        client = Client(address, timeout="10s", set_as_default=False)
    except (OSError, ValueError) as error:
        raise ClusterNotFound(
            f"--scheduler must be the address of a running Dask scheduler; found “{address}”, "
            f"where none answers ({error})."
        ) from None
    lost = (KilledWorker, CommClosedError, CancelledError)
    # Every job writes files: none may be done twice because two look alike.
    return lambda: _Cluster(client.get_executor(pure=False), lost)


class _Cluster(Executor):
    """An executor that reports a lost worker as others do."""

    def __init__(self, executor: Executor, lost: tuple[type[BaseException], ...]) -> None:
        self._executor = executor
        self._lost = lost

    def submit(self, fn: Callable[P, Done], /, *args: P.args, **kwargs: P.kwargs) -> Future[Done]:
        future: Future[Done] = Future()
        self._executor.submit(fn, *args, **kwargs).add_done_callback(
            lambda done: self._tell(done, future)
        )
        return future

    def _tell(self, done: Future[Any], future: Future[Any]) -> None:
        try:
            future.set_result(done.result())
        except self._lost as error:
            future.set_exception(BrokenExecutor(str(error)))
        except BaseException as error:
            future.set_exception(error)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        # Dask's own cancels what is under way where it does not wait.
        self._executor.shutdown(wait=wait and not cancel_futures)
