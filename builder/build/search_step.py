"""The step that makes both search indexes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from builder.build.context import FINDINGS, INDEXING, TITLES, BuildContext, Task, all_stand
from builder.build.job_context import BuildSettings, JobContext, job_context
from builder.build.read_job import AuthorityRead, load_authority
from builder.core.durable_files import remove_folder
from builder.output.site_tree import StagedTree, digests_in, write
from builder.search import (
    BUNDLE,
    SLICES,
    Files,
    Held,
    JoinedSlice,
    Segment,
    Slice,
    SliceChange,
    index_pages,
    join_slice,
    pack_result_texts,
    patch,
    segment,
    start_files,
)
from builder.search import read as as_searched
from builder.store.build_key import program_key
from builder.store.cache import CacheDamaged, digest
from builder.store.serialize import Packed, PackedPart

FACTS = "facts"
"""The name of that part of a kept segment which is no slice."""
JOINED = "joined"
"""The name of that part of a kept joined slice which is no leaf."""
FEW_CHANGED = 4
"""Where no more than one segment in so many changed, the last index is patched."""


class IndexOutput(Struct, frozen=True):
    """What came of indexing."""

    files: Mapping[str, str]
    """The digest of each file, by its path in the site."""
    kept: tuple[str, ...] = ()
    parts: Mapping[str, PackedPart] = field(default_factory=dict)
    """Where the parts of a segment stand under the key that is kept."""


class FindingsOutput(IndexOutput, frozen=True):
    """What came of joining all segments."""

    segments: tuple[IndexOutput, ...] = ()
    """Those that were joined, in order."""
    slices: tuple[Mapping[str, PackedPart], ...] = ()
    """Where the parts of each joined slice stand under the keys that are kept."""


def index_findings(
    context: BuildContext, settings: BuildSettings, reads: Sequence[AuthorityRead], tree: StagedTree
) -> list[IndexOutput]:
    """The files of the findings index and its texts."""
    tasks = [
        Task(
            digest("segment", each.key),
            partial(index_authority, settings, each, tree.folder),
            len(each.documents),
        )
        for each in reads
    ]
    made = context.run(INDEXING, tasks, tree.standing)
    key = digest("findings", *(task.key for task in tasks))
    last = _last_findings(context, tree)
    join = partial(write_findings_index, settings, tuple(made), last, tree.folder)
    return [*made, *context.run(FINDINGS, [Task(key, join)], tree.standing)]


def _last_findings(context: BuildContext, tree: StagedTree) -> FindingsOutput | None:
    """The index of the last build, if its files stand."""
    for each in context.before.results.get(FINDINGS, {}).values():
        if isinstance(each, FindingsOutput) and all_stand(each.files, tree.standing):
            return each
    return None


def index_authority(settings: BuildSettings, read: AuthorityRead, tree: Path) -> IndexOutput:
    """Write an authority's result texts and keep its segment."""
    at = job_context(settings)
    linked = load_authority(at, read)
    mentions = linked.links.mentions
    reads = [as_searched(each, mentions[each.id]) for each in linked.archive.documents]
    if not reads:
        return IndexOutput({})
    file, shown = pack_result_texts(reads, at.registry)
    files = write(tree, [file])
    made = segment(reads, at.words, at.registry, shown)
    slices = {f"{number}": each for number, each in enumerate(made.slices)}
    data, parts = at.packer.pack_parts({FACTS: replace(made, slices=()), **slices})
    key = digest("segment", read.key)
    at.cache.put(key, data)
    return IndexOutput(files, (key,), parts)


def write_findings_index(
    settings: BuildSettings, made: Sequence[IndexOutput], last: FindingsOutput | None, tree: Path
) -> FindingsOutput:
    """Join the segments of all authorities: the last index with those that changed, where they are
    few. Raises `CacheDamaged`."""
    at = job_context(settings)
    held = [_KeptSegment(at, each) for each in made if each.kept]
    held.sort(key=lambda each: each.facts.documents[0].id)
    now = tuple(each.output for each in held)
    joining = _Joining(at, tree, now, last)
    joined = [joining.slice(number) for number in range(1 << SLICES)]
    start = start_files([each.facts for each in held], at.words, at.registry, joined)
    files = {**joining.files, **write(tree, start)}
    return FindingsOutput(files, tuple(joining.kept), {}, now, tuple(joining.parts))


class _KeptSegment:
    """A segment in the cache."""

    def __init__(self, at: JobContext, output: IndexOutput) -> None:
        self._at = at
        self.output = output
        self.facts: Segment = self.load(FACTS)

    def load(self, name: str) -> Any:
        (key,) = self.output.kept
        return self._at.load_part(key, self.output.parts[name])


class _Joining:
    """Joins one slice of all segments after the other."""

    def __init__(
        self, at: JobContext, tree: Path, now: Sequence[IndexOutput], last: FindingsOutput | None
    ) -> None:
        self._at = at
        self._tree = tree
        self._now = now
        self._last = last
        self.files: dict[str, str] = {}
        self.kept: list[str] = []
        self.parts: list[Mapping[str, PackedPart]] = []
        self._changes = _changed(last.segments, now) if last else None

    def slice(self, number: int) -> JoinedSlice:
        """Join and keep one."""
        files, at = Files(), self._at
        joined, values = self._patched(files, number) or self._anew(files, number)
        data, parts = at.packer.pack_parts({JOINED: joined, **values})
        key = digest("joined", *(key for each in self._now for key in each.kept), f"{number}")
        at.cache.put(key, data)
        self.kept.append(key)
        self.parts.append(parts)
        written = write(self._tree, files.taken())
        stood = self._last.files if self._last else {}
        self.files |= {path: written.get(path) or stood[path] for path in joined.paths}
        return joined

    def _anew(self, files: Files, number: int) -> tuple[JoinedSlice, dict[str, object]]:
        same: list[Slice] = [_part(self._at, each, f"{number}") for each in self._now]
        joined, held = join_slice(files, number, same)
        return joined, {f"{leaf}": words for leaf, words in enumerate(held)}

    def _patched(self, files: Files, number: int) -> tuple[JoinedSlice, dict[str, object]] | None:
        if self._changes is None or self._last is None:
            return None
        at, name = self._at, f"{number}"
        before = _KeptSlice(at, self._last.kept[number], self._last.slices[number], self._tree)
        changes = [
            SliceChange(place, _part(at, old, name), _part(at, new, name))
            for place, old, new in self._changes
        ]
        found = patch(files, number, before, changes)
        if found is None:
            files.taken()
            return None
        return found.joined, {
            f"{leaf}": found.words[leaf] if leaf in found.words else before.packed(leaf)
            for leaf in range(len(found.joined.leaves))
        }


class _KeptSlice(Struct, frozen=True, dict=True):
    """A joined slice of the last index, as `patch` asks for it."""

    at: JobContext
    key: str
    parts: Mapping[str, PackedPart]
    tree: Path

    @cached_property
    def joined(self) -> JoinedSlice:
        found: JoinedSlice = self.at.load_part(self.key, self.parts[JOINED])
        return found

    def words(self, leaf: int) -> Held:
        found: Held = self.at.load_part(self.key, self.parts[f"{leaf}"])
        return found

    def packed(self, leaf: int) -> Packed:
        """The same as it lies in the cache."""
        part = self.parts[f"{leaf}"]
        data = self._whole[part.start : part.start + part.length]
        if digest(data) != part.mark:
            raise CacheDamaged(self.key)
        return Packed(data)

    @cached_property
    def _whole(self) -> bytes:
        return self.at.cache.get(self.key) or b""

    def file(self, path: str) -> bytes:
        return (self.tree / path).read_bytes()


def _part(at: JobContext, output: IndexOutput, name: str) -> Slice:
    (key,) = output.kept
    found: Slice = at.load_part(key, output.parts[name])
    return found


def _changed(
    before: Sequence[IndexOutput], now: Sequence[IndexOutput]
) -> list[tuple[int, IndexOutput, IndexOutput]] | None:
    """The segments that changed, with both versions; None if too many, or their number changed."""
    if len(before) != len(now):
        return None
    changed = [
        (place, *both)
        for place, both in enumerate(zip(before, now, strict=True))
        if both[0].kept != both[1].kept
    ]
    return changed if len(changed) * FEW_CHANGED <= len(now) else None


def index_titles(
    context: BuildContext, titles: Mapping[str, str], tree: StagedTree
) -> list[IndexOutput]:
    """The files of Pagefind's index of page titles."""
    key = digest("titles", program_key(), repr(sorted(titles.items())))
    task = Task(key, partial(write_title_index, dict(titles), tree.folder))
    return context.run(TITLES, [task], tree.standing)


def write_title_index(titles: Mapping[str, str], tree: Path) -> IndexOutput:
    remove_folder(tree / BUNDLE)
    index_pages(tree, titles)
    return IndexOutput(digests_in(tree, BUNDLE))
