"""Citations: Acts, regulations and guidance, with every place that cites them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from builder.model import Authority, Citation
from builder.pages.parts.listing import EntryLine, Listed, Way, share_pages
from builder.pages.parts.passage import DocumentPassages
from builder.pages.parts.views import Link, Page, authorities_link
from builder.reading.archive import Archive

KINDS = {
    "act": "Acts",
    "regulations": "Regulations",
    "guidance": "Guidance",
    "document": "Other national documents",
}

CRUMBS = (Link("Citations", "/citations/"),)


def citation_share_pages(
    archive: Archive,
    authority: Authority,
    found: Mapping[str, Sequence[DocumentPassages]],
    ways: Mapping[str, Way],
) -> Iterator[Page]:
    """The pages of an authority's shares of the divided listings."""
    names = {cited: archive.registry.citations[cited].name for cited in found}
    return share_pages(authority, found, ways, names, (CRUMBS[0], authorities_link(archive)))


def citations_page(listed: Listed) -> Page:
    """The list of what is cited; needs no document's text."""
    archive = listed.archive
    return Page(
        url="/citations/",
        template="citations.html",
        title="Citations",
        description="The Acts, regulations, guidance and national documents that inspectors "
        "and those they inspect cite.",
        context={"groups": tuple(_groups(listed)), "years": archive.years},
    )


def citation_page(listed: Listed, id: str) -> Page:
    """The page of one that is cited."""
    archive = listed.archive
    citation, shown = archive.registry.citations[id], listed.listing(id)
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
    """Where a cited text is published, named by its host."""
    if not citation.url:
        return None
    return Link(urlsplit(citation.url).netloc.removeprefix("www."), citation.url)


def _groups(listed: Listed) -> Iterator[tuple[str, tuple[EntryLine, ...]]]:
    """What is cited by its kind, oldest first."""
    citations = listed.archive.registry.citations.values()
    cited = sorted(
        (each for each in citations if each.id in listed.ways),
        key=lambda each: (each.year, each.name),
    )
    for kind, name in KINDS.items():
        lines = tuple(
            listed.entry_line(each.id, each.name, lives_at(each))
            for each in cited
            if each.kind == kind
        )
        if lines:
            yield name, lines
