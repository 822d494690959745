"""What a build knows of the one before it.

In: the cache.  Out: what stood in the content, what the site held, and what some of it was made of.
A stage of its own because everything here may be missing or damaged, and a build must come to the
same site without it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from builder.core.problems import Problem
from builder.output.site_tree import Manifest, Standing, stands
from builder.store.cache import Cache, digest
from builder.store.fingerprint import Fingerprint

STATE_KEY, HEAD_KEY, SITE_KEY = digest("state"), digest("head of the state"), digest("site")
KEYS = (HEAD_KEY, SITE_KEY, STATE_KEY)


class Filed(NamedTuple):
    """A document's file, as it was."""

    digest: str
    original: str
    """The name of its original, which was the right one."""


@dataclass(frozen=True)
class Built:
    """What a build made."""

    documents: int
    pages: int
    files: int
    unused: tuple[Problem, ...] = ()
    """Originals that no document names."""


@dataclass(frozen=True)
class State:
    made_with: str = ""
    """The key of all that a site is made of besides the content."""
    content: Fingerprint = field(default_factory=dict)
    """What told each file of the content from another."""
    papers: Mapping[str, Filed] = field(default_factory=dict)
    """The documents, by their files."""
    site: Manifest = field(default_factory=dict)
    """What the site held."""
    searched: str = ""
    """Of what the search index was made."""
    built: Built | None = None


@dataclass(frozen=True)
class Head:
    """What tells whether a build has anything to do, and what to say if not, apart from the rest,
    which takes longer to load."""

    made_with: str
    content: str
    """What told the content from another."""
    built: Built


def load_head(cache: Cache) -> Head | None:
    try:
        made_with, content, built = json.loads(cache.get(HEAD_KEY) or b"")
        return Head(made_with, content, _built(*built))
    except (TypeError, ValueError):
        return None


def content_mark(content: Fingerprint) -> str:
    """What tells a fingerprint from others."""
    return digest(json.dumps(content))


def load_site(cache: Cache) -> list[str]:
    """What the last site held, a line for each file: how it stands."""
    return (cache.get(SITE_KEY) or b"").decode().splitlines()


def _manifest(lines: Iterable[str], digests: Iterable[str]) -> Manifest:
    found: Manifest = {}
    for line, each in zip(lines, digests, strict=True):
        size, time, path = line.split(" ", 2)
        found[path] = Standing(each, (int(size), int(time)))
    return found


def _built(documents: int, pages: int, files: int, unused: list[tuple[str, int, str]]) -> Built:
    return Built(documents, pages, files, tuple(Problem(*each) for each in unused))


def load(cache: Cache) -> State:
    """What the build before this one left, or an empty state."""
    try:
        kept = json.loads(cache.get(STATE_KEY) or b"")
        made_with, content, papers, searched, digests = kept
        return State(
            made_with,
            {name: tuple(each) for name, each in content.items()},
            {name: Filed(*each) for name, each in papers.items()},
            _manifest(load_site(cache), digests.split()),
            searched,
        )
    except (AttributeError, IndexError, TypeError, ValueError):  # none, or another version's
        return State()


def save(cache: Cache, state: State) -> None:
    """Keep the state that a build leaves, for the next one."""
    built = state.built or Built(0, 0, 0)
    unused = [(each.path, each.line, each.message) for each in built.unused]
    told = (built.documents, built.pages, built.files, unused)
    digests = " ".join(each.digest for each in state.site.values())
    kept = (state.made_with, state.content, state.papers, state.searched, digests)
    lines = (stands(path, each.stamp) for path, each in state.site.items())
    cache.put(SITE_KEY, "\n".join(lines).encode())
    cache.put(STATE_KEY, json.dumps(kept).encode())
    head = (state.made_with, content_mark(state.content), told)
    cache.put(HEAD_KEY, json.dumps(head).encode())
