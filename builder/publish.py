"""Files → the site's folder, whole or not at all.

In: the files of a site, and what else to do to them while they stand aside.  Out: the folder that
is published.  A stage of its own because it is the only one that writes: the new site is built in
a folder beside the old one and takes its place only when it is whole.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from builder.files import File
from builder.problems import Problem, ProblemsFound

_SIGN = Path("data") / "documents.json"
"""A folder that holds this file is a site of ours, and may be replaced."""


def publish(
    output: Path,
    files: Iterable[File],
    copies: Iterable[tuple[Path, str]],
    finish: Callable[[Path], None],
) -> None:
    """Write a site and put it in the place of the one in `output`.

    `copies` are files to copy, each with its path in the site; `finish` is called with the folder
    of the whole new site before the swap.  Raises `ProblemsFound`, with the old site as it was,
    where the folder is not ours to replace or cannot be written.
    """
    output = output.absolute()
    if output.exists() and not _ours(output):
        raise ProblemsFound(
            [
                Problem(
                    str(output),
                    1,
                    "the output folder must be new, empty or a "
                    "site that was built before; it holds something else; name "
                    "another with --output.",
                )
            ]
        )
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=f".{output.name}-", dir=output.parent))
    except OSError as error:
        raise _unwritable(output, error) from error
    try:
        _write(staging, files, copies)
        finish(staging)
        staging.chmod(0o755)
        _swap(staging, output)
    except OSError as error:
        raise _unwritable(output, error) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _unwritable(output: Path, error: OSError) -> ProblemsFound:
    found = error.strerror or str(error)
    return ProblemsFound(
        [
            Problem(
                str(output),
                1,
                f"the site must be written; found “{found}”; "
                "make room or allow writing; the site that stood there is as it "
                "was.",
            )
        ]
    )


def _ours(output: Path) -> bool:
    return output.is_dir() and ((output / _SIGN).is_file() or not any(output.iterdir()))


def _write(folder: Path, files: Iterable[File], copies: Iterable[tuple[Path, str]]) -> None:
    made: set[Path] = set()
    for file in files:
        target = folder / file.path
        if target.parent not in made:
            target.parent.mkdir(parents=True, exist_ok=True)
            made.add(target.parent)
        target.write_bytes(file.data)
    for source, path in copies:
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)


def _swap(staging: Path, output: Path) -> None:
    """Two renames: between them the old site is whole under another name, and comes back if the
    second fails."""
    old = staging.with_name(staging.name + "-old")
    if output.exists():
        output.rename(old)
    try:
        staging.rename(output)
    except OSError:
        if old.exists():
            old.rename(output)
        raise
    shutil.rmtree(old, ignore_errors=True)
