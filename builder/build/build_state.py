"""What a build leaves for the next: state of the content, the site, and tasks' results.

If any is missing or damaged, a build starts from nothing and makes the same site.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NamedTuple, Protocol

from builder.core.problems import Problem
from builder.output.site_tree import Manifest, stands
from builder.store.cache import Cache, digest
from builder.store.fingerprint import Fingerprint

STATE_KEY, HEAD_KEY, SITE_KEY = digest("state"), digest("head of the state"), digest("site")
RESULTS_KEY = digest("results")
KEYS = (HEAD_KEY, SITE_KEY, STATE_KEY, RESULTS_KEY)


class Result(Protocol):
    """What a task made."""

    @property
    def files(self) -> Mapping[str, str]:
        """Digests of the files written into the site, by path."""

    @property
    def kept(self) -> tuple[str, ...]:
        """The keys of what it put into the cache."""


class Built(NamedTuple):
    """What a build made."""

    documents: int
    pages: int
    files: int
    unused: tuple[Problem, ...] = ()
    """Originals that no document names."""


class BuildState(NamedTuple):
    made_with: str
    """The key of all that a site is made of besides the content."""
    content: Fingerprint
    site: Manifest
    tree: Manifest
    """The same files once more, as they are in the cache."""
    results: Mapping[str, Mapping[str, Result]]
    """Of each step, by the tasks' keys."""
    built: Built


NO_STATE = BuildState("", {}, {}, {}, {}, Built(0, 0, 0))
"""Before the first build."""


class StateHead(NamedTuple):
    """The part that tells whether there is anything to build; it loads fast."""

    made_with: str
    content: str
    """The digest of the fingerprint."""
    built: Built


def load_head(cache: Cache) -> StateHead | None:
    try:
        made_with, content, built = json.loads(cache.get(HEAD_KEY) or b"")
        return StateHead(made_with, content, _built(*built))
    except (TypeError, ValueError):
        return None


def content_digest(content: Fingerprint) -> str:
    return digest(json.dumps(content))


def load_site(cache: Cache) -> list[str]:
    """The files of the last site, a line each."""
    return (cache.get(SITE_KEY) or b"").decode().splitlines()


def _built(documents: int, pages: int, files: int, unused: list[tuple[str, int, str]]) -> Built:
    return Built(documents, pages, files, tuple(Problem(*each) for each in unused))


def load_state(cache: Cache) -> BuildState:
    """The last build's state, or an empty one."""
    from msgspec import DecodeError, msgpack  # not needed to see that there is nothing to build

    from builder.store.serialize import Packer

    try:
        made_with, written, site, tree = msgpack.decode(
            cache.get(STATE_KEY) or b"", type=tuple[str, str, Manifest, Manifest]
        )
        content = {name: tuple(each) for name, each in json.loads(written).items()}
        results = Packer().unpack(cache.get(RESULTS_KEY) or b"")
        by_step = {step: dict(results[step]) for step in results}
    except (DecodeError, TypeError, ValueError):  # none, or another version's
        return NO_STATE
    if any(path[:1] == "/" or ".." in path.split("/") for path in (*site, *tree)):
        return NO_STATE  # whoever wrote this would have files elsewhere removed
    return BuildState(made_with, content, site, tree, by_step, NO_STATE.built)


def save(cache: Cache, state: BuildState) -> None:
    from msgspec import msgpack  # as in `load_state`

    from builder.store.serialize import Packer

    built = state.built
    unused = [(each.path, each.line, each.message) for each in built.unused]
    counts = (built.documents, built.pages, built.files, unused)
    lines = (stands(path, each.stamp) for path, each in state.site.items())
    cache.put(RESULTS_KEY, Packer().pack(state.results))
    cache.put(SITE_KEY, "\n".join(lines).encode())
    content = json.dumps(state.content)  # a name in it need not be UTF-8
    kept = (state.made_with, content, state.site, state.tree)
    cache.put(STATE_KEY, msgpack.encode(kept))
    head = (state.made_with, content_digest(state.content), counts)
    cache.put(HEAD_KEY, json.dumps(head).encode())
