"""The jobs for common pages and tables, group by group, loading only what each shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from builder.analysis.change_log import freshness_stamp
from builder.build.job_context import BuildSettings, job_context
from builder.build.page_job import PageOutput
from builder.build.read_job import account_key
from builder.core.safe_files import File
from builder.exports import group_exports, table_file, whole_exports
from builder.ledger import PublishedPages, lead_on
from builder.output.site_tree import write
from builder.pages import (
    Accounts,
    Page,
    former_share,
    gone_pages,
    group_pages,
    leading,
    listed_addresses,
    together,
)
from builder.search import page_titles
from builder.store.serialize import PackedPart

TABLE = "table/"
"""How the names of those groups begin that are a table and no pages."""


@dataclass(frozen=True)
class AllAccounts:
    """All accounts; another process loads them from the cache."""

    settings: BuildSettings
    keys: tuple[str, ...]
    """Of the authorities as they were read."""
    known: Accounts | None = None

    def __reduce__(self) -> tuple[type[AllAccounts], tuple[BuildSettings, tuple[str, ...]]]:
        return AllAccounts, (self.settings, self.keys)

    def load(self) -> Accounts:
        """Raises `CacheDamaged`."""
        return self.known or _load(self.settings, self.keys)


@lru_cache(maxsize=1)
def _load(settings: BuildSettings, keys: tuple[str, ...]) -> Accounts:
    at = job_context(settings)
    return together(at.registry, [at.load(account_key(key))[0] for key in keys])


@dataclass(frozen=True)
class GroupJob:
    name: str
    parts: Mapping[str, Mapping[str, tuple[str, PackedPart]]]
    """By their names and authorities: under which key each is kept, and where there."""
    tree: Path


def make_group(accounts: AllAccounts, job: GroupJob) -> PageOutput:
    """Make a group's files in the tree.  Raises `CacheDamaged`."""
    settings = accounts.settings
    at, known = job_context(settings), accounts.load()

    def contributions(name: str) -> Mapping[str, Any]:
        return {
            authority: at.load_part(key, part) for authority, (key, part) in job.parts[name].items()
        }

    if job.name.startswith(TABLE):
        if not settings.render:
            return PageOutput({})
        file = table_file(known, job.name.removeprefix(TABLE), contributions)
        return PageOutput(write(job.tree, [file]))
    addresses: list[str] = []
    named: dict[str, str] = {}
    count = 0

    def pages() -> Iterator[Page]:
        nonlocal count
        for page in group_pages(known, job.name, contributions):
            addresses.extend(listed_addresses([page]))
            named.update(page_titles([page]))
            count += 1
            yield page

    files = write(job.tree, _files(accounts, pages()))
    if settings.render:
        exports = group_exports(known, job.name, contributions, settings.base_url)
        files = {**files, **write(job.tree, exports)}
    return PageOutput(files, tuple(addresses), named, count)


def _files(accounts: AllAccounts, pages: Iterator[Page]) -> Iterator[File]:
    """Pages as files, one at a time to save memory."""
    known = accounts.load()
    return job_context(accounts.settings).files(pages, freshness_stamp(known.archive, known.news))


@dataclass(frozen=True)
class LastJob:
    published: PublishedPages
    addresses: tuple[str, ...]
    """Of all other pages."""
    titles: Mapping[str, str]
    tree: Path


def make_last_pages(accounts: AllAccounts, job: LastJob) -> PageOutput:
    """Make the pages about all others: site map and redirects.

    Raises `ProblemsFound` if a published address would lead nowhere.
    """
    known = accounts.load()
    gone = gone_pages(lead_on(job.published, job.addresses, former_share), job.titles)
    if not accounts.settings.render:
        return PageOutput({}, pages=len(gone))
    exports = whole_exports(known, job.addresses, leading(gone), accounts.settings.base_url)
    files = write(job.tree, [*_files(accounts, iter(gone)), *exports])
    return PageOutput(files, pages=len(gone))
