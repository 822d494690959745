"""Recommendations: the newest, counts by each facet, and pages for values that several share.

A value with too many for one page counts them by authority and links to the authorities' own pages.
A value with a single entry links to its words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from builder.model import Authority, SiteWords
from builder.pages.parts.paged import paged
from builder.pages.parts.recommendation_entries import (
    DocumentRecommendations,
    EntryFacets,
    Value,
    by_document,
)
from builder.pages.parts.views import ROLE_NAMES, TOLD, Later, Link, Page, counted
from builder.reading.archive import Archive

ON_A_PAGE = 40
"""How many entries one page prints."""

LIMIT = 150
"""How many entries a list may have before it says besides how many each authority has."""

NEWEST = 20
"""How many entries the front page shows."""

FIRST = 12
"""How many values of a facet the front page shows; where there are more, all of them stand on a
page of their own."""

FACETS = {
    "authority": ("", "", "", ""),  # what the archive calls them
    "kind": ("Kind", "kind", "kinds", ""),
    "timescale": ("Timescale", "timescale", "timescales", "No timescale printed"),
    "owner": ("Who is to act", "owner", "owners", "Nobody named"),
    "service": ("Service", "service", "services", "No service named"),
    "topic": ("Topic", "topic", "topics", "No topic found"),
    "year": ("Year of publication", "year", "years", ""),
}
"""Facet → its heading, what one and several of its values are called, and the entries without."""


def _facet_words(name: str, words: SiteWords) -> tuple[str, str, str, str]:
    if name == "authority":
        return words.of_one, words.authority, words.authorities, ""
    return FACETS[name]


CRUMBS = (Link("Recommendations", "/recommendations/"),)

Found = Sequence[EntryFacets]

Look = Callable[[str], DocumentRecommendations]
"""Looks up a document's recommendations by the document's id."""


class ValueCount(Struct, frozen=True):
    """A value with its number of entries; without an address where nothing lists them."""

    link: Link
    entries: int


class Facet(Struct, frozen=True):
    title: str
    counts: tuple[ValueCount, ...]
    whole: Link | None
    """Where all its values are listed, if not here."""


def recommendation_pages(
    archive: Archive, found: Found, look: Look, mark: Callable[[str], object] | None = None
) -> Iterator[Page]:
    """The front page and the facets' pages, lazily; `found` is newest document first. `mark` tells
    what `look` finds from what it found in another build, without loading it."""
    maker = _FacetPages(archive, found, look, mark or look)
    facets: list[Facet] = []
    below: list[Callable[[], Iterable[Page]]] = []
    for name in FACETS:
        facet, pages = maker.facet(name)
        below += pages
        if facet.counts:
            facets.append(facet)
    yield Page(
        url="/recommendations/",
        template="recommendations.html",
        title="Recommendations",
        description=f"Everything that any {archive.registry.site.words.authority} was told to do, "
        "with its timescale, the day it was due, who was to do it, and what later documents say "
        "about the same thing.",
        context={
            "held": _counts(found),
            "facets": tuple(facets),
        },
        later=maker.documents("latest", found[:NEWEST]),
    )
    for make in below:
        yield from make()


def authority_recommendation_pages(
    archive: Archive, authority: Authority, found: Found, look: Look
) -> Iterator[Page]:
    """An authority's recommendations, newest first; no page for a single one."""
    if len(found) > 1:
        title = f"Recommendations by {archive.registry.site.words.authority}: {authority.place}"
        listed = _List(authority.place, found)
        maker = _FacetPages(archive, found, look, look)
        yield from maker.pages(_authority_url(authority.id), title, CRUMBS, listed)


class _FacetPages:
    def __init__(
        self, archive: Archive, found: Found, look: Look, mark: Callable[[str], object]
    ) -> None:
        self.archive = archive
        self.found = found
        self.look = look
        self.mark = mark
        self.of_authority = Counter(each.values["authority"][0].slug for each in found)

    def facet(self, name: str) -> tuple[Facet, list[Callable[[], Iterable[Page]]]]:
        """A facet on the front page, and makers of the pages below it."""
        title, one, several, without = _facet_words(name, self.archive.registry.site.words)
        url = f"/recommendations/{name}/"
        values = _by_value(name, self.found)
        crumbs: tuple[Link, ...] = CRUMBS
        if len(values) > FIRST:
            crumbs = (*CRUMBS, Link(f"By {one}", url))
        counts = []
        pages: list[Callable[[], Iterable[Page]]] = []
        for value in _ordered(self.archive, name, values):
            own = values[value]
            address = own[0].url if len(own) == 1 else f"{url}{value.slug}/"
            counts.append(ValueCount(Link(value.name, address), len(own)))
            if len(own) > 1 and name != "authority":
                heading = f"Recommendations by {one}: {value.name}"
                pages.append(partial(self.listed, address, heading, value.name, own, crumbs))
        bare = sum(1 for each in self.found if not each.values[name])
        rest = (ValueCount(Link(without, ""), bare),) if bare and counts else ()
        if len(values) <= FIRST:
            return Facet(title, (*counts, *rest), None), pages
        page = Page(
            url=url,
            template="recommendations_facet.html",
            title=f"Recommendations by {one}",
            description=f"The {len(values)} {several} by which recommendations can be found, with "
            "how many there are of each.",
            crumbs=CRUMBS,
            context={"counts": (*counts, *rest)},
        )
        most = sorted(counts, key=lambda each: -each.entries)[:FIRST]
        shown = tuple(each for each in counts if each in most)
        whole = Link(f"All {len(values)} {several}", url)
        return Facet(title, (*shown, *rest), whole), [lambda: [page], *pages]

    def listed(
        self, url: str, title: str, name: str, found: Found, crumbs: tuple[Link, ...]
    ) -> Iterator[Page]:
        """The pages of one value."""
        counts = []
        if len(found) > LIMIT:
            values = _by_value("authority", found)
            for value in _ordered(self.archive, "authority", values):
                own = values[value]
                alone = self.of_authority[value.slug] == 1
                address = own[0].url if alone else _authority_url(value.slug)
                counts.append(ValueCount(Link(value.name, address), len(own)))
        return self.pages(url, title, crumbs, _List(name, found, tuple(counts)))

    def documents(self, name: str, entries: Found) -> Later:
        """Entries by document, under the name that a template uses."""
        marks = {each.document: self.mark(each.document) for each in entries}
        made_of = (tuple((each.document, each.number) for each in entries), marks)
        return Later(name, made_of, partial(by_document, entries, self.look))

    def pages(
        self, url: str, title: str, crumbs: tuple[Link, ...], listed: _List
    ) -> Iterator[Page]:
        """The pages of a list that prints its entries."""
        found = listed.found
        for part in paged(url, found, ON_A_PAGE):
            first = part.number == 1
            of = "" if first else f", page {part.number}"
            yield Page(
                url=part.url,
                template="recommendations_list.html",
                title=f"{title}{of}",
                description=f"{' '.join(counted(len(found), *TOLD))}: {listed.name}{of}.",
                crumbs=crumbs if first else (*crumbs, Link(listed.name, url)),
                context={
                    "held": _counts(found),
                    "counts": listed.counts if first else (),
                    "part": replace(part, entries=()),
                },
                later=self.documents("documents", part.entries),
            )


def _counts(found: Found) -> tuple[tuple[str, str], ...]:
    documents = len({each.document for each in found})
    return counted(len(found), *TOLD), counted(documents, "document", "documents")


def _authority_url(authority: str) -> str:
    return f"/recommendations/authority/{authority}/"


class _List(Struct, frozen=True):
    """Entries that share a value."""

    name: str
    """That of the value."""
    found: Found
    counts: tuple[ValueCount, ...] = ()
    """How many there are of each authority, where there are very many."""


def _by_value(name: str, found: Found) -> dict[Value, list[EntryFacets]]:
    """Entries by value of a facet; values of one address join under the commonest name."""
    names: dict[str, Counter[str]] = {}
    grouped: dict[str, list[EntryFacets]] = {}
    for each in found:
        for value in each.values[name]:
            names.setdefault(value.slug, Counter())[value.name] += 1
            grouped.setdefault(value.slug, []).append(each)
    return {
        Value(each, min(names[each].items(), key=lambda one: (-one[1], one[0]))[0]): entries
        for each, entries in grouped.items()
    }


def _ordered(archive: Archive, name: str, values: Iterable[Value]) -> list[Value]:
    """A facet's values in a reader's order."""
    if name == "year":
        return sorted(values, key=lambda each: each.name, reverse=True)
    if name == "kind":
        order = list(ROLE_NAMES)
        return sorted(values, key=lambda each: order.index(each.slug))
    if name == "timescale":
        months = {
            each.printed: each.months
            for framework in archive.registry.frameworks.values()
            for each in framework.timescales
        }
        return sorted(values, key=lambda each: months[each.name])
    return sorted(values, key=lambda each: each.name.casefold())
