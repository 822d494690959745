"""A cache of bytes in a folder, one file a key.

A key covers everything that the value depends on, so no value is out of date. A damaged value
counts as absent.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from builder.core.durable_files import remove, remove_anything, remove_folder, write_whole

_DIGEST = 16


def digest(*parts: bytes | str) -> str:
    """A key for some parts, in order."""
    made = hashlib.sha256()  # which processors do in half the time of others
    for part in parts:
        # A name of a file need not be UTF-8.
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        made.update(len(data).to_bytes(8, "big"))
        made.update(data)
    return made.hexdigest()[: 2 * _DIGEST]


class CacheDamaged(Exception):
    """A value that the last build kept is missing or damaged."""


class Cache:
    """Values in a folder, one file each."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, key: str) -> bytes | None:
        """The value of a key, or None where it is absent or damaged."""
        try:
            with _open(self._path(key)) as file:
                data = file.read() or b""
        except OSError:
            return None
        if _checksum(key, memoryview(data)[_DIGEST:]) != data[:_DIGEST]:
            return None
        return data[_DIGEST:]

    def get_part(self, key: str, start: int, length: int) -> bytes:
        """Some bytes of a value, unchecked; empty where there are none."""
        try:
            with _open(self._path(key)) as file:
                file.seek(_DIGEST + start)
                return file.read(length) or b""
        except OSError:
            return b""

    def put(self, key: str, data: bytes) -> None:
        """Keep data under a key, whole or not at all."""
        path = self._path(key)
        if os.path.lexists(path.parent) and not path.parent.is_dir():
            remove_anything(path.parent)
        if path.is_dir():
            remove_anything(path)
        # A value that a power cut damages counts as absent.
        write_whole(path, _checksum(key, data) + data, durable=False)

    def drop(self, key: str) -> None:
        """Remove the value of a key."""
        remove_anything(self._path(key))

    def clear(self) -> None:
        """Remove the whole folder."""
        remove_folder(self.folder)

    def keep_only(self, keys: Iterable[str]) -> None:
        """Remove the values of all other keys."""
        root = os.fspath(self.folder)
        kept = {os.path.join(root, key[:2], key) for key in keys}  # noqa: PTH118 (thousands)
        for folder in self.folder.glob("??"):
            if folder.is_symlink() or not folder.is_dir():  # what a link leads to is not ours
                remove(folder)
                continue
            with os.scandir(folder) as entries:
                for entry in entries:
                    if entry.path not in kept:
                        with suppress(OSError):
                            remove(entry.path)

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / key


def _open(path: Path) -> BinaryIO:
    """Open a file for reading, without waiting for a pipe."""
    return os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb")


def _checksum(key: str, data: bytes | memoryview) -> bytes:
    """A checksum of data and key, so that a moved value counts as damaged."""
    return hashlib.blake2b(data, digest_size=_DIGEST, key=key.encode()).digest()
