"""What a build knows of the one before it.

In: the cache.  Out: what stood in the content, what the site held, and what some of it was made of.
A stage of its own because everything here may be missing or damaged, and a build must come to the
same site without it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from builder.cache import Cache, Packer, digest
from builder.content import Fingerprint
from builder.tree import Manifest, Standing

STATE_KEY = digest("state")


class Filed(NamedTuple):
    """A document's file, as it was."""

    digest: str
    original: str
    """The name of its original, which was the right one."""


@dataclass(frozen=True)
class State:
    content: Fingerprint = field(default_factory=dict)
    """What told each file of the content from another."""
    papers: Mapping[str, Filed] = field(default_factory=dict)
    """The documents, by their files."""
    site: Manifest = field(default_factory=dict)
    """What the site held."""
    searched: str = ""
    """Of what the search index was made."""


def load(cache: Cache) -> State:
    """What the build before this one left, or an empty state."""
    kept = Packer().unpack(cache.get(STATE_KEY) or b"")
    try:
        content, papers, site, searched = kept
        return State(
            content,
            {name: Filed(*each) for name, each in papers.items()},
            {path: Standing(*each) for path, each in site.items()},
            searched,
        )
    except (AttributeError, TypeError, ValueError):  # none, or of another version of the program
        return State()


def save(cache: Cache, state: State) -> None:
    """Keep a state for the next build."""
    papers = {name: tuple(each) for name, each in state.papers.items()}
    site = {path: tuple(each) for path, each in state.site.items()}
    cache.put(STATE_KEY, Packer().pack((state.content, papers, site, state.searched)))
