"""Recommendations: everything that any authority was told to do, found by what it is about.

In: the register.  Out: its front page, with the newest entries and the counts by each facet; a page
for each value that several entries share; and below it, where these are too many for one page, a
page for each authority or year.  An entry that has a value to itself gets no page: the lists lead
straight to its words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from builder.archive import Archive
from builder.pages.register import Entry, Register, Told, Value, by_document
from builder.pages.views import ROLE_NAMES, Link, Page

LIMIT = 150
"""How many entries one page holds."""

NEWEST = 50
"""How many entries the front page shows."""

FIRST = 12
"""How many values of a facet the front page shows; where there are more, all of them stand on a
page of their own."""

FACETS = {
    "authority": ("Authority", "authority", "authorities", ""),
    "kind": ("Kind", "kind", "kinds", ""),
    "timescale": ("Timescale", "timescale", "timescales", "No timescale printed"),
    "owner": ("Who is to act", "owner", "owners", "Nobody named"),
    "service": ("Service", "service", "services", "No service named"),
    "topic": ("Topic", "topic", "topics", "No topic found"),
    "year": ("Year of publication", "year", "years", ""),
}
"""Facet → its heading, what one and several of its values are called, and the entries without."""

BELOW = {"authority": ("year",), "year": ("authority",)}
"""By what the entries of one value are divided where they are too many for one page."""

DIVIDED = ("authority", "year")
"""The same for every other facet."""

CRUMBS = (Link("Recommendations", "/recommendations/"),)

Found = Sequence[tuple[Told, Entry]]


@dataclass(frozen=True)
class Count:
    """A value with how many entries have it; without an address where nothing lists them."""

    link: Link
    entries: int


@dataclass(frozen=True)
class Facet:
    title: str
    counts: tuple[Count, ...]
    whole: Link | None
    """Where all its values are listed, if not here."""


def recommendation_pages(archive: Archive, register: Register) -> list[Page]:
    found = [(told, entry) for told in register.values() for entry in told.entries]
    facets: list[Facet] = []
    pages: list[Page] = []
    for name in FACETS:
        facet, below = _facet(archive, name, found)
        pages += below
        if facet.counts:
            facets.append(facet)
    front = Page(
        url="/recommendations/",
        template="recommendations.html",
        title="Recommendations",
        description="Everything that any authority was told to do, with its timescale, the day "
        "it was due, who was to do it, and what later documents say about the same thing.",
        context={
            "entries": len(found),
            "documents": len(register),
            "facets": tuple(facets),
            "latest": by_document(found[:NEWEST]),
        },
    )
    return [front, *pages]


def _facet(archive: Archive, name: str, found: Found) -> tuple[Facet, list[Page]]:
    """A facet as the front page shows it, and the pages below it."""
    title, one, several, without = FACETS[name]
    url = f"/recommendations/{name}/"
    values = _by_value(name, found)
    crumbs: tuple[Link, ...] = CRUMBS
    if len(values) > FIRST:
        crumbs = (*CRUMBS, Link(f"By {one}", url))
    counts = []
    pages: list[Page] = []
    for value in _ordered(archive, name, values):
        address, below = _listed(
            archive,
            f"{url}{value.slug}/",
            f"Recommendations by {one}: {value.name}",
            value.name,
            values[value],
            BELOW.get(name, DIVIDED),
            crumbs,
        )
        counts.append(Count(Link(value.name, address), len(values[value])))
        pages += below
    bare = sum(1 for _, entry in found if not entry.values[name])
    rest = (Count(Link(without, ""), bare),) if bare and counts else ()
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
    return Facet(title, (*shown, *rest), Link(f"All {len(values)} {several}", url)), [page, *pages]


def _listed(
    archive: Archive,
    url: str,
    title: str,
    name: str,
    found: Found,
    ways: Sequence[str],
    crumbs: tuple[Link, ...],
) -> tuple[str, list[Page]]:
    """Where some entries are listed, and the pages that list them: a page at the address, divided
    in one of the ways if it would be too long; none for an entry alone."""
    if len(found) == 1:
        return found[0][1].url, []
    counts = []
    pages: list[Page] = []
    told: tuple[Told, ...] = ()
    if len(found) > LIMIT and ways:
        values = _by_value(ways[0], found)
        for value in _ordered(archive, ways[0], values):
            address, below = _listed(
                archive,
                f"{url}{value.slug}/",
                f"{title}, {value.name}",
                value.name,
                values[value],
                ways[1:],
                (*crumbs, Link(name, url)),
            )
            counts.append(Count(Link(value.name, address), len(values[value])))
            pages += below
    else:
        told = by_document(found)
    page = Page(
        url=url,
        template="recommendations_list.html",
        title=title,
        description=f"{len(found)} things that somebody was told to do: {name}.",
        crumbs=crumbs,
        context={
            "entries": len(found),
            "documents": len({each.id for each, _ in found}),
            "counts": tuple(counts),
            "divided": FACETS[ways[0]][0] if counts else "",
            "told": told,
        },
    )
    return url, [page, *pages]


def _by_value(name: str, found: Found) -> dict[Value, list[tuple[Told, Entry]]]:
    """Entries by the values of a facet; values of one address are one, under the name seen most."""
    names: dict[str, Counter[str]] = {}
    grouped: dict[str, list[tuple[Told, Entry]]] = {}
    for told, entry in found:
        for value in entry.values[name]:
            names.setdefault(value.slug, Counter())[value.name] += 1
            grouped.setdefault(value.slug, []).append((told, entry))
    return {
        Value(each, min(names[each].items(), key=lambda one: (-one[1], one[0]))[0]): entries
        for each, entries in grouped.items()
    }


def _ordered(archive: Archive, name: str, values: Iterable[Value]) -> list[Value]:
    """A facet's values in the order in which people look for them."""
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
