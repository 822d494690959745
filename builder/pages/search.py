"""The search page: the box, and what to browse where there is no script.

In: the topics that the documents speak of.  Out: the page.
"""

from __future__ import annotations

from builder.archive import Archive
from builder.pages.listing import Listed
from builder.pages.views import Link, Page

TOPICS = 30
"""How many topics are offered."""


def search_page(archive: Archive, listed: Listed) -> Page:
    def documents(topic: str) -> int:
        return sum(each.documents for each in listed.tallies[topic].values())

    most = sorted(listed.ways, key=lambda topic: (-documents(topic), topic))[:TOPICS]
    topics = [
        Link(archive.registry.topics[topic].name, listed.ways[topic].address) for topic in most
    ]
    return Page(
        url="/search/",
        template="search.html",
        title="Search",
        description="Search every paragraph of every document.",
        context={
            "topics": tuple(sorted(topics, key=lambda topic: topic.text)),
        },
    )
