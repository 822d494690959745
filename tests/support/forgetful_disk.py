"""A disk that forgets what was not synced: what a power cut may leave after each recorded change.

`Recorder` stands in place of `os` in `builder.core.durable_files` and of `shutil.rmtree`, does what
is asked, and keeps a list of it. `ForgetfulDisk` does the same changes again in memory.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

from builder.core import durable_files

Change = tuple[Any, ...]
"""What was done, and its arguments."""

_rmtree = shutil.rmtree


def _full(path: object) -> str:
    return os.path.abspath(str(path))  # noqa: PTH100 (links are kept)


@dataclass
class Recorder:
    """Does what `os` and `shutil` do, and keeps a list of what changes the disk."""

    changes: list[Change] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)

    def open(self, path: str, flags: int, mode: int = 0o777) -> int:
        handle = os.open(path, flags, mode)
        made = bool(flags & os.O_CREAT)
        self.changes.append(("open", handle, _full(path), made, bool(flags & os.O_TRUNC)))
        return handle

    def write(self, handle: int, data: bytes) -> int:
        count = os.write(handle, data)
        self.changes.append(("write", handle, bytes(data[:count])))
        return count

    def fsync(self, handle: int) -> None:
        os.fsync(handle)
        self.changes.append(("fsync", handle))

    def _paths(self, name: str, *paths: object) -> None:
        getattr(os, name)(*paths)
        self.changes.append((name, *map(_full, paths)))

    def rename(self, old: object, new: object) -> None:
        self._paths("rename", old, new)

    def link(self, old: object, new: object) -> None:
        self._paths("link", old, new)

    def unlink(self, path: object) -> None:
        self._paths("unlink", path)

    def mkdir(self, path: object) -> None:
        self._paths("mkdir", path)

    def rmdir(self, path: object) -> None:
        self._paths("rmdir", path)

    def rmtree(self, folder: Path, **named: Any) -> None:
        _rmtree(folder, **named)
        self.changes.append(("rmtree", _full(folder)))

    def exchange(self, one: Path, other: Path) -> bool:
        done = durable_files.exchange(one, other)
        assert done
        self.changes.append(("exchange", _full(one), _full(other)))
        return done

    def sync_disk(self, folder: Path) -> None:
        durable_files.sync_disk(folder)
        # Other programs write too: what they left is on the disk from now on.
        found = {_full(each): each.read_bytes() for each in folder.rglob("*") if each.is_file()}
        self.changes.append(("sync", _full(folder), found))


@contextmanager
def recorded() -> Iterator[list[Change]]:
    """All changes of the disk while the block lasts."""
    recorder = Recorder()
    with (
        patch.object(durable_files, "os", recorder),
        patch("shutil.rmtree", recorder.rmtree),
        patch.object(durable_files, "_CLONE", 0),  # bytes are copied one by one
        patch("builder.output.atomic_swap.exchange", recorder.exchange),
        patch("builder.output.atomic_swap.sync_disk", recorder.sync_disk),
        patch("builder.build.previous_site.sync_disk", recorder.sync_disk),
    ):
        yield recorder.changes


@dataclass(eq=False)
class _File:
    data: bytes = b""
    synced: bytes = b""


@dataclass(eq=False)
class _Folder:
    entries: dict[str, _Node] = field(default_factory=dict)
    synced: dict[str, _Node] = field(default_factory=dict)


_Node = _File | _Folder


class ForgetfulDisk:
    """A folder of the disk in memory, as it is and as much of it as is synced."""

    def __init__(self, root: Path) -> None:
        self.root = _full(root)
        self._top = _Folder()
        self._handles: dict[int, _Node] = {}
        for path in sorted(root.rglob("*")):
            self._put(_full(path), _Folder() if path.is_dir() else _File(path.read_bytes()))
        self._sync_all(self._top)

    def does(self, change: Change) -> None:
        name, *words = change
        if name not in ("write", "fsync") and not any(
            isinstance(each, str) and f"{each}/".startswith(f"{self.root}/") for each in words
        ):
            return
        getattr(self, f"_do_{name}")(*words)

    def left(self, folder: Path) -> list[Mapping[str, bytes]]:
        """The files of a folder after a power cut, as a disk may leave them: only what was synced;
        all names, with only the synced of their bytes; or all but the names of the folder itself
        and of those above it."""
        return [
            self._left(folder, names_above=above, names=names, data=data)
            for above, names, data in ((False,) * 3, (True, True, False), (False, True, True))
        ]

    def _left(
        self, folder: Path, *, names_above: bool, names: bool, data: bool
    ) -> Mapping[str, bytes]:
        found: dict[str, bytes] = {}

        def walk(node: _Folder, path: str) -> None:
            for name, each in (node.entries if names else node.synced).items():
                if isinstance(each, _Folder):
                    walk(each, f"{path}{name}/")
                else:
                    found[f"{path}{name}"] = each.data if data else each.synced

        node = self._find(_full(folder), names=names_above)
        if isinstance(node, _Folder):
            walk(node, "")
        return found

    def _find(self, path: str, *, names: bool = True) -> _Node | None:
        node: _Node | None = self._top
        for part in path.removeprefix(self.root).strip("/").split("/"):
            if not part:
                continue
            if not isinstance(node, _Folder):
                return None
            node = (node.entries if names else node.synced).get(part)
        return node

    def _above(self, path: str) -> tuple[_Folder, str]:
        folder, _, name = path.rpartition("/")
        node = self._find(folder)
        assert isinstance(node, _Folder), path
        return node, name

    def _put(self, path: str, node: _Node) -> None:
        folder, name = self._above(path)
        folder.entries[name] = node

    def _take(self, path: str) -> _Node:
        folder, name = self._above(path)
        return folder.entries.pop(name)

    def _sync_all(self, node: _Node) -> None:
        if isinstance(node, _File):
            node.synced = node.data
            return
        node.synced = dict(node.entries)
        for each in node.entries.values():
            self._sync_all(each)

    # The changes, by their names.

    def _do_open(self, handle: int, path: str, made: bool, anew: bool) -> None:
        node = self._find(path)
        if node is None and made:
            node = _File()
            self._put(path, node)
        if anew and isinstance(node, _File):
            node.data = b""
        if node is not None:
            self._handles[handle] = node
        else:
            self._handles.pop(handle, None)

    def _do_write(self, handle: int, data: bytes) -> None:
        node = self._handles.get(handle)
        if isinstance(node, _File):
            node.data += data

    def _do_fsync(self, handle: int) -> None:
        node = self._handles.get(handle)
        if isinstance(node, _File):
            node.synced = node.data
        elif node is not None:
            node.synced = dict(node.entries)

    def _do_rename(self, old: str, new: str) -> None:
        self._put(new, self._take(old))

    def _do_link(self, old: str, new: str) -> None:
        node = self._find(old)
        assert node is not None
        self._put(new, node)

    def _do_unlink(self, path: str) -> None:
        self._take(path)

    def _do_mkdir(self, path: str) -> None:
        self._put(path, _Folder())

    def _do_rmdir(self, path: str) -> None:
        self._take(path)

    def _do_rmtree(self, path: str) -> None:
        if self._find(path) is not None:
            self._take(path)

    def _do_exchange(self, one: str, other: str) -> None:
        first, second = self._take(one), self._take(other)
        self._put(one, second)
        self._put(other, first)

    def _do_sync(self, folder: str, found: Mapping[str, bytes]) -> None:
        for path, data in found.items():
            node = self._find(path)
            if node is None:  # another program wrote it
                self._make_folders(path.rpartition("/")[0])
                self._put(path, _File(data))
            else:
                assert isinstance(node, _File)
                assert node.data == data, path
        self._sync_all(self._top)

    def _make_folders(self, path: str) -> None:
        if self._find(path) is None:
            self._make_folders(path.rpartition("/")[0])
            self._put(path, _Folder())
