"""What the archive noticed in its sources: rule by rule, each thing with its words and its places.

In: the archive and its checks.  Out: their pages, and for each document what stands in its margin.
A module of its own because the address of each thing is decided here, for the pages that list it
and for those that lead to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby

from builder.archive import Archive
from builder.checks import labels, lines
from builder.model import (
    ABBREVIATIONS,
    COUNTS,
    DATES,
    FIGURES,
    GRADES,
    NUMBERING,
    RECORD,
    REFERENCES,
    REPEATED,
    RULES,
    UNREAD,
    Check,
    Document,
    Span,
    Text,
)
from builder.pages.views import DocumentLine, Link, Page, document_line

TOGETHER = 200
"""How many things noticed one page holds; more have a page for each rule."""
LIMIT = 150
"""How many of one rule one page holds; more have a page for each authority."""
NEWEST = 3
"""How many of each rule the overview then shows."""

NAMES = {
    FIGURES: (
        "Figures that differ from the report they come from",
        "One document restates or reports what another says, and a figure, or the word that "
        "bounds it, is not the same there.",
    ),
    COUNTS: (
        "Counts stated and listed",
        "A sentence says how many there are of something that a document lists, and the list has "
        "another number of entries. Points within an entry are not counted.",
    ),
    GRADES: (
        "Grades that disagree",
        "One document prints two different grades for one judgement: in a heading, in its record "
        "or in a sentence. Both are shown wherever the judgement is.",
    ),
    RECORD: (
        "The record of findings and the text",
        "The table that closes a report grades what no section of the text grades, leaves out what "
        "one does, or files rows under the wrong label.",
    ),
    DATES: (
        "Dates that disagree",
        "A document gives an inspection a date that is not that of the inspection it refers to, "
        "or prints different dates of its own.",
    ),
    NUMBERING: (
        "Gaps and repeats in numbering",
        "The source itself leaves out a paragraph number, or prints one twice. A number of a "
        "second paragraph is told apart in its address: #p5-2.",
    ),
    REPEATED: (
        "The words of another service",
        "A paragraph under one service prints, word for word, a paragraph under another, and "
        "names that other service’s subject.",
    ),
    ABBREVIATIONS: (
        "Abbreviations misprinted",
        "An abbreviation that the document does not use elsewhere has the letters of one that it "
        "does, in another order.",
    ),
    REFERENCES: (
        "References that lead nowhere",
        "Words speak of another document, and more than one would fit, or nothing says which is "
        "meant. What is meant and not held is listed under what is held.",
    ),
    UNREAD: (
        "What the archive could not read",
        "A grade, or the name of a judgement, is printed in words that the archive does not know. "
        "The words stand on the page; they are in no table of grades.",
    ),
}
"""Each rule's name and what it means."""


@dataclass(frozen=True)
class Compared:
    """The places of one document with which words were compared."""

    document: DocumentLine | None
    """None for the document of the words themselves."""
    places: tuple[Link, ...]


@dataclass(frozen=True)
class Entry:
    """One thing noticed, for showing."""

    id: str
    address: str
    """Where it is listed."""
    check: Check
    place: Link
    """Where its words stand."""
    compared: tuple[Compared, ...]


@dataclass(frozen=True)
class DocumentPart:
    """What was noticed in one document by one rule."""

    document: DocumentLine
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class AuthorityPart:
    link: Link
    entries: int
    documents: tuple[DocumentPart, ...]


@dataclass(frozen=True)
class RulePart:
    """What one rule noticed."""

    id: str
    name: str
    means: str
    url: str
    """Where all of it is listed."""
    entries: int
    documents: int
    parts: tuple[DocumentPart, ...]
    """What is shown here."""
    by_authority: tuple[AuthorityPart, ...]
    """What stands on pages of its own; () where the rule's page holds everything."""


class Noticed:
    """Everything noticed, with its addresses."""

    def __init__(self, archive: Archive, found: Sequence[Check]) -> None:
        self.archive = archive
        self.together = len(found) <= TOGETHER
        self._labels = lru_cache(maxsize=64)(lambda id: labels(archive.by_id[id]))
        self._lines = lru_cache(maxsize=64)(lambda id: document_line(archive, archive.by_id[id]))
        of_rule = {rule: [each for each in found if each.rule == rule] for rule in RULES}
        self.divided = frozenset(
            rule for rule, of in of_rule.items() if not self.together and len(of) > LIMIT
        )
        self.entries = tuple(self._entries(found))

    @cached_property
    def by_document(self) -> Mapping[str, tuple[Entry, ...]]:
        """What was noticed in each document, by rule."""
        grouped: dict[str, list[Entry]] = {}
        for each in self.entries:
            grouped.setdefault(each.check.document, []).append(each)
        return {document: tuple(entries) for document, entries in grouped.items()}

    def _entries(self, found: Iterable[Check]) -> Iterable[Entry]:
        taken: dict[str, int] = {}
        for check in found:
            name = f"{check.rule}-{check.document}-{check.anchor}"
            taken[name] = taken.get(name, 0) + 1
            id = name if taken[name] == 1 else f"{name}-{taken[name]}"
            yield Entry(
                id,
                f"{self._page(check)}#{id}",
                check,
                self._place(check.document, check.anchor),
                tuple(self._compared(check)),
            )

    def _page(self, check: Check) -> str:
        if self.together:
            return "/checks/"
        authority = self.archive.by_id[check.document].front.authority
        own = f"{authority}/" if check.rule in self.divided else ""
        return f"/checks/{check.rule}/{own}"

    def _place(self, document: str, anchor: str) -> Link:
        url = f"{self.archive.by_id[document].url}#{anchor}"
        return Link(self._labels(document).get(anchor, "the document"), url)

    def _compared(self, check: Check) -> Iterable[Compared]:
        for document in dict.fromkeys(document for document, _ in check.others):
            yield Compared(
                None if document == check.document else self._lines(document),
                tuple(
                    self._place(other, at) for other, at in check.others if other == document and at
                ),
            )

    def parts(self, entries: Iterable[Entry]) -> tuple[DocumentPart, ...]:
        return tuple(
            DocumentPart(self._lines(document), tuple(same))
            for document, same in groupby(entries, key=lambda each: each.check.document)
        )

    def rule(self, rule: str, most: int | None = None) -> RulePart:
        """What a rule noticed; of many no more than `most` of the newest."""
        entries = [each for each in self.entries if each.check.rule == rule]
        name, means = NAMES[rule]
        shown = entries if most is None else entries[:most]
        return RulePart(
            rule,
            name,
            means,
            f"/checks/{rule}/",
            len(entries),
            len({each.check.document for each in entries}),
            self.parts(shown),
            self._by_authority(entries) if rule in self.divided else (),
        )

    def _by_authority(self, entries: Sequence[Entry]) -> tuple[AuthorityPart, ...]:
        grouped: dict[str, list[Entry]] = {}
        for each in entries:
            authority = self.archive.by_id[each.check.document].front.authority
            grouped.setdefault(authority, []).append(each)
        registry = self.archive.registry.authorities
        return tuple(
            AuthorityPart(
                Link(registry[authority].place, f"/checks/{each[0].check.rule}/{authority}/"),
                len(each),
                self.parts(each),
            )
            for authority, each in sorted(
                grouped.items(), key=lambda group: registry[group[0]].place
            )
        )


def check_pages(noticed: Noticed) -> list[Page]:
    """The page of everything noticed, and where that is much, one for each rule."""
    rules = [rule for rule in RULES if any(each.check.rule == rule for each in noticed.entries)]
    together = noticed.together
    pages = [
        Page(
            url="/checks/",
            template="checks.html",
            title="What the archive noticed",
            description="Where the sources disagree with themselves or with each other, in their "
            "own words.",
            context={
                "rules": tuple(noticed.rule(rule, None if together else NEWEST) for rule in rules),
                "silent": tuple(NAMES[rule] for rule in RULES if rule not in rules),
                "entries": len(noticed.entries),
                "documents": len(noticed.by_document),
                "together": together,
            },
        )
    ]
    crumb = Link("What the archive noticed", "/checks/")
    for rule in () if together else rules:
        part = noticed.rule(rule, NEWEST if rule in noticed.divided else None)
        pages.append(_page(part.url, part.name, part, part.parts, (crumb,)))
        for own in part.by_authority:
            title = f"{part.name}: {own.link.text}"
            crumbs = (crumb, Link(part.name, part.url))
            pages.append(_page(own.link.url, title, part, own.documents, crumbs))
    return pages


def _page(
    url: str,
    title: str,
    rule: RulePart,
    parts: tuple[DocumentPart, ...],
    crumbs: tuple[Link, ...],
) -> Page:
    return Page(
        url=url,
        template="checks_rule.html",
        title=title,
        description=rule.means,
        crumbs=crumbs,
        context={"rule": rule, "parts": parts, "whole": url == rule.url},
    )


def places_noticed(document: Document, noticed: Noticed) -> tuple[Link, ...]:
    """The places of a document beside which something was noticed, those of one name together."""
    entries = {each.check.anchor: each for each in noticed.by_document.get(document.id, ())}
    ordered = [entries[anchor] for anchor in lines(document) if anchor in entries]
    named: dict[str, list[str]] = {}
    for each in ordered:
        named.setdefault(each.place.text, []).append(f"#{each.check.anchor}")
    return tuple(
        Link(name if len(at) == 1 else f"{name} ({len(at)} places)", at[0])
        for name, at in named.items()
    )


def noticed_beside(document: Document, noticed: Noticed) -> Iterator[tuple[str, Text]]:
    """What was noticed, by the anchor of the block beside which it is shown.  A misprint has a
    note of its own there."""
    for each in noticed.by_document.get(document.id, ()):
        if each.check.rule != ABBREVIATIONS:
            yield (
                each.check.anchor,
                (Span(f"{each.check.says} "), Span("Why this is noted", href=each.address)),
            )
