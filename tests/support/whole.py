"""The steps from an archive to its pages, for tests that look at what passes between them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from builder.analysis.authority import LinkedAuthority, link_authority
from builder.analysis.change_log import all_changes, freshness_stamp
from builder.analysis.links import Linker
from builder.analysis.similar_recommendations import similar_recommendations
from builder.core.safe_files import File
from builder.model import Registry
from builder.pages import (
    Accounts,
    Contribution,
    Page,
    account,
    for_one,
    group_pages,
    groups,
    own_pages,
    together,
)
from builder.pages.kinds.checks import Noticed, in_order
from builder.pages.kinds.glossary import GlossaryEntry, gather_shorts, glossary_entries
from builder.pages.parts.listing import Listed, Listing
from builder.pages.parts.quotations import Quotes
from builder.pages.parts.recommendation_entries import Register, register
from builder.pages.parts.similar_lines import SimilarLines
from builder.pages.parts.subjects import Subjects, subjects
from builder.pages.plan.per_authority import named_places
from builder.reading.archive import Archive
from builder.rendering.renderer import Renderer


def holdings_of(archive: Archive) -> tuple[LinkedAuthority, ...]:
    """Each authority's documents with their links and checks, by the authorities' names."""
    registry, linker = archive.registry, Linker(archive.registry)
    gone = {each.front.authority for each in archive.withdrawn}
    known = {*(each.id for each in archive.authorities), *gone}
    return tuple(
        link_authority(each, part_of(archive, each.id), linker)
        for each in sorted(registry.authorities.values(), key=lambda each: each.place)
        if each.id in known
    )


def part_of(archive: Archive, authority: str) -> Archive:
    """The part of an archive that is one authority's."""
    withdrawn = tuple(each for each in archive.withdrawn if each.front.authority == authority)
    return Archive(archive.registry, archive.of_authority(authority), withdrawn)


@dataclass(frozen=True)
class Pages:
    """Every page of the site, with what it shows."""

    known: Accounts
    own: Sequence[Sequence[Page]]
    """Those of each authority, in the order of the accounts."""
    whole: Sequence[Page]
    """Those of all together."""

    @property
    def pages(self) -> list[Page]:
        """All of them, in order of address."""
        every = [page for own in self.own for page in own]
        return sorted([*every, *self.whole], key=lambda page: page.url)


def similar_in(known: Accounts) -> SimilarLines:
    """What is similar among all recommendations, as pages show it."""
    return known.similar_lines(similar_recommendations(known.compared))


def all_pages(registry: Registry, holdings: Iterable[LinkedAuthority]) -> Pages:
    """Every page, made at once in this process."""
    held = {each.authority.id: each for each in holdings}
    known = together(registry, (account(each) for each in held.values()))
    made = [
        own_pages(
            held[each.authority],
            for_one(known.directory, each, similar_in(known)),
            known.naming(each.authority),
        )
        for each in known.accounts
    ]
    brought = {
        each.authority: share.parts for each, (_, share) in zip(known.accounts, made, strict=True)
    }

    contributions = Brought(brought)
    whole = [
        page for each in groups(known) for page in group_pages(known, each.name, contributions)
    ]
    return Pages(known, [pages for pages, _ in made], whole)


@dataclass(frozen=True)
class Brought:
    """What authorities bring to the pages of all."""

    parts: Mapping[str, Mapping[str, object]]
    """By authority and name."""

    def __call__(self, name: str) -> dict[str, object]:
        return {each: own[name] for each, own in self.parts.items() if name in own}

    def mark(self, name: str) -> object:
        return self(name)


def pages_of(archive: Archive) -> Pages:
    return all_pages(archive.registry, holdings_of(archive))


def known_of(*held: LinkedAuthority) -> Accounts:
    return together(held[0].archive.registry, map(account, held))


def shares_of(*held: LinkedAuthority) -> dict[str, Contribution]:
    """What each authority brings to the pages of all."""
    known = known_of(*held)
    return {
        each.authority.id: own_pages(each, known.directory, known.naming(each.authority.id))[1]
        for each in held
    }


def topics_of(*held: LinkedAuthority) -> dict[str, Subjects]:
    """The topics of each authority's documents."""
    ways = known_of(*held).directory.topics
    return {each.authority.id: subjects(named_places(each)["topic"], ways) for each in held}


def topic_listings(archive: Archive) -> dict[str, Listing]:
    """Every topic's listing, whether it has a page or not."""
    held = holdings_of(archive)
    known, shares = known_of(*held), shares_of(*held)
    listed = Listed(
        known.archive,
        known.directory.topics,
        known.tallies["topic"],
        lambda topic: {
            each: share.listed["topic"][topic]
            for each, share in shares.items()
            if topic in share.listed["topic"]
        },
    )
    return {each: listed.listing(each) for each in listed.ways}


def registered(*held: LinkedAuthority) -> Register:
    """Everything that somebody was told to do."""
    known = topics_of(*held)
    similar = similar_in(known_of(*held))
    found: dict[str, Register] = {
        each.authority.id: register(
            each.archive, each.links, known[each.authority.id], Quotes(each.archive), similar
        )
        for each in held
    }
    return {id: told for own in found.values() for id, told in own.items()}


def noticed_of(archive: Archive) -> Noticed:
    """Everything that was noticed, with its addresses."""
    held = holdings_of(archive)
    directory = known_of(*held).directory
    entries = [entry for share in shares_of(*held).values() for entry in share.noticed]
    return Noticed(in_order(archive, entries), directory.checks_together, directory.checks_divided)


def entries_of(archive: Archive) -> dict[str, GlossaryEntry]:
    """Every entry of the glossary, by its id."""
    held = holdings_of(archive)
    return glossary_entries(archive, [gather_shorts(each.archive, each.links) for each in held])


def rendered(renderer: Renderer, made: Pages) -> dict[str, tuple[File, ...]]:
    """The files of each authority's own pages."""
    return {
        each.authority: tuple(_file(renderer, page, made, each.authority) for page in own)
        for each, own in zip(made.known.accounts, made.own, strict=True)
    }


def _file(renderer: Renderer, page: Page, made: Pages, authority: str) -> File:
    archive = part_of(made.known.archive, authority)
    fresh = freshness_stamp(
        archive, all_changes(archive), archive.registry.authorities[authority].place
    )
    return renderer.render(page, fresh)
