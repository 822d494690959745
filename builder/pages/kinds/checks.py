"""Pages of the checks, by rule, and the addresses under which margins link to them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import groupby

from msgspec import Struct

from builder.analysis.checks import anchor_lines, labels
from builder.model import (
    ABBREVIATIONS,
    COUNTS,
    DATES,
    FIGURES,
    GRADES,
    NUMBERING,
    OFFICIAL,
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
from builder.pages.parts.views import DocumentLine, Link, Page, document_line
from builder.reading.archive import Archive

TOGETHER = 200
"""How many things noticed one page holds; more have a page for each rule."""
LIMIT = 150
"""How many of one rule one page holds; more have a page for each authority."""
NEWEST = 3
"""How many of each rule the overview then shows."""

CRUMB = Link("What the archive noticed", "/checks/")

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
    OFFICIAL: (
        "Differs from the official table",
        "A grade or a day of an inspection is not what the official statistics have for it. Which "
        "of the two is right, the archive cannot tell.",
    ),
}
"""Each rule's name and what it means."""


class ComparedPlaces(Struct, frozen=True):
    """The places of one document that were compared."""

    document: DocumentLine | None
    """None for the document of the words themselves."""
    places: tuple[Link, ...]


class CheckEntry(Struct, frozen=True):
    """One thing noticed, for showing."""

    id: str
    address: str
    """Where it is listed."""
    check: Check
    document: DocumentLine
    place: Link
    """Where its words stand."""
    compared: tuple[ComparedPlaces, ...]


class DocumentChecks(Struct, frozen=True):
    """What was noticed in one document by one rule."""

    document: DocumentLine
    entries: tuple[CheckEntry, ...]


class AuthorityChecks(Struct, frozen=True):
    link: Link
    entries: int
    documents: tuple[DocumentChecks, ...]


class RulePart(Struct, frozen=True):
    """What one rule noticed."""

    id: str
    name: str
    means: str
    url: str
    """Where all of it is listed."""
    entries: int
    documents: int
    parts: tuple[DocumentChecks, ...]
    """What is shown here."""
    by_authority: tuple[AuthorityChecks, ...]
    """What stands on pages of its own; () where the rule's page holds everything."""


class Noticed(Struct, frozen=True, dict=True):
    """Things noticed, with their addresses."""

    entries: tuple[CheckEntry, ...]
    """By rule, newest document first, then in reading order."""
    together: bool
    """Whether everything noticed in the archive stands on one page."""
    divided: Collection[str]
    """The rules that have a page for each authority."""

    @cached_property
    def by_document(self) -> Mapping[str, tuple[CheckEntry, ...]]:
        """What was noticed in each document, by rule."""
        grouped: dict[str, list[CheckEntry]] = {}
        for each in self.entries:
            grouped.setdefault(each.check.document, []).append(each)
        return {document: tuple(entries) for document, entries in grouped.items()}

    def rule(self, rule: str, most: int | None = None) -> RulePart:
        """A rule's checks, at most `most`, newest first."""
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
            _parts(shown),
            _by_authority(entries) if rule in self.divided else (),
        )


def _parts(entries: Iterable[CheckEntry]) -> tuple[DocumentChecks, ...]:
    return tuple(
        DocumentChecks(document, tuple(same))
        for document, same in groupby(entries, key=lambda each: each.document)
    )


def _by_authority(entries: Sequence[CheckEntry]) -> tuple[AuthorityChecks, ...]:
    grouped: dict[Link, list[CheckEntry]] = {}
    for each in entries:
        grouped.setdefault(each.document.authority, []).append(each)
    return tuple(
        AuthorityChecks(
            Link(authority.text, each[0].address.partition("#")[0]), len(each), _parts(each)
        )
        for authority, each in sorted(grouped.items(), key=lambda group: group[0].text)
    )


def spread(counts: Mapping[str, int]) -> tuple[bool, frozenset[str]]:
    """Whether all checks fit one page; if not, the rules with a page an authority."""
    together = sum(counts.values()) <= TOGETHER
    divided = (rule for rule, number in counts.items() if not together and number > LIMIT)
    return together, frozenset(divided)


def noticed_in(
    archive: Archive, found: Iterable[Check], together: bool, divided: Collection[str]
) -> Noticed:
    """An authority's checks; `together` and `divided` come from `spread`."""
    entries = _Noticing(archive, together, divided).entries(found)
    return Noticed(tuple(entries), together, divided)


def in_order(archive: Archive, entries: Iterable[CheckEntry]) -> tuple[CheckEntry, ...]:
    """Several authorities' checks, in the archive's order."""
    age = {each.id: at for at, each in enumerate(reversed(archive.documents))}

    def key(entry: CheckEntry) -> tuple[int, int]:
        return RULES.index(entry.check.rule), age[entry.check.document]

    return tuple(sorted(entries, key=key))


class _Noticing:
    """Gives an authority's checks their addresses."""

    def __init__(self, archive: Archive, together: bool, divided: Collection[str]) -> None:
        self.archive = archive
        self.together = together
        self.divided = divided
        self._labels = lru_cache(maxsize=64)(lambda id: labels(archive.by_id[id]))
        self._lines = lru_cache(maxsize=64)(lambda id: document_line(archive, archive.by_id[id]))

    def entries(self, found: Iterable[Check]) -> Iterable[CheckEntry]:
        taken: dict[str, int] = {}
        for check in found:
            name = f"{check.rule}-{check.document}-{check.anchor}"
            taken[name] = taken.get(name, 0) + 1
            id = name if taken[name] == 1 else f"{name}-{taken[name]}"
            yield CheckEntry(
                id,
                f"{self._page(check)}#{id}",
                check,
                self._lines(check.document),
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

    def _compared(self, check: Check) -> Iterable[ComparedPlaces]:
        for document in dict.fromkeys(document for document, _ in check.others):
            yield ComparedPlaces(
                None if document == check.document else self._lines(document),
                tuple(
                    self._place(other, at) for other, at in check.others if other == document and at
                ),
            )


def check_pages(noticed: Noticed) -> list[Page]:
    """The page of all checks, and if there are many, one a rule."""
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
    for rule in () if together else rules:
        part = noticed.rule(rule, NEWEST if rule in noticed.divided else None)
        pages.append(_page(part.url, part.name, part, part.parts, (CRUMB,)))
    return pages


def check_share_pages(noticed: Noticed) -> Iterator[Page]:
    """An authority's pages of each divided rule."""
    for rule in sorted(noticed.divided):
        part = noticed.rule(rule)
        for own in part.by_authority:
            title = f"{part.name}: {own.link.text}"
            crumbs = (CRUMB, Link(part.name, part.url))
            yield _page(own.link.url, title, part, own.documents, crumbs)


def _page(
    url: str,
    title: str,
    rule: RulePart,
    parts: tuple[DocumentChecks, ...],
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
    """Places of a document with a check; those of one name are joined."""
    entries = {each.check.anchor: each for each in noticed.by_document.get(document.id, ())}
    ordered = [entries[anchor] for anchor in anchor_lines(document) if anchor in entries]
    named: dict[str, list[str]] = {}
    for each in ordered:
        named.setdefault(each.place.text, []).append(f"#{each.check.anchor}")
    return tuple(
        Link(name if len(at) == 1 else f"{name} ({len(at)} places)", at[0])
        for name, at in named.items()
    )


def noticed_beside(document: Document, noticed: Noticed) -> Iterator[tuple[str, Text]]:
    """Checks by the anchor of the block beside them; misprints have notes of their own."""
    for each in noticed.by_document.get(document.id, ()):
        if each.check.rule != ABBREVIATIONS:
            yield (
                each.check.anchor,
                (Span(f"{each.check.says} "), Span("Why this is noted", href=each.address)),
            )
