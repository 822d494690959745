"""The steps of a build up to its pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from builder.analysis.change_log import freshness_stamp
from builder.analysis.similar_recommendations import SimilarRecommendations
from builder.build.context import (
    AUTHORITY_PAGES,
    GROUP_PAGES,
    LAST_PAGES,
    READING,
    SIMILAR,
    BuildContext,
    Task,
)
from builder.build.group_job import (
    TABLE,
    AllAccounts,
    GroupJob,
    LastJob,
    make_group,
    make_last_pages,
)
from builder.build.job_context import BuildSettings, JobContext, job_context, prepare
from builder.build.log_job import log_task
from builder.build.page_job import (
    Made,
    PageJob,
    PageOutput,
    make_authority_pages,
    still_standing,
)
from builder.build.read_job import (
    AuthorityRead,
    DocumentFile,
    ReadJob,
    account_key,
    authority_key,
    read_authority,
)
from builder.build.registries import load_registries, registries_key
from builder.build.similar_job import find_similar
from builder.core.problems import Problem, ProblemsFound
from builder.exports import TABLES
from builder.ledger import has_log, lost, read_log, read_published_pages
from builder.model import Document, Withdrawn
from builder.output.site_tree import StagedTree
from builder.pages import Account, Accounts, LinkEnds, PageGroup, for_one, groups, together
from builder.pages.parts.similar_lines import SimilarLines
from builder.reading.archive import check_addresses, check_links
from builder.reading.content_folder import misplaced
from builder.reading.document import document_names
from builder.store.build_key import program_key, templates_key
from builder.store.cache import digest

MANY_PAGES = 30_000
"""So many groups, each of one document, are sooner made than other processes are started."""


def begin(
    context: BuildContext,
    templates: Path,
    base_url: str | None = None,
    originals: str | None = None,
    *,
    render: bool = True,
) -> JobContext:
    """Read the registries and prepare jobs. Raises `ProblemsFound`."""
    key = registries_key(context.content)
    context.used.add(key)
    registry = load_registries(context.content, context.cache, key)
    address = (base_url or registry.site.base_url).rstrip("/")
    elsewhere = originals or ""
    logged = has_log(context.content)
    appearance = digest(
        templates_key(templates), address, elsewhere, repr((registry.site, render, logged))
    )
    settings = BuildSettings(
        context.content,
        templates,
        context.cache.folder,
        address,
        key,
        appearance,
        render,
        elsewhere,
        logged,
    )
    return prepare(settings, registry)


def read_authorities(context: BuildContext, settings: BuildSettings) -> list[AuthorityRead]:
    """Read and link each authority's documents; problems are in the results."""
    before = {
        each.authority: each
        for each in context.before.results.get(READING, {}).values()
        if isinstance(each, AuthorityRead)
    }
    digests = {file.name: file.digest for each in before.values() for file in each.documents}
    tasks = []
    names = document_names(context.content)
    for authority, own in groupby(names, key=lambda name: name.split("/")[1]):
        files = tuple(_document_file(context, name, digests) for name in own)
        last = before.get(authority, AuthorityRead(authority))
        same = {each for each in last.originals if context.unchanged(each.name)}
        # Whether the original of a withdrawn document is back is seen by looking.
        key = authority_key(settings, files) if same.issuperset(last.originals) else ""
        unchanged = frozenset(each.stored for each in same if each.size >= 0)
        job = ReadJob(authority, files, unchanged, last)
        tasks.append(Task(key, partial(read_authority, settings, job), len(files)))
    if any(task.key not in context.before.results.get(READING, {}) for task in tasks):
        _ = job_context(settings).linker  # made before processes are forked, which share it
    return context.run(READING, tasks)


def _document_file(context: BuildContext, name: str, digests: Mapping[str, str]) -> DocumentFile:
    """A document's file, with its digest if unchanged."""
    file = DocumentFile(name, digests.get(name, ""))
    same = context.unchanged(name) and context.unchanged(file.ledger)
    return file if same else DocumentFile(name, "")


def collect_accounts(
    context: BuildContext, at: JobContext, reads: Sequence[AuthorityRead]
) -> Accounts:
    """All accounts.

    Raises `ProblemsFound` with all problems in and between documents, and `CacheDamaged`.
    """
    problems: list[Problem] = [*misplaced(context.content)]
    problems += [problem for each in reads for problem in each.problems]
    problems += read_published_pages(context.content)[1]
    problems += read_log(context.content)[1]
    unread = [document for each in reads for document in each.unread]
    kept: list[tuple[Account, LinkEnds]] = [
        at.load(account_key(each.key)) for each in reads if each.key
    ]
    known = together(at.registry, (account for account, _ in kept), logged=at.settings.logged)
    documents: list[Document | Withdrawn] = [*known.archive.documents, *known.archive.withdrawn]
    problems += check_addresses(documents, unread)
    if not unread:
        former = {id for each in documents for id in each.front.formerly}
        places = {file.place for each in reads for file in each.documents}
        problems += lost(context.content, places, former)
    links = [link for _, ends in kept for link in ends.outward]
    led_to = {each.address for each in links}
    anchors = {
        url: frozenset(names.split() if url in led_to else ())
        for _, ends in kept
        for url, names in ends.anchors.items()
    }
    problems += check_links(links, anchors, unread)
    if problems:
        raise ProblemsFound(problems)
    return known


def make_pages(
    context: BuildContext,
    at: JobContext,
    reads: Sequence[AuthorityRead],
    known: Accounts,
    tree: StagedTree,
) -> list[PageOutput]:
    """All pages and data files: authorities' first, then common ones, then those about all."""
    settings = at.settings
    by_authority = {each.authority: each for each in reads}
    reads = [by_authority[each.authority] for each in known.accounts]
    accounts = AllAccounts(settings, tuple(each.key for each in reads), known)
    with context.step(AUTHORITY_PAGES):
        similar = known.similar_lines(find_similar_recommendations(context, at, known))
        begun = _begun(context, AUTHORITY_PAGES, tree)
        tasks = list(_authority_tasks(at, reads, known, similar, begun))
        own = context.run(AUTHORITY_PAGES, tasks, tree.standing)
    with context.step(GROUP_PAGES):
        of_authority = {each.authority: one for each, one in zip(reads, own, strict=True)}
        few = MANY_PAGES // max(len(known.archive.documents), 1)
        begun = _begun(context, GROUP_PAGES, tree)
        of_groups = list(_group_tasks(at, accounts, of_authority, begun))
        made = [*context.run(GROUP_PAGES, of_groups, tree.standing, few), *own]
        last = context.run(
            LAST_PAGES,
            [
                _last_task(at, context.content, accounts, made, tree),
                log_task(at.settings, tree),
            ],
            tree.standing,
        )
    return [*made, *last]


class _BegunTree(NamedTuple):
    """The staged tree as a step of pages begins."""

    folder: Path
    stood: Callable[[str], Mapping[str, Made]]
    """The pages that stand, by the name of what made them."""


def _begun(context: BuildContext, step: str, tree: StagedTree) -> _BegunTree:
    last = {
        each.name: each
        for each in context.before.results.get(step, {}).values()
        if isinstance(each, PageOutput)
    }
    return _BegunTree(tree.folder, lambda name: still_standing(last.get(name), tree.standing))


def find_similar_recommendations(
    context: BuildContext, at: JobContext, known: Accounts
) -> SimilarRecommendations:
    """Similar recommendations of different authorities."""
    compared = known.compared
    key = digest("similar", program_key(), at.packer.mark(compared))
    (found,) = context.run(SIMILAR, [Task(key, partial(find_similar, compared))])
    return found.similar


def _authority_tasks(
    at: JobContext,
    reads: Sequence[AuthorityRead],
    known: Accounts,
    similar: SimilarLines,
    tree: _BegunTree,
) -> Iterable[Task[PageOutput]]:
    for read, account in zip(reads, known.accounts, strict=True):
        directory = for_one(known.directory, account, similar)
        naming = known.naming(read.authority)
        looked_into = at.packer.mark((directory, naming))
        key = digest("authority", at.settings.appearance, read.key, looked_into)
        stood = tree.stood(read.authority)
        job = PageJob(read, key, directory, naming, tree.folder, stood)
        run = partial(make_authority_pages, at.settings, job)
        yield Task(key, run, len(read.documents))


def _group_tasks(
    at: JobContext,
    accounts: AllAccounts,
    made: Mapping[str, PageOutput],
    tree: _BegunTree,
) -> Iterable[Task[PageOutput]]:
    known = accounts.load()
    same = at.packer.mark((known.marks, freshness_stamp(known.archive, known.news)))
    tables = (PageGroup(f"{TABLE}{each}", (f"rows/{each}",)) for each in TABLES)
    for group in (*tables, *groups(known)):
        parts = {
            name: {
                authority: (one.kept[0], one.parts[name])
                for authority, one in made.items()
                if name in one.parts
            }
            for name in group.parts
        }
        marks = [
            f"{authority} {part.value}"
            for own in parts.values()
            for authority, (_, part) in own.items()
        ]
        counted = at.packer.mark(group.counted)
        key = digest(
            group.name, at.settings.appearance, at.settings.registries, same, counted, *marks
        )
        job = GroupJob(group.name, parts, tree.folder, tree.stood(group.name))
        yield Task(key, partial(make_group, accounts, job))


def _last_task(
    at: JobContext,
    content: Path,
    accounts: AllAccounts,
    made: Iterable[PageOutput],
    tree: StagedTree,
) -> Task[PageOutput]:
    known = accounts.load()
    published, _ = read_published_pages(content)
    addresses = tuple(sorted({url for one in made for url in one.addresses}))
    titles = {url: each for one in made for url, each in one.titles.items()}
    packed = at.packer.mark((known.marks, known.news, addresses, sorted(titles.items())))
    settings = at.settings
    key = digest("last", settings.appearance, settings.registries, repr(published), packed)
    job = LastJob(published, addresses, titles, tree.folder)
    return Task(key, partial(make_last_pages, accounts, job))
