"""A document's page: the source in the column, the archive's notes in the margin."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial

from msgspec.structs import replace

from builder.analysis.change_log import (
    ADDED,
    NAMES,
    RENUMBERED,
    correction_words,
    of_document,
    renumbered,
)
from builder.analysis.links import likeness
from builder.model import (
    Authority,
    Board,
    Document,
    Links,
    Mentions,
    RecommendationId,
    Span,
    Table,
    Text,
)
from builder.pages.kinds.checks import Noticed, noticed_beside, places_noticed
from builder.pages.kinds.citations import lives_at
from builder.pages.kinds.glossary import abbreviation_meanings, misprint_notes, short_lines
from builder.pages.kinds.topics import subject_lines
from builder.pages.parts import document_head as head
from builder.pages.parts.directory import Directory
from builder.pages.parts.linked_data import document_data
from builder.pages.parts.listing import Way
from builder.pages.parts.margin import Asides, Margin, heading_levels
from builder.pages.parts.recommendation_entries import due_words
from builder.pages.parts.references import References
from builder.pages.parts.similar_lines import similar_text
from builder.pages.parts.since_last_inspection import since_last_inspection
from builder.pages.parts.subjects import Subjects
from builder.pages.parts.views import (
    ROLE_NAMES,
    Link,
    Page,
    authorities_link,
    citation,
    day,
    document_line,
    publisher,
)
from builder.reading.archive import Archive

REPAIR_NAMES = {
    "number-lost": "The number of this paragraph was lost when the original was converted; it is "
    "restored from the sequence.",
    "number-displaced": "The number of this paragraph was displaced into its text when the "
    "original was converted (“{printed}”); it is put back.",
    "number-misread": "The number of this paragraph was misread when the original was converted "
    "(“{printed}”); it is corrected from the sequence.",
    "number-unpunctuated": "The original prints this number without its full stop (“{printed}”).",
}


def document_page(
    archive: Archive,
    document: Document,
    links: Links,
    known: Subjects,
    directory: Directory,
    noticed: Noticed,
    references: References,
) -> Page:
    """A document's page.

    `known` are the topics of its authority's documents, `noticed` their checks, `references` their
    references; the directory has the addresses of all else.
    """
    authority = archive.authority_of(document)
    mentions = links.mentions[document.id]
    year = document.front.published.year
    kind = archive.registry.site.words.kind(document.front.kind)
    return Page(
        url=document.url,
        template="document.html",
        title=f"{authority.place} {year}: {document.front.title}",
        description=f"{kind} on {authority.name}, published by {publisher(archive, document)} on "
        f"{day(document.front.published)}, in full and linkable by paragraph.",
        crumbs=(
            authorities_link(archive),
            Link(authority.place, f"/authorities/{authority.id}/"),
        ),
        linked_data=document_data(archive, document, directory.people),
        context={
            "document": document,
            "line": document_line(archive, document),
            "summary": head.summary(archive, document),
            "original": head.original(archive, document),
            "facts": head.facts(archive, document, directory.people),
            "contents": head.contents(document, tuple(heading_levels(document.sections).values())),
            "asides": _asides(archive, document, links, directory, noticed, references),
            "referred_to_by": references.referred_to_by(document),
            "subjects": subject_lines(archive, document, known),
            "boards": _boards(authority, mentions),
            "abbreviations": abbreviation_meanings(mentions),
            "shorts": short_lines(mentions, directory.shorts),
            "left_out": document.front.left_out,
            "repaired": len(document.front.repairs),
            "noticed": places_noticed(document, noticed),
            "corrected": _corrected(archive, document),
            "citation": citation(archive, document),
            "before": head.neighbour(archive, document, -1),
            "after": head.neighbour(archive, document, 1),
            "since": since_last_inspection(archive, document, links, known),
        },
    )


def _asides(
    archive: Archive,
    document: Document,
    links: Links,
    directory: Directory,
    noticed: Noticed,
    references: References,
) -> Asides:
    """The margins, by the anchor of the block beside them."""
    beside: dict[str, list[Margin]] = {}
    in_tables = _table_rows(document)
    followed = references.follow_ups(document)
    for number, each in enumerate(document.recommendations):
        if each.anchor in in_tables:
            continue  # the table's own columns say what it is and for whom
        due = ", ".join(filter(None, [each.timescale, due_words(document, each)]))
        owners = "For " + "; ".join(each.owners) if each.owners else ""
        asked = Margin(ROLE_NAMES[each.kind], ". ".join(filter(None, [due, owners])))
        later = [followed[each.anchor]] if each.anchor in followed else []
        if others := directory.similar.get(RecommendationId(document.id, number)):
            later.append(Margin("Asked of others", similar_text(others)))
        beside.setdefault(each.anchor, []).extend([asked, *later])
    for anchor, margins in references.beside(document).items():
        beside.setdefault(anchor, []).extend(margins)
    for name, what, link in (
        ("Cites", "citation", partial(_citation_spans, archive, directory.citations)),
        ("Names", "authority", partial(_authority_spans, archive, directory.held)),
    ):
        for anchor, spans in _named(links.mentions[document.id], what, link).items():
            beside.setdefault(anchor, []).append(Margin(name, spans))
    turned = 0
    for anchor, page in document.pages.items():
        if page != turned:
            beside.setdefault(anchor, []).insert(
                0, Margin("Page", f"{page} of the original", sort="page")
            )
            turned = page
    for repair in document.front.repairs:
        words = REPAIR_NAMES[repair.what].format(printed=repair.printed)
        beside.setdefault(repair.at, []).append(Margin("Repair", words))
    for anchor, words in misprint_notes(document, links.mentions[document.id]):
        beside.setdefault(anchor, []).append(Margin("Abbreviation", words))
    for anchor, remark in noticed_beside(document, noticed):
        beside.setdefault(anchor, []).append(Margin("Noticed", remark))
    _put_history(beside, document)
    for note in document.notes:
        beside.setdefault(note.at, []).append(Margin("Note", note.text))
    return {anchor: tuple(margins) for anchor, margins in beside.items()}


def _corrected(archive: Archive, document: Document) -> tuple[Link, ...]:
    """Corrected places, each with its day."""
    return tuple(
        Link(f"{each.place or 'the numbers of paragraphs'} on {day(each.on)}", each.url)
        for each in of_document(archive, document)
        if each.what != ADDED
    )


def _put_history(beside: dict[str, list[Margin]], document: Document) -> None:
    """Put first beside a block what it said before."""
    for each in document.history.corrections:
        words = f"{day(each.on)}. {correction_words(each)}"
        margin = Margin(NAMES[each.what], words, sort="corrected")
        beside.setdefault(each.anchor, []).insert(0, margin)
    for again in document.front.renumbered:
        words = f"{day(again.on)}. {renumbered(again)}"
        margin = Margin(NAMES[RENUMBERED], words, sort="corrected")
        beside.setdefault(f"p{again.start}", []).insert(0, margin)


def _table_rows(document: Document) -> frozenset[str]:
    """The anchors of the rows of every table."""
    return frozenset(
        row.id
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Table)
        for row in block.rows
    )


def _named(mentions: Mentions, what: str, link: Callable[[str], Text]) -> dict[str, Text]:
    """What each paragraph names of one sort, once each, written by `link`."""
    named: dict[str, Text] = {}
    for anchor, target in dict.fromkeys(
        (each.anchor, each.target) for each in mentions.named if each.what == what
    ):
        before = named.get(anchor, ())
        named[anchor] = (*before, *((Span("; "),) if before else ()), *link(target))
    return named


def _citation_spans(archive: Archive, ways: Mapping[str, Way], target: str) -> Text:
    """A cited text, with its page here, if any, and where it is published."""
    citation = archive.registry.citations[target]
    elsewhere = lives_at(citation)
    if ways[target].alone:
        return (Span(citation.name, href=citation.url),)
    own = Span(citation.name, href=ways[target].url)
    if elsewhere is None:
        return (own,)
    return own, Span(" ("), Span(elsewhere.text, href=elsewhere.url), Span(")")


def _authority_spans(archive: Archive, held: Collection[str], target: str) -> Text:
    url = f"/authorities/{target}/" if target in held else ""
    return (Span(archive.registry.authorities[target].name, href=url),)


def _boards(authority: Authority, mentions: Mentions) -> tuple[Board, ...]:
    """The authority's boards, with their abbreviations used here."""
    meant = {
        (each.short, likeness(meaning))
        for each in mentions.abbreviations
        for meaning in each.meanings
    }
    return tuple(
        replace(board, abbreviations=own)
        for board in authority.boards
        if (own := tuple(a for a in board.abbreviations if (a, likeness(board.name)) in meant))
    )
