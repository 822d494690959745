"""Content as the steps of a build read it, and the site that they make of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from builder.build.pipeline import build_site, read_content
from builder.core.problems import Problem, ProblemsFound
from builder.ledger import ledger_bytes
from builder.model import Document, Registry, Unread, Withdrawn
from builder.reading.archive import Archive, anchors, check_addresses, check_links, outward_links
from builder.reading.document import read_document
from builder.store.build_key import TEMPLATES
from tests.support.small_archive import files_of


def read_archive(content: Path) -> Archive:
    """All content, as the first steps of a build read it.  Raises `ProblemsFound` as they do."""
    with read_content(content) as read:
        documents = sorted(read.documents(), key=lambda each: (each.front.published, each.id))
        return Archive(read.at.registry, tuple(documents), read.known.archive.withdrawn)


def read_one(
    content: Path, path: Path, registry: Registry
) -> tuple[Document | Withdrawn | None, list[Problem]]:
    """One document from its file."""
    ledger = ledger_bytes(content, path.parent.name, path.stem)
    return read_document(content, path, registry, path.read_bytes(), ledger)


def archive_of(documents: Iterable[Document], registry: Registry) -> Archive:
    """Some documents as an archive.  Raises `ProblemsFound` with what is wrong between them."""
    ordered = tuple(sorted(documents, key=lambda each: (each.front.published, each.id)))
    unread: tuple[Unread, ...] = ()
    known = {each.url: anchors(each) for each in ordered}
    outward = (link for each in ordered for link in outward_links(each))
    problems = [*check_addresses(ordered, unread), *check_links(outward, known, unread)]
    if problems:
        raise ProblemsFound(problems)
    return Archive(registry, ordered)


def index_quickly(tree: Path, titles: Mapping[str, str]) -> None:
    """An index that tells one set of titles from another, in place of Pagefind's, which takes long
    and is made of other bytes every time."""
    (tree / "pagefind").mkdir(exist_ok=True)
    (tree / "pagefind" / "titles.txt").write_text(repr(sorted(titles.items())))


@contextmanager
def without_pagefind() -> Iterator[None]:
    """Sites are built without what takes longest."""
    with patch("builder.build.search_step.index_pages", index_quickly):
        yield


def site_files(content: Path, templates: Path = TEMPLATES) -> Mapping[str, bytes]:
    """Every file of the site that a build makes of some content, by its path."""
    with TemporaryDirectory() as folder, without_pagefind():
        build_site(content, Path(folder) / "site", templates=templates)
        return files_of(Path(folder) / "site")


def site_pages(content: Path) -> Mapping[str, str]:
    """The HTML of every page of the site, by the path of its file."""
    files = site_files(content).items()
    return {path: data.decode() for path, data in files if path.endswith(".html")}
