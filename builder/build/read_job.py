"""The job that reads and links one authority's documents.

Each document is cached under the digest of its bytes, links and checks under the keys of all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from builder.analysis.authority import LinkedAuthority
from builder.analysis.authority import link_authority as link_authority
from builder.build.job_context import BuildSettings, JobContext, job_context
from builder.core.problems import Problem
from builder.core.safe_files import MOST_WRITTEN, NotReadable, read_plain
from builder.ledger import LedgerBytes, ledger_bytes, ledger_name
from builder.model import Document, Mentions, Registry, Unread, Withdrawn
from builder.output.atomic_swap import Copy
from builder.pages import account, link_ends
from builder.reading.archive import Archive
from builder.reading.content_folder import not_as_it_was
from builder.reading.document import read_document, shown_path
from builder.store.cache import digest


class DocumentFile(NamedTuple):
    """A document's file with its ledger's."""

    name: str
    """Inside the content folder, with forward slashes."""
    digest: str
    """Of the bytes of both, or "" where they have not been read."""

    @property
    def place(self) -> tuple[str, str]:
        """Its folder and its id."""
        _, authority, name = self.name.rsplit("/", 2)
        return authority, name.removesuffix(".md")

    @property
    def ledger(self) -> str:
        """The name of its ledger's file, whether or not it exists."""
        return ledger_name(*self.place)


class OriginalFile(NamedTuple):
    """A document's original, as it must stand."""

    stored: str
    size: int
    """In bytes; below 0 where it must not stand, for its document is withdrawn."""
    sha256: str

    @property
    def name(self) -> str:
        """Inside the content folder."""
        return f"originals/{self.stored}"


class AuthorityRead(Struct, frozen=True):
    """What came of reading an authority's documents."""

    authority: str
    key: str = ""
    """Under which its links and checks are kept; "" where something is wrong."""
    documents: tuple[DocumentFile, ...] = ()
    originals: tuple[OriginalFile, ...] = ()
    """Of each document, in the same order."""
    kept: tuple[str, ...] = ()
    unread: tuple[Unread, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def files(self) -> Mapping[str, str]:
        """Nothing is written into the site."""
        return {}


class ReadJob(Struct, frozen=True):
    authority: str
    documents: tuple[DocumentFile, ...]
    unchanged: frozenset[str] = frozenset()
    """The names of the originals that the last build read and that look the same since."""
    before: AuthorityRead = field(default_factory=lambda: AuthorityRead(""))
    """What came of it in the last build."""


Known = tuple[Document | Withdrawn, Mentions | None]
"""A document and what it mentions; None of a withdrawn one, or where it has not been linked."""


def account_key(key: str) -> str:
    """The key of an authority's account and link ends."""
    return digest("account", key)


def document_key(settings: BuildSettings, file: DocumentFile) -> str:
    return digest("document", settings.registries, settings.content.name, file.name, file.digest)


def authority_key(settings: BuildSettings, files: Sequence[DocumentFile]) -> str:
    """The key of some documents; "" where one's bytes are not known."""
    if not all(each.digest for each in files):
        return ""
    return digest("authority", *(document_key(settings, each) for each in files))


def read_authority(settings: BuildSettings, job: ReadJob) -> AuthorityRead:
    """Read an authority's documents; keep them, their links and account."""
    at = job_context(settings)
    reading = [_Reading(at, each) for each in job.documents]
    files = tuple(each.file for each in reading)
    key = authority_key(settings, files)
    if key and key == job.before.key and _all_stand(settings.content, job):
        return job.before  # the files are the same, however new they look
    read: list[Known] = []
    unread: list[Unread] = []
    problems: list[Problem] = []
    for each in reading:
        known, found = each.document()
        problems += found
        if known is None:
            shown = f"{settings.content.name}/{each.file.name}"
            unread.append(Unread(Path(each.file.name).stem, shown))
            continue
        read.append(known)
        document = known[0]
        if isinstance(document, Document) and document.front.source.stored not in job.unchanged:
            problems += _original_problems(settings.content, document)
    if problems or not key:
        return AuthorityRead(
            job.authority, documents=files, unread=tuple(unread), problems=tuple(problems)
        )
    linked = _link(at, job.authority, read)
    keys = [document_key(settings, each) for each in files]
    for own, (document, mentions) in zip(keys, read, strict=True):
        if mentions is None:
            said = None if isinstance(document, Withdrawn) else linked.links.mentions[document.id]
            at.keep(own, (document, said))
    links = replace(linked.links, mentions={})  # which are kept with each document
    at.keep(key, (links, linked.checks, linked.missing))
    at.keep(account_key(key), (account(linked), link_ends(linked.archive)))
    return AuthorityRead(
        job.authority,
        key,
        files,
        tuple(_original(document) for document, _ in read),
        (key, account_key(key), *keys),
    )


class _Reading:
    """One document's file, read at most once."""

    def __init__(self, at: JobContext, file: DocumentFile) -> None:
        """Read it where its digest is not known."""
        self._at = at
        self._content = at.settings.content
        self._path = self._content / file.name
        self._data: tuple[bytes, LedgerBytes] | None = None
        self._problems: list[Problem] = []
        self.file = file
        if not file.digest:
            self.file = file._replace(digest=self._read())

    def _read(self) -> str:
        """Read the file and its ledger; their digest, or "" on failure."""
        try:
            data = read_plain(self._path, self._content, MOST_WRITTEN)
        except NotReadable as found:
            self._problems = [Problem(shown_path(self._content, self._path), 1, str(found))]
            return ""
        ledger = ledger_bytes(self._content, *self.file.place)
        self._data = data, ledger
        return digest(data, "" if ledger is None else ledger)

    def document(self) -> tuple[Known | None, list[Problem]]:
        """The document from the cache, or from its bytes."""
        if self._problems:
            return None, self._problems
        known: Known | None = self._at.find(document_key(self._at.settings, self.file))
        if known is not None and _stands(self._content, _original(known[0])):
            return known, []
        if self._data is None and self._read() != self.file.digest:
            changed = not_as_it_was(shown_path(self._content, self._path))
            return None, self._problems or [changed]
        assert self._data is not None
        document, problems = read_document(
            self._content, self._path, self._at.registry, *self._data
        )
        return (document, None) if document else None, problems


def _all_stand(content: Path, job: ReadJob) -> bool:
    """Whether every original is the one that the last build read."""
    for each in job.before.originals:
        if not _stands(content, each):
            return False
        if each.size >= 0 and each.stored not in job.unchanged:
            try:
                Copy(content / each.name, "", content, each.sha256).read()
            except NotReadable:
                return False
    return True


def _stands(content: Path, original: OriginalFile) -> bool:
    """Whether an original of its size is there, or absent where it must be."""
    path = content / original.name
    if original.size < 0:
        return not path.is_file()
    return path.is_file() and path.stat().st_size == original.size


def _original(document: Document | Withdrawn) -> OriginalFile:
    source = document.front.source
    size = document.original_size if isinstance(document, Document) else -1
    return OriginalFile(source.stored, size, source.sha256)


def original_to_copy(content: Path, document: Document) -> Copy:
    """A document's original, to stand beside its page."""
    source = document.front.source
    path = f"documents/{document.id}/{source.served}"
    return Copy(content / "originals" / source.stored, path, content, source.sha256)


def _original_problems(content: Path, document: Document) -> Iterator[Problem]:
    original = original_to_copy(content, document)
    try:
        original.read()
    except NotReadable as found:
        yield Problem(original.shown, 1, str(found))


def _link(at: JobContext, authority: str, read: Sequence[Known]) -> LinkedAuthority:
    return link_authority(
        at.registry.authorities[authority], _archive(at.registry, read), at.linker, _mentions(read)
    )


def _mentions(read: Sequence[Known]) -> dict[str, Mentions]:
    return {document.id: said for document, said in read if said is not None}


def _archive(registry: Registry, read: Sequence[Known]) -> Archive:
    documents = [each for each, _ in read if isinstance(each, Document)]
    withdrawn = [each for each, _ in read if isinstance(each, Withdrawn)]
    documents.sort(key=lambda each: (each.front.published, each.id))
    withdrawn.sort(key=lambda each: (each.front.published, each.id))
    return Archive(registry, tuple(documents), tuple(withdrawn))


def load_authority(at: JobContext, read: AuthorityRead) -> LinkedAuthority:
    """An authority's kept documents, links and checks. Raises `CacheDamaged`."""
    known: list[Known] = [at.load(document_key(at.settings, each)) for each in read.documents]
    links, checks, missing = at.load(read.key)
    links = replace(links, mentions=_mentions(known))
    authority = at.registry.authorities[read.authority]
    return LinkedAuthority(authority, _archive(at.registry, known), links, checks, missing)


def read_unkept(
    at: JobContext, authority: str, documents: Sequence[DocumentFile]
) -> LinkedAuthority | None:
    """An authority's documents as they are now, or None with problems."""
    read: list[Known] = []
    for each in documents:
        known, problems = _Reading(at, each).document()
        if known is None or problems:
            return None
        read.append(known)
    return _link(at, authority, read)
