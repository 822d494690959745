"""Holdings → pages: which pages exist and what each of them shows.

In: what is held of each authority.  Out: every `Page`, with its address, its template and all that
it shows, so that templates compute nothing.  A stage of its own because what a page says is decided
here, in words and numbers that a test can read, before anything is HTML.

It goes in three steps: of each authority an account (`own`), of all accounts a directory (`whole`);
with it each authority's own pages and its share of those of all (`own`), and of all shares the rest
(`groups`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from builder.analysis.authority import Holding
from builder.model import Registry
from builder.pages.kinds.history import gone_pages, leading
from builder.pages.parts.directory import Directory
from builder.pages.parts.listing import DocumentPart
from builder.pages.parts.views import Page
from builder.pages.plan.page_groups import Bring, Group, group_pages, groups, whole_pages
from builder.pages.plan.per_authority import Account, Ends, Share, account, ends, own_pages, page_of
from builder.pages.plan.site_summary import Accounts, for_one, together

__all__ = [
    "Account",
    "Accounts",
    "Bring",
    "Directory",
    "DocumentPart",
    "Ends",
    "Group",
    "Page",
    "Pages",
    "Share",
    "account",
    "all_pages",
    "ends",
    "for_one",
    "gone_pages",
    "group_pages",
    "groups",
    "leading",
    "listed_addresses",
    "own_pages",
    "page_of",
    "together",
    "whole_pages",
]


@dataclass(frozen=True)
class Pages:
    """Every page of the site."""

    known: Accounts
    own: Sequence[Sequence[Page]]
    """Those of each authority, in the order of the accounts."""
    whole: Sequence[Page]
    """Those of all together."""

    @property
    def pages(self) -> list[Page]:
        """All of them, in order of address."""
        every = [page for own in self.own for page in own]
        return sorted([*every, *self.whole], key=lambda page: page.url)


def all_pages(registry: Registry, holdings: Iterable[Holding]) -> Pages:
    """Every page of the site, made one authority after another."""
    held = {each.authority.id: each for each in holdings}
    known = together(registry, (account(each) for each in held.values()))
    made = [
        own_pages(
            held[each.authority], for_one(known.directory, each), known.naming(each.authority)
        )
        for each in known.accounts
    ]
    brought = {
        each.authority: share.parts for each, (_, share) in zip(known.accounts, made, strict=True)
    }

    def bring(name: str) -> dict[str, object]:
        return {each: own[name] for each, own in brought.items() if name in own}

    return Pages(known, [pages for pages, _ in made], whole_pages(known, bring))


def listed_addresses(pages: Iterable[Page]) -> list[str]:
    """The addresses of the pages that a search engine should know."""
    return [
        each.url
        for each in pages
        if each.url.endswith("/") and each.template not in ("moved.html", "withdrawn.html")
    ]
