"""The pages that gather: home, about.

In: the archive.  Out: their pages.
"""

from __future__ import annotations

from collections import Counter

from builder.pages.kinds.compare import at_a_glance
from builder.pages.kinds.documents import Count, authority_counts
from builder.pages.parts.linked_data import DATA, files_data, site_data
from builder.pages.parts.views import (
    EMPTY_KEY,
    TOLD,
    Link,
    Page,
    counted,
    day,
    document_line,
)
from builder.reading.archive import Archive

LATEST = 6

NAMED = 40
"""How many authorities the home page names; of more it shows the regions."""


def gathering_pages(archive: Archive, told: int) -> list[Page]:
    """`told` is how many things somebody was told to do."""
    facts = archive.registry.site
    newest = archive.documents[: -LATEST - 1 : -1]
    return [
        Page(
            url="/",
            template="home.html",
            title="",
            description=facts.description,
            linked_data=site_data(archive),
            context={
                "latest": tuple(document_line(archive, each) for each in newest),
                "authorities": _authorities(archive),
                "pictures": at_a_glance(archive),
                "counts": _totals(archive, told),
            },
        ),
        _about(archive),
        Page(
            url="/404.html",
            template="404.html",
            title="Page not found",
            description="There is no page at this address.",
            context={},
        ),
    ]


def _totals(archive: Archive, told: int) -> tuple[tuple[str, str], ...]:
    kinds = Counter(document.front.kind for document in archive.documents)
    totals = (
        (kinds["report"], "report", "reports"),
        (kinds["letter"], "letter", "letters"),
        (kinds["paper"], "council paper", "council papers"),
        (len(archive.authorities), "authority", "authorities"),
        (told, *TOLD),
    )
    return tuple(counted(*each) for each in totals if each[0])


def _authorities(archive: Archive) -> tuple[Count, ...]:
    """The authorities by name, or their regions where they are too many for the home page."""
    if len(archive.authorities) <= NAMED:
        return authority_counts(archive)
    regions = sorted({each.region for each in archive.authorities})
    return tuple(
        Count(
            Link(region, f"/authorities/#region-{at}"),
            sum(each.region == region for each in archive.authorities),
        )
        for at, region in enumerate(regions, start=1)
    )


def _about(archive: Archive) -> Page:
    registry = archive.registry
    return Page(
        url="/about/",
        template="about.html",
        title="About this archive",
        description="How documents become pages, what grades mean, and whose words these are.",
        linked_data=files_data(archive),
        context={
            "frameworks": tuple(registry.frameworks.values()),
            "empty": EMPTY_KEY,
            "licences": tuple(registry.licences.values()),
            "facts": registry.site,
            "data": DATA,
            "newest": day(archive.newest) if archive.documents else "",
        },
    )
