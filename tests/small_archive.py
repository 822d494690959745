"""The small archive of invented documents under `tests/small/`, for tests that need a whole one."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

PROJECT = Path(__file__).parents[1]
CONTENT = PROJECT / "tests" / "small" / "content"


def run_build(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """`build` as an editor runs it, in a folder that holds `content/`, into `site/` beside it."""
    return subprocess.run(
        [sys.executable, "-m", "builder", "build", "--content", "content", "--output", "site"],
        cwd=folder,
        env={"PYTHONPATH": str(PROJECT), "PYTHONUTF8": "1", **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def files_of(folder: Path) -> Mapping[str, bytes]:
    """Every file below a folder, by its path there."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
