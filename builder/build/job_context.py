"""What a process needs for jobs, made once in each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from builder.analysis.change_log import Stamp
from builder.analysis.links import Linker
from builder.core.safe_files import File
from builder.language.tokenizer import Words
from builder.model import Registry
from builder.pages import Page
from builder.rendering.renderer import Renderer
from builder.store.cache import Cache, CacheDamaged
from builder.store.serialize import PackedPart, Packer


class BuildSettings(Struct, frozen=True):
    """What all jobs share; small, for each carries it."""

    content: Path
    templates: Path
    cache: Path
    base_url: str
    """Without a slash at its end."""
    registries: str
    """The key of the program and the registries, which are kept under it."""
    appearance: str
    """The key of the program, the templates, the base URL, `render` and `logged`."""
    render: bool = True
    """Whether pages become files; `check` and `record` need no more than their addresses."""
    originals: str = ""
    """Where originals stand, if not as site.yaml says."""
    logged: bool = False
    """Whether the content has a log of what was recorded."""


class JobContext:
    """The registries, what is made from them, and the cache."""

    def __init__(self, settings: BuildSettings, registry: Registry | None = None) -> None:
        """`registry` may be given if already read. Raises `CacheDamaged`."""
        self.settings = settings
        self.cache = Cache(settings.cache)
        self.packer = Packer()
        self.registry: Registry = registry or self.load(settings.registries)
        if settings.originals:
            site = replace(self.registry.site, originals=settings.originals)
            self.registry = replace(self.registry, site=site)
        self.packer = Packer(self.registry.frameworks)

    @cached_property
    def linker(self) -> Linker:
        return Linker(self.registry, self.words)

    @cached_property
    def renderer(self) -> Renderer:
        return Renderer(self.settings.templates, self.registry.site, self.settings.base_url)

    @cached_property
    def words(self) -> Words:
        return Words(self.registry.synonyms)

    def find(self, key: str) -> Any:
        """The value of a key, or None."""
        return self.packer.unpack(self.cache.get(key) or b"")

    def load(self, key: str) -> Any:
        """A kept value. Raises `CacheDamaged`."""
        found = self.find(key)
        if found is None:
            raise CacheDamaged(key)
        return found

    def load_part(self, key: str, part: PackedPart) -> Any:
        """One value of several kept under a key. Raises `CacheDamaged`."""
        found = self.packer.unpack_part(self.cache.get_part(key, part.start, part.length), part)
        if found is None:
            raise CacheDamaged(key)
        return found

    def keep(self, key: str, value: object) -> None:
        self.cache.put(key, self.packer.pack(value))

    def files(self, pages: Iterable[Page], stamp: Stamp) -> Iterator[File]:
        """Pages as files, one at a time; none where nothing is rendered."""
        for page in pages:
            if self.settings.render:
                yield self.renderer.render(page, stamp)


_contexts: dict[BuildSettings, JobContext] = {}
"""That of this process, if it has one."""


def prepare(settings: BuildSettings, registry: Registry) -> JobContext:
    """Set this process's context before it forks."""
    if settings not in _contexts:
        _contexts.clear()
        _contexts[settings] = JobContext(settings, registry)
    return _contexts[settings]


def job_context(settings: BuildSettings) -> JobContext:
    """This process's context for a build. Raises `CacheDamaged`."""
    found = _contexts.get(settings)
    if found is None:
        _contexts.clear()
        found = _contexts[settings] = JobContext(settings)
    return found
