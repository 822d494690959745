"""The staged tree: the site before last, updated with what differs.

It shares files on disk with the site, so files are replaced, never overwritten.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from builder.core.problems import Problem, ProblemsFound
from builder.core.safe_files import File, same_name

_DIGEST = 16

Stamp = tuple[int, int]
"""The size and the time of change of a file."""


class Standing(NamedTuple):
    """A file of a tree."""

    digest: str
    stamp: Stamp


Manifest = dict[str, Standing]
"""What a tree holds, by path."""


class StagedTree(NamedTuple):
    """The tree in which a new site is made."""

    folder: Path
    standing: Manifest
    """What of the last site it held at the beginning, and has held unchanged since."""


def file_digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=_DIGEST).hexdigest()


def write(tree: Path, files: Iterable[File]) -> dict[str, str]:
    """Write files that differ; returns digests by path.

    Raises `ProblemsFound` for a path that leads out or occurs twice.
    """
    digests = {}
    root = os.fspath(tree)
    made: set[str] = set()
    for file in files:
        _must_stand_inside(file.path)
        if file.path in digests:
            raise ProblemsFound([Problem("site", 1, same_name(file.path, file.path))])
        digests[file.path] = file_digest(file.data)
        target = f"{root}/{file.path}"
        try:
            with open(target, "rb") as standing:  # noqa: PTH123 (many thousands of times)
                if standing.read() == file.data:
                    continue
            os.unlink(target)  # noqa: PTH108
        except FileNotFoundError:
            _make_folder(target, made)
        put(target, file.data)
    return digests


def put(path: str, data: bytes) -> None:
    """Write a file that is not there."""
    with open(path, "wb") as file:  # noqa: PTH123 (many thousands of times)
        file.write(data)


def _make_folder(path: str, made: set[str]) -> None:
    """Make a file's folder, unless `made` has it."""
    folder = path.rpartition("/")[0]
    if folder not in made:
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103
        made.add(folder)


def _must_stand_inside(path: str) -> None:
    if not path.isprintable() or "\\" in path or path[:1] == "/" or ".." in path.split("/"):
        message = f"a file of the site must stand inside it; found {path!a}; change its id."
        raise ProblemsFound([Problem("site", 1, message)])


def stamp(path: Path | str) -> Stamp:
    found = os.stat(path)  # noqa: PTH116 (many thousands of times)
    return found.st_size, found.st_mtime_ns


def clear(tree: Path, manifest: Manifest) -> frozenset[str]:
    """Remove what differs from the manifest; returns the paths then missing."""
    kept: set[str] = set()
    folders = [("", os.fspath(tree))]
    for inside, folder in folders:
        if os.stat(folder).st_mode & stat.S_IRWXU != stat.S_IRWXU:  # noqa: PTH116 (many thousands of times)
            os.chmod(folder, 0o755)  # noqa: PTH101 (a name, not a path)
        with os.scandir(folder) as entries:
            for entry in entries:
                path = inside + entry.name
                if entry.is_dir(follow_symlinks=False):
                    folders.append((f"{path}/", entry.path))
                    continue
                standing = manifest.get(path)
                found = entry.stat(follow_symlinks=False)
                same = standing and standing.stamp == (found.st_size, found.st_mtime_ns)
                if standing and same and found.st_mode & stat.S_IRUSR:
                    kept.add(path)
                else:
                    os.unlink(entry.path)  # noqa: PTH108 (an entry, not a path)
    for _, folder in reversed(folders[1:]):
        with suppress(OSError):  # something stands in it
            os.rmdir(folder)  # noqa: PTH106 (a name, not a path)
    return frozenset(manifest.keys() - kept)


def stands(path: str, stamp: Stamp) -> str:
    """A file of a tree as a manifest's line."""
    return f"{stamp[0]} {stamp[1]} {path}"


def is_whole(tree: Path, files: Collection[str]) -> bool:
    """Whether a tree holds exactly a manifest's files."""
    left = len(files)
    folders = [("", os.fspath(tree))]
    for inside, folder in folders:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append((f"{inside}{entry.name}/", entry.path))
                    continue
                found = entry.stat(follow_symlinks=False)
                # As `stands` writes it: this is done for every file of the site.
                if f"{found.st_size} {found.st_mtime_ns} {inside}{entry.name}" not in files:
                    return False
                left -= 1
    return not left


def look(tree: Path, digests: Mapping[str, str], before: Manifest) -> Manifest:
    """A tree's manifest, by its files' digests; `before` is the last site's."""
    root = os.fspath(tree)
    found: Manifest = {}
    for path, digest in digests.items():
        standing = before.get(path)
        if standing is None or standing.digest != digest:
            standing = Standing(digest, stamp(f"{root}/{path}"))
        found[path] = standing
    return found


def prune(tree: Path, paths: Iterable[str]) -> None:
    """Remove files, and folders that are then empty."""
    root = os.fspath(tree)
    folders: set[str] = set()
    for path in paths:
        with suppress(FileNotFoundError, NotADirectoryError):
            os.unlink(f"{root}/{path}")  # noqa: PTH108 (many thousands of times)
        inside = path.rpartition("/")[0]
        while inside and inside not in folders:
            folders.add(inside)
            inside = inside.rpartition("/")[0]
    for inside in sorted(folders, key=lambda each: -each.count("/")):
        with suppress(OSError):  # something else stands in it
            os.rmdir(f"{root}/{inside}")  # noqa: PTH106


def follow(tree: Path, site: Path, before: Manifest, now: Manifest) -> None:
    """Bring a tree from `before` to `now`, with the site's files.

    Other files may stay. Links in place of folders are not followed. Raises `OSError` where file
    and folder swapped places.
    """
    old, new = os.fspath(tree), os.fspath(site)
    gone = before.keys() - now.keys()
    changed = [path for path, standing in now.items() if before.get(path) != standing]
    _remove_links(old, {path.rpartition("/")[0] for path in (*gone, *changed)})
    prune(tree, gone)
    made: set[str] = set()
    for path in changed:
        target = f"{old}/{path}"
        _make_folder(target, made)
        with suppress(FileNotFoundError):
            os.unlink(target)  # noqa: PTH108 (many thousands of times)
        try:
            os.link(f"{new}/{path}", target)
        except OSError:  # a disk that knows no such links
            shutil.copy2(f"{new}/{path}", target)


def _remove_links(root: str, folders: Iterable[str]) -> None:
    """Remove links in place of folders or their parents."""
    held = {above for folder in folders for above in _above(folder)}
    for folder in sorted(held):
        path = f"{root}/{folder}"
        if os.path.islink(path):  # noqa: PTH114 (thousands of names)
            os.unlink(path)  # noqa: PTH108


def _above(folder: str) -> Iterator[str]:
    """A folder, and those that hold it."""
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]


def digests_in(tree: Path, folder: str) -> dict[str, str]:
    """The digests of a folder's files, by path."""
    return {
        path.relative_to(tree).as_posix(): file_digest(path.read_bytes())
        for path in sorted((tree / folder).rglob("*"))
        if path.is_file()
    }
