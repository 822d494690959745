"""A document → findings: numbered paragraphs, list entries, table rows and other paragraphs.

Words that only introduce a list belong to its entries. Every count beside a filter counts findings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct

from builder.analysis.links import is_silent, places
from builder.model import (
    Block,
    Document,
    Grade,
    List,
    Mentions,
    Paragraph,
    Section,
    plain,
    unmarked,
)
from builder.pages.parts.passage import label
from builder.reading.archive import judgement_state

LEAD = 40
"""How many words at most introduce a list."""


class FindingHeading(Struct, frozen=True):
    """What the findings of a section stand under."""

    id: str
    heading: str
    above: str
    """The headings above it."""
    service: str
    judgement: str
    """That of the section, or of the nearest above it that has one."""
    grade: Grade | None
    """What the document gives that judgement: printed there, or else wherever it awards it."""


class Finding(Struct, frozen=True):
    anchor: str
    label: str
    """What it is: "Paragraph 12"."""
    text: str
    lead: str
    """The words that introduce it: "Within three months"."""
    under: int
    """Which of the document's sections it stands in."""
    instruction: str
    """What sort of instruction it is: "area-for-improvement", or ""."""
    timescale: str
    """As printed, or ""."""
    page: int
    """The page of the original on which it begins, or 0."""
    silent: bool
    """Whether it says nothing of the authority: a title page, a table of grades, standing text."""


class Read(Struct, frozen=True):
    """A document with its findings."""

    document: Document
    findings: Sequence[Finding]
    sections: Sequence[FindingHeading]
    topics: Mapping[str, Sequence[str]]
    """By the anchor of the finding that names them."""


def by_date(read: Read) -> tuple[date, str]:
    """The order of an authority's documents in the index."""
    return read.document.front.published, read.document.id


def read(document: Document, mentions: Mentions) -> Read:
    """A document as it is searched."""
    topics: dict[str, set[str]] = {}
    for mention in mentions.named:
        if mention.what == "topic":
            topics.setdefault(mention.anchor, set()).add(mention.target)
    return Read(
        document,
        tuple(findings(document)),
        tuple(under(document)),
        {anchor: sorted(named) for anchor, named in topics.items()},
    )


def findings(document: Document) -> list[Finding]:
    """The findings of a document, in reading order."""
    leads, introducing = _leads(document.sections)
    asked = {each.anchor: each for each in document.recommendations}
    pages = _pages(document)
    return [
        Finding(
            anchor=place.anchor,
            label=label(place),
            text=place.words,
            lead=leads.get(place.anchor, ""),
            under=place.section,
            instruction=asked[place.anchor].kind if place.anchor in asked else "",
            timescale=asked[place.anchor].timescale.rstrip(":") if place.anchor in asked else "",
            page=pages.get(place.anchor, 0),
            silent=document.sections[place.section].level == 1 or is_silent(document, place),
        )
        for place in places(document)
        if place.anchor not in introducing or place.anchor in asked
    ]


def under(document: Document) -> list[FindingHeading]:
    """What each section's findings are under, by the section's position."""
    found = []
    above: list[tuple[int, str, str, Grade | None]] = []
    for section in document.sections:
        while above and above[-1][0] >= section.level:
            above.pop()
        judgement, grade = section.judgement, section.grade
        if not judgement:
            judgement, grade = next(
                ((each[2], each[3]) for each in reversed(above) if each[2]), ("", grade)
            )
        if grade is None and judgement:
            awarded = judgement_state(document, judgement).grades
            grade = awarded[0] if len(awarded) == 1 else None
        heading = unmarked(section.heading)
        found.append(
            FindingHeading(
                id=section.id,
                heading=heading,
                above=" ".join(each[1] for each in above),
                service=section.service,
                judgement=judgement,
                grade=grade,
            )
        )
        if section.level > 1:
            above.append((section.level, heading, judgement, grade))
    return found


def _leads(sections: Sequence[Section]) -> tuple[Mapping[str, str], frozenset[str]]:
    """Each entry's introduction, and the paragraphs that only introduce."""
    leads: dict[str, str] = {}
    introducing = set()
    for section in sections:
        for before, block in _with_before(section.blocks):
            if isinstance(block, Paragraph):
                nested = [part for part in block.blocks if isinstance(part, List)]
                for each in nested:
                    leads.update((item.id, plain(block.text)) for item in each.items)
            elif isinstance(block, List) and isinstance(before, Paragraph):
                words = plain(before.text)
                if before.number is None and len(words.split()) <= LEAD // 2:
                    introducing.add(before.id)
                leads.update((item.id, words) for item in block.items)
    short = {anchor: words for anchor, words in leads.items() if len(words.split()) <= LEAD}
    return short, frozenset(introducing)


def _with_before(blocks: Sequence[Block]) -> Iterator[tuple[Block | None, Block]]:
    return zip((None, *blocks), blocks, strict=False)


def _pages(document: Document) -> Mapping[str, int]:
    """The original's page on which each place begins."""
    if not document.pages:
        return {}
    found, page, section = {}, 0, -1
    for place in places(document):
        while section < place.section:
            section += 1
            page = document.pages.get(document.sections[section].id, page)
        page = document.pages.get(place.anchor, page)
        found[place.anchor] = page
    return found
