"""The search page: the box, and what to browse without a script."""

from __future__ import annotations

from collections.abc import Mapping

from builder.model import RECOMMENDING
from builder.pages.parts.listing import Listed
from builder.pages.parts.views import ROLE_NAMES, Link, Page
from builder.reading.archive import Archive

FILTERS = (
    ("year", "Year"),
    ("recommendation", "Asked to improve"),
    ("timescale", "Timescale"),
    ("topic", "Topic"),
    ("overall", "Overall grade"),
    ("grade", "Grade of the section"),
    ("judgement", "Judgement"),
    ("service", "Service"),
    ("kind", "Kind of document"),
    ("framework", "Framework"),
    ("region", "Region"),
    ("newest", "Newest inspection"),
)
"""By what a search can be narrowed, besides the authority: the name in its address, and the title.
They stand in the page from the start, so that it does not move when the script fills them."""

TOPICS = 30
"""How many topics are offered."""


def search_page(archive: Archive, listed: Listed, kinds: Mapping[str, int]) -> Page:
    """`kinds` are the kinds of recommendation, with how many entries each has."""

    def documents(topic: str) -> int:
        return sum(each.documents for each in listed.tallies[topic].values())

    most = sorted(listed.ways, key=lambda topic: (-documents(topic), topic))[:TOPICS]
    topics = [
        Link(archive.registry.topics[topic].name, listed.ways[topic].address) for topic in most
    ]
    asked = [each for each in RECOMMENDING if each in kinds]
    return Page(
        url="/search/",
        template="search.html",
        title="Search",
        description="Search every paragraph of every document.",
        context={
            "filters": (("authority", archive.registry.site.words.of_one), *FILTERS),
            "asked": tuple(
                Link(ROLE_NAMES[each].lower(), f"/search/?recommendation={each}") for each in asked
            ),
            "feeds": (
                *(
                    f"topics/{topic}"
                    for topic, tallies in sorted(listed.tallies.items())
                    if any(each.asked for each in tallies.values())
                ),
                *(f"recommendations/kind/{each}" for each in asked if kinds[each] > 1),
            ),
            "topics": tuple(sorted(topics, key=lambda topic: topic.text)),
        },
    )
