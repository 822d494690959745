"""The staged tree: the site before last, updated with what differs.

It shares no file on disk with the site: whatever becomes of the one, the other stays as it is.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from builder.core.durable_files import (
    Stamp,
    copy,
    make_folder,
    put,
    remove,
    remove_empty_folder,
    stamp,
    stamp_of,
)
from builder.core.problems import Problem, ProblemsFound
from builder.core.safe_files import File, same_name


class TreeFile(NamedTuple):
    """A file of a tree."""

    digest: str
    """The SHA-256 of its bytes."""
    stamp: Stamp


Manifest = dict[str, TreeFile]
"""What a tree holds, by path."""


class StagedTree(NamedTuple):
    """The tree in which a new site is made."""

    folder: Path
    standing: Manifest
    """What of the last site it held at the beginning, and has held unchanged since."""


def file_digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


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
        digests[file.path] = file.sha256 or file_digest(file.data)
        target = f"{root}/{file.path}"
        _make_folder(target, made)
        try:
            put(target, file.data)
        except FileExistsError:
            _put_instead(target, file.data)
    return digests


def _put_instead(path: str, data: bytes) -> None:
    """Write a file that exists, unless its bytes are the same."""
    with open(path, "rb") as standing:  # noqa: PTH123 (many thousands of times)
        if standing.read() == data:
            return
    remove(path)
    put(path, data)


def _make_folder(path: str, made: set[str]) -> None:
    """Make a file's folder, unless `made` has it."""
    folder = path.rpartition("/")[0]
    if folder not in made:
        make_folder(folder)
        made.add(folder)


def _must_stand_inside(path: str) -> None:
    if not path.isprintable() or "\\" in path or path[:1] == "/" or ".." in path.split("/"):
        message = f"a file of the site must stand inside it; found {path!a}; change its id."
        raise ProblemsFound([Problem("site", 1, message)])


def clear(tree: Path, manifest: Manifest) -> Manifest:
    """Remove what differs from the manifest; returns the rest of it.

    A file that only looks changed is checked by its digest.
    """
    kept: Manifest = {}
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
                if standing is not None and (found := _same(entry, standing)):
                    kept[path] = found
                else:
                    remove(entry.path)
    for _, folder in reversed(folders[1:]):
        remove_empty_folder(folder)
    return kept


def _same(entry: os.DirEntry[str], standing: TreeFile) -> TreeFile | None:
    """A file of a tree, if it is what it was."""
    found = entry.stat(follow_symlinks=False)
    if not found.st_mode & stat.S_IRUSR or not stat.S_ISREG(found.st_mode):
        return None
    now = stamp_of(found)
    if now == standing.stamp:
        return standing
    if now[0] != standing.stamp[0]:
        return None
    with open(entry.path, "rb") as file:  # noqa: PTH123 (many thousands of times)
        same = file_digest(file.read()) == standing.digest
    return TreeFile(standing.digest, now) if same else None


def stands(path: str, stamp: Stamp) -> str:
    """A file of a tree as a manifest's line."""
    return f"{stamp[0]} {stamp[1]} {stamp[2]} {path}"


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
                seen = f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns}"
                if f"{seen} {inside}{entry.name}" not in files:
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
            standing = TreeFile(digest, stamp(f"{root}/{path}"))
        found[path] = standing
    return found


def changed_since(tree: Path, digests: Mapping[str, str]) -> Iterator[Problem]:
    """A problem for each file whose bytes are not those written."""
    for path, digest in digests.items():
        try:
            same = file_digest((tree / path).read_bytes()) == digest
        except OSError:
            same = False
        if not same:
            yield Problem(
                path,
                1,
                "a file of the new site must stay as it was made; it was changed before it could "
                "be published; run the command again.",
            )


def prune(tree: Path, paths: Iterable[str]) -> None:
    """Remove files, and folders that are then empty."""
    root = os.fspath(tree)
    folders: set[str] = set()
    for path in paths:
        with suppress(FileNotFoundError, NotADirectoryError):
            remove(f"{root}/{path}")
        inside = path.rpartition("/")[0]
        while inside and inside not in folders:
            folders.add(inside)
            inside = inside.rpartition("/")[0]
    for inside in sorted(folders, key=lambda each: -each.count("/")):
        remove_empty_folder(f"{root}/{inside}")


def follow(tree: Path, site: Path, before: Manifest, now: Manifest) -> Manifest:
    """Bring a tree from `before` to `now`; returns its manifest.

    Copies the site's files; others may stay. Links in place of folders are not followed. Raises
    `OSError` where file and folder swapped places.
    """
    old, new = os.fspath(tree), os.fspath(site)
    gone = before.keys() - now.keys()
    held = {
        path: before[path]
        for path, standing in now.items()
        if path in before and before[path].digest == standing.digest
    }
    changed = [path for path in now if path not in held]
    _remove_links(old, {path.rpartition("/")[0] for path in (*gone, *changed)})
    prune(tree, gone)
    made: set[str] = set()
    for path in changed:
        target = f"{old}/{path}"
        _make_folder(target, made)
        with suppress(FileNotFoundError):
            remove(target)
        held[path] = TreeFile(now[path].digest, copy(f"{new}/{path}", target))
    return held


def _remove_links(root: str, folders: Iterable[str]) -> None:
    """Remove links in place of folders or their parents."""
    held = {above for folder in folders for above in _above(folder)}
    for folder in sorted(held):
        path = f"{root}/{folder}"
        if os.path.islink(path):  # noqa: PTH114 (thousands of names)
            remove(path)


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
