"""All documents by year, kind, framework and authority, in lists of bounded length."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from urllib.parse import urlencode

from msgspec import Struct

from builder.model import Document
from builder.pages.parts.views import DocumentLine, Link, Page, document_line
from builder.reading.archive import Archive

LIMIT = 150
"""How many documents one page lists; a longer list has a page for each year."""

NEWEST = 25
"""How many of a list that is divided stand on its first page."""


class DocumentCount(Struct, frozen=True):
    """A list of documents and their number."""

    link: Link
    documents: int


class Year(Struct, frozen=True):
    """The documents of one year."""

    id: str
    lines: tuple[DocumentLine, ...]


def document_list_pages(archive: Archive) -> Iterator[Page]:
    """The list of all documents, and lists of some."""
    yield from _pages(
        archive,
        archive.documents,
        "/documents/",
        "Documents",
        f"Every report, letter and {archive.registry.site.words.paper} that the archive holds.",
        search="/search/",
        ways=_ways(archive),
    )
    for framework in archive.frameworks:
        under = archive.under(framework.id)
        if len(under) > 1:
            yield from _pages(
                archive,
                under,
                f"/documents/{framework.id}/",
                f"Documents: {framework.short}",
                f"{framework.name}, {framework.years}: every document held.",
                search=f"/search/?{urlencode({'framework': framework.id})}",
                about=Link(framework.name, f"/about/#{framework.id}"),
                crumbs=(Link("Documents", "/documents/"),),
            )


def _pages(
    archive: Archive,
    documents: Sequence[Document],
    url: str,
    title: str,
    description: str,
    search: str,
    ways: Sequence[tuple[str, tuple[DocumentCount, ...]]] = (),
    about: Link | None = None,
    crumbs: tuple[Link, ...] = (),
) -> Iterator[Page]:
    """Documents newest first, on one page or one a year."""
    divided = len(documents) > LIMIT
    by_year = _by_year(archive, documents)
    years = tuple(
        DocumentCount(
            Link(year.id, f"{url}{year.id}/" if divided else f"#y{year.id}"), len(year.lines)
        )
        for year in by_year
    )
    newest = tuple(document_line(archive, each) for each in documents[: -NEWEST - 1 : -1])
    yield Page(
        url=url,
        template="documents.html",
        title=title,
        description=description,
        crumbs=crumbs,
        context={
            "number": len(documents),
            "divided": divided,
            "years": years,
            "groups": (Year("", newest),) if divided else by_year,
            "ways": ways,
            "about": about,
            "search": search,
        },
    )
    if divided:
        for year in by_year:
            yield Page(
                url=f"{url}{year.id}/",
                template="documents.html",
                title=f"{title}, {year.id}",
                description=f"{description} Published in {year.id}.",
                crumbs=(*crumbs, Link(title, url)),
                context={
                    "number": len(year.lines),
                    "divided": False,
                    "years": (),
                    "groups": (year,),
                    "ways": (),
                    "about": about,
                    "search": f"{search}{'&' if '?' in search else '?'}year={year.id}",
                },
            )


def _by_year(archive: Archive, documents: Sequence[Document]) -> tuple[Year, ...]:
    """Documents by year of publication, newest first."""
    return tuple(
        Year(str(year), tuple(document_line(archive, each) for each in same))
        for year, same in groupby(reversed(documents), key=lambda each: each.front.published.year)
    )


def _ways(archive: Archive) -> tuple[tuple[str, tuple[DocumentCount, ...]], ...]:
    """Counts by kind and framework and by authority, with addresses."""
    ways = []
    for kind, title in archive.registry.site.words.kinds.items():
        number = Counter(each.framework.id for each in archive.documents if each.front.kind == kind)
        counts = []
        for framework in reversed(archive.frameworks):
            if number[framework.id]:
                under = archive.under(framework.id)
                url = under[0].url if len(under) == 1 else f"/documents/{framework.id}/"
                counts.append(DocumentCount(Link(framework.short, url), number[framework.id]))
        if counts:
            ways.append((title, tuple(counts)))
    return (*ways, (archive.registry.site.words.of_many, authority_counts(archive, "#documents")))


def authority_counts(archive: Archive, anchor: str = "") -> tuple[DocumentCount, ...]:
    """Every authority by name, with its number of documents."""
    return tuple(
        DocumentCount(
            Link(each.place, f"/authorities/{each.id}/{anchor}"),
            len(archive.of_authority(each.id)),
        )
        for each in archive.authorities
    )
