"""References between documents, shown in the same words at both ends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby

from builder.core.dates import written_month
from builder.model import (
    HELD,
    NOT_HELD,
    Document,
    Echo,
    KnownNotHeld,
    Links,
    Reference,
    Span,
    Text,
)
from builder.pages.parts.margin import Margin
from builder.pages.parts.quotations import Quotes, short_name
from builder.pages.parts.recommendation_entries import SHOWN
from builder.reading.archive import Archive

_Beside = dict[str, list[Margin]]


class References:
    """Everything that documents say of each other, for showing."""

    def __init__(
        self,
        archive: Archive,
        links: Links,
        quotes: Quotes,
        missing: tuple[KnownNotHeld, ...],
        *,
        coverage_divided: bool,
    ) -> None:
        """`missing` are documents not held; `coverage_divided`: authorities have coverage pages."""
        self.archive = archive
        self.links = links
        self.quotes = quotes
        self.missing = missing
        self.coverage_divided = coverage_divided
        self._entry = {each: entry for entry in self.missing for each in entry.mentions}
        self._missing_of = {
            authority: tuple(entries)
            for authority, entries in groupby(self.missing, key=lambda each: each.authority)
        }

    def beside(self, document: Document) -> _Beside:
        """A document's margins, by anchor."""
        found: _Beside = {}
        for margins in (self._refers(document), self._is_referred_to(document)):
            for anchor, each in margins.items():
                found.setdefault(anchor, []).extend(each)
        return found

    def referred_to_by(self, document: Document) -> tuple[Text, ...]:
        """Who refers to a whole document, with paragraphs."""
        whole = self._by_document(
            each for each in self._referring(document) if isinstance(each, Reference)
        )
        return whole.get("", ())

    def follow_ups(self, document: Document) -> dict[str, Margin]:
        """Possible follow-ups of each recommendation, by anchor."""
        followed = self.links.follow_ups.get(document.id, ())
        found: dict[str, Margin] = {}
        for recommendation, each in zip(document.recommendations, followed, strict=False):
            by: dict[str, list[str]] = {}
            for one in each[:SHOWN]:
                by.setdefault(one.document, []).append(one.anchor)
            names = [self._name_and_places(by_id, anchors) for by_id, anchors in by.items()]
            if names:
                margin = Margin("Possible follow-up", _joined(names))
                found[recommendation.anchor] = margin
        return found

    def name(self, entry: KnownNotHeld) -> str:
        """What is not held: "Joint area review, 2006"."""
        name = self.archive.registry.references[entry.kind].name
        when = entry.when
        if when is None:
            return f"{name}, undated"
        return f"{name}, {written_month(when.year, when.month)}"

    def missing_of(self, authority: str) -> tuple[KnownNotHeld, ...]:
        """Documents not held that an authority's speak of."""
        return self._missing_of.get(authority, ())

    def missing_url(self, entry: KnownNotHeld) -> str:
        """Where a document not held is listed."""
        url = coverage_url(entry.authority, divided=self.coverage_divided)
        return f"{url}#{missing_anchor(entry)}"

    def spoken(self, entry: KnownNotHeld) -> tuple[Text, ...]:
        """Who speaks of a document not held, with paragraphs."""
        return self._by_document(entry.mentions)[""]

    def _refers(self, document: Document) -> _Beside:
        found: _Beside = {}
        together: dict[tuple[str, str, str], list[Reference]] = {}
        for each in self.links.references.get(document.id, ()):
            if each.state == HELD:
                key = (each.anchor, each.targets[0], each.to)
                together.setdefault(key, []).append(each)
            elif each.state == NOT_HELD:
                entry = self._entry[each]
                key = (each.anchor, self.missing_url(entry), "")
                together.setdefault(key, []).append(each)
        for (anchor, target, to), same in together.items():
            held = self.archive.by_id.get(target)
            if held is None:
                name = self.name(self._entry[same[0]])
                text: Text = (Span(name, href=target), Span(": not held by this archive"))
            else:
                text = (*self._part(held, to), Span(" – "), Span(_quoted(same)))
            text += tuple(Span(f". {each.because}") for each in same[:1] if each.because)
            found.setdefault(anchor, []).append(Margin("Refers to", text))
        restated: dict[tuple[str, str], list[str]] = {}
        for echo in self.links.echoes.get(document.id, ()):
            restated.setdefault((echo.anchor, echo.target), []).append(echo.to)
        for (anchor, target), anchors in restated.items():
            held = self.archive.by_id[target]
            text = (
                *self.quotes.where(target, anchors),
                Span(" of the "),
                Span(short_name(held), href=held.url),
            )
            found.setdefault(anchor, []).append(Margin("Restates", text))
        return found

    def _is_referred_to(self, document: Document) -> _Beside:
        found: _Beside = {}
        referring = self._referring(document)
        for name, which in (("Referred to by", Reference), ("Restated in", Echo)):
            by_anchor = self._by_document(each for each in referring if isinstance(each, which))
            for anchor, texts in by_anchor.items():
                if anchor:
                    margin = Margin(name, _joined(texts))
                    found.setdefault(anchor, []).append(margin)
        return found

    def _referring(self, document: Document) -> tuple[Reference | Echo, ...]:
        return self.links.referring.get(document.id, ())

    def _by_document(self, found: Iterable[Reference | Echo]) -> Mapping[str, tuple[Text, ...]]:
        """Who speaks of each part of a document, with paragraphs."""
        parts: dict[str, dict[str, list[str]]] = {}
        for each in found:
            parts.setdefault(each.to, {}).setdefault(each.document, []).append(each.anchor)
        return {
            part: tuple(self._name_and_places(by, anchors) for by, anchors in documents.items())
            for part, documents in parts.items()
        }

    def _name_and_places(self, document: str, anchors: Iterable[str]) -> Text:
        held = self.archive.by_id[document]
        return (
            Span(short_name(held), href=held.url),
            Span(", "),
            *self.quotes.where(document, anchors),
        )

    def _part(self, target: Document, to: str) -> Text:
        whole = Span(short_name(target), href=target.url)
        if not to:
            return (whole,)
        return (*self.quotes.where(target.id, [to]), Span(" in the "), whole)


def coverage_url(authority: str, *, divided: bool) -> str:
    """The address of an authority's coverage."""
    return f"/about/coverage/{authority}/" if divided else "/about/coverage/"


def missing_anchor(entry: KnownNotHeld) -> str:
    """The anchor of a document not held, in its list."""
    when = entry.when
    date = "undated"
    if when is not None:
        date = f"{when.year}-{when.month:02}" if when.month else str(when.year)
    return f"{entry.authority}-{entry.kind}-{date}"


def _quoted(same: Iterable[Reference]) -> str:
    return ", ".join(dict.fromkeys(f"“{each.printed}”" for each in same))


def _joined(texts: Iterable[Text]) -> Text:
    joined: list[Span] = []
    for text in texts:
        joined += [*([Span("; ")] if joined else []), *text]
    return tuple(joined)
