"""What authorities bring to the pages of all → these pages, group by group.

In: the keys of all accounts, and where the parts that a group shows stand in the cache.  Out: the
group's files in the tree.  A stage of its own because groups can be made side by side, each with no
more in memory than it shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from builder.analysis.change_log import stamp
from builder.build.authority_job import Bench, Setup, account_key, bench
from builder.build.page_job import Made
from builder.core.safe_files import File
from builder.exports import table_file
from builder.output.site_tree import write
from builder.pages import Accounts, Bring, group_pages, listed_addresses, together
from builder.search import titles
from builder.store.serialize import Part

TABLE = "table/"
"""How the names of those groups begin that are a table and no pages."""


@dataclass(frozen=True)
class Gathering:
    """All accounts, for whoever makes groups of them; another process loads them itself."""

    setup: Setup
    keys: tuple[str, ...]
    """Under which authorities are held."""
    known: Accounts | None = None

    def __reduce__(self) -> tuple[type[Gathering], tuple[Setup, tuple[str, ...]]]:
        return Gathering, (self.setup, self.keys)


@dataclass(frozen=True)
class GroupJob:
    name: str
    key: str
    """Of all that the group is made of."""
    parts: Mapping[str, Mapping[str, tuple[str, Part]]]
    """By their names and authorities: under which key each is kept, and where there."""
    tree: Path


class Damaged(Exception):
    """What an authority brings is not what was kept."""

    def __init__(self, authority: str) -> None:
        super().__init__(authority)
        self.authority = authority


def make_group(gathering: Gathering, job: GroupJob) -> Made | str:
    """Make a group's files in the tree; or the authority of which something kept is damaged, ""
    where it is not known of which."""
    at = bench(gathering.setup)

    def bring(name: str) -> Mapping[str, Any]:
        found = {}
        for authority, (key, part) in job.parts[name].items():
            data = at.cache.get_part(key, part.start, part.length)
            value = at.packer.unpack_part(data, part)
            if value is None:
                raise Damaged(authority)
            found[authority] = value
        return found

    try:
        known = gathering.known or _load(gathering.setup, gathering.keys)
        if job.name.startswith(TABLE):
            file = table_file(known, job.name.removeprefix(TABLE), bring)
            return Made(write(job.tree, [file]), (), {}, 0)
        addresses: list[str] = []
        named: dict[str, str] = {}
        files = write(job.tree, _rendered(at, known, job.name, bring, addresses, named))
    except Damaged as found:
        return found.authority
    return Made(files, tuple(addresses), named, len(files))


def _rendered(
    at: Bench,
    known: Accounts,
    name: str,
    bring: Bring,
    addresses: list[str],
    named: dict[str, str],
) -> Iterator[File]:
    """A group's pages as files, one at a time: all of them may be many.  Their addresses and titles
    are noted."""
    fresh = stamp(known.archive, known.news)
    for page in group_pages(known, name, bring):
        addresses += listed_addresses([page])
        named |= titles([page])
        yield at.renderer.render(page, fresh)


@lru_cache(maxsize=1)
def _load(setup: Setup, keys: tuple[str, ...]) -> Accounts:
    """The accounts, as they are kept."""
    at = bench(setup)
    accounts = []
    for key in keys:
        kept = at.packer.unpack(at.cache.get(account_key(key)) or b"")
        if kept is None:
            raise Damaged("")
        accounts.append(kept[0])
    return together(at.registry, accounts)
