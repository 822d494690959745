"""Links: what a place of a document names, and what it refers to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Literal, NamedTuple

from msgspec import Struct, field

ReferenceState = Literal["held", "not-held", "ambiguous", "undated"]
"""What a reference leads to: one document, none that is held, several that fit, or nobody knows."""

HELD: ReferenceState = "held"
NOT_HELD: ReferenceState = "not-held"
AMBIGUOUS: ReferenceState = "ambiguous"
UNDATED: ReferenceState = "undated"

PlaceKind = Literal["paragraph", "item", "row", "footnote"]


class Place(NamedTuple):
    """A block of a document's running text; never a heading."""

    anchor: str
    words: str
    """Its characters without typography and footnote marks, every run of white space one blank."""
    section: int
    """Which of the document's sections it stands in."""
    number: int | None
    """The number of the numbered paragraph that it is or stands under."""
    kind: PlaceKind


class Mention(NamedTuple):
    """Words that name something of the registries.

    There are millions in a large archive: a tuple takes less memory than a struct.
    """

    anchor: str
    start: int
    end: int
    """Where they stand in the place's words."""
    printed: str
    what: str
    """"topic", "citation" or "authority"."""
    target: str
    """The id of its row."""


class Expansion(Struct, frozen=True):
    """An abbreviation with the document's own expansion."""

    anchor: str
    short: str
    long: str
    """As printed."""


class Abbreviation(Struct, frozen=True):
    """An abbreviation that has a meaning in a document."""

    short: str
    meanings: tuple[str, ...]
    """What it stands for; more than one if the document gives it different expansions."""
    expanded: bool
    """Whether the document itself says so; if not, it is known as that of the authority's board."""
    anchors: tuple[str, ...]
    """The places that print it, in order."""


class Misprint(Struct, frozen=True):
    """An abbreviation that is probably another one, misprinted."""

    anchor: str
    printed: str
    meant: str


class When(Struct, frozen=True):
    """A year, or a month of a year."""

    year: int
    month: int = 0
    """1 … 12, or 0 where only the year is printed."""


class Pointer(Struct, frozen=True):
    """Words that speak of another document, not yet resolved."""

    anchor: str
    printed: str
    """The words on which it rests."""
    kind: str
    """The id of a row of `content/references.yaml`."""
    when: When | None
    """None where the words give no date: "since the last inspection"."""
    month: int = 0
    """The month where the words give it without its year: "the focused visit in February"."""
    role: str = ""
    """The part of the other document that the sentence is about: "priority-action", or ""."""
    ahead: bool = False
    """Whether the words speak of the next one: "any future inspection"."""


class Mentions(Struct, frozen=True):
    """What one document says, taken alone."""

    named: tuple[Mention, ...]
    expansions: tuple[Expansion, ...]
    abbreviations: tuple[Abbreviation, ...]
    """In order of their letters."""
    misprints: tuple[Misprint, ...]
    pointers: tuple[Pointer, ...]


class Reference(Struct, frozen=True):
    """Words that speak of another document, resolved as far as the archive can."""

    document: str
    anchor: str
    printed: str
    kind: str
    when: When | None
    state: ReferenceState
    targets: tuple[str, ...]
    """The ids of the documents: one if HELD, those that would fit if AMBIGUOUS, else none."""
    to: str = ""
    """The anchor of the part that the words are about, or "" for the whole document."""
    because: str = ""
    """On what it rests besides the printed words, in words for readers."""
    role: str = ""


class KnownNotHeld(Struct, frozen=True):
    """A document that others speak of and the archive does not hold."""

    authority: str
    kind: str
    """The id of a row of `content/references.yaml`."""
    when: When | None
    mentions: tuple[Reference, ...]
    """Everyone who mentions it, oldest document first."""


class Echo(Struct, frozen=True):
    """A passage that restates a paragraph of a document it refers to."""

    document: str
    anchor: str
    printed: str
    """The longest run of words that both print."""
    target: str
    to: str


class FollowUp(Struct, frozen=True):
    """A later passage of the same authority on the subject of a recommendation."""

    document: str
    anchor: str
    topics: tuple[str, ...]
    """The topics that both speak of."""
    printed: str
    """The sentences of the passage that do."""


class RecommendationId(NamedTuple):
    """Which recommendation of which document is meant."""

    document: str
    number: int
    """Counted from 0, in the order of its document."""


class ComparedRecommendation(NamedTuple):
    """What is compared between recommendations of several authorities."""

    id: RecommendationId
    authority: str
    published: date
    topics: tuple[str, ...]
    stems: tuple[str, ...]
    """Of its words, those that a search can do without left out; each once, in order."""
    text: str
    anchor: str


class Links(Struct, frozen=True, dict=True):
    """All links between documents, by document id."""

    mentions: Mapping[str, Mentions]
    references: Mapping[str, tuple[Reference, ...]]
    echoes: Mapping[str, tuple[Echo, ...]]
    follow_ups: Mapping[str, tuple[tuple[FollowUp, ...], ...]]
    """For each of a document's recommendations, in order."""
    compared: Mapping[str, tuple[ComparedRecommendation, ...]] = field(default_factory=dict)
    """By authority, its recommendations as they are compared with those of others."""

    @cached_property
    def referring(self) -> Mapping[str, tuple[Reference | Echo, ...]]:
        """The references to each document, in the order of their documents."""
        found: dict[str, list[Reference | Echo]] = {}
        for references in self.references.values():
            for reference in references:
                if reference.state == HELD:
                    found.setdefault(reference.targets[0], []).append(reference)
        for echoes in self.echoes.values():
            for echo in echoes:
                found.setdefault(echo.target, []).append(echo)
        return {document: tuple(each) for document, each in found.items()}
