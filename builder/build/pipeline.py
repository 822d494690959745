"""The stages, on one screen: content → site.

In: the content folder, the templates and where the site will stand.  Out: the published folder,
and what was built.  A stage of its own so that the way through can be read at once.

A build does again only what it must: whatever is made of the same things as in the build before is
taken from the cache, or stands in the tree of that build's site.  The site that comes of it is the
same, byte for byte.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

from builder.analysis.authority import Holding, holdings
from builder.analysis.change_log import changes, stamp
from builder.analysis.links import Linker
from builder.build.build_state import KEYS, Built, load
from builder.build.context import INDEXING, OWN_PAGES, READING, WHOLE_PAGES, Desk, Tell, silent
from builder.build.previous_site import keep_tree, look_for_tree, open_tree
from builder.build.search_step import index_findings, index_titles
from builder.build.steps import (
    gather,
    make_last,
    make_own,
    make_whole,
    read,
    set_up,
)
from builder.build.up_to_date import cache_of, made_with, standing
from builder.build.workers import workers
from builder.core.problems import Problem, ProblemsFound
from builder.core.safe_files import File, NotReadable
from builder.exports import TABLES, own_exports, table_file, whole_exports
from builder.language.tokenizer import Words
from builder.ledger import NOTHING_PUBLISHED, Published, lead_on, read_published
from builder.model import Registry
from builder.output.atomic_swap import Copy, Place, hold
from builder.output.site_tree import look, prune, write
from builder.pages import Page, all_pages, gone_pages, leading, listed_addresses
from builder.reading.archive import Archive, index
from builder.reading.content_folder import changed, misplaced, must_exist, unnamed
from builder.reading.document import read_documents, read_front_matter_problems
from builder.registry.load import read_registry
from builder.rendering.css_bundle import stylesheet
from builder.rendering.js_bundle import scripts
from builder.rendering.renderer import Renderer
from builder.search import put_together, segment, texts, titles
from builder.search import read as as_searched
from builder.store.build_key import TEMPLATES
from builder.store.cache import Cache
from builder.store.fingerprint import fingerprint, holds


def read_archive(content: Path) -> Archive:
    """Content → archive.  Raises `ProblemsFound` with every problem that can be seen in one run."""
    must_exist(content)
    try:
        registry = read_registry(content)
    except ProblemsFound as found:
        other = [*misplaced(content), *read_front_matter_problems(content)]
        raise ProblemsFound([*found.problems, *other]) from None
    read = read_documents(content, registry)
    _, wrong = read_published(content)
    problems = [*read.problems, *misplaced(content), *wrong]
    return index(read.documents, registry, read.unread, problems, read.withdrawn)


def page_addresses(archive: Archive) -> list[str]:
    """The addresses of the pages that are made of an archive."""
    return listed_addresses(all_pages(archive.registry, _holdings(archive)).pages)


def _holdings(archive: Archive) -> tuple[Holding, ...]:
    return holdings(archive, Linker(archive.registry))


def render_site(
    archive: Archive,
    templates: Path,
    base_url: str | None = None,
    published: Published = NOTHING_PUBLISHED,
) -> tuple[list[File], list[Page]]:
    """Archive → every file of the site that is made (not copied), and its pages: all at once, for
    those who look into them."""
    base_url = (base_url or archive.registry.site.base_url).rstrip("/")
    held = _holdings(archive)
    made = all_pages(archive.registry, held)
    renderer = Renderer(templates, archive.registry.site, base_url)
    files = [renderer.render(page, stamp(archive, made.known.news)) for page in made.whole]
    brought: dict[str, Mapping[str, Any]] = {}
    for holding, pages in zip(held, made.own, strict=True):
        fresh = stamp(holding.archive, changes(holding.archive), holding.authority.place)
        files += [renderer.render(page, fresh) for page in pages]
        own, brought[holding.authority.id] = own_exports(holding, made.known.directory, base_url)
        files += own

    def bring(part: str) -> Mapping[str, Any]:
        return {each: told[part] for each, told in brought.items()}

    files += [table_file(made.known, name, bring) for name in TABLES]
    addresses = listed_addresses(made.pages)
    gone = gone_pages(lead_on(published, addresses), titles(made.pages))
    files += [renderer.render(page, stamp(archive, made.known.news)) for page in gone]
    files += whole_exports(made.known, addresses, leading(gone), base_url)
    return [*files, *_findings_index(held, archive.registry)], [*made.pages, *gone]


def _findings_index(held: Iterable[Holding], registry: Registry) -> Iterator[File]:
    words = Words(registry.synonyms)
    segments = []
    for holding in held:
        mentions = holding.links.mentions
        reads = [as_searched(each, mentions[each.id]) for each in holding.archive.documents]
        if reads:
            file, shown = texts(reads, registry)
            segments.append(segment(reads, words, registry, shown))
            yield file
    yield from put_together(segments, words, registry)


def build_site(
    content: Path,
    output: Path,
    base_url: str | None = None,
    templates: Path = TEMPLATES,
    cache: Path | None = None,
    executor: Callable[[], Executor] | None = None,
    tell: Tell = silent,
) -> Built:
    """Build the whole site.  Raises `ProblemsFound` and leaves `output` as it was if anything of
    the content is wrong.

    What later builds can use is kept in `cache`, if one is given.  `executor` makes the executor
    for what can be divided; `tell` is told how the work goes on.
    """
    must_exist(content)
    if cache and holds(content, cache):
        raise ProblemsFound([_in_content(cache, content)])
    if built := standing(content, output, base_url, templates, cache):
        return built
    if executor:  # its workers may stand elsewhere
        content, templates, cache = (
            content.absolute(),
            templates.absolute(),
            cache and cache.absolute(),
        )
    apart_from = [content, templates, *([cache] if cache else [])]
    with hold(output, apart_from) as place, workers(executor) as at_work:
        kept = Cache(cache_of(cache, place.site) if cache else place.workshop / "cache")
        made = made_with(content, templates, base_url)
        stands, before = fingerprint(content), load(kept)
        desk = Desk(content, made, stands, kept, before, at_work, tell, set(KEYS))
        try:
            return _build(desk, place, base_url, templates)
        except OSError as error:
            if cache and _of_cache(error, cache):
                raise ProblemsFound([_unkept(cache, error)]) from error
            raise place.unwritable(error) from error


def _build(desk: Desk, place: Place, base_url: str | None, templates: Path) -> Built:
    last = look_for_tree(desk)
    with desk.stage("registries"):
        registry, setup = set_up(desk, base_url, templates)
    with desk.stage(READING):
        held = read(desk, setup)
    with desk.stage("directory"):
        known = gather(desk, setup, registry, held)
    with desk.stage("last site"):
        tree, stands = open_tree(desk, place, last)
    with desk.stage(OWN_PAGES):
        made = make_own(desk, setup, held, known, tree, stands)
    with desk.stage(WHOLE_PAGES):
        whole = make_whole(desk, setup, known, made, tree, stands)
        all_made = [*whole, *(one for _, one in made.values())]
        all_made.append(make_last(desk, setup, known, all_made, tree, stands))
        assets = write(tree, _assets(templates))
    with desk.stage(INDEXING):
        findings = index_findings(desk, setup, registry, held, tree, stands)
    with desk.stage("index of titles"):
        every = {url: each for one in all_made for url, each in one.titles.items()}
        searched, bundle = index_titles(desk, tree, every, stands)
    parts = [*(one.files for one in all_made), assets, findings]
    place.check_names(path for part in parts for path in part)
    files = {path: each for part in parts for path, each in part.items()}
    with desk.stage("publishing"):
        prune(tree, stands.keys() - files.keys() - bundle.keys())
        site = look(tree, files, stands) | bundle
        if problems := changed(desk.content, desk.stands):
            raise ProblemsFound(problems)
        place.put_in_place(tree)
    built = Built(
        len(known.archive.documents),
        sum(one.pages for one in all_made),
        len(files),
        tuple(unnamed(desk.content, {each for one in held for each in one.originals})),
    )
    with desk.stage("keeping"):
        keep_tree(desk, place, held, site, searched, built)
    return built


def _of_cache(error: OSError, cache: Path) -> bool:
    """Whether it is the cache that the system does not let be written."""
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


def _assets(templates: Path) -> Iterator[File]:
    folder = templates / "assets"
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield File(f"assets/{path.relative_to(folder).as_posix()}", path.read_bytes())
    yield from scripts(templates / "scripts")
    yield stylesheet(templates / "style")
