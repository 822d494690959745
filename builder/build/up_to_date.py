"""Whether the site stands already as a build would make it.

Apart from the rest, which is not needed to see that there is nothing to do.
"""

from __future__ import annotations

from pathlib import Path

from builder.build.build_state import Built, content_digest, load_head, load_site
from builder.output.site_tree import is_whole
from builder.store.build_key import TEMPLATES, templates_key
from builder.store.cache import Cache, digest
from builder.store.fingerprint import fingerprint


def up_to_date(
    content: Path,
    output: Path,
    base_url: str | None = None,
    templates: Path = TEMPLATES,
    cache: Path | None = None,
) -> Built | None:
    """What the last build made, if the same would be made again; else None."""
    if cache is None or not content.is_dir() or not output.is_dir():
        return None
    site = output.resolve()
    kept = Cache(cache_of(cache, site))
    head = load_head(kept)
    if head is None or head.content != content_digest(fingerprint(content)):
        return None
    if head.made_with != made_with(content, templates, base_url):
        return None
    return head.built if is_whole(site, frozenset(load_site(kept))) else None


def cache_of(cache: Path, site: Path) -> Path:
    """The part of a cache that belongs to one site."""
    return cache / digest(str(site))


def made_with(content: Path, templates: Path, base_url: str | None) -> str:
    """The key of all that a site is made of besides what stands in the content folder."""
    return digest(templates_key(templates, "*"), str(content.resolve()), base_url or "")
