"""Which sorts of pages there are, so that a test can look at one of each without naming any.

In: an archive and the folder of its built site.  Out: the address of the largest page of each
template, and of each kind of document.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from builder.core.safe_files import file_of
from builder.pages import Page
from tests.support.archive import read_archive
from tests.support.whole import pages_of

LIMITS = (
    "checks.TOGETHER",
    "checks.LIMIT",
    "compare.CELLS",
    "coverage.LIMIT",
    "documents.LIMIT",
    "documents.NEWEST",
    "glossary.MANY",
    "inspectors.MANY",
    "judgement.LIMIT",
    "recommendations.LIMIT",
    "recommendations.ON_A_PAGE",
    "topics.ON_A_PAGE",
    "recommendations.FIRST",
)
"""How much one page holds, by the name of the constant in `builder.pages.kinds`."""


@contextmanager
def crowded() -> Iterator[None]:
    """Pages hold hardly anything, so that a small archive is divided as a large one is."""
    with pytest.MonkeyPatch.context() as patch:
        for name in LIMITS:
            patch.setattr(f"builder.pages.kinds.{name}", 1)
        # A default of a parameter, fixed when the function was defined.
        patch.setattr("builder.pages.parts.listing.way.__defaults__", (1,))
        yield


def sort_of(page: Page) -> str:
    document = page.context.get("document")
    kind = f", {document.front.kind}" if page.template == "document.html" and document else ""
    return page.template.removesuffix(".html") + kind


def largest_of_each_sort(content: Path, site: Path) -> dict[str, str]:
    """The address of the largest page of each sort."""
    found: dict[str, tuple[int, str]] = {}
    for page in pages_of(read_archive(content)).pages:
        if not page.template.endswith(".html"):  # a picture
            continue
        size = (site / file_of(page.url)).stat().st_size
        sort = sort_of(page)
        found[sort] = max(found.get(sort, (0, "")), (size, page.url))
    return {sort: url for sort, (_, url) in sorted(found.items())}
