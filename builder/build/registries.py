"""The registries from the cache, unless their files changed."""

from __future__ import annotations

from pathlib import Path

from builder.core.problems import ProblemsFound
from builder.core.safe_files import MOST_WRITTEN, NotReadable, read_plain
from builder.ledger import ledger_name
from builder.model import Registry
from builder.reading.content_folder import misplaced
from builder.reading.document import document_names, read_front_matter_problems
from builder.registry.load import read_registry
from builder.store.build_key import program_key
from builder.store.cache import Cache, digest
from builder.store.serialize import Packer


def registries_key(content: Path) -> str:
    """The key under which the registries are kept."""
    parts: list[bytes | str] = [program_key(), content.name]
    for path in sorted([*content.glob("*.yaml"), *content.glob("*/*.yaml")]):
        parts += [path.relative_to(content).as_posix(), _bytes(path, content)]
    for path in sorted(content.glob("outcomes/*.csv")):
        parts += [path.relative_to(content).as_posix(), _bytes(path, content)]
    own = {_ledger(name) for name in document_names(content)}
    for path in sorted(content.glob("ledger/**/*.csv")):
        name = path.relative_to(content).as_posix()
        if name not in own and not name.startswith("ledger/pages/"):
            parts += [name, _bytes(path, content)]  # of a former address, whichever it is
    return digest("registries", *parts)


def load_registries(content: Path, cache: Cache, key: str, *, keep: bool = True) -> Registry:
    """The registries; `keep` puts new ones into the cache.

    Raises `ProblemsFound` with their problems and those of front matter's form.
    """
    registry: Registry | None = Packer().unpack(cache.get(key) or b"")
    if registry is None:
        try:
            registry = read_registry(content)
        except ProblemsFound as found:
            other = [*misplaced(content), *read_front_matter_problems(content)]
            raise ProblemsFound([*found.problems, *other]) from None
        if keep:
            cache.put(key, Packer().pack(registry))
    return registry


def _ledger(name: str) -> str:
    _, authority, file = name.rsplit("/", 2)
    return ledger_name(authority, file.removesuffix(".md"))


def _bytes(path: Path, content: Path) -> bytes:
    try:
        return read_plain(path, content, MOST_WRITTEN)
    except NotReadable as found:
        return str(found).encode()
