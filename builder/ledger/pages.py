"""The ledger of other pages: a lost address leads where `moved.yaml` says, or is a problem."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from pathlib import Path, PurePosixPath

from msgspec import Struct, field

from builder.core.problems import Problem, ProblemsFound, did_you_mean
from builder.core.safe_files import MOST_WRITTEN, NotReadable, read_plain
from builder.ledger.files import DOCUMENTS
from builder.model import NOWHERE, Line
from builder.registry import yaml_schema as schema

PAGES = PurePosixPath("ledger/pages")
MOVED = PurePosixPath("ledger/moved.yaml")
_HEADER = "address,since"
_ROW = re.compile(r"(/(?:[0-9a-z-]+/)*(?:[0-9a-z-]+\.html)?),(\d{4}-\d\d-\d\d)")

_NUMBERED = re.compile(r"(/(?:[0-9a-z-]+/)+)[1-9]\d{0,2}/")
"""The address of a later page of a list, and of its first."""


class MovedPages(Struct, frozen=True):
    """Addresses without a page any more, and where they lead."""

    former: tuple[str, ...] = field(name="from")
    to: str
    on: date
    why: str
    line: Line = NOWHERE


class PublishedPages(Struct, frozen=True):
    """What was published besides documents."""

    since: Mapping[str, date] = field(default_factory=dict)
    """Every address, with the day since which it leads to a page."""
    moved: tuple[MovedPages, ...] = ()
    folder: str = "content"
    """The content folder, as problems call it."""


NOTHING_PUBLISHED = PublishedPages()


def page_ledger(url: str) -> PurePosixPath:
    """The file that holds an address: one a folder of the site.

    >>> str(page_ledger("/topics/missing-children/")), str(page_ledger("/404.html"))
    ('ledger/pages/topics.csv', 'ledger/pages/home.csv')
    """
    folder, slash, _ = url[1:].partition("/")
    return PAGES / f"{folder if slash else 'home'}.csv"


def read_published_pages(content: Path) -> tuple[PublishedPages, list[Problem]]:
    """What the ledger says of pages; nothing where no document was ever published."""
    if not (content / DOCUMENTS).is_dir():
        return NOTHING_PUBLISHED, []
    since: dict[str, date] = {}
    problems: list[Problem] = []
    for path in sorted((content / PAGES).glob("*.csv"), key=lambda each: each.name):
        shown = f"{content.name}/{PAGES}/{path.name}"
        try:
            lines = read_plain(path, content, MOST_WRITTEN).decode("utf-8", "replace").split("\n")
        except NotReadable as found:
            problems.append(Problem(shown, 1, str(found)))
            continue
        if lines[0] != _HEADER:
            problems.append(_restore(shown, 1, f"must begin with “{_HEADER}”", lines[0]))
        for number, line in enumerate(lines[1:], 2):
            row = _read(line)
            if row is not None and str(page_ledger(row[0])) == f"{PAGES}/{path.name}":
                since[row[0]] = row[1]
            elif line:
                what = "a row must give an address of this folder and a day"
                problems.append(_restore(shown, number, what, line))
    moved, found_in_moved = _read_moved(content)
    return PublishedPages(since, moved, content.name), problems + found_in_moved


def _read(line: str) -> tuple[str, date] | None:
    match = _ROW.fullmatch(line)
    try:
        return (match[1], date.fromisoformat(match[2])) if match else None
    except ValueError:
        return None


def _restore(shown: str, line: int, what: str, found: str) -> Problem:
    return Problem(
        shown, line, f"{what}; found “{found[:60]}”; restore it from the history of the repository."
    )


def _read_moved(content: Path) -> tuple[tuple[MovedPages, ...], list[Problem]]:
    path, shown = content / MOVED, f"{content.name}/{MOVED}"
    if not path.exists() and not path.is_symlink():
        return (), []
    try:
        text = read_plain(path, content, MOST_WRITTEN).decode("utf-8", "replace")
    except NotReadable as found:
        return (), [Problem(shown, 1, str(found))]
    moved, problems = schema.load_yaml(shown, text, tuple[MovedPages, ...])
    return moved or (), problems


def lead_on(
    published: PublishedPages,
    addresses: Iterable[str],
    by_rule: Callable[[str], str] = lambda _: "",
) -> dict[str, tuple[str, MovedPages | None]]:
    """Where each published address without a page leads, with the row that says so.

    No row is needed for later pages of a shortened list, or where `by_rule` leads on. Raises
    `ProblemsFound` for addresses that would lead nowhere.
    """
    made = set(addresses)
    shown = f"{published.folder}/{MOVED}"
    rows = {former: row for row in published.moved for former in row.former}
    leading: dict[str, tuple[str, MovedPages | None]] = {}
    problems: list[Problem] = []
    for former, row in rows.items():
        target = _target(former, rows, made)
        if former in made:
            continue  # it is back, and may go again
        if former not in published.since:
            problems.append(
                Problem(
                    shown,
                    row.line,
                    f"an address under “from” must have been published; found “{former}”, which "
                    "the ledger does not have; correct or remove it."
                    f"{did_you_mean(former, published.since)}",
                )
            )
        elif target not in made:
            problems.append(
                Problem(
                    shown,
                    row.line,
                    f"“to” must be the address of a page; found “{row.to}”, which is none; "
                    f"correct it.{did_you_mean(row.to, made)}",
                )
            )
        else:
            leading[former] = target, row
    for address in sorted(published.since.keys() - made - rows.keys()):
        if by_rule(address) in made:
            continue
        if (numbered := _NUMBERED.fullmatch(address)) and numbered[1] in made:
            leading[address] = numbered[1], None
            continue
        above = _above(address, made)
        problems.append(
            Problem(
                f"{published.folder}/{page_ledger(address)}",
                1,
                f"{address}, published since {published.since[address]}, must keep leading to a "
                "page; found that none is made; restore what made it, or add to "
                f"{shown}: “- {{from: [{address}], to: {above}, on: <the day>, why: <the "
                "reason>}”.",
            )
        )
    if problems:
        raise ProblemsFound(problems)
    return leading


def _target(former: str, rows: Mapping[str, MovedPages], made: Collection[str]) -> str:
    """Where an address leads in the end."""
    at, seen = former, set[str]()
    while at in rows and at not in made and at not in seen:
        seen.add(at)
        at = rows[at].to
    return at


def _above(address: str, made: Collection[str]) -> str:
    """The nearest page above an address."""
    parts = address.strip("/").split("/")
    while parts:
        parts.pop()
        above = "/" + "".join(f"{part}/" for part in parts)
        if above in made:
            return above
    return "/"


def grown(published: PublishedPages, addresses: Iterable[str]) -> dict[PurePosixPath, list[str]]:
    """New addresses, by the ledger's files."""
    new: dict[PurePosixPath, list[str]] = {}
    for address in sorted(set(addresses) - published.since.keys()):
        new.setdefault(page_ledger(address), []).append(address)
    return new


def written_pages(
    published: PublishedPages, file: PurePosixPath, new: Iterable[str], on: date
) -> bytes:
    """A file of the ledger with further addresses."""
    rows = {each: day for each, day in published.since.items() if page_ledger(each) == file}
    rows.update(dict.fromkeys(new, on))
    return "\n".join([_HEADER, *(f"{each},{rows[each]}" for each in sorted(rows)), ""]).encode()
