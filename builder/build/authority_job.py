"""Reading and linking, authority by authority, wherever it is done.

In: which documents an authority has.  Out: what is kept of it in the cache.  A stage of its own
because it runs in other processes, or on other machines: a job is a function of what it is given
and tells in a few words what it made.  What is made of all that is held is the work of `making`,
for between the two stands the directory of all authorities.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from builder.analysis.authority import Holding
from builder.analysis.authority import hold as hold_archive
from builder.analysis.links import Linker
from builder.core.problems import Problem, ProblemsFound
from builder.core.safe_files import MOST_WRITTEN, NotReadable, read_plain
from builder.language.tokenizer import Words
from builder.ledger import ledger_name
from builder.model import Document, Mentions, Registry, Unread, Withdrawn
from builder.output.atomic_swap import Copy
from builder.pages import (
    account,
    ends,
)
from builder.reading.archive import Archive
from builder.reading.content_folder import not_as_it_was
from builder.reading.document import read_document, shown_path
from builder.registry.load import read_registry
from builder.rendering.renderer import Renderer
from builder.store.cache import Cache, digest
from builder.store.serialize import Packer


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
    def place(self) -> tuple[str, str]:
        """Its folder and its id."""
        _, authority, name = self.name.rsplit("/", 2)
        return authority, name.removesuffix(".md")

    @property
    def ledger(self) -> str:
        """The name of the file of its ledger, be there one or not."""
        return ledger_name(*self.place)


class Source(NamedTuple):
    """A document's original, as it must be."""

    stored: str
    size: int
    """In bytes; below 0 where it must not be there."""
    sha256: str


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


Known = tuple[Document | Withdrawn, Mentions | None]
"""A document, and what it says taken alone, as far as that is known; a withdrawn one says
nothing."""


class Bench:
    """What a process needs for its work."""

    def __init__(self, setup: Setup, registry: Registry | None = None) -> None:
        """`registry` is what the setup knows, where it is at hand."""
        self.setup = setup
        self.cache = Cache(setup.cache)
        registry = registry or Packer().unpack(self.cache.get(setup.knowledge) or b"")
        if registry is None:  # damaged since the build began
            registry = read_registry(setup.content)
        self.registry: Registry = registry
        self.packer = Packer(self.registry.frameworks)
        self.linker = Linker(self.registry)
        self.renderer = Renderer(setup.templates, self.registry.site, setup.base_url)

    @cached_property
    def words(self) -> Words:
        return Words(self.registry.synonyms)


_benches: dict[Setup, Bench] = {}
"""That of this process, if it has one."""


def lay_out(setup: Setup, registry: Registry) -> None:
    """Make the bench of this process, of registries that it has read: copies of the process have
    it too, and all patterns that were made to read them."""
    if setup not in _benches:
        _benches.clear()
        _benches[setup] = Bench(setup, registry)


def bench(setup: Setup) -> Bench:
    """The bench of this process for a build."""
    found = _benches.get(setup)
    if found is None:
        _benches.clear()
        found = _benches[setup] = Bench(setup)
    return found


def account_key(key: str) -> str:
    return digest("account", key)


def sources_key(key: str) -> str:
    return digest("sources", key)


def paper_key(setup: Setup, paper: Paper) -> str:
    """Under which a document is kept."""
    return digest("document", setup.knowledge, setup.content.name, paper.name, paper.digest)


def hold(setup: Setup, job: HoldJob) -> Held:
    """Read an authority's documents and keep them, their links and their account."""
    at = bench(setup)
    if already := _held_already(at, job):
        return already
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
            problems += _checkoriginal_of(setup.content, document)
    key = ""
    if not problems:
        key = digest("held", *(paper_key(setup, each) for each in papers))
        holding = _hold(at, job.authority, read)
        for paper, (document, mentions) in zip(papers, read, strict=True):
            if isinstance(document, Document) and mentions is None:
                known = document, holding.links.mentions[document.id]
                at.cache.put(paper_key(setup, paper), at.packer.pack(known))
        sources = tuple(_sources(document) for document, _ in read)
        at.cache.put(sources_key(key), at.packer.pack(sources))
        at.cache.put(key, at.packer.pack(_apart(holding)))
        at.cache.put(account_key(key), at.packer.pack((account(holding), ends(holding.archive))))
    return Held(job.authority, key, tuple(papers), tuple(originals), tuple(unread), tuple(problems))


def _held_already(at: Bench, job: HoldJob) -> Held | None:
    """What is held already, if the files are what they were, however new they look: those of a
    fresh checkout all do."""
    content = at.setup.content
    try:
        papers = tuple(
            each if each.digest else Paper(each.name, _digest(content, each)) for each in job.papers
        )
    except NotReadable:  # whoever reads it says so
        return None
    key = digest("held", *(paper_key(at.setup, each) for each in papers))
    sources = at.packer.unpack(at.cache.get(sources_key(key)) or b"")
    if sources is None or not (at.cache.has(key) and at.cache.has(account_key(key))):
        return None
    for each in sources:
        path = content / "originals" / each.stored
        if path.is_file() != (each.size >= 0):
            return None
        if each.size < 0 or each.stored in job.originals:
            continue
        try:
            if len(Copy(path, "", content, each.sha256).read()) != each.size:
                return None
        except NotReadable:
            return None
    originals = tuple(each.stored if each.size >= 0 else "" for each in sources)
    return Held(job.authority, key, papers, originals, (), ())


def _sources(document: Document | Withdrawn) -> Source:
    source = document.front.source
    size = document.original_size if isinstance(document, Document) else -1
    return Source(source.stored, size, source.sha256)


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


def original_of(content: Path, document: Document) -> Copy:
    """A document's original, to stand beside its page."""
    source = document.front.source
    path = f"documents/{document.id}/{source.served}"
    return Copy(content / "originals" / source.stored, path, content, source.sha256)


def _checkoriginal_of(content: Path, document: Document) -> list[Problem]:
    """What is wrong with a document's original, if anything."""
    original = original_of(content, document)
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


def held_again(at: Bench, held: Held) -> Holding:
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
