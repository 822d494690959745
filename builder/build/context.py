"""What the stages of a build share: the content as it stands, the cache, the state, the workers.

In: nothing.  Out: the types.  A module of its own so that the stages can stand in several.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from builder.build.build_state import State
from builder.build.workers import Workers
from builder.output.site_tree import Manifest
from builder.store.cache import Cache
from builder.store.fingerprint import Fingerprint

Tell = Callable[[str, int, int], None]
"""Takes the name of a stage, how much of it is done and how much there is to do: nothing of
nothing where it begins, all of it where it ends."""

READING = "reading and linking"
OWN_PAGES = "pages of authorities"
WHOLE_PAGES = "pages of all"
INDEXING = "index of findings"


def silent(stage: str, done: int, whole: int) -> None:
    """Tells nobody."""


@dataclass
class Desk:
    """What all stages share."""

    content: Path
    made_with: str
    """The key of all that the site is made of besides the content."""
    stands: Fingerprint
    """What tells the state of the content."""
    cache: Cache
    before: State
    workers: Workers
    tell: Tell
    used: set[str]
    """What of the cache is to be kept."""

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Tells when a stage begins and ends."""
        self.tell(name, 0, 0)
        yield
        self.tell(name, 1, 1)

    def counter(self, stage: str, whole: int) -> Callable[[int], None]:
        """Tells how a stage goes on."""
        done = 0

        def advance(units: int) -> None:
            nonlocal done
            done += units
            self.tell(stage, done, whole)

        return advance


def all_stand(files: Mapping[str, str], stands: Manifest) -> bool:
    return all(path in stands and stands[path].digest == made for path, made in files.items())
