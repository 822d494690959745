"""Places of documents in a list: by authority, newest document first, each in the source's words.

In: an archive and which words of its documents are to be listed, under whatever names them (a
topic, a citation, an abbreviation).  Out: listings for templates, and the pages of those too long
for one page.  A module of its own because all lists of passages read alike and must not grow
without bound; whether one is divided depends on its content alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from builder.archive import Archive
from builder.links import places
from builder.model import RECOMMENDING, Document, List, Paragraph, Place, paragraphs, said
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


@dataclass(frozen=True)
class AuthorityPart:
    """What a listing holds of one authority."""

    authority: Link
    id: str
    url: str
    """Where its passages are listed: on the listing's own page, or on one of their own."""
    passages: int
    told: int
    """How many of them tell somebody to act."""
    documents: tuple[DocumentPart, ...]
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

    @property
    def alone(self) -> Passage | None:
        """Its one passage, if it has no other: then it needs no page."""
        return self.parts[0].documents[0].sections[0][1][0] if self.passages == 1 else None

    @property
    def address(self) -> str:
        """Where it is read: its page, or the one place that it would list."""
        return self.alone.url if self.alone else self.url


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


def listing(archive: Archive, url: str, found: Sequence[Found], limit: int = LIMIT) -> Listing:
    """A listing at an address, in the order in which `gather` returns what it holds."""
    divided = len(found) > limit
    by_authority: dict[str, list[Found]] = {}
    for each in found:
        by_authority.setdefault(each.document.front.authority, []).append(each)
    ordered = sorted(by_authority, key=lambda each: archive.registry.authorities[each].place)
    years = {authority: _years(by_authority[authority]) for authority in ordered}
    most = max((max(counts.values()) for counts in years.values()), default=0)
    parts = []
    for authority in ordered:
        place = archive.registry.authorities[authority].place
        own = by_authority[authority]
        parts.append(
            AuthorityPart(
                authority=Link(place, f"/authorities/{authority}/"),
                id=authority,
                url=_part_url(url, authority, divided),
                passages=len(own),
                told=_told(own),
                documents=tuple(
                    DocumentPart(
                        document_line(archive, document),
                        _by_section([each.passage for each in same]),
                    )
                    for document, same in groupby(own, key=lambda each: each.document)
                ),
                strip=strip(archive.years, years[authority], archive.years_of[authority], most),
            )
        )
    together = _years(found)
    held = frozenset[int]().union(*archive.years_of.values())
    return Listing(
        url=url,
        passages=len(found),
        told=_told(found),
        documents=len({each.document.id for each in found}),
        parts=tuple(parts),
        strip=strip(archive.years, together, held, max(together.values(), default=0)),
        divided=divided,
    )


def _by_section(
    passages: Iterable[Passage],
) -> tuple[tuple[Under, tuple[Passage, ...]], ...]:
    return tuple(
        (under, tuple(same)) for under, same in groupby(passages, key=lambda each: each.under)
    )


def part_address(shown: Listing, authority: str) -> str:
    """Where what a listing holds of an authority is read."""
    return shown.alone.url if shown.alone else _part_url(shown.url, authority, shown.divided)


def _part_url(url: str, authority: str, divided: bool) -> str:
    """Where a listing shows what it holds of an authority."""
    return f"{url}{authority}/" if divided else f"{url}#{authority}"


def entry_line(name: str, shown: Listing, elsewhere: Link | None = None) -> EntryLine:
    """A listing as a line of a list."""
    return EntryLine(
        link=Link(name, shown.address),
        passages=shown.passages,
        documents=shown.documents,
        authorities=len(shown.parts),
        told=shown.told,
        strip=shown.strip,
        elsewhere=elsewhere,
    )


def part_pages(shown: Listing, title: str, crumbs: tuple[Link, ...]) -> list[Page]:
    """A page for each authority of a divided listing; none for any other.  `title` and `crumbs`
    are those of the listing's own page."""
    if not shown.divided:
        return []
    return [
        Page(
            url=part.url,
            template="passages.html",
            title=f"{title}: {part.authority.text}",
            description=f"{title}: every place in the documents on {part.authority.text}.",
            crumbs=(*crumbs, Link(title, shown.url)),
            context={"part": part, "whole": Link(title, shown.url)},
        )
        for part in shown.parts
    ]


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


def _years(found: Iterable[Found]) -> Mapping[int, int]:
    return Counter(each.document.front.published.year for each in found)


def _told(found: Iterable[Found]) -> int:
    return sum(1 for each in found if each.passage.told)
