"""Common pages in groups, from all accounts and shares, without any document's text.

A group names the parts that it is made of and is remade only if they change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, Protocol

from msgspec import Struct

from builder.pages.kinds.accuracy import accuracy_page
from builder.pages.kinds.authorities import authorities_page
from builder.pages.kinds.checks import Noticed, check_pages, in_order
from builder.pages.kinds.citations import citation_page, citations_page
from builder.pages.kinds.compare import compare_pages
from builder.pages.kinds.coverage import whole_coverage_page
from builder.pages.kinds.data import data_page
from builder.pages.kinds.documents import document_list_pages
from builder.pages.kinds.glossary import glossary_entries, glossary_pages
from builder.pages.kinds.grades import grades_page
from builder.pages.kinds.history import change_pages
from builder.pages.kinds.home_and_about import gathering_pages
from builder.pages.kinds.inspectors import inspector_pages
from builder.pages.kinds.judgement import judgement_pages, judgements_page
from builder.pages.kinds.recommendations import recommendation_pages
from builder.pages.kinds.search import search_page
from builder.pages.kinds.topics import topic_pages, topics_page
from builder.pages.kinds.trends import trend_pages
from builder.pages.parts.listing import Listed
from builder.pages.parts.recommendation_entries import DocumentRecommendations, EntryFacets
from builder.pages.parts.topic_recommendations import topic_rows
from builder.pages.parts.views import Page
from builder.pages.plan.site_summary import Accounts

LOOKED_AT = 500
"""How many documents' recommendations are in memory at once."""


class Contributions(Protocol):
    """What authorities bring under a part's name, in the order of the accounts."""

    def __call__(self, name: str) -> Mapping[str, Any]:
        """By the authorities that bring it."""

    def mark(self, name: str) -> object:
        """What tells it from what was brought in another build."""


class PageGroup(Struct, frozen=True):
    """Pages that are made together."""

    name: str
    parts: tuple[str, ...] = ()
    """The names of the parts of shares that they show."""
    counted: Any = None
    """What they show besides of the accounts and is not part of an outline."""


def groups(known: Accounts) -> list[PageGroup]:
    """All groups, slowest first."""
    directory = known.directory
    topics, citations = known.tallies["topic"], known.tallies["citation"]
    asked = sorted(known.asked.items())
    each_asked = (f"recommendations/{each.id}" for each in known.archive.documents)
    return [
        PageGroup("recommendations", ("entries", *each_asked)),
        PageGroup("compare"),
        *(PageGroup(f"judgement/{each}") for each in known.archive.judged),
        PageGroup("glossary", ("shorts",)),
        *(_listing("topic", each, known) for each in topics if not directory.topics[each].alone),
        *(
            _listing("citation", each, known)
            for each in citations
            if not directory.citations[each].alone
        ),
        PageGroup("checks", ("noticed",), (directory.checks_together, directory.checks_divided)),
        PageGroup("coverage", ("coverage",), directory.coverage_divided),
        PageGroup("topics", (), (directory.topics, topics)),
        PageGroup("citations", (), (directory.citations, citations)),
        PageGroup("search", (), (directory.topics, topics, asked)),
        PageGroup("lists", (), asked),
        PageGroup("changes", (), known.news),
        PageGroup("inspectors"),
        PageGroup("judgements"),
        PageGroup("data"),
    ]


def _listing(sort: str, target: str, known: Accounts) -> PageGroup:
    leads = known.directory.sorts[sort][target]
    name = f"{sort}/{target}"
    tallies = known.tallies[sort][target]
    asked = (f"asked/{target}",) if sort == "topic" else ()
    return PageGroup(name, (*asked, *(() if leads.divided else (name,))), (leads, tallies))


def group_pages(known: Accounts, name: str, contributions: Contributions) -> Iterable[Page]:
    """The pages of a group."""
    sort, _, target = name.partition("/")
    return MAKERS[sort](known, target, contributions)


def _checks(known: Accounts, target: str, contributions: Contributions) -> Iterable[Page]:
    entries = (entry for own in contributions("noticed").values() for entry in own)
    directory = known.directory
    return check_pages(
        Noticed(
            in_order(known.archive, entries), directory.checks_together, directory.checks_divided
        )
    )


def _citation(known: Accounts, target: str, contributions: Contributions) -> Iterable[Page]:
    return [citation_page(all_listings(known, "citation", contributions), target)]


def _coverage(known: Accounts, target: str, contributions: Contributions) -> Iterable[Page]:
    held = [each for each in contributions("coverage").values() if each.held]
    return [whole_coverage_page(known.archive, held, parted=known.directory.coverage_divided)]


def _glossary(known: Accounts, target: str, contributions: Contributions) -> Iterable[Page]:
    return glossary_pages(glossary_entries(known.archive, contributions("shorts").values()))


def _recommendations(known: Accounts, target: str, contributions: Contributions) -> Iterable[Page]:
    of_document: dict[str, list[EntryFacets]] = {}
    for own in contributions("entries").values():
        for line in own:
            of_document.setdefault(line.document, []).append(line)
    newest_first = [
        line for each in reversed(known.archive.documents) for line in of_document.get(each.id, ())
    ]

    @lru_cache(maxsize=LOOKED_AT)
    def look(document: str) -> DocumentRecommendations:
        asked: DocumentRecommendations = next(
            iter(contributions(f"recommendations/{document}").values())
        )
        return asked

    def mark(document: str) -> object:
        return contributions.mark(f"recommendations/{document}")

    return recommendation_pages(known.archive, newest_first, look, mark)


def _topic(known: Accounts, target: str, contributions: Contributions) -> Iterable[Page]:
    rows = topic_rows(known.archive, known.histories, contributions(f"asked/{target}"))
    return topic_pages(all_listings(known, "topic", contributions), target, rows)


def all_listings(known: Accounts, sort: str, contributions: Contributions | None = None) -> Listed:
    """The listings of a sort."""
    return Listed(
        known.archive,
        known.directory.sorts[sort],
        known.tallies[sort],
        lambda target: contributions(f"{sort}/{target}") if contributions else {},
    )


MAKERS: Mapping[str, Callable[[Accounts, str, Contributions], Iterable[Page]]] = {
    "changes": lambda known, _, __: change_pages(known.archive, known.news),
    "checks": _checks,
    "citation": _citation,
    "citations": lambda known, _, __: [citations_page(all_listings(known, "citation"))],
    "compare": lambda known, _, __: compare_pages(known.archive),
    "coverage": _coverage,
    "data": lambda _, __, ___: [data_page()],
    "glossary": _glossary,
    "inspectors": lambda known, _, __: inspector_pages(known.inspectors),
    "judgement": lambda known, target, _: judgement_pages(known.archive, target),
    "judgements": lambda known, _, __: [judgements_page(known.archive)],
    "lists": lambda known, _, __: [
        *gathering_pages(
            known.archive, sum(known.asked.values()), known.histories, logged=known.logged
        ),
        *document_list_pages(known.archive),
        authorities_page(known.archive, known.histories),
        accuracy_page(known.archive),
        grades_page(known.archive, known.histories),
        *trend_pages(known.archive, known.histories),
    ],
    "recommendations": _recommendations,
    "search": lambda known, _, __: [
        search_page(known.archive, all_listings(known, "topic"), known.asked)
    ],
    "topic": _topic,
    "topics": lambda known, _, __: [topics_page(all_listings(known, "topic"))],
}
"""By the first part of a group's name: what makes its pages of the accounts, of the rest of its
name, and of what the authorities bring."""
