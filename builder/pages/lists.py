"""The pages that gather: home, all documents, everything recommended, search, about.

In: the archive.  Out: their pages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from builder.archive import Archive
from builder.model import Document, Framework
from builder.pages.authority import authority_line, pictures
from builder.pages.views import (
    EMPTY_KEY,
    KIND_NAMES,
    DocumentLine,
    Link,
    Page,
    day,
    document_line,
    recommendation_lines,
)

LATEST = 6


@dataclass(frozen=True)
class Count:
    """A value that documents share, with how many do and a search for them."""

    link: Link
    documents: int


@dataclass(frozen=True)
class Held:
    """What is held of one authority under one framework."""

    authority: Link
    framework: str
    documents: tuple[DocumentLine, ...]


def gathering_pages(archive: Archive) -> list[Page]:
    facts = archive.registry.site
    lines = tuple(document_line(archive, each) for each in reversed(archive.documents))
    return [
        Page(
            url="/",
            template="home.html",
            title="",
            description=facts.description,
            context={
                "latest": lines[:LATEST],
                "authorities": tuple(authority_line(archive, each) for each in archive.authorities),
                "pictures": pictures(archive),
                "counts": _totals(archive),
            },
        ),
        Page(
            url="/documents/",
            template="documents.html",
            title="Documents",
            description="Every report, letter and council paper that the archive holds.",
            context={"documents": lines, "groups": _counts(archive)},
        ),
        _recommendations(archive),
        Page(
            url="/search/",
            template="search.html",
            title="Search",
            description="Search every paragraph of every document.",
            context={},
        ),
        _about(archive),
        _coverage(archive),
        Page(
            url="/404.html",
            template="404.html",
            title="Page not found",
            description="There is no page at this address.",
            context={},
        ),
    ]


def _totals(archive: Archive) -> tuple[tuple[int, str], ...]:
    kinds = Counter(document.front.kind for document in archive.documents)
    told = sum(len(document.recommendations) for document in archive.documents)
    counted = (
        (kinds["report"], "report", "reports"),
        (kinds["letter"], "letter", "letters"),
        (kinds["paper"], "council paper", "council papers"),
        (len(archive.authorities), "authority", "authorities"),
        (told, "thing that somebody was told to do", "things that somebody was told to do"),
    )
    return tuple((number, one if number == 1 else many) for number, one, many in counted if number)


def _counts(archive: Archive) -> tuple[tuple[str, tuple[Count, ...]], ...]:
    """Documents counted by authority, year, kind and framework, each with a search for them."""
    ways: tuple[tuple[str, str, Callable[[Document], tuple[str, str]]], ...] = (
        (
            "Authority",
            "authority",
            lambda each: (archive.authority_of(each).place, each.front.authority),
        ),
        ("Year", "year", lambda each: (str(each.front.published.year),) * 2),
        ("Kind", "kind", lambda each: (KIND_NAMES[each.front.kind], each.front.kind)),
        ("Framework", "framework", lambda each: (each.framework.short, each.front.framework)),
    )
    return tuple(
        (
            title,
            tuple(
                Count(Link(words, f"/search/?{urlencode({name: value})}"), number)
                for (words, value), number in sorted(
                    Counter(map(value_of, archive.documents)).items()
                )
            ),
        )
        for title, name, value_of in ways
    )


def _recommendations(archive: Archive) -> Page:
    lines = [
        line
        for document in reversed(archive.documents)
        for line in recommendation_lines(archive, document)
    ]
    kinds = Counter(line.kind for line in lines)
    return Page(
        url="/recommendations/",
        template="recommendations.html",
        title="Recommendations",
        description="Everything that any authority was told to do, with its timescale, the day it "
        "was due and who was to do it.",
        context={"lines": tuple(lines), "kinds": tuple(sorted(kinds.items()))},
    )


def _about(archive: Archive) -> Page:
    registry = archive.registry
    return Page(
        url="/about/",
        template="about.html",
        title="About this archive",
        description="How documents become pages, what grades mean, and whose words these are.",
        context={
            "frameworks": tuple(registry.frameworks.values()),
            "empty": EMPTY_KEY,
            "licences": tuple(registry.licences.values()),
            "facts": registry.site,
            "newest": day(archive.newest) if archive.documents else "",
        },
    )


def _coverage(archive: Archive) -> Page:
    held = []
    for authority in archive.authorities:
        frameworks: dict[str, Framework] = {
            each.framework.id: each.framework for each in archive.of_authority(authority.id)
        }
        for framework in frameworks.values():
            documents = tuple(
                document_line(archive, each)
                for each in archive.of_authority(authority.id)
                if each.framework.id == framework.id
            )
            held.append(
                Held(
                    Link(authority.place, f"/authorities/{authority.id}/"),
                    framework.name,
                    documents,
                )
            )
    return Page(
        url="/about/coverage/",
        template="coverage.html",
        title="What is held",
        description="Which documents the archive holds, authority by authority.",
        crumbs=(Link("About this archive", "/about/"),),
        context={"held": tuple(held)},
    )
