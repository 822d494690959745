"""A document in full: the source in the column, the archive in the margin.

In: one document and the archive around it.  Out: its page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from builder.archive import Archive, paragraph_count
from builder.markup import Asides, Margin, text_html
from builder.model import (
    Authority,
    Board,
    Document,
    Links,
    Mentions,
    Section,
    Span,
    Table,
    Text,
    paragraphs,
    plain,
    said,
)
from builder.pages.views import (
    KIND_NAMES,
    ROLE_NAMES,
    Chip,
    DocumentLine,
    Link,
    Page,
    chip,
    citation,
    day,
    document_line,
    publisher,
    span,
)
from builder.recognise import announces

PUBLISHED_FROM = {
    "": "",
    "file name": " (by the name of the file; the document prints no date)",
    "editor": " (given by an editor; the document prints no date)",
}

REPAIR_NAMES = {
    "number-lost": "The number of this paragraph was lost when the original was converted; it is "
    "restored from the sequence.",
    "number-displaced": "The number of this paragraph was displaced into its text when the "
    "original was converted (“{printed}”); it is put back.",
    "number-misread": "The number of this paragraph was misread when the original was converted "
    "(“{printed}”); it is corrected from the sequence.",
    "number-unpunctuated": "The original prints this number without its full stop (“{printed}”).",
}


@dataclass(frozen=True)
class Fact:
    """A line of the title block."""

    name: str
    values: tuple[Link, ...]
    """Words, each with an address or ""."""


@dataclass(frozen=True)
class Entry:
    """A line of the contents list."""

    link: Link
    level: int
    chip: Chip | None


def document_page(archive: Archive, document: Document, links: Links) -> Page:
    authority = archive.authority_of(document)
    boards = _boards(document, authority)
    year = document.front.published.year
    kind = KIND_NAMES[document.front.kind]
    return Page(
        url=document.url,
        template="document.html",
        title=f"{authority.place} {year}: {document.front.title}",
        description=f"{kind} on {authority.name}, published by {publisher(archive, document)} on "
        f"{day(document.front.published)}, in full and linkable by paragraph.",
        crumbs=(
            Link("Authorities", "/authorities/"),
            Link(authority.place, f"/authorities/{authority.id}/"),
        ),
        context={
            "document": document,
            "line": document_line(archive, document),
            "facts": _facts(archive, document),
            "contents": tuple(
                _entry(document, section) for section in document.sections if section.level > 1
            ),
            "asides": _asides(archive, document, links),
            "boards": boards,
            "abbreviations": {short: each.name for each in boards for short in each.abbreviations},
            "left_out": document.front.left_out,
            "repaired": len(document.front.repairs),
            "citation": citation(archive, document),
            "filters": _filters(document),
            "before": _neighbour(archive, document, -1),
            "after": _neighbour(archive, document, 1),
        },
    )


def _facts(archive: Archive, document: Document) -> tuple[Fact, ...]:
    """Who, what, when, by whom, under which framework, on what licence, from which original."""
    front = document.front
    authority = archive.authority_of(document)
    licences = [
        each
        for each in archive.registry.licences.values()
        if front.licence and announces(each, front.licence)
    ]
    facts = [
        ("Authority", [Link(authority.name, f"/authorities/{authority.id}/")]),
        ("Published by", [Link(publisher(archive, document), "")]),
        ("Published", [Link(day(front.published) + PUBLISHED_FROM[front.published_from], "")]),
        ("Inspected", [Link(span(document), "")] if front.inspected else []),
        (
            "Framework" if document.framework.inspection else "Form",
            [Link(document.framework.name, f"/about/#{document.framework.id}")],
        ),
        *(
            (
                person.role,
                [Link(f"{person.name}, {person.post}" if person.post else person.name, "")],
            )
            for person in front.people
        ),
        (
            "Paragraphs",
            [Link(f"{paragraph_count(document)}, numbered as in the source", "")]
            if paragraph_count(document)
            else [],
        ),
        (
            "Licence",
            [Link(each.name, f"/about/#licence-{each.id}") for each in licences]
            or [
                Link(
                    "As printed in the document" if front.licence else "None printed",
                    "/about/#licences",
                )
            ],
        ),
        (
            "Original",
            [Link(front.source.file, f"{document.url}{front.source.stored}")]
            + ([Link("As published", front.source.url)] if front.source.url else []),
        ),
        ("As data", [Link("This document as JSON", f"{document.url}index.json")]),
    ]
    merged: dict[str, list[Link]] = {}
    for name, values in facts:
        merged.setdefault(name, []).extend(values)
    return tuple(Fact(name, tuple(values)) for name, values in merged.items() if values)


def _entry(document: Document, section: Section) -> Entry:
    return Entry(
        Link(said(section.heading), f"#{section.id}"),
        section.level,
        # A heading that prints its grade itself has said it.
        chip(section.grade, document) if section.grade and section.grade_line else None,
    )


def _asides(archive: Archive, document: Document, links: Links) -> Asides:
    """What stands in the margin, by the anchor of the block beside it."""
    beside: dict[str, list[Margin]] = {}
    in_tables = _table_rows(document)
    for each in document.recommendations:
        if each.anchor in in_tables:
            continue  # the table's own columns say what it is and for whom
        due = f" (by {day(each.due)})" if each.due else ""
        named = "For " + "; ".join(each.owners) if each.owners else ""
        words = ". ".join(filter(None, [each.timescale + due, named]))
        beside.setdefault(each.anchor, []).append(Margin(ROLE_NAMES[each.kind], words))
    for anchor, cited in _cited(archive, links.mentions[document.id]).items():
        beside.setdefault(anchor, []).append(Margin("Cites", "", text_html(cited)))
    turned = 0
    for anchor, page in document.pages.items():
        if page != turned:
            beside.setdefault(anchor, []).insert(0, Margin("Page", f"{page} of the original"))
            turned = page
    for repair in document.front.repairs:
        words = REPAIR_NAMES[repair.what].format(printed=repair.printed)
        beside.setdefault(repair.at, []).append(Margin("Repair", words))
    for observation in document.observations:
        beside.setdefault(observation.anchor, []).append(Margin("Noticed", observation.text))
    for note in document.notes:
        beside.setdefault(note.at, []).append(Margin("Note", "", text_html(note.text)))
    return {anchor: tuple(margins) for anchor, margins in beside.items()}


def _table_rows(document: Document) -> frozenset[str]:
    """The anchors of the rows of every table."""
    return frozenset(
        row.id
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Table)
        for row in block.rows
    )


def _cited(archive: Archive, mentions: Mentions) -> dict[str, Text]:
    """What each paragraph cites, each thing once, with a link to where it lives."""
    cited: dict[str, list[Span]] = {}
    for anchor, target in dict.fromkeys(
        (each.anchor, each.target) for each in mentions.named if each.what == "citation"
    ):
        spans = cited.setdefault(anchor, [])
        citation = archive.registry.citations[target]
        if spans:
            spans.append(Span("; "))
        spans.append(Span(citation.name, href=citation.url))
    return {anchor: tuple(spans) for anchor, spans in cited.items()}


def former_pages(document: Document) -> list[Page]:
    """A page at each address that the document had before, leading to where it stands now."""
    return [
        Page(
            url=f"/documents/{former}/",
            template="moved.html",
            title=document.front.title,
            description="This document has moved.",
            context={"target": Link(document.front.title, document.url)},
        )
        for former in document.front.formerly
    ]


def _boards(document: Document, authority: Authority) -> tuple[Board, ...]:
    """The authority's own boards, with those of their abbreviations that the document prints."""
    words = {
        word
        for section in document.sections
        for part in paragraphs(section.blocks)
        for word in re.findall(r"\w+", plain(part.text))
    }
    return tuple(
        replace(board, abbreviations=printed)
        for board in authority.boards
        if (printed := tuple(each for each in board.abbreviations if each in words))
    )


def _filters(document: Document) -> tuple[tuple[str, str], ...]:
    """What the search may be narrowed by, as (filter, id of a value)."""
    judged = dict.fromkeys(award.judgement for award in document.awards)
    return (
        ("authority", document.front.authority),
        ("kind", document.front.kind),
        ("framework", document.front.framework),
        ("year", str(document.front.published.year)),
        *(("judgement", each) for each in judged),
    )


def _neighbour(archive: Archive, document: Document, step: int) -> DocumentLine | None:
    """The document of the same authority before or after this one."""
    held = archive.of_authority(document.front.authority)
    at = held.index(document) + step
    return document_line(archive, held[at]) if 0 <= at < len(held) else None
