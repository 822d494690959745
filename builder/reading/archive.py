"""Documents → `Archive`: every document, address and grade.

Only here can two documents be found to claim one address, or a link to lead nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property

from msgspec import Struct

from builder.core.problems import Problem, did_you_mean
from builder.language.templates import is_printed_as
from builder.model import (
    Authority,
    Award,
    Document,
    Framework,
    Grade,
    Registry,
    Table,
    Unread,
    Withdrawn,
    numbered_in,
    paragraphs,
)
from builder.reading.markdown_inline import links

GRADED = "graded"
NOT_JUDGED = "not-judged"
NOT_GRADED = "not-graded"
NOT_READ = "not-read"


class JudgementState(Struct, frozen=True):
    """What one document says of one judgement."""

    document: Document
    judgement: str
    state: str
    """GRADED; NOT_JUDGED: the framework does not have the judgement; NOT_GRADED: it has, and the
    document gives no grade; NOT_READ: a grade is printed and could not be read."""
    awards: tuple[Award, ...]
    """Every place where the document awards it, in the document's order."""

    @property
    def award(self) -> Award | None:
        """The award to show and link to: a heading's, else the record's, else a sentence's."""
        for basis in ("heading", "table", "prose"):
            for award in self.awards:
                if award.basis == basis:
                    return award
        return None

    @property
    def grades(self) -> tuple[Grade, ...]:
        """The different grades printed; several where the source disagrees with itself."""
        return _different(self.awards)


class Archive(Struct, frozen=True, dict=True):
    registry: Registry
    documents: tuple[Document, ...]
    """By date of publication, then by id."""
    withdrawn: tuple[Withdrawn, ...] = ()
    """Those that are shown no longer, in the same order."""

    @property
    def kept(self) -> tuple[Document | Withdrawn, ...]:
        """Every document with an address, withdrawn ones too."""
        return (*self.documents, *self.withdrawn)

    @cached_property
    def newest(self) -> date:
        """The newest date of publication."""
        return max((document.front.published for document in self.documents), default=date.min)

    @cached_property
    def years(self) -> range:
        """From the oldest document's year to the newest's."""
        if not self.documents:
            return range(0)
        return range(self.documents[0].front.published.year, self.newest.year + 1)

    @cached_property
    def years_of(self) -> dict[str, frozenset[int]]:
        """The years of publication of each authority's documents."""
        return {
            authority: frozenset(each.front.published.year for each in held)
            for authority, held in self._by_authority.items()
        }

    @cached_property
    def held_years(self) -> frozenset[int]:
        """The years of publication of all documents."""
        return frozenset(each.front.published.year for each in self.documents)

    @cached_property
    def authorities(self) -> tuple[Authority, ...]:
        """The authorities with a document, by name."""
        held = {document.front.authority for document in self.documents}
        return tuple(
            sorted(
                (self.registry.authorities[each] for each in held),
                key=lambda each: (each.place, each.id),
            )
        )

    @cached_property
    def by_id(self) -> dict[str, Document]:
        return {document.id: document for document in self.documents}

    def of_authority(self, authority: str) -> tuple[Document, ...]:
        """An authority's documents, oldest first."""
        return self._by_authority.get(authority, ())

    @cached_property
    def _by_authority(self) -> dict[str, tuple[Document, ...]]:
        grouped: dict[str, list[Document]] = {}
        for document in self.documents:
            grouped.setdefault(document.front.authority, []).append(document)
        return {authority: tuple(held) for authority, held in grouped.items()}

    @cached_property
    def judged(self) -> tuple[str, ...]:
        """The judgements with a grade in some document, in the registry's order."""
        awarded = {award.judgement for document in self.documents for award in document.awards}
        return tuple(each for each in self.registry.judgements if each in awarded)

    def inspections(self, authority: str) -> tuple[Document, ...]:
        """An authority's inspection reports, oldest first."""
        return tuple(each for each in self.of_authority(authority) if each.framework.inspection)

    def under(self, framework: str) -> tuple[Document, ...]:
        """The documents written under a framework, oldest first."""
        return tuple(each for each in self.documents if each.framework.id == framework)

    @cached_property
    def frameworks(self) -> tuple[Framework, ...]:
        """The frameworks with a document, in the order of their first."""
        return tuple(
            self.registry.frameworks[each]
            for each in dict.fromkeys(document.framework.id for document in self.documents)
        )

    def authority_of(self, document: Document) -> Authority:
        return self.registry.authorities[document.front.authority]


def judgement_state(document: Document, judgement: str) -> JudgementState:
    """How a judgement stands in a document."""
    return _judgement_state(document, judgement, _awards(document, judgement))


def judgement_states(document: Document, judgements: Iterable[str]) -> list[JudgementState]:
    """How some judgements stand in a document."""
    awarded: dict[str, list[Award]] = {}
    for each in document.awards:
        awarded.setdefault(each.judgement, []).append(each)
    return [_judgement_state(document, each, awarded.get(each, ())) for each in judgements]


def _judgement_state(document: Document, judgement: str, awards: Sequence[Award]) -> JudgementState:
    if any(award.grade for award in awards):
        state = GRADED
    elif any(not is_printed_as(award.label, document.framework.ungraded) for award in awards):
        state = NOT_READ
    elif judgement in [each.id for each in document.framework.judgements]:
        state = NOT_GRADED
    else:
        state = NOT_JUDGED
    return JudgementState(document, judgement, state, tuple(awards))


def _awards(document: Document, judgement: str) -> list[Award]:
    return [each for each in document.awards if each.judgement == judgement]


def grades(document: Document, judgement: str) -> tuple[Grade, ...]:
    """The different grades that a document prints for a judgement."""
    return _different(_awards(document, judgement))


def _different(awards: Sequence[Award]) -> tuple[Grade, ...]:
    found = [award.grade for award in awards if award.grade]
    return tuple(dict.fromkeys(found) if len(found) > 1 else found)


def check_addresses(
    documents: Sequence[Document | Withdrawn], unread: Sequence[Unread]
) -> Iterator[Problem]:
    """No two documents share an id or a former id."""
    holders: dict[str, Document | Withdrawn | Unread] = {}
    files: list[Document | Withdrawn | Unread] = [*documents, *unread]
    for each in sorted(files, key=lambda each: each.path):
        other = holders.setdefault(each.id, each)
        if other is not each:
            yield Problem(
                each.path,
                1,
                f"each id must stand once; found “{each.id}” also "
                f"in {other.path}; remove one, or name it “{each.id}-2”.",
            )
    for document in sorted(documents, key=lambda each: each.path):
        for former in document.front.formerly:
            other = holders.setdefault(former, document)
            if other is not document or former == document.id:
                yield Problem(
                    document.path,
                    document.front.lines.get("formerly", 1),
                    f"an address must lead to one document; found “/documents/{former}/” claimed "
                    f"here and by {other.path}; remove it from “formerly” of the wrong one.",
                )


class Outward(Struct, frozen=True):
    """A link of a document's text or notes to a document of the archive."""

    path: str
    """The file in which it is written."""
    line: int
    href: str
    address: str
    """The document to which it leads."""
    anchor: str


def outward_links(document: Document) -> tuple[Outward, ...]:
    """Every link of a document to a document, itself included."""
    found = []
    for line, href in _links_of(document):
        if not re.match(r"https?://|mailto:", href):
            address, _, anchor = href.partition("#")
            found.append(Outward(document.path, line, href, address or document.url, anchor))
    return tuple(found)


def check_links(
    outward: Iterable[Outward], known: Mapping[str, Collection[str]], unread: Iterable[Unread]
) -> Iterator[Problem]:
    """Problems of links; `known` are the anchors of each document, by address."""
    unknown = {f"/documents/{each.id}/" for each in unread}
    for each in outward:
        if each.address in unknown:
            continue
        target = known.get(each.address)
        if target is None:
            yield Problem(
                each.path,
                each.line,
                "a link must lead to the web or to a document "
                f"of the archive, as in /documents/<id>/#p28; found “{each.href}”; correct "
                f"it.{did_you_mean(each.address, known)}",
            )
        elif each.anchor and each.anchor not in target:
            whose = each.href.partition("#")[0] or "this document"
            yield Problem(
                each.path,
                each.line,
                "a link's anchor must stand in its document; "
                f"found “#{each.anchor}”, which {whose} does not have; correct it.",
            )


def _links_of(document: Document) -> Iterator[tuple[int, str]]:
    for section in document.sections:
        for href in links(section.heading):
            yield section.line, href
        for block in section.blocks:
            if isinstance(block, Table):
                for line, text in [(block.line, cell) for cell in block.head] + [
                    (row.line, cell) for row in block.rows for cell in row.cells
                ]:
                    yield from ((line, href) for href in links(text))
        for part in paragraphs(section.blocks):
            yield from ((part.line, href) for href in links(part.text))
    for note, written in zip(document.notes, document.front.notes, strict=True):
        yield from ((written.line, href) for href in links(note.text))


def anchors(document: Document) -> frozenset[str]:
    """Every present and former anchor of a document."""
    found = {former for each in document.history.aliases.values() for former in each}
    found |= {section.id for section in document.sections}
    found.update(each.grade_line.id for each in document.sections if each.grade_line is not None)
    for section in document.sections:
        found.update(part.id for part in paragraphs(section.blocks))
        for block in section.blocks:
            if isinstance(block, Table):
                found.update(row.id for row in block.rows)
    return frozenset(found)


def paragraph_count(document: Document) -> int:
    """How many numbered paragraphs a document has."""
    return sum(1 for _ in numbered_in(document.sections))
