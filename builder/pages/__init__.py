"""Holdings → pages: which pages exist and what each of them shows.

What a page says is decided here, in words and numbers that a test can read, before anything is
HTML.

It goes in three steps: of each authority an account (`own`), of all accounts a directory (`whole`);
with it each authority's own pages and its share of those of all (`own`), and of all shares the rest
(`groups`).
"""

from __future__ import annotations

from collections.abc import Iterable

from builder.pages.kinds.history import gone_pages, leading
from builder.pages.parts.directory import Directory
from builder.pages.parts.listing import DocumentPart
from builder.pages.parts.views import Page
from builder.pages.plan.page_groups import Bring, Group, group_pages, groups
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
    "Share",
    "account",
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
]


def listed_addresses(pages: Iterable[Page]) -> list[str]:
    """The addresses of the pages that a search engine should know."""
    return [
        each.url
        for each in pages
        if each.url.endswith("/") and each.template not in ("moved.html", "withdrawn.html")
    ]
