"""Serialise values of the archive's own types.

Cached bytes may come from elsewhere: loading makes listed types only and calls nothing else.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple

from msgspec import msgpack

from builder.model import Framework
from builder.store.cache import digest

_OURS = (
    "builder.reading.archive",
    "builder.analysis.change_log",
    "builder.exports.",
    "builder.model",
    "builder.store.serialize",
    "builder.pages.",
    "builder.search.",
    "builder.build.page_job",
    "builder.build.read_job",
    "builder.build.search_step",
    "builder.build.similar_job",
)
_PLAIN = {
    ("builtins", "frozenset"),
    ("builtins", "range"),
    ("builtins", "set"),
    ("collections", "Counter"),
    ("datetime", "date"),
}
"""What may stand in a kept value besides the archive's own types."""


def _other(value: object) -> object:
    if isinstance(value, range):
        return value.start, value.stop, value.step
    raise NotImplementedError(type(value))


_MARKED = msgpack.Encoder(enc_hook=_other)  # the order of a dict counts: a page may show it


class PackedPart(NamedTuple):
    """Where one of several values lies in their common bytes."""

    start: int
    length: int
    mark: str
    """The digest of its bytes."""
    value: str = ""
    """The digest of the value, whose bytes another build may write otherwise; "" if not wanted."""


class Packed(bytes):
    """A value that was packed before."""


class Packer:
    """Serialises values; a framework is written by its id, as the registry has it."""

    def __init__(self, frameworks: Mapping[str, Framework] | None = None) -> None:
        self._frameworks = frameworks

    def pack(self, value: object) -> bytes:
        written = io.BytesIO()
        pickler = pickle.Pickler(written, protocol=5)
        if self._frameworks is not None:
            pickler.dispatch_table = {Framework: _by_id}
        pickler.dump(value)
        return written.getvalue()

    def mark(self, value: object) -> str:
        """The digest of a value, whether or not equal parts are one object."""
        return digest(_MARKED.encode(value))

    def pack_parts(
        self, values: Mapping[str, object], *, compared: bool = False
    ) -> tuple[bytes, dict[str, PackedPart]]:
        """Several values as bytes, each loadable alone; `Packed` ones stay.

        `compared`: they are compared with other builds'.
        """
        found: dict[str, PackedPart] = {}
        whole = bytearray()
        for name, value in values.items():
            data = value if isinstance(value, Packed) else self.pack(value)
            value_mark = self.mark(value) if compared else ""
            found[name] = PackedPart(len(whole), len(data), digest(data), value_mark)
            whole += data
        return bytes(whole), found

    def unpack_part(self, data: bytes, part: PackedPart) -> Any:
        """One of several values, or None where the bytes are others."""
        return self.unpack(data) if digest(data) == part.mark else None

    def unpack(self, data: bytes) -> Any:
        """The value; None where bytes are damaged or name an unlisted type."""
        try:
            return _Unpickler(data, self._frameworks or {}).load()
        except Exception:  # other bytes can raise anything
            return None


class _Unpickler(pickle.Unpickler):
    """Makes listed types only."""

    def __init__(self, data: bytes, frameworks: Mapping[str, Framework]) -> None:
        super().__init__(io.BytesIO(data))
        self._frameworks = frameworks

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == (__name__, _held_framework.__name__):
            return self._frameworks.__getitem__
        return _listed(module, name)


@cache
def _listed(module: str, name: str) -> type:
    """A listed type. Raises `UnpicklingError` for another."""
    # A name with a point leads on, to what the module itself has only imported.
    ours = module.startswith(_OURS) and "." not in name
    found = getattr(import_module(module), name) if ours or (module, name) in _PLAIN else None
    if not isinstance(found, type) or found.__module__ != module:
        raise pickle.UnpicklingError(f"{module}.{name}")
    return found


def _held_framework(each: str) -> Framework:
    raise NotImplementedError(each)  # stands for the registry's, see _Unpickler.find_class


def _by_id(framework: Framework) -> tuple[Callable[[str], Framework], tuple[str]]:
    return _held_framework, (framework.id,)
