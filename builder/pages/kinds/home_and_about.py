"""The front page, the page about the archive, and the page for unknown addresses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from builder.analysis.grade_history import GradeHistory
from builder.pages.kinds.grades import grade_counts, hexagon_map
from builder.pages.parts.councils import councils
from builder.pages.parts.linked_data import DATA, files_data, site_data
from builder.pages.parts.listing import FORMER_SHARES
from builder.pages.parts.views import (
    EMPTY_KEY,
    TOLD,
    Page,
    counted,
    day,
    document_line,
)
from builder.reading.archive import Archive

LATEST = 6


def gathering_pages(
    archive: Archive, asked: int, histories: Mapping[str, GradeHistory], *, logged: bool
) -> list[Page]:
    """`asked` is the number of recommendations and actions, `logged` whether there is a log."""
    standing = [each for each in councils(archive, histories) if not each.until]
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
                "grade_counts": tuple(
                    each for each in grade_counts(archive, standing) if each.number
                ),
                "councils": len(standing),
                "map": hexagon_map(archive, standing) if standing else None,
                "counts": _totals(archive, asked),
            },
        ),
        _about(archive),
        Page(
            url="/about/checking/",
            template="checking.html",
            title="How to check us",
            description="How anybody can hold a page against its original, and a passage against "
            "what was published.",
            context={"logged": logged},
        ),
        Page(
            url="/404.html",
            template="404.html",
            title="Page not found",
            description="There is no page at this address.",
            context={"rules": FORMER_SHARES},
        ),
    ]


def _totals(archive: Archive, asked: int) -> tuple[tuple[str, str], ...]:
    words = archive.registry.site.words
    kinds = Counter(document.front.kind for document in archive.documents)
    totals = (
        (kinds["report"], "report", "reports"),
        (kinds["letter"], "letter", "letters"),
        (kinds["paper"], words.paper, words.papers),
        (len(archive.authorities), words.authority, words.authorities),
        (asked, *TOLD),
    )
    return tuple(counted(*each) for each in totals if each[0])


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
