"""Coverage: documents held, freshness, and documents spoken of that are not held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from builder.model import Authority, Framework, Text
from builder.pages.parts.council_head import OLD, whole_years
from builder.pages.parts.references import References, coverage_url, missing_anchor
from builder.pages.parts.views import DocumentLine, Link, Page, day, document_line
from builder.reading.archive import Archive

ABOUT = Link("About this archive", "/about/")

TITLE = "What is held"

WHOLE = "/about/coverage/"

LIMIT = 300
"""How many documents, held and missing, one page lists."""


class FrameworkCoverage(Struct, frozen=True):
    """What is held of one authority under one framework."""

    authority: Link
    framework: str
    documents: tuple[DocumentLine, ...]


class MissingDocument(Struct, frozen=True):
    """Something that is known and not held."""

    anchor: str
    name: str
    spoken: tuple[Text, ...]
    """Each document that speaks of it, with where it does."""


class MissingOf(Struct, frozen=True):
    """What is known of one authority and not held."""

    authority: Link
    missing: tuple[MissingDocument, ...]


class CoverageLine(Struct, frozen=True):
    """An authority whose coverage has a page of its own."""

    link: Link
    documents: int
    missing: int


class FrameworkYears(Struct, frozen=True):
    """Documents of a framework by year of publication."""

    framework: Link
    numbers: tuple[int, ...]
    total: int


class Freshness(Struct, frozen=True):
    """How fresh the archive is."""

    looked: str
    """When editors last looked for new reports, or ""."""
    newest: DocumentLine | None
    """The newest full inspection held."""
    old: tuple[tuple[Link, str], ...]
    """Councils whose newest full inspection was old by then, oldest first, with its date."""
    years: tuple[int, ...]
    frameworks: tuple[FrameworkYears, ...]


class WithdrawnLine(Struct, frozen=True):
    """A document that is shown no longer."""

    link: Link
    authority: str
    kind: str
    published: str
    on: str
    reason: str


class Coverage(Struct, frozen=True):
    """Documents of one authority, held and missing."""

    authority: Link
    id: str
    held: tuple[FrameworkCoverage, ...]
    missing: tuple[MissingDocument, ...]


def has_own_page(documents: int, missing: int) -> bool:
    """Whether coverage is too long for one page."""
    return documents + missing > LIMIT


def coverage(archive: Archive, authority: Authority, references: References) -> Coverage:
    """The coverage of one authority."""
    return Coverage(
        Link(authority.place, f"/authorities/{authority.id}/"),
        authority.id,
        tuple(_held(archive, authority)),
        tuple(
            MissingDocument(missing_anchor(each), references.name(each), references.spoken(each))
            for each in references.missing
        ),
    )


def coverage_page(own: Coverage) -> Page:
    """An authority's coverage, where that has a page of its own."""
    return _page(
        coverage_url(own.id, divided=True),
        f"{TITLE}: {own.authority.text}",
        (ABOUT, Link(TITLE, WHOLE)),
        held=own.held,
        missing=_missing([own]),
    )


def whole_coverage_page(archive: Archive, all_of_it: Sequence[Coverage], *, parted: bool) -> Page:
    """The coverage of the archive, by the authorities' names."""
    withdrawn = _withdrawn(archive)
    fresh = freshness(archive)
    if not parted:
        return _page(
            WHOLE,
            TITLE,
            (ABOUT,),
            held=tuple(line for own in all_of_it for line in own.held),
            missing=_missing(all_of_it),
            withdrawn=withdrawn,
            fresh=fresh,
        )
    lines = tuple(
        CoverageLine(
            Link(own.authority.text, coverage_url(own.id, divided=True)),
            sum(len(each.documents) for each in own.held),
            len(own.missing),
        )
        for own in all_of_it
    )
    return _page(WHOLE, TITLE, (ABOUT,), lines=lines, withdrawn=withdrawn, fresh=fresh)


def _page(
    url: str,
    title: str,
    crumbs: tuple[Link, ...],
    held: tuple[FrameworkCoverage, ...] = (),
    missing: tuple[MissingOf, ...] = (),
    lines: tuple[CoverageLine, ...] = (),
    withdrawn: tuple[WithdrawnLine, ...] = (),
    fresh: Freshness | None = None,
) -> Page:
    return Page(
        url=url,
        template="coverage.html",
        title=title,
        description="Which documents the archive holds, and which others they mention.",
        crumbs=crumbs,
        context={
            "held": held,
            "missing": missing,
            "number": sum(len(each.missing) for each in missing),
            "lines": lines,
            "withdrawn": withdrawn,
            "freshness": fresh,
        },
    )


def freshness(archive: Archive) -> Freshness:
    """The archive's freshness; needs no document's text."""
    looked = archive.registry.site.looked
    full = {each.front.authority: each for each in archive.documents if each.framework.full}
    newest = max(full.values(), key=lambda each: (each.front.published, each.id), default=None)
    standing = [each for each in full.values() if not archive.authority_of(each).until]
    old = [each for each in standing if looked and whole_years(each.front.published, looked) >= OLD]
    years = tuple(archive.years)
    return Freshness(
        looked=day(looked) if looked else "",
        newest=document_line(archive, newest) if newest else None,
        old=tuple(
            (
                Link(archive.authority_of(each).place, f"/authorities/{each.front.authority}/"),
                day(each.front.published),
            )
            for each in sorted(old, key=lambda one: (one.front.published, one.id))
        ),
        years=years,
        frameworks=tuple(_years_of(archive, each, years) for each in archive.frameworks),
    )


def _years_of(archive: Archive, framework: Framework, years: Sequence[int]) -> FrameworkYears:
    under = archive.under(framework.id)
    numbers = Counter(each.front.published.year for each in under)
    url = f"/documents/{framework.id}/" if len(under) > 1 else under[0].url
    return FrameworkYears(
        Link(framework.short, url), tuple(numbers[year] for year in years), len(under)
    )


def _withdrawn(archive: Archive) -> tuple[WithdrawnLine, ...]:
    return tuple(
        WithdrawnLine(
            Link(each.front.title, each.url),
            archive.registry.authorities[each.front.authority].place,
            archive.registry.site.words.kind(each.front.kind),
            day(each.front.published),
            day(each.withdrawal.on),
            each.withdrawal.reason,
        )
        for each in archive.withdrawn
    )


def _held(archive: Archive, authority: Authority) -> Iterator[FrameworkCoverage]:
    documents = archive.of_authority(authority.id)
    frameworks: dict[str, Framework] = {each.framework.id: each.framework for each in documents}
    for framework in frameworks.values():
        yield FrameworkCoverage(
            Link(authority.place, f"/authorities/{authority.id}/"),
            framework.short,
            tuple(
                document_line(archive, each)
                for each in documents
                if each.framework.id == framework.id
            ),
        )


def _missing(all_of_it: Sequence[Coverage]) -> tuple[MissingOf, ...]:
    return tuple(MissingOf(own.authority, own.missing) for own in all_of_it if own.missing)
