"""Passages in which documents name something, for lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct

from builder.analysis.links import places
from builder.model import (
    RECOMMENDING,
    Document,
    List,
    Paragraph,
    Place,
    paragraphs,
    unmarked,
)
from builder.pages.parts.excerpts import Excerpt, excerpt
from builder.pages.parts.views import (
    ROLE_NAMES,
    Chip,
    DocumentLine,
    chip,
    document_line,
    service_name,
)
from builder.reading.archive import Archive


class Mark(NamedTuple):
    """Words of a document that are to be listed."""

    target: str
    """Under what they are listed."""
    anchor: str
    start: int = 0
    end: int = 0
    """Where they stand in the words of their place; nowhere in particular if `end` is 0."""


class PassageHeading(NamedTuple):
    """What a passage stands under."""

    heading: str
    """As printed."""
    graded: str
    """The heading above that one which has a grade, or ""."""
    chip: Chip | None
    """The grade of the one or the other."""
    service: str


class Passage(NamedTuple):
    """A place of a document, for a list; a tuple, for there are very many."""

    place: Place
    spans: tuple[tuple[int, int], ...]
    """Where the words meant stand in the place's own."""
    label: str
    """What the place is: "Paragraph 12"."""
    url: str
    under: PassageHeading
    instruction: str
    """What sort of instruction it is part of: "Area for improvement", or ""."""

    @property
    def times(self) -> int:
        """How often the words meant stand there."""
        return max(len(self.spans), 1)

    @property
    def excerpt(self) -> Excerpt:
        """Computed when shown: keeping all would take too much memory."""
        return excerpt(self.place.words, self.spans)


class DocumentPassages(Struct, frozen=True):
    """What is to be listed of one document."""

    document: Document
    line: DocumentLine
    passages: Sequence[Passage]
    """In reading order."""


def gather(
    archive: Archive, marks: Mapping[str, Iterable[Mark]]
) -> dict[str, list[DocumentPassages]]:
    """What to list under each target, newest document first, then in reading order.

    `marks` are by document id; each place is listed once a target.
    """
    gathered: dict[str, list[DocumentPassages]] = {}
    for document in reversed(archive.documents):
        meant: dict[str, dict[str, list[tuple[int, int]]]] = {}
        for target, anchor, start, end in marks.get(document.id, ()):
            spans = meant.setdefault(anchor, {}).setdefault(target, [])
            if end:
                spans.append((start, end))
        if not meant:
            continue
        found: dict[str, list[Passage]] = {}
        setting = _Setting(document)
        for place in places(document):
            if place.anchor in meant:
                for target, passage in setting.passages(place, meant[place.anchor]):
                    found.setdefault(target, []).append(passage)
        line = document_line(archive, document)
        for target, passages in found.items():
            gathered.setdefault(target, []).append(DocumentPassages(document, line, passages))
    return gathered


def instructions(document: Document) -> dict[str, str]:
    """Anchors of recommendations, with their kind."""
    kinds = {each.anchor: ROLE_NAMES[each.kind] for each in document.recommendations}
    found = dict(kinds)
    for section in document.sections:
        if section.role not in RECOMMENDING:
            continue
        opening = ""
        for block in section.blocks:
            if isinstance(block, Paragraph):
                opening = kinds.get(block.id, "")
                found.update((part.id, opening) for part in paragraphs((block,)) if opening)
            elif isinstance(block, List):
                # An instruction may be a sentence that ends in a colon and the list below it.
                for item in block.items:
                    kind = kinds.get(item.id, opening)
                    found.update((part.id, kind) for part in paragraphs(item.blocks) if kind)
                    if kind:
                        found[item.id] = kind
    return found


def label(place: Place) -> str:
    """What a place is, in words for readers."""
    if place.kind == "paragraph" and place.number is not None:
        own = place.anchor == f"p{place.number}" or place.anchor.startswith(f"p{place.number}-")
        return f"Paragraph {place.number}" if own else f"In paragraph {place.number}"
    name = {
        "paragraph": "Unnumbered paragraph",
        "item": "List entry",
        "row": "Row of a table",
        "footnote": "Footnote",
    }[place.kind]
    return name if place.number is None else f"{name} in paragraph {place.number}"


class _Setting:
    """What a document's passages share."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.instructions = instructions(document)
        self.under = list(_under(document))

    def passages(
        self, place: Place, meant: Mapping[str, Sequence[tuple[int, int]]]
    ) -> Iterator[tuple[str, Passage]]:
        """A place under each target; `meant` are the naming words."""
        name, url = label(place), f"{self.document.url}#{place.anchor}"
        under, instruction = self.under[place.section], self.instructions.get(place.anchor, "")
        for target, spans in meant.items():
            yield target, Passage(place, tuple(spans), name, url, under, instruction)


def _under(document: Document) -> Iterator[PassageHeading]:
    """What each section's passages are under.

    A heading without a grade takes the nearest one above.
    """
    above: list[tuple[int, str, Chip | None]] = []
    for section in document.sections:
        while above and above[-1][0] >= section.level:
            above.pop()
        heading = unmarked(section.heading)
        own = chip(section.grade, document) if section.grade else None
        over = next((each for each in reversed(above) if each[2]), None) if not own else None
        yield PassageHeading(
            heading,
            over[1] if over else "",
            over[2] if over else own,
            service_name(document, section.service),
        )
        above.append((section.level, heading, own))
