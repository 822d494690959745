"""The work that is done authority by authority, wherever it is done.

In: which documents an authority has.  Out: what is kept of it in the cache, and its files in the
tree of the new site.  A stage of its own because it runs in other processes, or on other machines:
each job is a function of what it is given and tells in a few words what it made.

There are two, for between them stands the directory of all authorities: `hold` reads an
authority's documents, links them and makes its account; `make` makes its pages and its share of
the pages of all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from builder.archive import Archive
from builder.cache import Cache, digest
from builder.changes import changes, stamp
from builder.content import not_as_it_was
from builder.exports import own_exports
from builder.files import MOST_WRITTEN, File, NotReadable, read_plain
from builder.holding import Holding
from builder.holding import hold as hold_archive
from builder.ledger import document_ledger
from builder.links import Linker
from builder.model import Document, Mentions, Registry, Unread, Withdrawn
from builder.packing import Packer, Part
from builder.pages import (
    Directory,
    DocumentPart,
    account,
    listed_addresses,
    own_pages,
)
from builder.problems import Problem, ProblemsFound
from builder.publish import Copy
from builder.read import read_document, shown_path
from builder.registry import read_registry
from builder.render import Renderer
from builder.search import read as as_searched
from builder.search import segment, texts, titles
from builder.tree import write
from builder.words import Words


@dataclass(frozen=True)
class Setup:
    """What all work of a build shares."""

    content: Path
    templates: Path
    cache: Path
    base_url: str
    """Without a slash at its end."""
    knowledge: str
    """The key of the program and the registries; the registries are kept under it."""
    look: str
    """The key of the program, the templates and the base URL."""


class Paper(NamedTuple):
    """A document's file, and that of its ledger."""

    name: str
    """Inside the content folder, with forward slashes."""
    digest: str
    """Of their bytes, or "" where they have not been looked at."""

    @property
    def ledger(self) -> str:
        """The name of the file of its ledger, be there one or not."""
        path = PurePosixPath(self.name)
        return document_ledger(path.parent.name, path.stem).as_posix()


@dataclass(frozen=True)
class HoldJob:
    authority: str
    papers: tuple[Paper, ...]
    originals: frozenset[str]
    """The names of the originals that are known to be the right ones."""


@dataclass(frozen=True)
class Held:
    """What came of reading an authority's documents."""

    authority: str
    key: str
    """Under which its account is kept; "" where something is wrong."""
    papers: tuple[Paper, ...]
    originals: tuple[str, ...]
    """The name of each one's original; "" of one that is withdrawn."""
    unread: tuple[Unread, ...]
    problems: tuple[Problem, ...]


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


FACTS = "facts"
"""The name of that part of a segment which is no slice."""

Known = tuple[Document | Withdrawn, Mentions | None]
"""A document, and what it says taken alone, as far as that is known; a withdrawn one says
nothing."""


class Bench:
    """What a process needs for its work."""

    def __init__(self, setup: Setup) -> None:
        self.setup = setup
        self.cache = Cache(setup.cache)
        registry = Packer().unpack(self.cache.get(setup.knowledge) or b"")
        if registry is None:  # damaged since the build began
            registry = read_registry(setup.content)
        self.registry: Registry = registry
        self.packer = Packer(self.registry.frameworks)
        self.linker = Linker(self.registry)
        self.words = Words(self.registry.synonyms)
        self.renderer = Renderer(setup.templates, self.registry.site, setup.base_url)


@lru_cache(maxsize=1)
def bench(setup: Setup) -> Bench:
    """The bench of this process for a build."""
    return Bench(setup)


def account_key(key: str) -> str:
    return digest("account", key)


def parts_key(key: str) -> str:
    """Under which is kept what an authority brings to the pages and tables of all."""
    return digest("parts", key)


def segment_key(key: str) -> str:
    return digest("segment", key)


def texts_key(key: str) -> str:
    return digest("texts", key)


def paper_key(setup: Setup, paper: Paper) -> str:
    """Under which a document is kept."""
    return digest("document", setup.knowledge, setup.content.name, paper.name, paper.digest)


def hold(setup: Setup, job: HoldJob) -> Held:
    """Read an authority's documents and keep them, their links and their account."""
    at = bench(setup)
    papers: list[Paper] = []
    originals: list[str] = []
    read: list[Known] = []
    unread: list[Unread] = []
    problems: list[Problem] = []
    for paper in job.papers:
        looked_at, known, found = _read(at, paper)
        problems += found
        papers.append(looked_at)
        if known is None:
            unread.append(Unread(Path(paper.name).stem, f"{setup.content.name}/{paper.name}"))
            continue
        read.append(known)
        document = known[0]
        stored = document.front.source.stored if isinstance(document, Document) else ""
        originals.append(stored)
        if isinstance(document, Document) and stored not in job.originals:
            problems += _check_original(setup.content, document)
    key = ""
    if not problems:
        key = digest("held", *(paper_key(setup, each) for each in papers))
        holding = _hold(at, job.authority, read)
        for paper, (document, mentions) in zip(papers, read, strict=True):
            if isinstance(document, Document) and mentions is None:
                known = document, holding.links.mentions[document.id]
                at.cache.put(paper_key(setup, paper), at.packer.pack(known))
        at.cache.put(key, at.packer.pack(_apart(holding)))
        at.cache.put(account_key(key), at.packer.pack(account(holding)))
    return Held(job.authority, key, tuple(papers), tuple(originals), tuple(unread), tuple(problems))


def look(at: Bench, authority: str, papers: Sequence[Paper]) -> Holding | None:
    """What an authority holds now, of which nothing is kept; None where something is wrong."""
    read: list[Known] = []
    for paper in papers:
        _, known, problems = _read(at, paper)
        if known is None or problems:
            return None
        read.append(known)
    return _hold(at, authority, read)


def _apart(holding: Holding) -> tuple[object, ...]:
    """What is to be kept of a holding besides its documents and what each says alone."""
    links = holding.links
    rest = replace(links, mentions={})
    return rest, holding.checks, holding.missing


def _read(at: Bench, paper: Paper) -> tuple[Paper, Known | None, list[Problem]]:
    """A document and what it says, kept or read."""
    content = at.setup.content
    path = content / paper.name
    if not paper.digest:
        try:
            paper = Paper(paper.name, _digest(content, paper))
        except NotReadable as found:
            return paper, None, [Problem(shown_path(content, path), 1, str(found))]
    key = paper_key(at.setup, paper)
    kept: Known | None = at.packer.unpack(at.cache.get(key) or b"")
    if kept is not None and _stands(content, kept[0]):
        return paper, kept, []
    read, problems = read_document(content, path, at.registry)
    if read is None:
        return paper, None, problems
    try:
        same = _digest(content, paper) == paper.digest
    except NotReadable:
        same = False
    if not same:  # what was read may be something else than its key says
        return paper, None, [not_as_it_was(shown_path(content, path))]
    if isinstance(read, Withdrawn):
        at.cache.put(key, at.packer.pack((read, None)))
    return paper, (read, None), problems


def _digest(content: Path, paper: Paper) -> str:
    """Of a document's file and its ledger, as they are now.  Raises `NotReadable`."""
    data = read_plain(content / paper.name, content, MOST_WRITTEN)
    return digest(data, _ledger(content, paper.ledger))


def _ledger(content: Path, name: str) -> bytes:
    """The bytes of a ledger's file, as far as there are any."""
    try:
        return read_plain(content / name, content, MOST_WRITTEN)
    except NotReadable as found:  # whoever reads the document says so
        return str(found).encode()


def _stands(content: Path, document: Document | Withdrawn) -> bool:
    """Whether what was read of a document's original is still so."""
    original = content / "originals" / document.front.source.stored
    if isinstance(document, Withdrawn):
        return not original.is_file()
    return original.is_file() and original.stat().st_size == document.original_size


def _original(content: Path, document: Document) -> Copy:
    """A document's original, to stand beside its page."""
    source = document.front.source
    path = f"documents/{document.id}/{source.served}"
    return Copy(content / "originals" / source.stored, path, content, source.sha256)


def _check_original(content: Path, document: Document) -> list[Problem]:
    """What is wrong with a document's original, if anything."""
    original = _original(content, document)
    try:
        original.read()
    except NotReadable as found:
        return [Problem(original.shown, 1, str(found))]
    return []


def _hold(at: Bench, authority: str, read: Sequence[Known]) -> Holding:
    archive = _archive(at.registry, read)
    return hold_archive(at.registry.authorities[authority], archive, at.linker, _mentions(read))


def _mentions(read: Sequence[Known]) -> dict[str, Mentions]:
    return {document.id: said for document, said in read if said is not None}


def _archive(registry: Registry, read: Sequence[Known]) -> Archive:
    documents = [each for each, _ in read if isinstance(each, Document)]
    withdrawn = [each for each, _ in read if isinstance(each, Withdrawn)]
    documents.sort(key=lambda each: (each.front.published, each.id))
    withdrawn.sort(key=lambda each: (each.front.published, each.id))
    return Archive(registry, tuple(documents), tuple(withdrawn))


def make(setup: Setup, job: MakeJob) -> Made:
    """Make an authority's files in the tree, and keep what it brings to the pages of all."""
    at = bench(setup)
    holding = _held_again(at, job.held)
    fresh = stamp(holding.archive, changes(holding.archive), holding.authority.place)
    pages, share = own_pages(holding, job.directory, job.naming)
    exports, rows = own_exports(holding, job.directory, setup.base_url)
    files = [at.renderer.render(page, fresh) for page in pages]
    files += exports
    problems: list[Problem] = []
    for document in holding.archive.documents:
        original = _original(setup.content, document)
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
    holding = _held_again(at, job.held)
    mentions = holding.links.mentions
    read = [as_searched(each, mentions[each.id]) for each in holding.archive.documents]
    digests = write(job.tree, (file for each in read for file in texts(each, at.registry)))
    made = segment(read, at.words, at.registry) if read else None
    slices = {f"{each}": part for each, part in enumerate(made.slices)} if made else {}
    facts = replace(made, slices=()) if made else None
    kept, parts = at.packer.pack_parts({FACTS: (facts,), **slices})
    at.cache.put(segment_key(job.held.key), kept)
    at.cache.put(texts_key(job.held.key), at.packer.pack((digests, parts)))
    return digests


def _held_again(at: Bench, held: Held) -> Holding:
    """What was held; read once more if what was kept of it is damaged.

    Raises `ProblemsFound` where it cannot be read any more."""
    read: list[Known] = []
    problems: list[Problem] = []
    for paper in held.papers:
        _, known, found = _read(at, paper)
        problems += found
        if known is not None:
            read.append(known)
    if problems:
        raise ProblemsFound(problems)
    kept = at.packer.unpack(at.cache.get(held.key) or b"")
    if kept is None or any(isinstance(one, Document) and not said for one, said in read):
        return _hold(at, held.authority, read)
    rest, noticed, missing = kept
    links = replace(rest, mentions=_mentions(read))
    archive = _archive(at.registry, read)
    return Holding(at.registry.authorities[held.authority], archive, links, noticed, missing)
