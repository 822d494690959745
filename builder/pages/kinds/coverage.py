"""Coverage: what is held, and what documents speak of that is not.

In: what each authority's documents say of each other.  Out: one page, or one for each authority
where there is too much for one.  What is missing resolves by itself: it is listed as long as no
document that would fit is held.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from builder.model import Authority, Framework, Text
from builder.pages.parts.references import References, coverage_url, missing_anchor
from builder.pages.parts.views import KIND_NAMES, DocumentLine, Link, Page, day, document_line
from builder.reading.archive import Archive

ABOUT = Link("About this archive", "/about/")

TITLE = "What is held"

WHOLE = "/about/coverage/"

LIMIT = 300
"""How many documents, held and missing, one page lists."""


@dataclass(frozen=True)
class Held:
    """What is held of one authority under one framework."""

    authority: Link
    framework: str
    documents: tuple[DocumentLine, ...]


@dataclass(frozen=True)
class Missing:
    """Something that is known and not held."""

    anchor: str
    name: str
    spoken: tuple[Text, ...]
    """Each document that speaks of it, with where it does."""


@dataclass(frozen=True)
class MissingOf:
    """What is known of one authority and not held."""

    authority: Link
    missing: tuple[Missing, ...]


@dataclass(frozen=True)
class CoverageLine:
    """An authority whose coverage has a page of its own."""

    link: Link
    documents: int
    missing: int


@dataclass(frozen=True)
class WithdrawnLine:
    """A document that is shown no longer."""

    link: Link
    authority: str
    kind: str
    published: str
    on: str
    reason: str


@dataclass(frozen=True)
class Coverage:
    """What is held of one authority, and what its documents speak of and is not."""

    authority: Link
    id: str
    held: tuple[Held, ...]
    missing: tuple[Missing, ...]


def divided(documents: int, missing: int) -> bool:
    """Whether what is held and missing is too much for one page."""
    return documents + missing > LIMIT


def coverage(archive: Archive, authority: Authority, references: References) -> Coverage:
    """The coverage of one authority."""
    return Coverage(
        Link(authority.place, f"/authorities/{authority.id}/"),
        authority.id,
        tuple(_held(archive, authority)),
        tuple(
            Missing(missing_anchor(each), references.name(each), references.spoken(each))
            for each in references.missing
        ),
    )


def coverage_page(own: Coverage) -> Page:
    """The page of an authority's coverage, where there is too much for one page."""
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
    if not parted:
        return _page(
            WHOLE,
            TITLE,
            (ABOUT,),
            held=tuple(line for own in all_of_it for line in own.held),
            missing=_missing(all_of_it),
            withdrawn=withdrawn,
        )
    lines = tuple(
        CoverageLine(
            Link(own.authority.text, coverage_url(own.id, divided=True)),
            sum(len(each.documents) for each in own.held),
            len(own.missing),
        )
        for own in all_of_it
    )
    return _page(WHOLE, TITLE, (ABOUT,), lines=lines, withdrawn=withdrawn)


def _page(
    url: str,
    title: str,
    crumbs: tuple[Link, ...],
    held: tuple[Held, ...] = (),
    missing: tuple[MissingOf, ...] = (),
    lines: tuple[CoverageLine, ...] = (),
    withdrawn: tuple[WithdrawnLine, ...] = (),
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
        },
    )


def _withdrawn(archive: Archive) -> tuple[WithdrawnLine, ...]:
    return tuple(
        WithdrawnLine(
            Link(each.front.title, each.url),
            archive.registry.authorities[each.front.authority].place,
            KIND_NAMES[each.front.kind],
            day(each.front.published),
            day(each.withdrawal.on),
            each.withdrawal.reason,
        )
        for each in archive.withdrawn
    )


def _held(archive: Archive, authority: Authority) -> Iterator[Held]:
    documents = archive.of_authority(authority.id)
    frameworks: dict[str, Framework] = {each.framework.id: each.framework for each in documents}
    for framework in frameworks.values():
        yield Held(
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
