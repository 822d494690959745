"""What a build's steps share, and the one incremental step."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Generic, TypeVar

from msgspec import Struct, field

from builder.build.build_state import BuildState, Result
from builder.build.workers import Workers
from builder.output.site_tree import Manifest
from builder.store.cache import Cache
from builder.store.fingerprint import Fingerprint

ResultT = TypeVar("ResultT", bound=Result)
Tell = Callable[[str, int, int], None]
"""Takes the name of a step, how much of it is done and how much there is to do: nothing of nothing
where it begins, one of one where it ends."""

READING = "reading and linking"
SIMILAR = "similar recommendations"
AUTHORITY_PAGES = "pages of authorities"
GROUP_PAGES = "pages of all"
LAST_PAGES = "site map"
ASSETS = "assets"
INDEXING = "index of findings"
FINDINGS = "findings of all"
TITLES = "index of titles"


def silent(step: str, done: int, whole: int) -> None:
    """Tells nobody."""


class Task(Struct, Generic[ResultT], frozen=True):
    """Something that a build makes, in any process."""

    key: str
    """Of all that it is made of; "" where only `run` can tell, whose result then has a `key`."""
    run: Callable[[], ResultT]
    size: int = 1
    """In documents: how much work it is."""


class BuildContext(Struct):
    content: Path
    made_with: str
    """The key of all that the site is made of besides the content."""
    fingerprint: Fingerprint
    cache: Cache
    before: BuildState
    workers: Workers
    tell: Tell = silent
    results: dict[str, dict[str, Result]] = field(default_factory=dict)
    """What this build has come to: of each step, by the tasks' keys."""
    used: set[str] = field(default_factory=set)
    """Other keys of the cache that the next build needs."""

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Tells when a step begins and ends."""
        self.tell(name, 0, 0)
        yield
        self.tell(name, 1, 1)

    def run(
        self,
        step: str,
        tasks: Sequence[Task[ResultT]],
        standing: Manifest | None = None,
        few: int | None = None,
    ) -> list[ResultT]:
        """Each task's result: the last build's if key and `standing` files are the same, else new.

        Results are kept when this build ends. `few` as in `Workers.run`.
        """
        before = self.before.results.get(step, {})
        found: dict[str, ResultT] = {}
        for task in tasks:
            kept: ResultT | None = before.get(task.key)  # type: ignore[assignment]
            if kept is not None and all_stand(kept.files, standing or {}):
                found[task.key] = kept
        left = [task for task in tasks if task.key not in found]
        done = self.workers.run(
            _run, left, _size, self._counter(step, sum(map(_size, left))), few=few
        )
        fresh = iter(done)
        results = [found[task.key] if task.key in found else next(fresh) for task in tasks]
        own = self.results.setdefault(step, {})
        for task, result in zip(tasks, results, strict=True):
            if key := task.key or getattr(result, "key", ""):
                own[key] = result
        return results

    def unchanged(self, name: str) -> bool:
        """Whether a file of the content looks as in the last build, or is still absent."""
        return self.fingerprint.get(name) == self.before.content.get(name)

    def kept_keys(self) -> set[str]:
        """The cache keys that the next build can use."""
        kept = (key for own in self.results.values() for each in own.values() for key in each.kept)
        return {*self.used, *kept}

    def _counter(self, step: str, whole: int) -> Callable[[int], None]:
        done = 0

        def advance(units: int) -> None:
            nonlocal done
            done += units
            if whole > 1:  # one of one is how a step ends
                self.tell(step, done, whole)

        return advance


def _run(task: Task[ResultT]) -> ResultT:
    return task.run()


def _size(task: Task[ResultT]) -> int:
    return task.size


def all_stand(files: Mapping[str, str], standing: Manifest) -> bool:
    return all(path in standing and standing[path].digest == each for path, each in files.items())
