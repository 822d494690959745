"""One authority's own pages and its share of the common ones.

Made for many authorities at once, and only if documents or directory changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from builder.analysis.authority import LinkedAuthority
from builder.analysis.change_log import Change, all_changes
from builder.model import ComparedRecommendation, Document, History, Withdrawn
from builder.pages.kinds.authority import AuthorityParts, authority_page
from builder.pages.kinds.checks import CheckEntry as NoticedEntry
from builder.pages.kinds.checks import Noticed, check_share_pages, noticed_in
from builder.pages.kinds.citations import citation_share_pages
from builder.pages.kinds.coverage import Coverage, coverage, coverage_page
from builder.pages.kinds.document import document_page
from builder.pages.kinds.glossary import Gathered, gather_shorts, printed_in
from builder.pages.kinds.history import former_pages, withdrawn_pages
from builder.pages.kinds.recommendations import authority_recommendation_pages
from builder.pages.kinds.topics import topic_share_pages
from builder.pages.parts.directory import Directory
from builder.pages.parts.listing import DocumentPart, Tally, document_parts, tallies
from builder.pages.parts.passage import DocumentPassages, Mark, gather
from builder.pages.parts.quotations import Quotes
from builder.pages.parts.recommendation_entries import (
    DocumentRecommendations,
    entry_lines,
    register,
)
from builder.pages.parts.references import References
from builder.pages.parts.subjects import Subjects, subjects
from builder.pages.parts.topic_recommendations import topic_recommendations
from builder.pages.parts.views import Page
from builder.reading.archive import Archive, Outward, anchors, outward_links
from builder.store.serialize import Packer

T = TypeVar("T")

SHARED = ("topic", "citation")
"""What is listed over all authorities."""

NAMED = "authority"
"""What is listed on the page of the authority that is named."""

Places = Mapping[str, Mapping[str, Sequence[DocumentPassages]]]
"""What documents name: sort → what it is → places."""


class Account(Struct, frozen=True):
    """An authority's counts of everything that authorities share."""

    authority: str
    region: str
    neighbours: tuple[str, ...]
    """The ids of its statistical neighbours."""
    outlines: tuple[Document, ...]
    """Its documents without their text."""
    withdrawn: tuple[Withdrawn, ...]
    mark: str
    """What tells these two from others."""
    tallies: Mapping[str, Mapping[str, Tally]]
    """By sort and what it is: topics and citations."""
    shorts: Mapping[str, int]
    """How many places print each abbreviation, by its id."""
    naming: Mapping[str, tuple[DocumentPart, ...]]
    """Where its documents name another authority."""
    noticed: Mapping[str, int]
    """How many things each rule noticed."""
    missing: int
    """How many things its documents speak of that are not held."""
    asked: Mapping[str, int]
    """How many things of each sort somebody was told to do."""
    news: tuple[Change, ...]
    """What became of its documents, newest first."""
    compared: tuple[ComparedRecommendation, ...]
    """Its recommendations as they are compared with those of others."""


class LinkEnds(Struct, frozen=True):
    """An authority's link targets and outgoing links, needed only to check links."""

    anchors: Mapping[str, str]
    """The anchors of each document's page, by its address, with blanks between them."""
    outward: tuple[Outward, ...]
    """What must lead to a document of the archive."""


class Contribution(Struct, frozen=True):
    """What an authority brings to the pages of all."""

    listed: Mapping[str, Mapping[str, tuple[DocumentPart, ...]]]
    """Its places of each topic and citation that is not divided, by sort and what it is."""
    shorts: Mapping[str, Gathered]
    recommendations: tuple[DocumentRecommendations, ...]
    """Newest document first."""
    noticed: tuple[NoticedEntry, ...]
    coverage: Coverage

    @property
    def parts(self) -> dict[str, object]:
        """What it brings, by name."""
        places = {
            f"{sort}/{target}": found
            for sort, targets in self.listed.items()
            for target, found in targets.items()
        }
        return {
            **places,
            **{f"recommendations/{each.id}": each for each in self.recommendations},
            **{
                f"asked/{topic}": each
                for topic, each in topic_recommendations(self.recommendations).items()
            },
            "entries": entry_lines(self.recommendations),
            "shorts": self.shorts,
            "noticed": self.noticed,
            "coverage": self.coverage,
        }


def named_places(linked: LinkedAuthority, sorts: Collection[str] = (*SHARED, NAMED)) -> Places:
    """Every place that names something of some sorts."""
    return _by_sort(gather(linked.archive, _marks(linked, sorts)), sorts)


def _marks(linked: LinkedAuthority, sorts: Collection[str]) -> Mapping[str, list[Mark]]:
    return {
        document: [
            Mark(f"{each.what}/{each.target}", each.anchor, each.start, each.end)
            for each in mentions.named
            if each.what in sorts
        ]
        for document, mentions in linked.links.mentions.items()
    }


def _by_sort(found: Mapping[str, T], sorts: Iterable[str]) -> dict[str, dict[str, T]]:
    parted: dict[str, dict[str, T]] = {sort: {} for sort in sorts}
    for target, each in found.items():
        sort, _, name = target.partition("/")
        parted[sort][name] = each
    return parted


def account(linked: LinkedAuthority) -> Account:
    """An authority's account."""
    archive = linked.archive
    naming = named_places(linked, [NAMED])[NAMED]
    outlines = tuple(without_text(each) for each in archive.documents)
    packer = Packer(archive.registry.frameworks)
    return Account(
        authority=linked.authority.id,
        region=linked.authority.region,
        neighbours=linked.authority.neighbours,
        outlines=outlines,
        withdrawn=archive.withdrawn,
        mark=packer.mark((outlines, archive.withdrawn)),
        tallies=_by_sort(tallies(archive, _marks(linked, SHARED)), SHARED),
        shorts=printed_in(linked.links.mentions.values()),
        naming={each: document_parts(at) for each, at in naming.items()},
        noticed=Counter(each.rule for each in linked.checks),
        missing=len(linked.missing),
        asked=Counter(one.kind for each in archive.documents for one in each.recommendations),
        news=all_changes(archive),
        compared=linked.links.compared.get(linked.authority.id, ()),
    )


def link_ends(archive: Archive) -> LinkEnds:
    """What an authority's links lead to, and what they may be led to by."""
    return LinkEnds(
        anchors={
            **{each.url: " ".join(sorted(anchors(each))) for each in archive.documents},
            **{each.url: " ".join(each.history.published) for each in archive.withdrawn},
        },
        outward=tuple(link for each in archive.documents for link in outward_links(each)),
    )


def without_text(document: Document) -> Document:
    """A document without its text: front matter and grades."""
    return replace(
        document,
        sections=(),
        recommendations=(),
        notes=(),
        observations=(),
        pages={},
        history=History(added=document.history.added),
    )


class _Setting(Struct, frozen=True):
    """What the pages of an authority's documents share."""

    linked: LinkedAuthority
    directory: Directory
    known: Subjects
    quotes: Quotes
    references: References
    noticed: Noticed

    def page(self, document: Document) -> Page:
        return document_page(
            self.linked.archive,
            document,
            self.linked.links,
            self.known,
            self.directory,
            self.noticed,
            self.references,
        )


def _setting(linked: LinkedAuthority, directory: Directory, places: Places) -> _Setting:
    archive = linked.archive
    quotes = Quotes(archive)
    return _Setting(
        linked,
        directory,
        subjects(places["topic"], directory.topics),
        quotes,
        References(
            archive,
            linked.links,
            quotes,
            linked.missing,
            coverage_divided=directory.coverage_divided,
        ),
        noticed_in(archive, linked.checks, directory.checks_together, directory.checks_divided),
    )


def document_page_by_id(linked: LinkedAuthority, directory: Directory, document: str) -> Page:
    """The page of a document, by id."""
    setting = _setting(linked, directory, named_places(linked))
    return setting.page(linked.archive.by_id[document])


def own_pages(
    linked: LinkedAuthority, directory: Directory, named: tuple[DocumentPart, ...]
) -> tuple[list[Page], Contribution]:
    """An authority's pages, and its share of the common ones.

    `named` are places in other authorities' documents that name it.
    """
    archive, links, authority = linked.archive, linked.links, linked.authority
    places = named_places(linked)
    setting = _setting(linked, directory, places)
    known, noticed, references = setting.known, setting.noticed, setting.references
    asked = register(archive, links, known, setting.quotes, directory.similar)
    covered = coverage(archive, authority, references)
    pages = [
        *(setting.page(each) for each in archive.documents),
        *withdrawn_pages(archive),
        *(page for each in archive.kept for page in former_pages(each)),
        *(
            [
                authority_page(
                    archive, authority, AuthorityParts(known, named, asked, references), directory
                )
            ]
            if archive.documents
            else []
        ),
        *topic_share_pages(archive, authority, places["topic"], directory.topics),
        *citation_share_pages(archive, authority, places["citation"], directory.citations),
        *authority_recommendation_pages(
            archive, authority, entry_lines(asked.values()), asked.__getitem__
        ),
        *check_share_pages(noticed),
        *([coverage_page(covered)] if directory.coverage_divided else []),
    ]
    share = Contribution(
        listed=dict(_listed(archive, places, directory)),
        shorts=gather_shorts(archive, links),
        recommendations=tuple(asked.values()),
        noticed=noticed.entries,
        coverage=covered,
    )
    return pages, share


def _listed(
    archive: Archive, places: Places, directory: Directory
) -> Iterator[tuple[str, Mapping[str, tuple[DocumentPart, ...]]]]:
    for sort, ways in (("topic", directory.topics), ("citation", directory.citations)):
        yield (
            sort,
            {
                each: document_parts(at)
                for each, at in places[sort].items()
                if not ways[each].divided
            },
        )
