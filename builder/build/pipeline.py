"""The build: content → site.

Only what changed is made again; the site is the same as from nothing, byte for byte.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from msgspec import Struct

from builder.analysis.authority import LinkedAuthority
from builder.build.build_state import NO_STATE, Built, load_state
from builder.build.context import (
    ASSETS,
    INDEXING,
    READING,
    TITLES,
    BuildContext,
    Task,
    Tell,
    silent,
)
from builder.build.job_context import JobContext
from builder.build.page_job import PageOutput
from builder.build.previous_site import keep_for_next_build, open_tree
from builder.build.read_job import AuthorityRead, load_authority
from builder.build.search_step import index_findings, index_titles
from builder.build.steps import begin, collect_accounts, make_pages, read_authorities
from builder.build.up_to_date import cache_of, made_with, up_to_date
from builder.build.workers import Workers, workers
from builder.core.problems import Problem, ProblemsFound
from builder.core.safe_files import File
from builder.model import Document
from builder.output.atomic_swap import SitePlace, lock_place
from builder.output.manifest import manifest_file
from builder.output.site_tree import StagedTree, changed_since, look, prune, write
from builder.pages import Accounts
from builder.reading.content_folder import changed, must_exist, unnamed
from builder.rendering.css_bundle import stylesheet
from builder.rendering.js_bundle import scripts
from builder.store.build_key import TEMPLATES
from builder.store.cache import Cache, CacheDamaged, digest
from builder.store.fingerprint import fingerprint, holds

if TYPE_CHECKING:
    from concurrent.futures import Executor


class ContentRead(Struct, frozen=True):
    """All content, read and linked."""

    context: BuildContext
    at: JobContext
    reads: tuple[AuthorityRead, ...]
    known: Accounts

    def authorities(self) -> Iterator[LinkedAuthority]:
        """Each authority's documents with links and checks, one at a time."""
        for each in self.reads:
            yield load_authority(self.at, each)

    def documents(self) -> Iterator[Document]:
        """Every document, authority by authority."""
        for each in self.authorities():
            yield from each.archive.documents

    def unused(self) -> tuple[Problem, ...]:
        """The originals that no document names."""
        named = {original.stored for each in self.reads for original in each.originals}
        return tuple(unnamed(self.context.content, named))

    def addresses(self) -> tuple[str, ...]:
        """Addresses of all pages for search engines."""
        tree = StagedTree(self.context.cache.folder / "nothing", {})
        return listed(make_pages(self.context, self.at, self.reads, self.known, tree))


class StagedSite(Struct, frozen=True):
    """A whole new site, before it is swapped in."""

    folder: Path
    content: ContentRead
    pages: tuple[PageOutput, ...]
    before: Path
    """Where the site of before stands, if there is one."""

    @property
    def addresses(self) -> tuple[str, ...]:
        return listed(self.pages)


class Target(Struct, frozen=True):
    """Where a site goes, and what it is made with besides the content."""

    place: SitePlace
    keep: Path | None
    """The folder for what the next build can use."""
    base_url: str | None
    templates: Path
    commit: str
    """The commit of the content, or ""."""
    originals: str | None
    """Where originals stand, if not as site.yaml says."""


StrictCheck = Callable[[StagedSite], Iterable[Problem]]
"""Says why a new site must not be published."""


def listed(pages: Iterable[PageOutput]) -> tuple[str, ...]:
    return tuple(sorted({url for each in pages for url in each.addresses}))


def build_site(
    content: Path,
    output: Path,
    base_url: str | None = None,
    templates: Path = TEMPLATES,
    cache: Path | None = None,
    executor: Callable[[], Executor] | None = None,
    tell: Tell = silent,
    check: StrictCheck | None = None,
    commit: str = "",
    originals: str | None = None,
) -> Built:
    """Build the site. Raises `ProblemsFound`, with `output` unchanged, if content or `check` fails.

    `cache` keeps what later builds can use; a checked build takes nothing from it, for whoever may
    write there could put other words on a page. `executor` makes the executor for divisible work;
    `tell` is told of progress. `commit` is what the manifest names as the content's. `originals` is
    the address below which originals stand that are not copied.
    """
    must_exist(content)
    if cache and holds(content, cache):
        raise ProblemsFound([_in_content(cache, content)])
    made = made_with(content, templates, (base_url, originals, commit))
    if check is None and (built := up_to_date(content, output, made, cache)):
        return built
    if executor:  # its workers may stand elsewhere
        content, templates, cache = (
            content.absolute(),
            templates.absolute(),
            cache and cache.absolute(),
        )
    apart_from = [content, templates, *([cache] if cache else [])]
    with lock_place(output, apart_from) as place, workers(executor) as pool:
        keep = cache_of(cache, place.site) if cache else None
        kept = Cache(keep if keep and check is None else place.workshop / "cache")
        made = made_with(content, templates, (base_url, originals, commit))

        def build() -> Built:
            stands, before = fingerprint(content), load_state(kept)
            context = BuildContext(content, made, stands, kept, before, pool, tell)
            return _build(
                context, Target(place, keep, base_url, templates, commit, originals), check
            )

        try:
            try:
                return build()
            except CacheDamaged:  # from nothing, once
                pool.close()
                kept.clear()
                place.empty_workshop()
                return build()
        except CacheDamaged:
            raise ProblemsFound([_damaged(kept)]) from None
        except OSError as error:
            if cache and _of_cache(error, cache):
                raise ProblemsFound([_unkept(cache, error)]) from error
            raise place.unwritable(error) from error


def _build(context: BuildContext, target: Target, check: StrictCheck | None) -> Built:
    place = target.place
    read = _read(context, target.templates, target.base_url, target.originals)
    with context.step("last site"):
        tree = open_tree(context, place)
    pages = make_pages(context, read.at, read.reads, read.known, tree)
    with context.step(INDEXING):
        write_all = partial(write_assets, target.templates, tree.folder)
        made_of = digest("assets", context.made_with)
        assets = context.run(ASSETS, [Task(made_of, write_all)], tree.standing)
        findings = index_findings(context, read.at.settings, read.reads, tree)
    with context.step(TITLES):
        titles = {url: each for one in pages for url, each in one.titles.items()}
        bundle = index_titles(context, titles, tree)
    parts = [one.files for made in (pages, findings, assets) for one in made]
    count = sum(map(len, parts))
    parts += [one.files for one in bundle]
    place.check_names(path for part in parts for path in part)
    files = {path: each for part in parts for path, each in part.items()}
    prune(tree.folder, tree.standing.keys() - files.keys())
    if check is not None:
        with context.step("linked pages against originals"):
            if problems := [
                *check(StagedSite(tree.folder, read, tuple(pages), place.site)),
                *changed_since(tree.folder, files),
            ]:
                raise ProblemsFound(problems)
    with context.step("publishing"):
        site = look(tree.folder, files, tree.standing)
        listed = manifest_file(site, target.commit)
        site |= look(tree.folder, write(tree.folder, [listed]), {})
        if problems := changed(context.content, context.fingerprint):
            raise ProblemsFound(problems)
        place.put_in_place(tree.folder)
    built = Built(
        len(read.known.archive.documents), sum(one.pages for one in pages), count, read.unused()
    )
    if target.keep is not None:
        with context.step("keeping"):
            keep_for_next_build(context, place, target.keep, site, built)
    return built


def _read(
    context: BuildContext,
    templates: Path = TEMPLATES,
    base_url: str | None = None,
    originals: str | None = None,
    *,
    render: bool = True,
) -> ContentRead:
    """The first steps of every build.  Raises `ProblemsFound`."""
    with context.step("registries"):
        at = begin(context, templates, base_url, originals, render=render)
    with context.step(READING):
        reads = read_authorities(context, at.settings)
    with context.step("directory"):
        known = collect_accounts(context, at, reads)
    return ContentRead(context, at, tuple(reads), known)


@contextmanager
def read_content(content: Path) -> Iterator[ContentRead]:
    """Read and link all content as a build does, without a site.

    Raises `ProblemsFound` with all that a build would complain of.
    """
    must_exist(content)
    with TemporaryDirectory() as folder, workers() as pool:
        yield _read(_from_nothing(content, Path(folder), pool), render=False)


def _from_nothing(content: Path, cache: Path, pool: Workers) -> BuildContext:
    return BuildContext(content, "", fingerprint(content), Cache(cache), NO_STATE, pool)


def _of_cache(error: OSError, cache: Path) -> bool:
    """Whether the error is of the cache and not of the site."""
    if not isinstance(error.filename, str):
        return False
    path, folder = Path(error.filename).absolute(), cache.absolute()
    return path.is_relative_to(folder) or folder.is_relative_to(path)


def _in_content(cache: Path, content: Path) -> Problem:
    return Problem(
        str(cache),
        1,
        f"the cache must stand apart from {content}; found inside it; name another folder with "
        "--cache.",
    )


def _unkept(cache: Path, error: OSError) -> Problem:
    return Problem(
        str(cache),
        1,
        f"the cache must be a folder that can be written; found “{error.strerror}”; allow writing, "
        "name another folder with --cache, or build with --no-cache.",
    )


def _damaged(cache: Cache) -> Problem:
    return Problem(
        str(cache.folder),
        1,
        "the cache must stay as it is while the site is built; something in it was damaged "
        "meanwhile; run the command again.",
    )


def write_assets(templates: Path, tree: Path) -> PageOutput:
    """Write the stylesheet, the scripts and what else pages load."""
    return PageOutput(write(tree, _assets(templates)))


def _assets(templates: Path) -> Iterator[File]:
    folder = templates / "assets"
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.parent.name != "__pycache__":  # of an installed package
            yield File(f"assets/{path.relative_to(folder).as_posix()}", path.read_bytes())
    yield from scripts(templates / "scripts")
    yield stylesheet(templates / "style")
