"""Recommendations as the register, authorities' pages and margins show them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from builder.analysis.grade_history import grade_history
from builder.analysis.links import places, recommendation_topics, topics_named
from builder.core.identifiers import slug
from builder.language.templates import normal
from builder.model import (
    RECOMMENDING,
    Document,
    FollowUp,
    Links,
    Recommendation,
    RecommendationId,
    Reference,
    Text,
    Timescale,
)
from builder.pages.parts.excerpts import Excerpt
from builder.pages.parts.grade_then_and_next import GradeThenAndNext, grade_then_and_next
from builder.pages.parts.passage import instructions
from builder.pages.parts.quotations import Quotation, Quotes, short_name
from builder.pages.parts.similar_lines import SimilarLine, SimilarLines
from builder.pages.parts.subjects import Subjects
from builder.pages.parts.views import (
    ROLE_NAMES,
    DocumentLine,
    Link,
    day,
    document_line,
    service_name,
)
from builder.reading.archive import Archive

SHOWN = 5
"""How many possible follow-ups of one entry are shown."""

LONGEST = 400
"""How many characters of each are quoted."""

ROLES_TOGETHER = {
    "recommendation": "recommendations",
    "area-for-improvement": "areas for improvement",
    "priority-action": "areas for priority action",
    "area-for-development": "areas for development",
    "decision": "decisions asked for",
}

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


class Value(NamedTuple):
    """By what entries are found: one topic, one year."""

    slug: str
    name: str


class LaterPassage(Struct, frozen=True):
    """A later passage that may follow an entry up."""

    by: Link
    where: Text
    url: str
    said: Excerpt
    instruction: str
    """What sort of instruction the passage is itself, or ""."""


class RecommendationEntry(Struct, frozen=True):
    """Something that somebody was told to do."""

    kind: str
    kind_name: str
    text: str
    url: str
    service: str
    timescale: str
    """As printed, or ""."""
    due: str
    """By when, with how that is worked out; "" where no timescale is printed."""
    owners: str
    """As printed."""
    topics: tuple[Link, ...]
    later: tuple[LaterPassage, ...]
    """Possible follow-ups, the most telling first, as far as they are shown."""
    further: tuple[Link, ...]
    """Under which topics the same authority's later documents have more."""
    similar: tuple[SimilarLine, ...]
    """What other authorities were asked that is the same."""
    values: Mapping[str, tuple[Value, ...]]
    """By what it is found: facet → values."""


class LaterStatement(Struct, frozen=True):
    """What a later document says of all a document's recommendations."""

    by: Link
    role: str
    of: str
    said: Quotation


class DocumentRecommendations(Struct, frozen=True):
    """The entries of one document."""

    id: str
    document: DocumentLine
    grades: GradeThenAndNext
    entries: tuple[RecommendationEntry, ...]
    spoken: tuple[LaterStatement, ...]
    timed: bool
    """Whether it prints any timescale."""


class EntryFacets(NamedTuple):
    """What an entry is found by, without what is shown."""

    document: str
    number: int
    """Which of its document's entries it is."""
    url: str
    values: Mapping[str, tuple[Value, ...]]


Register = Mapping[str, DocumentRecommendations]
"""By document, those that have entries, newest first."""


def register(
    archive: Archive, links: Links, known: Subjects, quotes: Quotes, similar: SimilarLines
) -> Register:
    """All recommendations; `similar` are those to other authorities."""
    builder = _EntryBuilder(archive, links, known, quotes, similar)
    histories = {
        each.id: grade_history(archive.of_authority(each.id)) for each in archive.authorities
    }
    return {
        each.id: DocumentRecommendations(
            each.id,
            document_line(archive, each),
            grade_then_and_next(histories[each.front.authority], each),
            tuple(builder.entries(each)),
            tuple(builder.spoken(each)),
            any(one.timescale for one in each.recommendations),
        )
        for each in reversed(archive.documents)
        if each.recommendations
    }


def due_words(document: Document, recommendation: Recommendation) -> str:
    """When something was due and how that is computed, or "" without a timescale."""
    timescale = _timescale(document, recommendation)
    if timescale is None or recommendation.due is None:
        return ""
    published = day(document.front.published)
    if not timescale.months:
        return f"at once: from {published}"
    number = timescale.months
    months = _NUMBERS[number] if number < len(_NUMBERS) else str(number)
    months += " month" if number == 1 else " months"
    return f"by {day(recommendation.due)}: {months} from publication on {published}"


def _timescale(document: Document, recommendation: Recommendation) -> Timescale | None:
    return next(
        (
            each
            for each in document.framework.timescales
            if each.printed == recommendation.timescale
        ),
        None,
    )


class _EntryBuilder:
    def __init__(
        self,
        archive: Archive,
        links: Links,
        known: Subjects,
        quotes: Quotes,
        similar: SimilarLines,
    ) -> None:
        self.similar = similar
        self.archive = archive
        self.links = links
        self.known = known
        self.quotes = quotes
        self.instructions: dict[str, Mapping[str, str]] = {}
        self.known_values: dict[tuple[Value, ...], tuple[Value, ...]] = {}
        self.months: dict[int, Value] = {}
        for framework in archive.registry.frameworks.values():
            for each in framework.timescales:
                self.months.setdefault(each.months, Value(slug(each.printed), each.printed))

    def entries(self, document: Document) -> list[RecommendationEntry]:
        named = recommendation_topics(
            document, places(document), topics_named(self.links.mentions[document.id])
        )
        followed = self.links.follow_ups.get(document.id, ())
        return [
            self.entry(
                document,
                each,
                tuple(dict.fromkeys(mention.target for mention in named[number])),
                followed[number] if followed else (),
                self.similar.get(RecommendationId(document.id, number), ()),
            )
            for number, each in enumerate(document.recommendations)
        ]

    def entry(
        self,
        document: Document,
        recommendation: Recommendation,
        topics: Sequence[str],
        followed: Sequence[FollowUp],
        similar: tuple[SimilarLine, ...],
    ) -> RecommendationEntry:
        names = {each: self.archive.registry.topics[each].name for each in topics}
        authority = self.archive.authority_of(document)
        service = service_name(document, recommendation.service)
        year = str(document.front.published.year)
        kind = ROLE_NAMES[recommendation.kind]
        timescale = _timescale(document, recommendation)
        return RecommendationEntry(
            kind=recommendation.kind,
            kind_name=kind,
            text=recommendation.text,
            url=f"{document.url}#{recommendation.anchor}",
            service=service,
            timescale=recommendation.timescale,
            due=due_words(document, recommendation),
            owners="; ".join(recommendation.owners),
            topics=tuple(Link(name, self.known.ways[each].address) for each, name in names.items()),
            later=tuple(map(self.later, followed[:SHOWN])),
            further=tuple(self.further(document, topics, followed[:SHOWN])),
            similar=similar,
            values={
                "authority": self.once(Value(authority.id, authority.place)),
                "kind": self.once(Value(recommendation.kind, kind)),
                "timescale": self.once(*[self.months[timescale.months]] if timescale else []),
                "owner": self.once(
                    *dict.fromkeys(self.owner(document, each) for each in recommendation.owners)
                ),
                "service": self.once(*[Value(recommendation.service, service)] if service else []),
                "topic": self.once(*[Value(each, name) for each, name in names.items()]),
                "year": self.once(Value(year, year)),
            },
        )

    def once(self, *values: Value) -> tuple[Value, ...]:
        """Intern values: the entries of all documents are in memory at once."""
        return self.known_values.setdefault(values, values)

    def owner(self, document: Document, printed: str) -> Value:
        """The authority or board that a printed name means, else the name."""
        authority = self.archive.authority_of(document)
        bare = _bare(printed)
        own = (authority.name, *authority.aliases, *self.archive.registry.owners.own)
        if bare in map(_bare, own):
            return Value(slug(authority.name), authority.name)
        for board in authority.boards:
            names = (board.name, *board.aliases, *board.abbreviations)
            both = (f"{board.name} ({each})" for each in board.abbreviations)
            if bare in map(_bare, (*names, *both)):
                return Value(slug(board.name), board.name)
        return Value(slug(bare), printed[:1].upper() + printed[1:].rstrip(" .:;"))

    def later(self, followed: FollowUp) -> LaterPassage:
        document = self.archive.by_id[followed.document]
        if document.id not in self.instructions:
            self.instructions[document.id] = instructions(document)
        return LaterPassage(
            by=Link(short_name(document), document.url),
            where=self.quotes.where(document.id, [followed.anchor]),
            url=f"{document.url}#{followed.anchor}",
            said=_cut(followed.printed),
            instruction=self.instructions[document.id].get(followed.anchor, ""),
        )

    def further(
        self, document: Document, topics: Sequence[str], shown: Sequence[FollowUp]
    ) -> list[Link]:
        """How often later documents name each topic besides, with links."""
        authority = document.front.authority
        after = [
            each.id
            for each in self.archive.of_authority(authority)
            if each.front.published > document.front.published
        ]
        found = []
        for topic in topics:
            known = {(each.document, each.anchor) for each in shown if topic in each.topics}
            held = {each: self.known.of_document.get(each, {}).get(topic, ()) for each in after}
            number = sum(map(len, held.values()))
            if known:
                number -= sum(
                    (each, passage.place.anchor) in known
                    for each, passages in held.items()
                    for passage in passages
                )
            if number:
                name = self.archive.registry.topics[topic].name
                places = "place" if number == 1 else "places"
                more = "more " if known else ""
                found.append(
                    Link(
                        f"{number} {more}{places} under {name}",
                        self.known.ways[topic].share(authority),
                    )
                )
        return found

    def spoken(self, document: Document) -> list[LaterStatement]:
        found = []
        for each in self.links.referring.get(document.id, ()):
            if isinstance(each, Reference) and each.role in RECOMMENDING:
                by = self.archive.by_id[each.document]
                found.append(
                    LaterStatement(
                        Link(short_name(by), by.url),
                        each.role,
                        ROLES_TOGETHER[each.role],
                        self.quotes.quotation(each.document, each.anchor, each.printed),
                    )
                )
        return found


def _cut(words: str) -> Excerpt:
    if len(words) <= LONGEST:
        return Excerpt(((words, False),), cut_before=False, cut_after=False)
    kept = words[: words.rfind(" ", 0, LONGEST)]
    return Excerpt(((kept, False),), cut_before=False, cut_after=True)


def _bare(name: str) -> str:
    return normal(name).removeprefix("the ")


def entry_lines(documents: Iterable[DocumentRecommendations]) -> tuple[EntryFacets, ...]:
    """What the entries of some documents are found by."""
    return tuple(
        EntryFacets(one.id, number, entry.url, entry.values)
        for one in documents
        for number, entry in enumerate(one.entries)
    )


def by_document(
    found: Iterable[EntryFacets], look: Callable[[str], DocumentRecommendations]
) -> tuple[DocumentRecommendations, ...]:
    """Documents in order with these entries; `look` finds a document by id."""
    shown = []
    for document, same in groupby(found, key=lambda each: each.document):
        whole = look(document)
        entries = tuple(whole.entries[each.number] for each in same)
        roles = {"recommendation", *(entry.kind for entry in entries)}
        spoken = tuple(each for each in whole.spoken if each.role in roles)
        shown.append(replace(whole, entries=entries, spoken=spoken))
    return tuple(shown)
