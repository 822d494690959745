"""What a build leaves for the next: state of the content, the site, and tasks' results.

If any is missing or damaged, a build starts from nothing and makes the same site.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import NamedTuple, Protocol

from builder.core.problems import Problem
from builder.output.site_tree import Manifest, TreeFile, stands
from builder.store.cache import Cache, digest
from builder.store.fingerprint import Fingerprint

STATE_KEY, HEAD_KEY, SITE_KEY = digest("state"), digest("head of the state"), digest("site")
RESULTS_KEY, TREE_KEY = digest("results"), digest("tree")
KEYS = (HEAD_KEY, SITE_KEY, TREE_KEY, STATE_KEY, RESULTS_KEY)


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


def load_site(cache: Cache, key: str = SITE_KEY) -> list[str]:
    """A manifest of the last site, a line a file."""
    return (cache.get(key) or b"").decode().splitlines()


def _manifest(lines: Iterable[str], digests: Iterable[str]) -> Manifest:
    found: Manifest = {}
    for line, each in zip(lines, digests, strict=True):
        size, changed, entered, path = line.split(" ", 3)
        if path[:1] == "/" or ".." in path.split("/"):
            raise ValueError  # whoever wrote this would have files elsewhere removed
        found[path] = TreeFile(each, (int(size), int(changed), int(entered)))
    return found


def _built(documents: int, pages: int, files: int, unused: list[tuple[str, int, str]]) -> Built:
    return Built(documents, pages, files, tuple(Problem(*each) for each in unused))


def load_state(cache: Cache) -> BuildState:
    """The last build's state, or an empty one."""
    from builder.store.serialize import Packer  # not needed to see that there is nothing to build

    try:
        made_with, content, digests = json.loads(cache.get(STATE_KEY) or b"")
        results = Packer().unpack(cache.get(RESULTS_KEY) or b"")
        return BuildState(
            made_with,
            {name: tuple(each) for name, each in content.items()},
            _manifest(load_site(cache), digests.split()),
            _manifest(load_site(cache, TREE_KEY), digests.split()),
            {step: dict(results[step]) for step in results},
            NO_STATE.built,
        )
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):  # none, or another's
        return NO_STATE


def save(cache: Cache, state: BuildState) -> None:
    from builder.store.serialize import Packer  # as in `load`

    built = state.built
    unused = [(each.path, each.line, each.message) for each in built.unused]
    counts = (built.documents, built.pages, built.files, unused)
    digests = " ".join(each.digest for each in state.site.values())
    lines = (stands(path, each.stamp) for path, each in state.site.items())
    of_tree = (stands(path, state.tree[path].stamp) for path in state.site)
    cache.put(RESULTS_KEY, Packer().pack(state.results))
    cache.put(SITE_KEY, "\n".join(lines).encode())
    cache.put(TREE_KEY, "\n".join(of_tree).encode())
    cache.put(STATE_KEY, json.dumps((state.made_with, state.content, digests)).encode())
    head = (state.made_with, content_digest(state.content), counts)
    cache.put(HEAD_KEY, json.dumps(head).encode())
