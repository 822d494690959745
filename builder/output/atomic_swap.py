"""Replace the old site by the new one, whole or not at all.

The new site is built beside the old one. Whatever ends a build, the old site stands; a killed build
leaves only `.<name>-building`, which the next one removes.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from msgspec import Struct

from builder.core.durable_files import (
    exchange,
    make_folder,
    open_lock,
    remove_empty_folder,
    remove_folder,
    rename,
    sync_disk,
    sync_folder,
)
from builder.core.problems import Problem, ProblemsFound
from builder.core.safe_files import MOST_ORIGINAL, NotReadable, read_plain, same_name

_SIGNS = ("index.html", "data/documents.json")
"""A folder that holds these is a site of ours, and may be replaced."""
_NOT_MEANT = {".DS_Store"}
"""What a file manager leaves in a folder that it has shown."""
_LOCK, _OLD = "lock", "old"


class Copy(Struct, frozen=True):
    """A file to copy into the site as it is."""

    source: Path
    path: str
    """In the site."""
    within: Path
    """The folder that the source must not lead out of."""
    sha256: str = ""
    """The checksum that it must have, if that is known."""

    @property
    def shown(self) -> str:
        """The source as problems call it."""
        return f"{self.within.name}/{self.source.relative_to(self.within).as_posix()}"

    def read(self) -> bytes:
        """Its bytes. Raises `NotReadable` if they cannot be read or have changed."""
        data = read_plain(self.source, self.within, MOST_ORIGINAL)
        found = hashlib.sha256(data).hexdigest()
        if self.sha256 and found != self.sha256:
            raise NotReadable(
                f"must have the checksum that its document gives, {self.sha256[:12]}…; found "
                f"{found[:12]}…; restore the file as it was received."
            )
        return data


class SitePlace(Struct, frozen=True):
    """The place of a site, held for one build."""

    site: Path
    shown: str
    workshop: Path
    """A folder beside the site that is this build's own."""

    def put_in_place(self, tree: Path) -> None:
        """Swap in the site from the workshop, which then holds the old one or nothing.

        Raises `ProblemsFound`, with the old site as it was.
        """
        try:
            tree.chmod(0o755)
            sync_disk(tree)
            _swap(tree, self.site, self.workshop / _OLD)
        except OSError as error:
            raise self.unwritable(error) from error

    def empty_workshop(self) -> None:
        """Remove what this build has made so far."""
        _clear_away(self.workshop, self.site)

    def unwritable(self, error: OSError) -> ProblemsFound:
        """The problem where the system does not let the site be written."""
        return _unwritable(self.shown, error)

    def check_names(self, paths: Iterable[str]) -> None:
        """Raise `ProblemsFound` if two files are one where case does not count."""
        names: dict[str, str] = {}
        for path in paths:
            folded = path.casefold()
            if folded in names:
                message = same_name(names[folded], path)
                raise ProblemsFound([Problem(self.shown, 1, message)])
            names[folded] = path


@contextmanager
def lock_place(output: Path, apart_from: Iterable[Path]) -> Iterator[SitePlace]:
    """Lock the place of the site until the block ends; a link is followed.

    Raises `ProblemsFound` if it is not a site of ours, overlaps a folder of `apart_from`, cannot be
    written, or is locked.
    """
    shown = str(output)
    try:
        site = output.resolve()
        _refuse(site, shown, apart_from)
        parents = [each for each in site.parents if not each.exists()]
        make_folder(site.parent, durable=True)
        workshop = site.with_name(f".{site.name}-building")
        lock = _lock(workshop)
    except (OSError, RuntimeError) as error:  # RuntimeError: links that lead to one another
        raise _unwritable(shown, error) from error
    if lock is None:
        raise ProblemsFound(
            [
                Problem(
                    shown,
                    1,
                    "one build at a time may write a site; another one is writing this one now; "
                    "wait until it has ended, and run the command again.",
                )
            ]
        )
    try:
        _clear_away(workshop, site)
        yield SitePlace(site, shown, workshop)
    finally:
        remove_folder(workshop)
        os.close(lock)
        for folder in parents:
            remove_empty_folder(folder)


def _refuse(site: Path, shown: str, apart_from: Iterable[Path]) -> None:
    """Refuse a place that is not ours to replace."""
    message = ""
    for folder in apart_from:
        other = folder.resolve()
        if other.is_relative_to(site) or site.is_relative_to(other):
            message = (
                f"the output folder must stand apart from {folder}; found one inside the other, or "
                "the same; name another folder with --output."
            )
    around = next((each for each in site.parents if each.exists()), site)
    if not around.is_dir():
        message = (
            "the output folder must lie in a folder; found a file in its way; name another with "
            "--output."
        )
    elif not message and site.exists() and not _ours(site):
        message = (
            "the output folder must be new, empty or a site that was built before; it holds "
            "something else; name another with --output."
        )
    if message:
        raise ProblemsFound([Problem(shown, 1, message)])


def _ours(site: Path) -> bool:
    """Whether a folder is empty or a site of ours, with nothing foreign such as `.git`."""
    if not site.is_dir():
        return False
    names = {path.name for path in site.iterdir()} - _NOT_MEANT
    if not names:
        return True
    return all((site / sign).is_file() for sign in _SIGNS) and not any(
        name.startswith(".") for name in names
    )


def _lock(workshop: Path) -> int | None:
    """A file that locks the workshop until the process ends, or None if another holds it."""
    while True:
        if workshop.is_symlink():  # what it leads to is not ours to clear away
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
        make_folder(workshop)
        try:
            handle = open_lock(workshop / _LOCK)
        except FileNotFoundError:  # the build that held it has just cleared it away
            continue
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _stands(handle, workshop / _LOCK):
                return handle
        except BlockingIOError:
            os.close(handle)
            return None
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)


def _stands(handle: int, path: Path) -> bool:
    """Whether an open file is still the one at a path."""
    with suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(handle), path.stat())
    return False


def _clear_away(workshop: Path, site: Path) -> None:
    """Clean up after a killed build: the old site back in place, the rest gone."""
    old = workshop / _OLD
    if old.exists() and not site.exists():
        rename(old, site)
        sync_folder(site.parent)
    for path in workshop.iterdir():
        if path.name != _LOCK:
            remove_folder(path)


def _swap(new: Path, site: Path, old: Path) -> None:
    """Put the new site in place; the old one is then at `new` or `old`.

    One step where the system can exchange folders. Else two: between them the old site is whole
    under another name, and this build or the next puts it back.
    """
    if not site.exists():
        rename(new, site)
    elif not exchange(new, site):
        rename(site, old)
        try:
            rename(new, site)
        except BaseException:
            rename(old, site)
            raise
    # Before anything of the old site is changed: a power cut would bring it back.
    sync_folder(site.parent)
    sync_folder(new.parent)


def _unwritable(shown: str, error: Exception) -> ProblemsFound:
    found = getattr(error, "strerror", None) or "links that lead to one another"
    return ProblemsFound(
        [
            Problem(
                shown,
                1,
                f"the site must be written; found “{found}”; make room or allow writing, or name "
                "another folder with --output.",
            )
        ]
    )
