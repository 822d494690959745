"""The head of a document's page: facts, original, contents, neighbours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from builder.language.templates import announces
from builder.model import FACTS, Document, FrontMatter, Section, unmarked
from builder.pages.parts.views import (
    Chip,
    DocumentLine,
    Link,
    chip,
    day,
    document_line,
    publisher,
    span,
)
from builder.reading.archive import Archive, paragraph_count

PUBLISHED_FROM = {
    "": "",
    "file name": " (by the name of the file; the document prints no date)",
    "editor": " (given by an editor; the document prints no date)",
}

FILE_KINDS = {"pdf": "PDF", "txt": "plain text", "docx": "Word", "html": "web page"}


class Fact(Struct, frozen=True):
    """A line of the title block."""

    name: str
    values: tuple[Link, ...]
    """Words, each with an address or ""."""


class ContentsEntry(Struct, frozen=True):
    """A line of the contents list."""

    link: Link
    level: int
    chip: Chip | None


def summary(archive: Archive, document: Document) -> str:
    """What the document is, by whom and from when, in a sentence or two."""
    front = document.front
    kind = archive.registry.site.words.kind(front.kind)
    published = (
        f"{kind} published by {publisher(archive, document)} on "
        f"{day(front.published)}{PUBLISHED_FROM[front.published_from]}."
    )
    return f"{published} Inspected {span(document)}." if front.inspected else published


def facts(
    archive: Archive, document: Document, people: Mapping[tuple[str, str], str]
) -> tuple[Fact, ...]:
    """The title block: authority, framework, people, licence, original."""
    front = document.front
    authority, words = archive.authority_of(document), archive.registry.site.words
    paragraphs = paragraph_count(document)
    lines = [
        (words.of_one, [Link(authority.name, f"/authorities/{authority.id}/")]),
        (
            "Framework" if document.framework.inspection else "Form",
            [Link(document.framework.name, f"/about/#{document.framework.id}")],
        ),
        *(
            (
                person.role,
                [
                    Link(
                        ", ".join(filter(None, [person.name, person.post])),
                        people.get((person.name, person.role), ""),
                    )
                ],
            )
            for person in front.people
        ),
        ("Meeting", [Link(day(front.meeting), "")] if front.meeting else []),
        *((name, [Link(words, "")]) for name, words in _stated(front) if words),
        (
            "Paragraphs",
            [Link(f"{paragraphs}, numbered as in the source", "")] if paragraphs else [],
        ),
        ("Licence", _licences(archive, document)),
        (
            "Original",
            [Link(front.source.file, "")]
            + ([Link("As published", front.source.url)] if front.source.url else []),
        ),
    ]
    merged: dict[str, list[Link]] = {}
    for name, values in lines:
        merged.setdefault(name, []).extend(values)
    return tuple(Fact(name, tuple(values)) for name, values in merged.items() if values)


def _stated(front: FrontMatter) -> Iterator[tuple[str, str]]:
    """What the document states of itself besides dates and people."""
    yield from ((name, getattr(front, fact)) for fact, name in FACTS.items())


def _licences(archive: Archive, document: Document) -> list[Link]:
    notice = document.front.licence
    found = [
        Link(each.name, f"/about/#licence-{each.id}")
        for each in archive.registry.licences.values()
        if notice and announces(each, notice)
    ]
    return found or [
        Link("As printed in the document" if notice else "None printed", "/about/#licences")
    ]


def original(archive: Archive, document: Document) -> Link:
    """The original as received, with format and size."""
    source = document.front.source
    kind = FILE_KINDS.get(source.ending, "file")
    return Link(
        f"Download the original ({kind}, {size(document.original_size)})",
        archive.registry.site.original_at(document.url, source),
    )


def size(number: int) -> str:
    r"""A file size for readers.

    >>> size(301), size(312_400), size(1_249_000)
    ('1\xa0kB', '312\xa0kB', '1.2\xa0MB')
    """
    if number < 1_000_000:
        return f"{max(round(number / 1000), 1)}\N{NO-BREAK SPACE}kB"
    return f"{number / 1_000_000:.1f}\N{NO-BREAK SPACE}MB"


def contents(document: Document, levels: Sequence[int]) -> tuple[ContentsEntry, ...]:
    """A document's headings at their `levels`."""
    return tuple(
        _entry(document, section, level)
        for section, level in zip(document.sections, levels, strict=True)
        if section.level > 1
    )


def _entry(document: Document, section: Section, level: int) -> ContentsEntry:
    return ContentsEntry(
        Link(unmarked(section.heading), f"#{section.id}"),
        level,
        # A heading that prints its grade itself has said it.
        chip(section.grade, document) if section.grade and section.grade_line else None,
    )


def neighbour(archive: Archive, document: Document, step: int) -> DocumentLine | None:
    """The authority's inspection published before or after a document."""
    held = archive.of_authority(document.front.authority)
    at = held.index(document)
    beside = held[at + 1 :] if step > 0 else held[:at][::-1]
    return next(
        (document_line(archive, each) for each in beside if each.framework.inspection), None
    )
