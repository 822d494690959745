"""Name and quote a document's places, alike in margins, chains, the register and coverage."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from msgspec import Struct

from builder.analysis.links import places
from builder.model import Document, Place, Section, Span, Text, unmarked
from builder.pages.parts.excerpts import Excerpt, excerpt
from builder.pages.parts.views import day
from builder.reading.archive import Archive

_HELD_AT_ONCE = 64
"""How many documents' places are kept: those of an authority, not those of an archive."""

"""Kinds of document in the middle of a sentence."""


class Quotation(Struct, frozen=True):
    """A sentence of a source, with its place's name."""

    said: Excerpt
    place: Text


class Quotes:
    """Looks up places by their anchors."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._places: dict[str, Mapping[str, Place]] = {}

    def places(self, document: str) -> Mapping[str, Place]:
        """A document's places by their anchors, in reading order."""
        if document not in self._places:
            if len(self._places) >= _HELD_AT_ONCE:
                self._places.pop(next(iter(self._places)))
            held = places(self.archive.by_id[document])
            self._places[document] = {each.anchor: each for each in held}
        return self._places[document]

    def _in_order(self, document: str, anchors: Collection[str]) -> list[Place]:
        """A document's places with some anchors, in reading order."""
        held = self.places(document)
        if len(anchors) == 1:  # as it is nearly always
            return [held[each] for each in anchors if each in held]
        return [place for anchor, place in held.items() if anchor in anchors]

    def quotation(self, document: str, anchor: str, printed: str) -> Quotation:
        """The sentence of a place with some words."""
        words = self.places(document)[anchor].words
        start = max(words.find(printed), 0)
        span = (start, start + len(printed)) if words[start:].startswith(printed) else (0, 0)
        return Quotation(excerpt(words, [span]), self.where(document, [anchor]))

    def where(self, document: str, anchors: Iterable[str]) -> Text:
        """Some blocks as links: "paragraphs 2, 14–16 and “Strengths”"."""
        wanted = set(anchors)
        url = self.archive.by_id[document].url
        numbers: dict[int, str] = {}
        headings: dict[str, str] = {}
        sections = self.archive.by_id[document].sections
        for section in sections:
            if section.id in wanted:
                headings.setdefault(_name(section), section.id)
        for place in self._in_order(document, wanted):
            if place.number is not None:
                numbers.setdefault(place.number, place.anchor)
            else:
                headings.setdefault(_name(sections[place.section]), place.anchor)
        parts: list[Span] = []
        if numbers:
            parts.append(Span("paragraph " if len(numbers) == 1 else "paragraphs "))
            parts += _listed(_runs(numbers), url, ", ")
        if headings:
            parts += [Span(" and ")] if parts else []
            named = [(f"“{each}”" if each else "the opening", at) for each, at in headings.items()]
            parts += _listed(named, url, ", ")
        return tuple(parts)


def short_name(document: Document) -> str:
    """A document within its authority: "report of 21 May 2010"."""
    return f"{document.front.kind} of {day(document.front.published)}"


def _name(section: Section) -> str:
    return unmarked(section.heading).strip(" .:")


def _runs(numbers: Mapping[int, str]) -> list[tuple[str, str]]:
    """Numbers with anchors, three or more in a row joined: "18–25"."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [
        (words, numbers[at])
        for run in runs
        for words, at in (
            [(f"{run[0]}–{run[-1]}", run[0])]
            if len(run) > 2
            else [(str(number), number) for number in run]
        )
    ]


def _listed(named: Iterable[tuple[str, str]], url: str, join: str) -> list[Span]:
    parts: list[Span] = []
    for words, anchor in named:
        parts += [Span(join)] if parts else []
        parts.append(Span(words, href=f"{url}#{anchor}"))
    return parts
