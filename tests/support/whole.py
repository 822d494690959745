"""The steps from an archive to its pages, for tests that look at what passes between them."""

from __future__ import annotations

from builder.analysis.authority import Holding, holdings, part_of
from builder.analysis.change_log import changes, stamp
from builder.analysis.links import Linker
from builder.core.safe_files import File
from builder.pages import Accounts, Page, Pages, Share, account, all_pages, own_pages, together
from builder.pages.kinds.checks import Noticed, in_order
from builder.pages.kinds.glossary import Entry, gather_shorts, glossary_entries
from builder.pages.parts.listing import Listed, Listing
from builder.pages.parts.quotations import Quotes
from builder.pages.parts.recommendation_entries import Register, register
from builder.pages.parts.subjects import Subjects, subjects
from builder.pages.plan.per_authority import named_places
from builder.reading.archive import Archive
from builder.rendering.renderer import Renderer


def holdings_of(archive: Archive) -> tuple[Holding, ...]:
    return holdings(archive, Linker(archive.registry))


def pages_of(archive: Archive) -> Pages:
    return all_pages(archive.registry, holdings_of(archive))


def known_of(*held: Holding) -> Accounts:
    return together(held[0].archive.registry, map(account, held))


def shares_of(*held: Holding) -> dict[str, Share]:
    """What each authority brings to the pages of all."""
    known = known_of(*held)
    return {
        each.authority.id: own_pages(each, known.directory, known.naming(each.authority.id))[1]
        for each in held
    }


def topics_of(*held: Holding) -> dict[str, Subjects]:
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


def registered(*held: Holding) -> Register:
    """Everything that somebody was told to do."""
    known = topics_of(*held)
    similar = known_of(*held).directory.similar
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


def entries_of(archive: Archive) -> dict[str, Entry]:
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
    fresh = stamp(archive, changes(archive), archive.registry.authorities[authority].place)
    return renderer.render(page, fresh)
