"""Citations: the Acts, regulations and guidance that documents cite, with every place that does.

In: the archive and its links.  Out: the list of what is cited and a page for each that is cited in
more than one place; and what other authorities' documents name an authority.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from builder.archive import Archive
from builder.model import Citation, Links
from builder.pages.listing import (
    DocumentPart,
    EntryLine,
    Listing,
    Mark,
    entry_line,
    gather,
    listing,
    part_pages,
)
from builder.pages.views import Link, Page

KINDS = {
    "act": "Acts",
    "regulations": "Regulations",
    "guidance": "Guidance",
    "document": "Other national documents",
}

CRUMBS = (Link("Citations", "/citations/"),)


def citation_listings(archive: Archive, links: Links) -> dict[str, Listing]:
    """Where each citation stands, by its id, in the registry's order."""
    found = gather(archive, _marks(links, "citation"))
    return {
        each: listing(archive, f"/citations/{each}/", found[each])
        for each in archive.registry.citations
        if each in found
    }


def named_in(archive: Archive, links: Links) -> dict[str, tuple[DocumentPart, ...]]:
    """The places in other authorities' documents that name an authority, by its id."""
    found = gather(archive, _marks(links, "authority"))
    return {
        each: tuple(
            document for part in listing(archive, "", places).parts for document in part.documents
        )
        for each, places in found.items()
    }


def _marks(links: Links, what: str) -> Mapping[str, list[Mark]]:
    return {
        document: [
            Mark(each.target, each.anchor, each.start, each.end)
            for each in mentions.named
            if each.what == what
        ]
        for document, mentions in links.mentions.items()
    }


def citation_pages(archive: Archive, listings: Mapping[str, Listing]) -> list[Page]:
    pages = [
        Page(
            url="/citations/",
            template="citations.html",
            title="Citations",
            description="The Acts, regulations, guidance and national documents that inspectors "
            "and councils cite.",
            context={"groups": _groups(archive, listings), "years": archive.years},
        )
    ]
    for each, shown in listings.items():
        if not shown.alone:
            citation = archive.registry.citations[each]
            pages.append(_citation_page(archive, citation, shown))
            pages.extend(part_pages(shown, citation.name, CRUMBS))
    return pages


def _citation_page(archive: Archive, citation: Citation, shown: Listing) -> Page:
    return Page(
        url=shown.url,
        template="citation.html",
        title=citation.name,
        description=f"Every place in the documents that cites {citation.name}.",
        crumbs=CRUMBS,
        context={
            "citation": citation,
            "lives": lives_at(citation),
            "listing": shown,
            "years": archive.years,
        },
    )


def lives_at(citation: Citation) -> Link | None:
    """Where something cited is read, by the name of its host."""
    if not citation.url:
        return None
    return Link(urlsplit(citation.url).netloc.removeprefix("www."), citation.url)


def _groups(
    archive: Archive, listings: Mapping[str, Listing]
) -> tuple[tuple[str, tuple[EntryLine, ...]], ...]:
    """What is cited by its kind, oldest first."""
    cited = sorted(
        (archive.registry.citations[each] for each in listings),
        key=lambda each: (each.year, each.name),
    )
    return tuple(
        (
            name,
            tuple(
                entry_line(each.name, listings[each.id], lives_at(each))
                for each in cited
                if each.kind == kind
            ),
        )
        for kind, name in KINDS.items()
        if any(each.kind == kind for each in cited)
    )
