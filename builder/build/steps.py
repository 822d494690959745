"""The stages of a build, each of which does only what is not done already.

In: the content, the cache, and what the build before left.  Out, stage by stage: the registries,
what is held of each authority, the accounts of all, and the files of the site in its tree.  A stage
of its own because `build` shows the way through, and this what it takes to go no step of it twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby
from pathlib import Path

from builder.analysis.change_log import stamp
from builder.build.authority_job import (
    Held,
    HoldJob,
    Paper,
    Setup,
    account_key,
    hold,
    lay_out,
    paper_key,
    sources_key,
)
from builder.build.context import OWN_PAGES, READING, WHOLE_PAGES, Desk, all_stand
from builder.build.group_job import TABLE, Gathering, GroupJob, make_group
from builder.build.page_job import Made, MakeJob, make, parts_key
from builder.core.problems import ProblemsFound
from builder.core.safe_files import MOST_WRITTEN, NotReadable, read_plain
from builder.exports import TABLES, whole_exports
from builder.ledger import lead_on, lost, read_published
from builder.model import Document, Registry, Withdrawn
from builder.output.site_tree import Manifest, write
from builder.pages import (
    Account,
    Accounts,
    Ends,
    Group,
    for_one,
    gone_pages,
    groups,
    leading,
    together,
)
from builder.reading.archive import check_addresses, check_links
from builder.reading.content_folder import misplaced
from builder.reading.document import document_names, read_front_matter_problems
from builder.registry.load import read_registry
from builder.rendering.renderer import Renderer
from builder.store.build_key import program_key, templates_key
from builder.store.cache import digest
from builder.store.fingerprint import Fingerprint
from builder.store.serialize import Packer

MANY_PAGES = 30_000
"""So many groups, each of one document, are sooner made than other processes are started."""


def know(desk: Desk) -> tuple[Registry, str]:
    """The registries, and the key under which they are kept: that of all that program and
    registries are.  Raises `ProblemsFound` with all that is wrong in them and in the documents'
    own form."""
    content = desk.content
    parts: list[bytes | str] = [program_key(), content.name]
    for path in sorted([*content.glob("*.yaml"), *content.glob("frameworks/*.yaml")]):
        parts += [path.relative_to(content).as_posix(), _bytes(path, content)]
    own = {Paper(name, "").ledger for name in document_names(content)}
    for path in sorted(content.glob("ledger/**/*.csv")):
        name = path.relative_to(content).as_posix()
        if name not in own and not name.startswith("ledger/pages/"):
            parts += [name, _bytes(path, content)]  # of a former address, whichever it is
    key = digest("knowledge", *parts)
    desk.used.add(key)
    registry = Packer().unpack(desk.cache.get(key) or b"")
    if registry is None:
        try:
            registry = read_registry(content)
        except ProblemsFound as found:
            other = [*misplaced(content), *read_front_matter_problems(content)]
            raise ProblemsFound([*found.problems, *other]) from None
        desk.cache.put(key, Packer().pack(registry))
    return registry, key


def set_up(desk: Desk, base_url: str | None, templates: Path) -> tuple[Registry, Setup]:
    """The registries, and what all work of a build shares.  Raises `ProblemsFound`."""
    registry, knowledge = know(desk)
    address = (base_url or registry.site.base_url).rstrip("/")
    looks = digest(templates_key(templates), address, repr(registry.site))
    setup = Setup(desk.content, templates, desk.cache.folder, address, knowledge, looks)
    lay_out(setup, registry)
    return registry, setup


def _bytes(path: Path, content: Path) -> bytes:
    """The bytes of a file, or what is said where it cannot be read."""
    try:
        return read_plain(path, content, MOST_WRITTEN)
    except NotReadable as found:
        return str(found).encode()


def read(desk: Desk, setup: Setup) -> list[Held]:
    """What is held of each authority, or every problem in it."""
    papers = [_paper(desk, name) for name in document_names(desk.content)]
    right = frozenset(
        each.original
        for each in desk.before.papers.values()
        if _unchanged(desk, f"originals/{each.original}")
    )
    held: list[Held] = []
    jobs: list[HoldJob] = []
    for authority, same in groupby(papers, key=lambda each: each.name.split("/")[1]):
        own = tuple(same)
        known = _held_before(desk, setup, authority, own, right)
        if known is not None:
            held.append(known)
        else:
            jobs.append(HoldJob(authority, own, right))
    held += desk.workers.run(
        partial(hold, setup), jobs, _papers, desk.counter(READING, sum(map(_papers, jobs)))
    )
    held.sort(key=lambda each: each.authority)
    for each in held:
        keys = (each.key, account_key(each.key), sources_key(each.key))
        desk.used.update([*keys, *(paper_key(setup, paper) for paper in each.papers)])
    return held


def _papers(job: HoldJob) -> int:
    return len(job.papers)


def _paper(desk: Desk, name: str) -> Paper:
    """A document's file, with its digest if it is what it was."""
    filed = desk.before.papers.get(name)
    paper = Paper(name, filed.digest if filed else "")
    same = _unchanged(desk, name) and _unchanged(desk, paper.ledger)
    return paper if same else Paper(name, "")


def _unchanged(desk: Desk, name: str) -> bool:
    """Whether a file of the content is what it was before: the same, or not there."""
    return desk.stands.get(name) == desk.before.content.get(name)


def _held_before(
    desk: Desk, setup: Setup, authority: str, papers: tuple[Paper, ...], right: frozenset[str]
) -> Held | None:
    """What was held of an authority, if it is what it was; nothing is wrong in it then."""
    if not all(each.digest for each in papers):
        return None
    originals = tuple(desk.before.papers[each.name].original for each in papers)
    if "" in originals and _originals(desk.stands) != _originals(desk.before.content):
        return None  # whether that of a withdrawn one has come back is seen by reading it
    key = digest("held", *(paper_key(setup, each) for each in papers))
    if not right.issuperset(filter(None, originals)) or not desk.cache.has(account_key(key)):
        return None
    return Held(authority, key, papers, originals, (), ())


def _originals(stands: Fingerprint) -> set[str]:
    return {name for name in stands if name.startswith("originals/")}


def gather(desk: Desk, setup: Setup, registry: Registry, held: Iterable[Held]) -> Accounts:
    """All accounts together.  Raises `ProblemsFound` with all that is wrong in documents and
    between them."""
    problems = [*misplaced(desk.content), *(each for one in held for each in one.problems)]
    problems += read_published(desk.content)[1]
    unread = [each for one in held for each in one.unread]
    packer = Packer(registry.frameworks)
    accounts: list[Account] = []
    ends: list[Ends] = []
    for one in held:
        if one.key:
            kept = packer.unpack(desk.cache.get(account_key(one.key)) or b"")
            if kept is None:  # damaged: made once more
                desk.cache.drop(account_key(one.key))
                again = hold(setup, HoldJob(one.authority, one.papers, frozenset(one.originals)))
                problems += again.problems
                kept = packer.unpack(desk.cache.get(account_key(one.key)) or b"")
            if kept is not None:
                accounts.append(kept[0])
                ends.append(kept[1])
    known = together(registry, accounts)
    documents: list[Document | Withdrawn] = [*known.archive.documents, *known.archive.withdrawn]
    problems += check_addresses(documents, unread)
    if not unread:
        former = {id for each in documents for id in each.front.formerly}
        papers = {each.place for one in held for each in one.papers}
        problems += lost(desk.content, papers, former)
    links = [link for each in ends for link in each.outward]
    led_to = {each.address for each in links}
    anchors = {
        url: frozenset(names.split() if url in led_to else ())
        for each in ends
        for url, names in each.anchors.items()
    }
    problems += check_links(links, anchors, unread)
    if problems:
        raise ProblemsFound(problems)
    return known


def make_own(
    desk: Desk,
    setup: Setup,
    held: Sequence[Held],
    known: Accounts,
    tree: Path,
    stands: Manifest,
) -> dict[str, tuple[MakeJob, Made]]:
    """Every authority's own files in the tree: by authority, their job and what was made.
    `stands` is what the tree holds already."""
    packer = Packer()
    made: dict[str, tuple[MakeJob, Made]] = {}
    jobs: list[MakeJob] = []
    accounts = {each.authority: each for each in known.accounts}
    for each in held:
        directory = for_one(known.directory, accounts[each.authority])
        naming = known.naming(each.authority)
        key = digest("made", setup.look, each.key, repr(directory), repr(naming))
        desk.used.update([key, parts_key(key)])
        job = MakeJob(each, key, directory, naming, tree)
        kept = packer.unpack(desk.cache.get(key) or b"")
        if kept is not None and all_stand(kept.files, stands):
            made[each.authority] = job, kept
        else:
            jobs.append(job)
    done = desk.workers.run(
        partial(make, setup),
        jobs,
        lambda job: len(job.held.papers),
        desk.counter(OWN_PAGES, sum(len(job.held.papers) for job in jobs)),
    )
    made.update((job.held.authority, (job, one)) for job, one in zip(jobs, done, strict=True))
    return made


def make_whole(
    desk: Desk,
    setup: Setup,
    known: Accounts,
    made: Mapping[str, tuple[MakeJob, Made]],
    tree: Path,
    stands: Manifest,
) -> list[Made]:
    """The files of all authorities together, in the tree, group by group."""
    order = [made[each.authority] for each in known.accounts]
    gathering = Gathering(setup, tuple(job.held.key for job, _ in order), known)
    packer = Packer(known.archive.registry.frameworks)
    kept_under = digest("groups", setup.look, setup.knowledge)
    desk.used.add(kept_under)
    kept: dict[str, tuple[str, Made]] = packer.unpack(desk.cache.get(kept_under) or b"") or {}
    now: dict[str, tuple[str, Made]] = {}
    jobs: list[GroupJob] = []
    same = packer.mark((known.marks, stamp(known.archive, known.news)))
    tables = (Group(f"{TABLE}{each}", (f"rows/{each}",)) for each in TABLES)
    for group in (*tables, *groups(known)):
        parts = {
            name: {
                job.held.authority: (parts_key(job.key), one.parts[name])
                for job, one in order
                if name in one.parts
            }
            for name in group.parts
        }
        marks = [
            f"{authority} {part.mark}"
            for own in parts.values()
            for authority, (_, part) in own.items()
        ]
        key = digest(same, packer.mark(group.counted), *marks)
        before = kept.get(group.name)
        if before and before[0] == key and all_stand(before[1].files, stands):
            now[group.name] = before
        else:
            jobs.append(GroupJob(group.name, key, parts, tree))
    make_one = partial(make_group, gathering)
    results = desk.workers.run(
        make_one,
        jobs,
        lambda job: 1,
        desk.counter(WHOLE_PAGES, len(jobs)),
        few=MANY_PAGES // max(len(known.archive.documents), 1),
    )
    for job, result in zip(jobs, results, strict=True):
        now[job.name] = job.key, _mended(setup, make_one, job, result, made)
    if jobs or now.keys() != kept.keys():
        desk.cache.put(kept_under, packer.pack(now))
    return [one for _, one in now.values()]


def _mended(
    setup: Setup,
    make_one: Callable[[GroupJob], Made | str],
    job: GroupJob,
    result: Made | str,
    made: Mapping[str, tuple[MakeJob, Made]],
) -> Made:
    """What a group came to; where something kept of an authority is damaged, that is made once
    more.  The same things made anew need not be the same bytes: the job is told where they are."""
    while isinstance(result, str):
        if result:
            again = make(setup, made[result][0])
            key = parts_key(made[result][0].key)
            parts = {
                name: {**own, result: (key, again.parts[name])} if result in own else own
                for name, own in job.parts.items()
            }
            job = replace(job, parts=parts)
        result = make_one(job)
    return result


def make_last(
    desk: Desk,
    setup: Setup,
    known: Accounts,
    before: Iterable[Made],
    tree: Path,
    stands: Manifest,
) -> Made:
    """The files that tell of all other pages: the map of the site, and what leads on from pages
    that are made no more."""
    published, _ = read_published(desk.content)
    addresses = sorted({each for one in before for each in one.addresses})
    named = {url: each for one in before for url, each in one.titles.items()}
    packer = Packer(known.archive.registry.frameworks)
    packed = packer.mark((known.marks, known.news, addresses, sorted(named.items())))
    key = digest("last", setup.look, setup.knowledge, repr(published), packed)
    desk.used.add(key)
    kept = packer.unpack(desk.cache.get(key) or b"")
    if kept is not None and all_stand(kept.files, stands):
        last: Made = kept
        return last
    renderer = Renderer(setup.templates, known.archive.registry.site, setup.base_url)
    gone = gone_pages(lead_on(published, addresses), named)
    fresh = stamp(known.archive, known.news)
    files = [renderer.render(page, fresh) for page in gone]
    files += whole_exports(known, addresses, leading(gone), setup.base_url)
    done = Made(write(tree, files), (), {}, len(gone))
    desk.cache.put(key, packer.pack(done))
    return done
