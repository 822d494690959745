"""The jobs for common pages and tables, group by group, loading only what each shows."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from builder.analysis.change_log import freshness_stamp
from builder.build.job_context import BuildSettings, JobContext, job_context
from builder.build.page_job import Made, PageMaking, PageOutput
from builder.build.read_job import account_key
from builder.exports import group_exports, table_file, whole_exports
from builder.ledger import PublishedPages, lead_on
from builder.output.site_tree import write
from builder.pages import (
    Accounts,
    former_share,
    gone_pages,
    group_pages,
    leading,
    together,
)
from builder.store.serialize import PackedPart

TABLE = "table/"
"""How the names of those groups begin that are a table and no pages."""


class AllAccounts(Struct, frozen=True):
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
    accounts = [at.load(account_key(key))[0] for key in keys]
    return together(at.registry, accounts, logged=settings.logged)


class GroupJob(Struct, frozen=True):
    name: str
    parts: Mapping[str, Mapping[str, tuple[str, PackedPart]]]
    """By their names and authorities: under which key each is kept, and where there."""
    tree: Path
    stood: Mapping[str, Made] = field(default_factory=dict)
    """The pages of the last build that still stand."""


class _Contributions(Struct, frozen=True):
    """What authorities bring to a group; loaded when it is asked for."""

    at: JobContext
    parts: Mapping[str, Mapping[str, tuple[str, PackedPart]]]

    def __call__(self, name: str) -> Mapping[str, Any]:
        return {
            authority: self.at.load_part(key, part)
            for authority, (key, part) in self.parts[name].items()
        }

    def mark(self, name: str) -> object:
        return tuple((authority, part.value) for authority, (_, part) in self.parts[name].items())


def make_group(accounts: AllAccounts, job: GroupJob) -> PageOutput:
    """Make a group's files in the tree.  Raises `CacheDamaged`."""
    settings = accounts.settings
    at, known = job_context(settings), accounts.load()
    contributions = _Contributions(at, job.parts)
    if job.name.startswith(TABLE):
        if not settings.render:
            return PageOutput({}, name=job.name)
        file = table_file(known, job.name.removeprefix(TABLE), contributions)
        return PageOutput(write(job.tree, [file]))
    making = PageMaking(at, freshness_stamp(known.archive, known.news), job.stood)
    pages = group_pages(known, job.name, contributions)
    files = write(job.tree, making.files(pages))
    if settings.render:
        exports = group_exports(known, job.name, contributions, settings.base_url)
        files = {**files, **write(job.tree, exports)}
    return making.output(job.name, files)


class LastJob(Struct, frozen=True):
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
    stamp = freshness_stamp(known.archive, known.news)
    files = write(job.tree, [*job_context(accounts.settings).files(gone, stamp), *exports])
    return PageOutput(files, pages=len(gone))
