"""Passages by authority, newest document first, under a topic, citation or other target.

Each authority makes its share from its own documents; a `Tally` of each is all that others need.
Long listings are divided by authority.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from msgspec import Struct

from builder.model import Authority
from builder.pages.parts.passage import (
    DocumentPassages,
    Mark,
    Passage,
    PassageHeading,
    instructions,
)
from builder.pages.parts.pictures import Strip, strip
from builder.pages.parts.views import (
    DocumentLine,
    Link,
    Page,
)
from builder.reading.archive import Archive

LIMIT = 150
"""How many passages one page holds; of a longer listing each authority shows its own share."""

SHARES_LIMIT = 1500
"""How many passages one page of an authority's shares holds, unless one listing has more."""

FORMER_SHARES = tuple(
    (f"/{folder}/:target/:authority/", f"/authorities/:authority/{folder}/#:target")
    for folder in ("topics", "citations")
)
"""Where each share had a page of its own, and where it stands now, as hosts write such rules."""


def shares_url(authority: str, folder: str) -> str:
    """The address of an authority's shares of the divided listings of a folder."""
    return f"/authorities/{authority}/{folder}/"


def former_share(url: str) -> str:
    """The page where a share stands now that had a page of its own; "" for another address.

    >>> former_share("/topics/adoption/derby/"), former_share("/topics/adoption/")
    ('/authorities/derby/topics/', '')
    """
    match url.split("/"):
        case ["", "topics" | "citations" as folder, _, authority, ""]:
            return shares_url(authority, folder)
        case _:
            return ""


class DocumentPart(Struct, frozen=True):
    document: DocumentLine
    sections: tuple[tuple[PassageHeading, tuple[Passage, ...]], ...]


class Tally(NamedTuple):
    """How much an authority's documents hold under one target."""

    passages: int
    asked: int
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
        if self.alone or not self.divided:
            return self.alone or f"{self.url}#{authority}"
        folder, target = self.url.strip("/").split("/")
        return f"{shares_url(authority, folder)}#{target}"


class AuthorityPart(Struct, frozen=True):
    """An authority's share of a listing."""

    authority: Link
    id: str
    url: str
    """Where its passages are listed: on the listing's own page, or on one of their own."""
    passages: int
    asked: int
    documents: tuple[DocumentPart, ...]
    """Where they stand on the listing's own page."""
    strip: Strip


class Listing(Struct, frozen=True):
    url: str
    passages: int
    asked: int
    documents: int
    parts: tuple[AuthorityPart, ...]
    """By the authorities' names."""
    strip: Strip
    """All of them together."""
    divided: bool
    """Whether each part stands on a page of its own."""


class EntryLine(Struct, frozen=True):
    """A listing in a list of them: a topic among topics."""

    link: Link
    passages: int
    documents: int
    authorities: int
    asked: int
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
        year, asked_at = document.front.published.year, instructions(document)
        held: dict[str, dict[str, None]] = {}
        for mark in marks.get(document.id, ()):
            held.setdefault(mark.target, {})[mark.anchor] = None
        for target, anchors in held.items():
            passages[target] += len(anchors)
            acting[target] += sum([1 for each in anchors if asked_at.get(each)])
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


def document_parts(found: Iterable[DocumentPassages]) -> tuple[DocumentPart, ...]:
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
                asked=own.asked,
                documents=() if leads.divided else shares[authority],
                strip=strip(archive.years, dict(own.years), archive.years_of[authority], most),
            )
        )
    return Listing(
        url=leads.url,
        passages=sum(each.passages for each in parts),
        asked=sum(each.asked for each in parts),
        documents=sum(each.documents for each in tallies.values()),
        parts=tuple(parts),
        strip=strip(archive.years, together, archive.held_years, max(together.values())),
        divided=leads.divided,
    )


class Listed(Struct, frozen=True):
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
            asked=sum(each.asked for each in held),
            strip=strip(self.archive.years, years, self.archive.held_years, max(years.values())),
            elsewhere=elsewhere,
        )


def _years(tallies: Iterable[Tally]) -> Counter[int]:
    together: Counter[int] = Counter()
    for each in tallies:
        together.update(dict(each.years))
    return together


def _by_section(
    passages: Iterable[Passage],
) -> tuple[tuple[PassageHeading, tuple[Passage, ...]], ...]:
    return tuple([(under, tuple(same)) for under, same in groupby(passages, attrgetter("under"))])


class AuthorityShare(Struct, frozen=True):
    """An authority's share of a divided listing."""

    whole: Link
    """The listing of all authorities, under its name."""
    id: str
    passages: int
    documents: tuple[DocumentPart, ...]


class ShareLine(Struct, frozen=True):
    """A listing in the contents of an authority's shares."""

    link: Link
    passages: int
    id: str
    """Its anchor, where the share does not stand on the same page."""


def share_pages(
    authority: Authority,
    found: Mapping[str, Sequence[DocumentPassages]],
    ways: Mapping[str, Way],
    names: Mapping[str, str],
    lists: tuple[Link, Link],
) -> Iterator[Page]:
    """An authority's pages of divided listings of a sort, under `names`.

    `lists` are the list of the sort and that of authorities.
    """
    whole, authorities = lists
    ordered = sorted(found, key=lambda each: names[each].casefold())
    shares = [
        AuthorityShare(
            Link(names[each], ways[each].url), each, _count(found[each]), document_parts(at)
        )
        for each in ordered
        if ways[each].divided
        for at in [found[each]]
    ]
    if not shares:
        return
    url = shares_url(authority.id, whole.url.strip("/"))
    parts = list(_by_size(shares))
    urls = [url, *(f"{url}{number}/" for number in range(2, len(parts) + 1))]
    later = {each.id: at for part, at in zip(parts[1:], urls[1:], strict=True) for each in part}
    here = {each.id for each in parts[0]}
    contents = tuple(
        ShareLine(
            Link(
                names[each],
                f"{later[each]}#{each}" if each in later else ways[each].share(authority.id),
            ),
            _count(found[each]),
            "" if each in here else each,
        )
        for each in ordered
    )
    title = f"{whole.text} in the documents on {authority.place}"
    crumbs = (
        authorities,
        Link(authority.place, f"/authorities/{authority.id}/"),
    )
    for number, part in enumerate(parts, 1):
        first = number == 1
        of = "" if first else f", page {number}"
        yield Page(
            url=urls[number - 1],
            template="shares.html",
            title=f"{title}{of}",
            description=f"{whole.text} that many documents speak of, with every passage in the "
            f"documents on {authority.place}{of}.",
            crumbs=crumbs if first else (*crumbs, Link(whole.text, url)),
            context={
                "contents": contents if first else (),
                "shares": tuple(part),
                "whole": whole,
                "before": None if first else Link(f"Page {number - 1}", urls[number - 2]),
                "after": Link(f"Page {number + 1}", urls[number]) if number < len(parts) else None,
            },
        )


def _count(found: Sequence[DocumentPassages]) -> int:
    return sum(len(each.passages) for each in found)


def _by_size(
    shares: Iterable[AuthorityShare], limit: int = SHARES_LIMIT
) -> Iterator[list[AuthorityShare]]:
    """Shares in their order, as many together as one page holds."""
    part: list[AuthorityShare] = []
    held = 0
    for each in shares:
        if part and held + each.passages > limit:
            yield part
            part, held = [], 0
        part.append(each)
        held += each.passages
    yield part
