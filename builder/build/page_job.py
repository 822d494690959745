"""Making pages and the search index, authority by authority, wherever it is done.

In: what is held of an authority, and what it must know of the others.  Out: its files in the tree
of the new site, and what it brings to the pages and the index of all, kept in the cache.  A stage
of its own for the same reason as `work`, whose results it needs, of all authorities.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from builder.analysis.change_log import changes, stamp
from builder.build.authority_job import Held, Setup, bench, held_again, original_of
from builder.core.problems import Problem, ProblemsFound
from builder.core.safe_files import File, NotReadable
from builder.exports import own_exports
from builder.output.site_tree import write
from builder.pages import Directory, DocumentPart, listed_addresses, own_pages
from builder.search import read as as_searched
from builder.search import segment, texts, titles
from builder.store.cache import digest
from builder.store.serialize import Part

FACTS = "facts"
"""The name of that part of a segment which is no slice."""


@dataclass(frozen=True)
class MakeJob:
    held: Held
    key: str
    """Of all that its pages are made of."""
    directory: Directory
    """The part of it that they look into."""
    naming: tuple[DocumentPart, ...]
    """Where other authorities' documents name it."""
    tree: Path


@dataclass(frozen=True)
class IndexJob:
    held: Held
    tree: Path


@dataclass(frozen=True)
class Made:
    """What came of making an authority's pages; it is kept under their key."""

    files: Mapping[str, str]
    """The digest of each file, by its path in the site."""
    addresses: tuple[str, ...]
    """Of the pages that a search engine should know."""
    titles: Mapping[str, str]
    """By which pages are found, by their addresses."""
    pages: int
    parts: Mapping[str, Part] = field(default_factory=dict)
    """Where that stands in the cache which it brings to the pages and tables of all, by name."""


def parts_key(key: str) -> str:
    """Under which is kept what an authority brings to the pages and tables of all."""
    return digest("parts", key)


def segment_key(key: str) -> str:
    return digest("segment", key)


def texts_key(key: str) -> str:
    return digest("texts", key)


def make(setup: Setup, job: MakeJob) -> Made:
    """Make an authority's files in the tree, and keep what it brings to the pages of all."""
    at = bench(setup)
    holding = held_again(at, job.held)
    fresh = stamp(holding.archive, changes(holding.archive), holding.authority.place)
    pages, share = own_pages(holding, job.directory, job.naming)
    exports, rows = own_exports(holding, job.directory, setup.base_url)
    files = [at.renderer.render(page, fresh) for page in pages]
    files += exports
    problems: list[Problem] = []
    for document in holding.archive.documents:
        original = original_of(setup.content, document)
        try:
            files.append(File(original.path, original.read()))
        except NotReadable as found:  # it was there when the document was read
            problems.append(Problem(original.shown, 1, str(found)))
    if problems:
        raise ProblemsFound(problems)
    brought, parts = at.packer.pack_parts({**share.parts, **rows})
    at.cache.put(parts_key(job.key), brought)
    made = Made(
        write(job.tree, files), tuple(listed_addresses(pages)), titles(pages), len(pages), parts
    )
    at.cache.put(job.key, at.packer.pack(made))
    return made


def index(setup: Setup, job: IndexJob) -> Mapping[str, str]:
    """Keep an authority's part of the findings index, and write what is shown of its findings; the
    digests of these files by their paths."""
    at = bench(setup)
    holding = held_again(at, job.held)
    mentions = holding.links.mentions
    read = [as_searched(each, mentions[each.id]) for each in holding.archive.documents]
    digests: Mapping[str, str] = {}
    made = None
    if read:
        file, shown = texts(read, at.registry)
        digests = write(job.tree, [file])
        made = segment(read, at.words, at.registry, shown)
    slices = {f"{each}": part for each, part in enumerate(made.slices)} if made else {}
    facts = replace(made, slices=()) if made else None
    kept, parts = at.packer.pack_parts({FACTS: (facts,), **slices})
    at.cache.put(segment_key(job.held.key), kept)
    at.cache.put(texts_key(job.held.key), at.packer.pack((digests, parts)))
    return digests
