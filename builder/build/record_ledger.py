"""Add to the ledger what is now published. Builds never do: a person decides."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path, PurePosixPath

from msgspec import Struct
from msgspec.structs import replace

from builder.build.pipeline import ContentRead
from builder.core.durable_files import remove_unfinished, write_whole
from builder.core.problems import Problem, ProblemsFound, count
from builder.ledger import (
    NOTHING_PUBLISHED,
    LedgerRow,
    Log,
    PublishedPages,
    changed_rows,
    document_ledger,
    grown,
    is_long,
    lead_on,
    ledger_file,
    log_growth,
    mark,
    read_log,
    read_own,
    read_published_pages,
    unfinished,
    unlogged,
    with_long_marks,
    written_pages,
)
from builder.model import REMOVED, Document
from builder.model.anchors import Anchored, anchored
from builder.pages import former_share

_ON_THE_DAY = date.max
"""Stands for the day of the record, which is not known while documents are read."""


class Growth(Struct, frozen=True):
    """What a ledger file does not hold yet."""

    file: PurePosixPath
    """Inside the content folder."""
    path: str
    """The file that problems name: what is published there, or the ledger's own."""
    what: str
    """"anchors of /documents/…/" or "pages"."""
    new: int
    """How many addresses and anchors are not in it at all …"""
    changed: int
    """… and how many led to other words."""
    undated: bool
    """Whether the day must be given, as no correction gives it."""
    data: Callable[[date], bytes]
    """The file as it must be, what is new being published on a day."""


def ledger_growth(read: ContentRead, addresses: Sequence[str]) -> list[Growth]:
    """What the ledger does not hold yet, by file: nothing before the first document.

    Raises `ProblemsFound` where something would be lost.
    """
    content = read.context.content
    published, _ = read_published_pages(content)
    lead_on(published, addresses, former_share)
    urls: set[str] = set()
    found: list[tuple[date, str, Growth]] = []
    for each in read.documents():  # one authority at a time: memory is not for all documents
        urls.add(each.url)
        key = each.front.published, each.id
        found += ((*key, growth) for growth in document_growth(each, content))
    if not urls and published is NOTHING_PUBLISHED:
        return []  # pages alone: the ledger is one of documents and what leads to them
    found.sort(key=lambda each: each[:2])
    return [*(growth for _, _, growth in found), *page_growth(content, urls, published, addresses)]


def document_growth(document: Document, content: Path) -> Iterator[Growth]:
    """What the ledger does not hold of a document."""
    recorded = read_own(content, document.front.authority, document.id)[0]
    texts = [
        *(each.words for each in anchored(document.sections)),
        *(each.before for each in document.history.corrections),
    ]
    states = tuple(with_long_marks(recorded, texts))
    known = {each.anchor for each in states}
    places = tuple(unfinished(anchored(document.sections), states))
    if places or states != recorded:
        new = sum(each.anchor not in known for each in places)
        yield Growth(
            document_ledger(document.front.authority, document.id),
            document.path,
            f"anchors of {document.url}",
            new,
            len(places) - new,
            bool(places)
            and (not states or any(_changed_on(document, each.anchor) is None for each in places)),
            partial(_dated, tuple(grow(document, states, places, _ON_THE_DAY))),
        )


def page_growth(
    content: Path, documents: Collection[str], published: PublishedPages, addresses: Iterable[str]
) -> Iterator[Growth]:
    """What the ledger, which holds `published`, does not hold of pages other than `documents`."""
    for file, found in grown(
        published, (each for each in addresses if each not in documents)
    ).items():
        data = partial(written_pages, published, file, found)
        shown = f"{content.name}/{file}"
        yield Growth(file, shown, f"pages, as {found[0]},", len(found), 0, True, data)


def unrecorded(missing: Iterable[Growth]) -> list[Problem]:
    """Problems for what is published and not in the ledger; none for drafts."""
    return [
        Problem(
            each.path,
            1,
            f"what is published must be in the ledger; found {each.new} {each.what} that are not, "
            f"and {each.changed} with words that are not; run `archive record --on DAY` with the "
            "day of publication.",
        )
        for each in missing
        if each.new or each.changed
    ]


def log_problems(content: Path) -> list[Problem]:
    """Problems for rows changed since they were logged, or not logged."""
    log, problems = read_log(content)
    if problems:
        return problems
    rows = unlogged(content, log)
    if not log.files and not any(map(is_long, rows)):
        return []  # nothing was recorded since there are logs
    problems = list(changed_rows(content, log))
    if rows:
        mend = (
            "run `archive record`" if log.files else "restore it from the history of the repository"
        )
        problems.append(
            Problem(
                f"{content.name}/ledger/log",
                1,
                f"every row of the ledger must be in its log; found {count(len(rows), 'row')} that "
                f"are not, as “{rows[0]}”; {mend}.",
            )
        )
    return problems


def check_log(content: Path) -> Log:
    """The log. Raises `ProblemsFound` where it is damaged or rows were changed since."""
    log, problems = read_log(content)
    if problems := problems or list(changed_rows(content, log)):
        raise ProblemsFound(problems)
    return log


def write_log(content: Path, on: date | None) -> int:
    """Log the ledger's new rows; returns their number.

    Raises `ProblemsFound` as `check_log` does.
    """
    log = check_log(content)
    rows = unlogged(content, log)
    day = on or max((date.fromisoformat(row.rpartition(",")[2]) for row in rows), default=date.min)
    for file, data in log_growth(log, rows, day):
        write_whole(content / file, data)
    return len(rows)


def write_growth(missing: Sequence[Growth], content: Path, on: date) -> None:
    """Write what is missing; without a correction's date it is published `on` a day."""
    remove_unfinished(content / "ledger")
    for each in missing:
        write_whole(content / each.file, each.data(on))


def _dated(rows: Sequence[LedgerRow], on: date) -> bytes:
    """A file of the ledger with the rows that are new on a day."""
    newest: dict[str, date] = {}
    found = []
    for row in rows:
        since = max(on, newest.get(row.anchor, on)) if row.since == _ON_THE_DAY else row.since
        newest[row.anchor] = since
        found.append(replace(row, since=since))
    return ledger_file(found)


def grow(
    document: Document, states: Sequence[LedgerRow], missing: Sequence[Anchored], on: date
) -> list[LedgerRow]:
    """A document's rows with the missing ones after their predecessors."""
    by_anchor: dict[str, list[LedgerRow]] = {}
    for state in states:
        by_anchor.setdefault(state.anchor, []).append(state)
    order = list(by_anchor)
    wanted = {each.anchor for each in missing}
    before = -1
    for each in anchored(document.sections):
        if each.anchor not in by_anchor:
            order.insert(before + 1, each.anchor)
            by_anchor[each.anchor] = []
        before = order.index(each.anchor)
        if each.anchor in wanted:
            rows = by_anchor[each.anchor]
            since = (_changed_on(document, each.anchor) if states else None) or on
            # A row is never older than the one before it.
            since = max(since, rows[-1].since) if rows else since
            rows.append(LedgerRow(each.anchor, mark(each.words), since))
    return [state for anchor in order for state in by_anchor[anchor]]


def _changed_on(document: Document, anchor: str) -> date | None:
    """The day of an anchor's words, if the front matter has one."""
    corrected = [
        each.on
        for each in document.history.corrections
        if each.anchor == anchor and each.what != REMOVED
    ]
    number = anchor[1:]
    shifted = [
        each.on
        for each in document.front.renumbered
        if anchor[:1] == "p"
        and number.isdecimal()
        and each.start + each.by <= int(number) <= each.end + each.by
    ]
    return max((*corrected, *shifted), default=None)
