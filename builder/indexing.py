"""The indexes of the search, made again as far as they must be.

In: what is held of each authority, and the titles of the pages.  Out: the files of both indexes in
the tree.  A module of its own because pages can be shown before it has done its work.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from builder.cache import digest
from builder.desk import INDEXING, Desk, all_stand
from builder.model import Registry
from builder.packing import Packer
from builder.program import program_key
from builder.search import BUNDLE, Segment, index_pages, put_together
from builder.tree import Manifest, prune, survey, write
from builder.words import Words
from builder.work import Held, IndexJob, Setup, index, segment_key, texts_key


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
        if kept is not None and all_stand(kept, stands) and desk.cache.has(keys[0]):
            files.update(kept)
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
        key = segment_key(each.key)
        kept = packer.unpack(desk.cache.get(key) or b"")
        if kept is None:  # damaged: made once more
            index(setup, IndexJob(each, tree))
            kept = packer.unpack(desk.cache.get(key) or b"")
        (part,) = kept
        if part is not None:  # some of its documents are not withdrawn
            yield part


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
