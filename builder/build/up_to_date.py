"""Whether the site is already what a build would make. Imports little, to answer fast."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from builder.build.build_state import Built, content_digest, load_head, load_site
from builder.output.site_tree import is_whole
from builder.store.build_key import templates_key
from builder.store.cache import Cache, digest
from builder.store.fingerprint import fingerprint


def up_to_date(content: Path, output: Path, made: str, cache: Path | None = None) -> Built | None:
    """The last build's result if it would be the same again, else None."""
    if cache is None or not content.is_dir() or not output.is_dir():
        return None
    site = output.resolve()
    kept = Cache(cache_of(cache, site))
    head = load_head(kept)
    if head is None or head.content != content_digest(fingerprint(content)):
        return None
    if head.made_with != made:
        return None
    return head.built if is_whole(site, frozenset(load_site(kept))) else None


def cache_of(cache: Path, site: Path) -> Path:
    """A site's part of a cache."""
    return cache / digest(str(site))


def made_with(content: Path, templates: Path, options: Sequence[str | None]) -> str:
    """The key of all that a site is made of besides what stands in the content folder."""
    return digest(templates_key(templates, ""), str(content.resolve()), repr(tuple(options)))
