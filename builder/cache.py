"""What was made before, kept by what it was made of.

In: values with their keys.  Out: the same values, or nothing.  A stage of its own because what lies
in a folder between two builds can be damaged, of another version, or somebody else's: whatever is
not exactly what was put there is as if it were not there, and nothing in it can do anything.

A key is made of everything on which the value depends, so that a value is never out of date: it is
found, or it is not.
"""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import tempfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from builder.model import Framework

_DIGEST = 16
_OURS = (
    "builder.archive",
    "builder.changes",
    "builder.exports.",
    "builder.model",
    "builder.pages.",
    "builder.search.",
    "builder.work",
)
_PLAIN = {
    ("builtins", "frozenset"),
    ("builtins", "range"),
    ("builtins", "set"),
    ("collections", "Counter"),
    ("datetime", "date"),
}
"""What may stand in a kept value besides the archive's own types."""


def digest(*parts: bytes | str) -> str:
    """A key for some parts, in order; it differs if any of them does."""
    made = hashlib.blake2b(digest_size=_DIGEST)
    for part in parts:
        # A name of a file need not be UTF-8.
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        made.update(len(data).to_bytes(8, "big"))
        made.update(data)
    return made.hexdigest()


class Cache:
    """Kept values in a folder, one file each."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, key: str) -> bytes | None:
        """What was kept under a key, or None: there is nothing, or it is damaged."""
        try:
            data = self._path(key).read_bytes()
        except OSError:
            return None
        if _checksum(key, memoryview(data)[_DIGEST:]) != data[:_DIGEST]:
            return None
        return data[_DIGEST:]

    def put(self, key: str, data: bytes) -> None:
        """Keep data under a key; it stands there whole or not at all."""
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(_checksum(key, data))
                file.write(data)
            Path(name).replace(path)
        except BaseException:
            with suppress(OSError):
                Path(name).unlink()
            raise

    def has(self, key: str) -> bool:
        """Whether anything stands under a key, be it whole or damaged."""
        return self._path(key).is_file()

    def drop(self, key: str) -> None:
        """Forget what stands under a key."""
        self._path(key).unlink(missing_ok=True)

    def keep_only(self, keys: Iterable[str]) -> None:
        """Remove everything but what stands under some keys."""
        kept = {self._path(key) for key in keys}
        for path in self.folder.glob("??/*"):
            if path not in kept:
                with suppress(OSError):
                    path.unlink()

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / key


def _checksum(key: str, data: bytes | memoryview) -> bytes:
    """Of data under its key: what stands under another one is damaged too."""
    return hashlib.blake2b(data, digest_size=_DIGEST, key=key.encode()).digest()


class Packer:
    """Values of the archive's own types as bytes and back.

    A framework is written by its id: it is the registry's, and the same in every document.
    """

    def __init__(self, frameworks: Mapping[str, Framework] | None = None) -> None:
        self._frameworks = frameworks

    def pack(self, value: object) -> bytes:
        written = io.BytesIO()
        pickler = pickle.Pickler(written, protocol=5)
        if self._frameworks is not None:
            pickler.dispatch_table = {Framework: _by_id}
        pickler.dump(value)
        return written.getvalue()

    def unpack(self, data: bytes) -> Any:
        """The value, or None where the bytes are no value of ours."""
        try:
            return _Unpickler(data, self._frameworks or {}).load()
        except Exception:  # whatever other bytes than ours bring about
            return None


class _Unpickler(pickle.Unpickler):
    """Makes values of the archive's own types, and calls nothing else."""

    def __init__(self, data: bytes, frameworks: Mapping[str, Framework]) -> None:
        super().__init__(io.BytesIO(data))
        self._frameworks = frameworks

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == (__name__, _held_framework.__name__):
            return self._frameworks.__getitem__
        found = super().find_class(module, name) if self._may_stand(module, name) else None
        if not isinstance(found, type) or found.__module__ != module:
            raise pickle.UnpicklingError(f"{module}.{name}")
        return found

    @staticmethod
    def _may_stand(module: str, name: str) -> bool:
        # A name with a point leads on, to what the module itself has only imported.
        ours = module.startswith(_OURS) and "." not in name
        return ours or (module, name) in _PLAIN


def _held_framework(each: str) -> Framework:
    raise NotImplementedError(each)  # stands for the registry's, see _Unpickler.find_class


def _by_id(framework: Framework) -> tuple[Callable[[str], Framework], tuple[str]]:
    return _held_framework, (framework.id,)
