"""Passages by authority, newest document first, under a topic, citation or other target.

Each authority makes its share from its own documents; a `Tally` of each is all that others need.
Long listings are divided by authority.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from builder.model import (
    Authority,
)
from builder.pages.parts.passage import Found, Mark, Passage, Under, told
from builder.pages.parts.pictures import Strip, strip
from builder.pages.parts.views import (
    DocumentLine,
    Link,
    Page,
)
from builder.reading.archive import Archive

LIMIT = 150
"""How many passages one page holds; a longer listing has a page for each authority."""


@dataclass(frozen=True)
class DocumentPart:
    document: DocumentLine
    sections: tuple[tuple[Under, tuple[Passage, ...]], ...]


class Tally(NamedTuple):
    """How much an authority's documents hold under one target."""

    passages: int
    told: int
    """How many of them tell somebody to act."""
    documents: int
    years: tuple[tuple[int, int], ...]
    """How many passages the documents of each year hold."""
    first: str
    """The address of the first of them."""


class Way(NamedTuple):
    """Where a listing is read."""

    url: str
    """Its own page, if it has one."""
    alone: str
    """The address of its one passage, if it has no other: then it needs no page."""
    divided: bool
    """Whether each authority's share stands on a page of its own."""

    @property
    def address(self) -> str:
        return self.alone or self.url

    def share(self, authority: str) -> str:
        """Where an authority's share is read."""
        if self.alone:
            return self.alone
        return f"{self.url}{authority}/" if self.divided else f"{self.url}#{authority}"


@dataclass(frozen=True)
class AuthorityPart:
    """An authority's share of a listing."""

    authority: Link
    id: str
    url: str
    """Where its passages are listed: on the listing's own page, or on one of their own."""
    passages: int
    told: int
    documents: tuple[DocumentPart, ...]
    """Where they stand on the listing's own page."""
    strip: Strip


@dataclass(frozen=True)
class Listing:
    url: str
    passages: int
    told: int
    documents: int
    parts: tuple[AuthorityPart, ...]
    """By the authorities' names."""
    strip: Strip
    """All of them together."""
    divided: bool
    """Whether each part stands on a page of its own."""


@dataclass(frozen=True)
class EntryLine:
    """A listing in a list of them: a topic among topics."""

    link: Link
    passages: int
    documents: int
    authorities: int
    told: int
    strip: Strip
    elsewhere: Link | None
    """Where it is read outside the archive."""


def tallies(archive: Archive, marks: Mapping[str, Iterable[Mark]]) -> dict[str, Tally]:
    """How much an authority's documents hold under each target; marks are in reading order."""
    passages: Counter[str] = Counter()
    acting: Counter[str] = Counter()
    documents: Counter[str] = Counter()
    years: dict[str, Counter[int]] = {}
    first: dict[str, str] = {}
    for document in reversed(archive.documents):
        year, told_at = document.front.published.year, told(document)
        held: dict[str, dict[str, None]] = {}
        for mark in marks.get(document.id, ()):
            held.setdefault(mark.target, {})[mark.anchor] = None
        for target, anchors in held.items():
            passages[target] += len(anchors)
            acting[target] += sum([1 for each in anchors if told_at.get(each)])
            documents[target] += 1
            years.setdefault(target, Counter())[year] += len(anchors)
            first.setdefault(target, f"{document.url}#{next(iter(anchors))}")
    return {
        each: Tally(number, acting[each], documents[each], tuple(years[each].items()), first[each])
        for each, number in passages.items()
    }


def way(url: str, tallies: Iterable[Tally], limit: int = LIMIT) -> Way:
    """A listing's address, by the size of all shares."""
    held = tuple(tallies)
    passages = sum(each.passages for each in held)
    return Way(url, held[0].first if passages == 1 else "", passages > limit)


def document_parts(found: Iterable[Found]) -> tuple[DocumentPart, ...]:
    """Passages by document and section, in their order."""
    return tuple([DocumentPart(each.line, _by_section(each.passages)) for each in found])


def listing(
    archive: Archive,
    leads: Way,
    tallies: Mapping[str, Tally],
    shares: Mapping[str, tuple[DocumentPart, ...]],
) -> Listing:
    """A listing of authorities by id; `shares` are shown if it is not divided.

    Needs no document's text.
    """
    authorities = archive.registry.authorities
    most = max(max(number for _, number in each.years) for each in tallies.values())
    together = _years(tallies.values())
    parts = []
    for authority in sorted(tallies, key=lambda each: authorities[each].place):
        own = tallies[authority]
        parts.append(
            AuthorityPart(
                authority=Link(authorities[authority].place, f"/authorities/{authority}/"),
                id=authority,
                url=leads.share(authority),
                passages=own.passages,
                told=own.told,
                documents=() if leads.divided else shares[authority],
                strip=strip(archive.years, dict(own.years), archive.years_of[authority], most),
            )
        )
    return Listing(
        url=leads.url,
        passages=sum(each.passages for each in parts),
        told=sum(each.told for each in parts),
        documents=sum(each.documents for each in tallies.values()),
        parts=tuple(parts),
        strip=strip(archive.years, together, archive.held_years, max(together.values())),
        divided=leads.divided,
    )


@dataclass(frozen=True)
class Listed:
    """All listings of one sort, by target."""

    archive: Archive
    ways: Mapping[str, Way]
    tallies: Mapping[str, Mapping[str, Tally]]
    """By target and authority."""
    shares: Callable[[str], Mapping[str, tuple[DocumentPart, ...]]]
    """Looks up what authorities hold under a target, to be shown undivided."""

    def listing(self, target: str) -> Listing:
        leads = self.ways[target]
        held = {} if leads.divided else self.shares(target)
        return listing(self.archive, leads, self.tallies[target], held)

    def entry_line(self, target: str, name: str, elsewhere: Link | None = None) -> EntryLine:
        """A listing as a line of a list."""
        held = self.tallies[target].values()
        years = _years(held)
        return EntryLine(
            link=Link(name, self.ways[target].address),
            passages=sum(each.passages for each in held),
            documents=sum(each.documents for each in held),
            authorities=len(held),
            told=sum(each.told for each in held),
            strip=strip(self.archive.years, years, self.archive.held_years, max(years.values())),
            elsewhere=elsewhere,
        )


def _years(tallies: Iterable[Tally]) -> Counter[int]:
    """How many passages each year's documents hold."""
    together: Counter[int] = Counter()
    for each in tallies:
        together.update(dict(each.years))
    return together


def _by_section(
    passages: Iterable[Passage],
) -> tuple[tuple[Under, tuple[Passage, ...]], ...]:
    return tuple([(under, tuple(same)) for under, same in groupby(passages, attrgetter("under"))])


def share_page(
    leads: Way,
    authority: Authority,
    documents: tuple[DocumentPart, ...],
    passages: int,
    title: str,
    crumbs: tuple[Link, ...],
) -> Page:
    """An authority's page of a divided listing; `title` and `crumbs` are the listing's."""
    return Page(
        url=leads.share(authority.id),
        template="passages.html",
        title=f"{title}: {authority.place}",
        description=f"{title}: every place in the documents on {authority.place}.",
        crumbs=(*crumbs, Link(title, leads.url)),
        context={
            "authority": Link(authority.place, f"/authorities/{authority.id}/"),
            "documents": documents,
            "passages": passages,
            "whole": Link(title, leads.url),
        },
    )
