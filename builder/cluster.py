"""The workers of a Dask cluster as an executor like any other.

In: the address of a scheduler.  Out: what makes an executor of it.  A stage of its own because it
is the only one that knows Dask, which those install who need it: `pip install 'archive[dask]'`.

The workers must have this program in the same version and see the same folders under the same
paths: jobs tell them where things stand, and they read and write there.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor


class ClusterNotFound(Exception):
    """Dask is not installed, or nothing answers at the address."""


def cluster(address: str) -> Callable[[], Executor]:
    """What makes an executor of a cluster's workers.  Raises `ClusterNotFound`."""
    try:
        from distributed import Client
    except ImportError:
        raise ClusterNotFound(
            "--scheduler needs Dask, which is not installed; install it with: "
            "pip install 'archive[dask]'."
        ) from None
    try:
        client = Client(address, timeout="10s", set_as_default=False)
    except (OSError, ValueError) as error:
        raise ClusterNotFound(
            f"--scheduler must be the address of a running Dask scheduler; found “{address}”, "
            f"where none answers ({error})."
        ) from None
    # Every job writes files: none may be done twice because two look alike.
    return lambda: client.get_executor(pure=False)
