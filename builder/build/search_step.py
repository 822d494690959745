"""The step that makes both search indexes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import overload

from builder.build.context import FINDINGS, INDEXING, TITLES, BuildContext, Task
from builder.build.job_context import BuildSettings, JobContext, job_context
from builder.build.read_job import AuthorityRead, load_authority
from builder.core.durable_files import remove_folder
from builder.output.site_tree import StagedTree, digests_in, write
from builder.search import (
    BUNDLE,
    Segment,
    Slice,
    index_pages,
    pack_result_texts,
    put_together,
    segment,
)
from builder.search import read as as_searched
from builder.store.build_key import program_key
from builder.store.cache import digest
from builder.store.serialize import PackedPart

FACTS = "facts"
"""The name of that part of a kept segment which is no slice."""


@dataclass(frozen=True)
class IndexOutput:
    """What came of indexing."""

    files: Mapping[str, str]
    """The digest of each file, by its path in the site."""
    kept: tuple[str, ...] = ()
    parts: Mapping[str, PackedPart] = field(default_factory=dict)
    """Where the parts of a segment stand under the key that is kept."""


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
    join = partial(write_findings_index, settings, tuple(made), tree.folder)
    return [*made, *context.run(FINDINGS, [Task(key, join)], tree.standing)]


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
    settings: BuildSettings, made: Sequence[IndexOutput], tree: Path
) -> IndexOutput:
    """Join the segments of all authorities.  Raises `CacheDamaged`."""
    at = job_context(settings)
    return IndexOutput(write(tree, put_together(_segments(at, made), at.words, at.registry)))


def _segments(at: JobContext, made: Sequence[IndexOutput]) -> Iterator[Segment]:
    for each in made:
        for key in each.kept:
            facts: Segment = at.load_part(key, each.parts[FACTS])
            yield replace(facts, slices=_Slices(at, key, each.parts))


class _Slices(Sequence[Slice]):
    """A segment's slices, loaded one by one."""

    def __init__(self, at: JobContext, key: str, parts: Mapping[str, PackedPart]) -> None:
        self._at = at
        self._key = key
        self._parts = parts

    def __len__(self) -> int:
        return len(self._parts) - 1

    @overload
    def __getitem__(self, number: int) -> Slice: ...

    @overload
    def __getitem__(self, number: slice) -> Sequence[Slice]: ...

    def __getitem__(self, number: int | slice) -> Slice | Sequence[Slice]:
        if isinstance(number, slice):
            return [self[each] for each in range(*number.indices(len(self)))]
        found: Slice = self._at.load_part(self._key, self._parts[f"{number}"])
        return found


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
