"""The stages, on one screen: content → site.

In: the content folder, the templates and where the site will stand.  Out: the published folder,
and what was built.  A stage of its own so that the way through can be read at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from builder.archive import Archive, index
from builder.checks import checks
from builder.content import changed, fingerprint, misplaced, unnamed
from builder.exports import all_exports
from builder.files import File, NotReadable
from builder.links import link
from builder.model import Links
from builder.pages import Page, all_pages
from builder.problems import Problem, ProblemsFound
from builder.publish import Copy, hold
from builder.read import read_documents, read_front_matter_problems
from builder.registry import read_registry
from builder.render import Renderer
from builder.search import index_pages, put_together, read, segment, texts, titles
from builder.words import Words

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"


@dataclass(frozen=True)
class Built:
    """What a build made."""

    documents: int
    pages: int
    files: int
    unused: tuple[Problem, ...] = ()
    """Originals that no document names."""


def read_archive(content: Path) -> Archive:
    """Content → archive.  Raises `ProblemsFound` with every problem that can be seen in one run."""
    if not content.is_dir():
        raise ProblemsFound(
            [
                Problem(
                    str(content),
                    1,
                    "the content folder must exist; it was not found; name it with --content.",
                )
            ]
        )
    try:
        registry = read_registry(content)
    except ProblemsFound as found:
        other = [*misplaced(content), *read_front_matter_problems(content)]
        raise ProblemsFound([*found.problems, *other]) from None
    read = read_documents(content, registry)
    problems = [*read.problems, *misplaced(content)]
    return index(read.documents, registry, read.unread, problems, read.withdrawn)


def render_site(
    archive: Archive, templates: Path, base_url: str | None = None
) -> tuple[list[File], list[Page]]:
    """Archive → every file of the site that is made (not copied), and its pages."""
    base_url = (base_url or archive.registry.site.base_url).rstrip("/")
    links = link(archive)
    found = checks(archive, links)
    pages = all_pages(archive, links, found)
    rendered = list(Renderer(templates, archive, base_url).render(pages))
    exports = all_exports(archive, links, found, pages, base_url)
    return [*rendered, *exports, *findings_index(archive, links)], pages


def findings_index(archive: Archive, links: Links) -> Iterator[File]:
    """What the search page fetches: each authority's segment, made of its documents alone, and
    then all of them together."""
    words = Words(archive.registry.synonyms)
    segments = []
    for authority in archive.authorities:
        reads = [read(each, links.mentions[each.id]) for each in archive.of_authority(authority.id)]
        segments.append(segment(reads, words, archive.registry))
        for each in reads:
            yield from texts(each, archive.registry)
    yield from put_together(segments, words, archive.registry)


def build_site(
    content: Path, output: Path, base_url: str | None = None, templates: Path = TEMPLATES
) -> Built:
    """Build the whole site.  Raises `ProblemsFound` and leaves `output` as it was if anything of
    the content is wrong."""
    with hold(output, apart_from=[content, templates]) as place:
        before = fingerprint(content)
        archive = read_archive(content)
        files, pages = render_site(archive, templates, base_url)
        copies = [*_originals(archive, content), *_assets(templates)]

        def finish(folder: Path) -> None:
            index_pages(folder, titles(pages))
            if problems := changed(content, before):
                raise ProblemsFound(problems)

        place.publish(files, copies, finish)
        return Built(
            len(archive.documents), len(pages), len(files) + len(copies), unused(content, archive)
        )


def check_originals(archive: Archive, content: Path) -> None:
    """Raise `ProblemsFound` where an original is not what its document says."""
    problems = []
    for copy in _originals(archive, content):
        try:
            copy.read()
        except NotReadable as found:
            problems.append(Problem(copy.shown, 1, str(found)))
    if problems:
        raise ProblemsFound(problems)


def unused(content: Path, archive: Archive) -> tuple[Problem, ...]:
    """The originals that no document names."""
    return tuple(unnamed(content, {each.front.source.stored for each in archive.documents}))


def _originals(archive: Archive, content: Path) -> Iterator[Copy]:
    """Each document's original, to stand beside its page."""
    for document in archive.documents:
        source = document.front.source
        yield Copy(
            content / "originals" / source.stored,
            f"documents/{document.id}/{source.served}",
            content,
            source.sha256,
        )


def _assets(templates: Path) -> Iterator[Copy]:
    folder = templates / "assets"
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield Copy(path, f"assets/{path.relative_to(folder).as_posix()}", folder)
