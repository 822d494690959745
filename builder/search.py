"""Staged site → search bundle.

In: a folder that holds the whole site.  Out: its `pagefind/` folder.  A stage of its own because
it is the only one that knows Pagefind, and because indexing reads the pages as a visitor would.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from pagefind.service import get_executable

from builder.problems import Problem, ProblemsFound

_UNUSED = (
    "pagefind-ui.*",
    "pagefind-modular-ui.*",
    "pagefind-component-ui.*",
    "pagefind-highlight.*",
)
"""Ready-made interfaces that the archive does not use."""


def index_site(folder: Path) -> None:
    """Index every page of the folder that marks a body for it.

    Raises `ProblemsFound` with Pagefind's own words where it fails.
    """
    bundle = folder / "pagefind"
    shutil.rmtree(bundle, ignore_errors=True)  # files of an older index would stay
    done = subprocess.run(
        [str(get_executable()), "--site", str(folder), "--silent"],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        words = " ".join((done.stderr or done.stdout).split())
        raise ProblemsFound(
            [
                Problem(
                    "pagefind",
                    1,
                    "the search index must be made; Pagefind says: "
                    f"{words}; run the command again, and report it if it "
                    "stays.",
                )
            ]
        )
    for pattern in _UNUSED:
        for unused in bundle.glob(pattern):
            unused.unlink()
