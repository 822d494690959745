"""Which pages exist and what each shows, in words and numbers, before anything is HTML.

From each authority an account; from all accounts a directory; with it each authority's own pages
and its share of the common ones (`plan`).
"""

from __future__ import annotations

from collections.abc import Iterable

from builder.pages.kinds.history import gone_pages, leading
from builder.pages.parts.directory import Directory
from builder.pages.parts.listing import DocumentPart, former_share
from builder.pages.parts.views import Page
from builder.pages.plan.page_groups import Contributions, PageGroup, group_pages, groups
from builder.pages.plan.per_authority import (
    Account,
    Contribution,
    LinkEnds,
    account,
    document_page_by_id,
    link_ends,
    own_pages,
)
from builder.pages.plan.site_summary import Accounts, for_one, together

__all__ = [
    "Account",
    "Accounts",
    "Contribution",
    "Contributions",
    "Directory",
    "DocumentPart",
    "LinkEnds",
    "Page",
    "PageGroup",
    "account",
    "document_page_by_id",
    "for_one",
    "former_share",
    "gone_pages",
    "group_pages",
    "groups",
    "leading",
    "link_ends",
    "listed_addresses",
    "own_pages",
    "together",
]


def listed_addresses(pages: Iterable[Page]) -> list[str]:
    """Addresses of the pages for search engines."""
    return [
        each.url
        for each in pages
        if each.url.endswith("/") and each.template not in ("moved.html", "withdrawn.html")
    ]
