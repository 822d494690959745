"""Places of documents in a list: by authority, newest document first, each in the source's words.

In: which words of documents are to be listed, under whatever names them (a topic, a citation).
Out: for each authority its share of every list, and of all shares together listings for templates.
A module of its own because all lists of passages read alike and must not grow without bound;
whether one is divided depends on its content alone.  An authority's share is made of its own
documents; how much the shares hold (`Tally`) is all that one needs to know of another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from builder.archive import Archive
from builder.links import places
from builder.model import (
    RECOMMENDING,
    Authority,
    Document,
    List,
    Paragraph,
    Place,
    paragraphs,
    said,
)
from builder.pages.excerpts import Excerpt, excerpt
from builder.pages.pictures import Strip, strip
from builder.pages.views import (
    ROLE_NAMES,
    Chip,
    DocumentLine,
    Link,
    Page,
    chip,
    document_line,
    service_name,
)

LIMIT = 150
"""How many passages one page holds; a longer listing has a page for each authority."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of a document that are to be listed."""

    target: str
    """Under what they are listed."""
    anchor: str
    start: int = 0
    end: int = 0
    """Where they stand in the words of their place; nowhere in particular if `end` is 0."""


@dataclass(frozen=True, slots=True)
class Under:
    """What a passage stands under."""

    heading: str
    """As printed."""
    graded: str
    """The heading above that one which has a grade, or ""."""
    chip: Chip | None
    """The grade of the one or the other."""
    service: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A place of a document, to show in a list."""

    place: Place
    spans: tuple[tuple[int, int], ...]
    """Where the words meant stand in the place's own."""
    label: str
    """What the place is: "Paragraph 12"."""
    url: str
    under: Under
    told: str
    """What sort of instruction it is part of: "Area for improvement", or ""."""

    @property
    def times(self) -> int:
        """How often the words meant stand there."""
        return max(len(self.spans), 1)

    @property
    def excerpt(self) -> Excerpt:
        """Worked out when it is shown: an archive has more passages than it can hold in full."""
        return excerpt(self.place.words, self.spans)


@dataclass(frozen=True)
class Found:
    """A passage in its document."""

    document: Document
    passage: Passage


@dataclass(frozen=True)
class DocumentPart:
    document: DocumentLine
    sections: tuple[tuple[Under, tuple[Passage, ...]], ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """How much an authority's documents hold under one target."""

    passages: int
    told: int
    """How many of them tell somebody to act."""
    documents: int
    years: tuple[tuple[int, int], ...]
    """How many passages the documents of each year hold."""
    first: str
    """The address of the first of them."""


@dataclass(frozen=True, slots=True)
class Way:
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
    """A listing in a list of such: a topic among the topics."""

    link: Link
    passages: int
    documents: int
    authorities: int
    told: int
    strip: Strip
    elsewhere: Link | None
    """Where it is read outside the archive."""


def gather(archive: Archive, marks: Mapping[str, Iterable[Mark]]) -> dict[str, list[Found]]:
    """What is to be listed under each target, newest document first, then in reading order.
    `marks` are by the id of their document; a place is listed once under each target."""
    gathered: dict[str, list[Found]] = {}
    for document in reversed(archive.documents):
        spans: dict[tuple[str, str], list[tuple[int, int]]] = {}
        for mark in marks.get(document.id, ()):
            spans.setdefault((mark.anchor, mark.target), []).append((mark.start, mark.end))
        if not spans:
            continue
        targets: dict[str, list[str]] = {}
        for anchor, target in spans:
            targets.setdefault(anchor, []).append(target)
        setting = _Setting(document)
        for place in places(document):
            for target in targets.get(place.anchor, ()):
                meant = tuple(each for each in spans[place.anchor, target] if each[1])
                passage = setting.passage(place, meant)
                gathered.setdefault(target, []).append(Found(document, passage))
    return gathered


def tallies(archive: Archive, marks: Mapping[str, Iterable[Mark]]) -> dict[str, Tally]:
    """How much an authority's documents hold under each target: that of what `gather` gathers.
    The marks of a document are in reading order."""
    passages: Counter[str] = Counter()
    acting: Counter[str] = Counter()
    documents: Counter[str] = Counter()
    years: dict[str, Counter[int]] = {}
    first: dict[str, str] = {}
    for document in reversed(archive.documents):
        year, told_at = document.front.published.year, told(document)
        seen = dict.fromkeys((each.target, each.anchor) for each in marks.get(document.id, ()))
        documents.update({target for target, _ in seen})
        for target, anchor in seen:
            passages[target] += 1
            acting[target] += bool(told_at.get(anchor))
            years.setdefault(target, Counter())[year] += 1
            first.setdefault(target, f"{document.url}#{anchor}")
    return {
        each: Tally(number, acting[each], documents[each], tuple(years[each].items()), first[each])
        for each, number in passages.items()
    }


def way(url: str, tallies: Iterable[Tally], limit: int = LIMIT) -> Way:
    """Where a listing is read, by how much all shares of it hold together."""
    held = tuple(tallies)
    passages = sum(each.passages for each in held)
    return Way(url, held[0].first if passages == 1 else "", passages > limit)


def document_parts(archive: Archive, found: Iterable[Found]) -> tuple[DocumentPart, ...]:
    """Passages by document and section, in their order."""
    return tuple(
        DocumentPart(document_line(archive, document), _by_section([each.passage for each in same]))
        for document, same in groupby(found, key=lambda each: each.document)
    )


def listing(
    archive: Archive,
    leads: Way,
    tallies: Mapping[str, Tally],
    shares: Mapping[str, tuple[DocumentPart, ...]],
) -> Listing:
    """A listing of what the authorities hold, by their ids; `shares` are shown where it is not
    divided.  The archive knows its documents' years; it need not know their text."""
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
    """All listings of one sort, by their targets, from the shares of every authority."""

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
    """How many passages the documents of each year hold together."""
    together: Counter[int] = Counter()
    for each in tallies:
        together.update(dict(each.years))
    return together


def _by_section(
    passages: Iterable[Passage],
) -> tuple[tuple[Under, tuple[Passage, ...]], ...]:
    return tuple(
        (under, tuple(same)) for under, same in groupby(passages, key=lambda each: each.under)
    )


def share_page(
    leads: Way,
    authority: Authority,
    documents: tuple[DocumentPart, ...],
    passages: int,
    title: str,
    crumbs: tuple[Link, ...],
) -> Page:
    """The page of an authority's share of a divided listing.  `title` and `crumbs` are those of
    the listing's own page."""
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


def told(document: Document) -> dict[str, str]:
    """The anchors of all that tells somebody to act, each with the sort of instruction."""
    kinds = {each.anchor: ROLE_NAMES[each.kind] for each in document.recommendations}
    found = dict(kinds)
    for section in document.sections:
        if section.role not in RECOMMENDING:
            continue
        opening = ""
        for block in section.blocks:
            if isinstance(block, Paragraph):
                opening = kinds.get(block.id, "")
                found.update((part.id, opening) for part in paragraphs((block,)) if opening)
            elif isinstance(block, List):
                # An instruction may be a sentence that ends in a colon and the list below it.
                for item in block.items:
                    kind = kinds.get(item.id, opening)
                    found.update((part.id, kind) for part in paragraphs(item.blocks) if kind)
                    if kind:
                        found[item.id] = kind
    return found


class _Setting:
    """What a document's passages share."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.told = told(document)
        self.under = list(_under(document))

    def passage(self, place: Place, spans: tuple[tuple[int, int], ...]) -> Passage:
        return Passage(
            place=place,
            spans=spans,
            label=label(place),
            url=f"{self.document.url}#{place.anchor}",
            under=self.under[place.section],
            told=self.told.get(place.anchor, ""),
        )


def _under(document: Document) -> Iterator[Under]:
    """What the passages of each section stand under.  A heading without a grade stands under the
    grade of the nearest one above it that has one."""
    above: list[tuple[int, str, Chip | None]] = []
    for section in document.sections:
        while above and above[-1][0] >= section.level:
            above.pop()
        heading = said(section.heading)
        own = chip(section.grade, document) if section.grade else None
        over = next((each for each in reversed(above) if each[2]), None) if not own else None
        yield Under(
            heading,
            over[1] if over else "",
            over[2] if over else own,
            service_name(document, section.service),
        )
        above.append((section.level, heading, own))


def label(place: Place) -> str:
    """What a place is, in words for readers."""
    if place.kind == "paragraph" and place.number is not None:
        own = place.anchor == f"p{place.number}" or place.anchor.startswith(f"p{place.number}-")
        return f"Paragraph {place.number}" if own else f"In paragraph {place.number}"
    name = {
        "paragraph": "Unnumbered paragraph",
        "item": "List entry",
        "row": "Row of a table",
        "footnote": "Footnote",
    }[place.kind]
    return name if place.number is None else f"{name} in paragraph {place.number}"
