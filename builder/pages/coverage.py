"""Coverage: what is held, and what documents speak of that is not.

In: the archive and what its documents say of each other.  Out: one page, or one for each authority
where there is too much for one.  What is missing resolves by itself: it is listed as long as no
document that would fit is held.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from builder.archive import Archive
from builder.model import Authority, Framework, Text
from builder.pages.references import References, missing_anchor
from builder.pages.views import KIND_NAMES, DocumentLine, Link, Page, day, document_line

ABOUT = Link("About this archive", "/about/")

TITLE = "What is held"


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


def coverage_pages(archive: Archive, references: References) -> Iterator[Page]:
    """The coverage of the archive, and of each authority where that is too long."""
    held = {each.id: tuple(_held(archive, each)) for each in archive.authorities}
    missing = {each.id: tuple(_missing(references, each)) for each in archive.authorities}
    if not references.coverage_divided:
        yield _page(
            references.coverage_url(""),
            TITLE,
            (ABOUT,),
            withdrawn=_withdrawn(archive),
            held=tuple(line for lines in held.values() for line in lines),
            missing=tuple(part for parts in missing.values() for part in parts),
        )
        return
    lines = []
    for authority in archive.authorities:
        own, parts = held[authority.id], missing[authority.id]
        url = references.coverage_url(authority.id)
        crumbs = (ABOUT, Link(TITLE, references.coverage_url("")))
        yield _page(url, f"{TITLE}: {authority.place}", crumbs, held=own, missing=parts)
        lines.append(
            CoverageLine(
                Link(authority.place, url),
                sum(len(each.documents) for each in own),
                sum(len(each.missing) for each in parts),
            )
        )
    withdrawn = _withdrawn(archive)
    yield _page(
        references.coverage_url(""), TITLE, (ABOUT,), lines=tuple(lines), withdrawn=withdrawn
    )


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
        description="Which documents the archive holds, and which others they speak of.",
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
            framework.name,
            tuple(
                document_line(archive, each)
                for each in documents
                if each.framework.id == framework.id
            ),
        )


def _missing(references: References, authority: Authority) -> Iterator[MissingOf]:
    entries = references.missing_of(authority.id)
    if entries:
        yield MissingOf(
            Link(authority.place, f"/authorities/{authority.id}/"),
            tuple(
                Missing(missing_anchor(each), references.name(each), references.spoken(each))
                for each in entries
            ),
        )
