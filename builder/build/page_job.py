"""The job for one authority's pages and files, and its share of the common ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from builder.analysis.change_log import Stamp, all_changes, freshness_stamp
from builder.build.job_context import BuildSettings, JobContext, job_context
from builder.build.read_job import AuthorityRead, load_authority, original_to_copy
from builder.core.problems import Problem, ProblemsFound
from builder.core.safe_files import MOST_WRITTEN, File, NotReadable, file_of, read_plain
from builder.exports import own_exports
from builder.exports.versions import version_files
from builder.ledger import ledger_bytes, read_all
from builder.model import Document
from builder.output.site_tree import Manifest, write
from builder.pages import Directory, DocumentPart, Page, listed_addresses, own_pages
from builder.reading.archive import Archive
from builder.reading.document import shown_path
from builder.search import page_titles
from builder.store.cache import digest
from builder.store.serialize import PackedPart


class PageJob(Struct, frozen=True):
    read: AuthorityRead
    key: str
    """Of all that the pages are made of."""
    directory: Directory
    """The part of it that they look into."""
    naming: tuple[DocumentPart, ...]
    """Where other authorities' documents name this one."""
    tree: Path
    stood: Mapping[str, Made] = field(default_factory=dict)
    """The pages of the last build that still stand."""


class PageOutput(Struct, frozen=True):
    """What came of making some pages."""

    files: Mapping[str, str]
    """The digest of each file, by its path in the site."""
    addresses: tuple[str, ...] = ()
    """Of the pages that a search engine should know."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """By which pages are found, by their addresses."""
    pages: int = 0
    name: str = ""
    """The authority's or the group's."""
    made: Mapping[str, str] = field(default_factory=dict)
    """The mark of what each page is made of, by its path in the site."""
    kept: tuple[str, ...] = ()
    parts: Mapping[str, PackedPart] = field(default_factory=dict)
    """Where each contribution to the pages of all stands under the key that is kept, by name."""


class Made(NamedTuple):
    """A page that stands."""

    mark: str
    """Of what it is made of."""
    digest: str
    """Of its file."""


def still_standing(last: PageOutput | None, standing: Manifest) -> Mapping[str, Made]:
    """The pages that a job made in the last build and that stand as it wrote them."""
    if last is None:
        return {}
    return {
        path: Made(mark, last.files[path])
        for path, mark in last.made.items()
        if path in standing and standing[path].digest == last.files[path]
    }


class PageMaking:
    """Makes files of pages, but for those that stand and are made of the same."""

    def __init__(self, at: JobContext, stamp: Stamp, stood: Mapping[str, Made]) -> None:
        self._at = at
        self._stamp = stamp
        self._stood = stood
        self._around = at.packer.mark((at.settings.appearance, at.settings.registries, stamp))
        self._made: dict[str, str] = {}
        self._standing: dict[str, str] = {}
        self._addresses: list[str] = []
        self._titles: dict[str, str] = {}
        self._count = 0

    def files(self, pages: Iterable[Page]) -> Iterator[File]:
        """One at a time to save memory."""
        for page in pages:
            self._count += 1
            self._addresses += listed_addresses([page])
            self._titles |= page_titles([page])
            if not self._at.settings.render:
                continue
            path = file_of(page.url)
            mark = self._made[path] = digest(self._around, self._at.packer.mark(page.made_of))
            stood = self._stood.get(path)
            if stood is not None and stood.mark == mark:
                self._standing[path] = stood.digest
                continue
            yield from self._at.files([page], self._stamp)

    def output(self, name: str, written: Mapping[str, str]) -> PageOutput:
        """What came of it, once all are written."""
        files = {**written, **self._standing}
        addresses = tuple(self._addresses)
        return PageOutput(files, addresses, self._titles, self._count, name, self._made)


def make_authority_pages(settings: BuildSettings, job: PageJob) -> PageOutput:
    """Make an authority's files; keep its share of the common pages."""
    at = job_context(settings)
    linked = load_authority(at, job.read)
    fresh = freshness_stamp(linked.archive, all_changes(linked.archive), linked.authority.place)
    pages, share = own_pages(linked, job.directory, job.naming)
    exports, rows = own_exports(linked, job.directory, settings.base_url)
    contributed, parts = at.packer.pack_parts({**share.parts, **rows}, compared=True)
    kept = digest("contributions", job.key)
    at.cache.put(kept, contributed)
    written = {}
    making = PageMaking(at, fresh, job.stood)
    files = list(making.files(pages))
    if settings.render:
        files += exports
        if not at.registry.site.originals:
            files += _originals(settings.content, linked.archive.documents)
        files += _markdown(settings.content, linked.archive.documents)
        files += _versions(settings, linked.archive)
        written = write(job.tree, files)
    return replace(making.output(linked.authority.id, written), kept=(kept,), parts=parts)


def _originals(content: Path, documents: tuple[Document, ...]) -> Iterator[File]:
    """The originals, to stand beside the pages.  Raises `ProblemsFound`."""
    problems: list[Problem] = []
    for document in documents:
        original = original_to_copy(content, document)
        try:
            yield File(original.path, original.read(), original.sha256)
        except NotReadable as found:  # it was there when the document was read
            problems.append(Problem(original.shown, 1, str(found)))
    if problems:
        raise ProblemsFound(problems)


def _markdown(content: Path, documents: tuple[Document, ...]) -> Iterator[File]:
    """The documents as editors keep them.  Raises `ProblemsFound`."""
    for document in documents:
        path = content / "documents" / document.front.authority / f"{document.id}.md"
        try:
            data = read_plain(path, content, MOST_WRITTEN)
        except NotReadable as found:
            raise ProblemsFound([Problem(shown_path(content, path), 1, str(found))]) from None
        yield File(f"documents/{document.id}/index.md", data)


def _versions(settings: BuildSettings, archive: Archive) -> Iterator[File]:
    """What the ledger says of each document.  Raises `ProblemsFound`."""
    content = settings.content
    for document in archive.documents:
        front = document.front
        own = ledger_bytes(content, front.authority, document.id)
        rows, problems = read_all(content, front.authority, document.id, front.formerly, own)
        if problems:  # it could be read when the document was
            raise ProblemsFound(problems)
        yield from version_files(archive, document, rows, settings.base_url)
