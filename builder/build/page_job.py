"""The job for one authority's pages and files, and its share of the common ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from builder.analysis.change_log import all_changes, freshness_stamp
from builder.build.job_context import BuildSettings, job_context
from builder.build.read_job import AuthorityRead, load_authority, original_to_copy
from builder.core.problems import Problem, ProblemsFound
from builder.core.safe_files import MOST_WRITTEN, File, NotReadable, read_plain
from builder.exports import own_exports
from builder.model import Document
from builder.output.site_tree import write
from builder.pages import Directory, DocumentPart, listed_addresses, own_pages
from builder.reading.document import shown_path
from builder.search import page_titles
from builder.store.cache import digest
from builder.store.serialize import PackedPart


@dataclass(frozen=True)
class PageJob:
    read: AuthorityRead
    key: str
    """Of all that the pages are made of."""
    directory: Directory
    """The part of it that they look into."""
    naming: tuple[DocumentPart, ...]
    """Where other authorities' documents name this one."""
    tree: Path


@dataclass(frozen=True)
class PageOutput:
    """What came of making some pages."""

    files: Mapping[str, str]
    """The digest of each file, by its path in the site."""
    addresses: tuple[str, ...] = ()
    """Of the pages that a search engine should know."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """By which pages are found, by their addresses."""
    pages: int = 0
    kept: tuple[str, ...] = ()
    parts: Mapping[str, PackedPart] = field(default_factory=dict)
    """Where each contribution to the pages of all stands under the key that is kept, by name."""


def make_authority_pages(settings: BuildSettings, job: PageJob) -> PageOutput:
    """Make an authority's files; keep its share of the common pages."""
    at = job_context(settings)
    holding = load_authority(at, job.read)
    fresh = freshness_stamp(holding.archive, all_changes(holding.archive), holding.authority.place)
    pages, share = own_pages(holding, job.directory, job.naming)
    exports, rows = own_exports(holding, job.directory, settings.base_url)
    contributed, parts = at.packer.pack_parts({**share.parts, **rows})
    kept = digest("contributions", job.key)
    at.cache.put(kept, contributed)
    written = {}
    if settings.render:
        files = [*at.files(pages, fresh), *exports]
        files += _originals(settings.content, holding.archive.documents)
        files += _markdown(settings.content, holding.archive.documents)
        written = write(job.tree, files)
    return PageOutput(
        written, tuple(listed_addresses(pages)), page_titles(pages), len(pages), (kept,), parts
    )


def _originals(content: Path, documents: tuple[Document, ...]) -> Iterator[File]:
    """The originals, to stand beside the pages.  Raises `ProblemsFound`."""
    problems: list[Problem] = []
    for document in documents:
        original = original_to_copy(content, document)
        try:
            yield File(original.path, original.read())
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
