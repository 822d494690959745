"""The indexes of the search, made again as far as they must be.

In: what is held of each authority, and the titles of the pages.  Out: the files of both indexes in
the tree.  A module of its own because pages can be shown before it has done its work.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import overload

from builder.build.authority_job import Held, Setup
from builder.build.context import INDEXING, Desk, all_stand
from builder.build.page_job import FACTS, IndexJob, index, segment_key, texts_key
from builder.core.problems import Problem, ProblemsFound
from builder.language.tokenizer import Words
from builder.model import Registry
from builder.output.site_tree import Manifest, prune, survey, write
from builder.search import BUNDLE, Segment, Slice, index_pages, put_together
from builder.store.build_key import program_key
from builder.store.cache import Cache, digest
from builder.store.serialize import Packer, Part


def index_findings(
    desk: Desk,
    setup: Setup,
    registry: Registry,
    held: Sequence[Held],
    tree: Path,
    stands: Manifest,
) -> dict[str, str]:
    """The files of the findings index in the tree."""
    packer = Packer(registry.frameworks)
    files: dict[str, str] = {}
    jobs: list[IndexJob] = []
    for each in held:
        keys = segment_key(each.key), texts_key(each.key)
        desk.used.update(keys)
        kept = packer.unpack(desk.cache.get(keys[1]) or b"")
        if kept is not None and all_stand(kept[0], stands) and desk.cache.has(keys[0]):
            files.update(kept[0])
        else:
            jobs.append(IndexJob(each, tree))
    done = desk.workers.run(
        partial(index, setup),
        jobs,
        lambda job: len(job.held.papers),
        desk.counter(INDEXING, sum(len(job.held.papers) for job in jobs)),
    )
    for written in done:
        files.update(written)
    key = digest("findings", *(segment_key(each.key) for each in held))
    desk.used.add(key)
    kept = packer.unpack(desk.cache.get(key) or b"")
    if kept is None or not all_stand(kept, stands):
        words = Words(registry.synonyms)
        kept = write(
            tree, put_together(_segments(desk, setup, packer, held, tree), words, registry)
        )
        desk.cache.put(key, packer.pack(kept))
    return {**files, **kept}


def _segments(
    desk: Desk, setup: Setup, packer: Packer, held: Iterable[Held], tree: Path
) -> Iterator[Segment]:
    for each in held:
        kept = _kept_segment(desk.cache, packer, each.key)
        if kept is None:  # damaged: made once more
            index(setup, IndexJob(each, tree))
            kept = _kept_segment(desk.cache, packer, each.key)
        if kept:
            yield from kept


def _kept_segment(cache: Cache, packer: Packer, held: str) -> list[Segment] | None:
    """What was kept as an authority's segment: none if all its documents are withdrawn; None where
    it is damaged."""
    told = packer.unpack(cache.get(texts_key(held)) or b"")
    whole = cache.get(segment_key(held))  # what is read of it later is whole too
    if told is None or whole is None:
        return None
    parts: Mapping[str, Part] = told[1]
    if any(digest(whole[at.start : at.start + at.length]) != at.mark for at in parts.values()):
        return None
    at = parts[FACTS]
    facts = packer.unpack(whole[at.start : at.start + at.length])
    if facts is None:
        return None
    slices = _Slices(cache, packer, segment_key(held), parts)
    return [replace(each, slices=slices) for each in facts if each is not None]


class _Slices(Sequence[Slice]):
    """The slices of a segment, each taken from the cache when it is looked at."""

    def __init__(self, cache: Cache, packer: Packer, key: str, parts: Mapping[str, Part]) -> None:
        self._cache = cache
        self._packer = packer
        self._key = key
        self._parts = parts

    def __len__(self) -> int:
        return len(self._parts) - 1

    @overload
    def __getitem__(self, at: int) -> Slice: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Slice]: ...

    def __getitem__(self, at: int | slice) -> Slice | Sequence[Slice]:
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(len(self)))]
        part = self._parts[f"{at}"]
        data = self._cache.get_part(self._key, part.start, part.length)
        found: Slice | None = self._packer.unpack_part(data, part)
        if found is None:
            raise ProblemsFound([_damaged(self._cache)])
        return found


def _damaged(cache: Cache) -> Problem:
    return Problem(
        str(cache.folder),
        1,
        "the cache must stay as it is while the site is built; something in it was damaged "
        "meanwhile; run the command again.",
    )


def index_titles(
    desk: Desk, tree: Path, titles: Mapping[str, str], stands: Manifest
) -> tuple[str, Manifest]:
    """The key of the index of titles, and its files in the tree, made anew if a title is not what
    it was."""
    key = digest(program_key(), repr(sorted(titles.items())))
    inside = f"{BUNDLE}/"
    found = {path: each for path, each in stands.items() if path.startswith(inside)}
    before = sum(1 for path in desk.before.site if path.startswith(inside))
    if key != desk.before.searched or not found or len(found) != before:
        prune(tree, found)
        index_pages(tree, titles)
        found = survey(tree, BUNDLE)
    return key, found
