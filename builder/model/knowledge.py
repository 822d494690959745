"""Knowledge of the domain: the rows of the registries under `content/`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from builder.model.places import NOWHERE, Line, Lines
from builder.model.searching import SearchWords

RECOMMENDING = (
    "recommendation",
    "area-for-improvement",
    "priority-action",
    "area-for-development",
    "decision",
)
"""The roles of a document's parts whose list entries tell somebody to do something."""

ROLES = ("record", "strength", "sign-off", "about", *RECOMMENDING)
"""Every role that a part of a document can have; "about" is what stands alike in all documents of
its framework, and says nothing of the authority."""


PARTS = ("led", "joined")
"""What an inspector did in an inspection."""


ITEMS = ("lists", "paragraphs", "tables", "everything")
"""Where a part's entries stand: in lists; in numbered paragraphs or rows of tables besides; or
every paragraph, row and list entry is one."""


CITATIONS = ("act", "regulations", "guidance", "document")
"""Every sort of thing that texts cite."""


@dataclass(frozen=True)
class Grade:
    """One step of a framework's scale. It has a meaning only inside its framework."""

    number: int
    label: str
    """The word, as the scale prints it: "Adequate"."""
    meaning: str = ""
    """What the framework says the grade means."""
    also: tuple[str, ...] = ()
    """Other words that print it: "Requires improvement to be good", "require improvement"."""
    line: Line = NOWHERE


@dataclass(frozen=True)
class Service:
    """A part of the council's work that a framework judges separately."""

    id: str
    name: str
    printed: tuple[str, ...]
    """Headings and table labels that announce it."""
    line: Line = NOWHERE


@dataclass(frozen=True)
class FrameworkJudgement:
    """A judgement as one framework asks it."""

    id: str
    """The id of an entry of `content/judgements.yaml`."""
    printed: tuple[str, ...]
    """Every name under which its documents print it; `{any}` stands for any words."""
    service: str = ""
    """The service it belongs to, where the framework has services."""
    overall: bool = False
    """Whether it is the framework's (or the service's) judgement of all the others together."""
    line: Line = NOWHERE


@dataclass(frozen=True)
class Part:
    """A part of a document that means something to us, known by its heading."""

    role: str
    """One of `ROLES`."""
    printed: tuple[str, ...]
    items: str = "lists"
    """One of `ITEMS`: where the entries of a recommending part stand."""
    line: Line = NOWHERE


@dataclass(frozen=True)
class StandingText:
    """Paragraphs outside such a part that stand alike in all documents of a framework."""

    words: str
    """The whole paragraph; `{any}` stands for any words."""
    examples: tuple[str, ...]
    not_examples: tuple[str, ...] = ()
    line: Line = NOWHERE


@dataclass(frozen=True)
class Group:
    """A heading that gathers others without a grade or a meaning of its own."""

    printed: tuple[str, ...]
    holds: tuple[str, ...]
    """The headings that stand below it."""
    service: str = ""
    line: Line = NOWHERE


@dataclass(frozen=True)
class Statement:
    """A sentence or heading of its own that awards a grade outside any record."""

    judgement: str
    pattern: str
    """A regular expression with `{label}`; it must read from the beginning of a block."""
    examples: dict[str, str]
    """Sentence → the word that awards the grade, as printed there, or "" for none."""
    line: Line = NOWHERE


@dataclass(frozen=True)
class Announcement:
    """Words by which a document says what it is."""

    words: str
    """A template for its title or subject line; `{any}` stands for any words, `{title}` for those
    that are the title, where more stands on the line."""
    examples: tuple[str, ...]
    line: Line = NOWHERE


@dataclass(frozen=True)
class NamedPerson:
    """How a role is printed with the name of who holds it."""

    role: str
    printed: tuple[str, ...]
    """Templates with `{name}` (or `{names}`, where several may stand), and `{post}` where a post
    stands beside it."""
    line: Line = NOWHERE


@dataclass(frozen=True)
class TitleBlock:
    """How a document's opening prints its dates and people."""

    inspected: tuple[str, ...] = ()
    """Templates with `{dates}`."""
    published: tuple[str, ...] = ()
    """Templates with `{date}`."""
    people: tuple[NamedPerson, ...] = ()
    examples: dict[str, str] = field(default_factory=dict)
    """Opening words → what they print, as "inspected 2010-03-08 2010-03-19", "published
    2010-05-21" or "Reporting inspector: Name"."""
    line: Line = NOWHERE


@dataclass(frozen=True)
class Timescale:
    """A printed timescale and what it comes to."""

    printed: str
    months: int
    """Whole months from the day of publication; 0 for at once."""
    line: Line = NOWHERE


@dataclass(frozen=True)
class Prose:
    """How sentences award a grade, and sentences that it must (or must not) read."""

    pattern: str
    """A regular expression with `{label}` where the grade's word stands."""
    common: tuple[str, ...]
    """Words of judgements' names that tell no judgement from another: "children"."""
    examples: dict[str, str]
    """Sentence → the label that it awards, or "" for none."""
    line: Line = NOWHERE


@dataclass(frozen=True)
class Framework:
    """An inspection framework, or another form of document (a council's paper)."""

    id: str
    name: str
    short: str
    """A name for table heads and filters."""
    kinds: tuple[str, ...]
    """Kinds of document that may be written under it."""
    years: str
    """When it was in force, in words for people: "2009–12"."""
    about: str
    numbered_paragraphs: bool
    """Whether its documents number their paragraphs (so that "9." is paragraph 9)."""
    scale: tuple[Grade, ...] = ()
    grade_forms: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """How a grade is printed, with `{grade}` and `{label}` → printed examples of that form."""
    prose: Prose | None = None
    services: tuple[Service, ...] = ()
    judgements: tuple[FrameworkJudgement, ...] = ()
    """In the order in which the framework's own record prints them."""
    parts: tuple[Part, ...] = ()
    standing_text: tuple[StandingText, ...] = ()
    groups: tuple[Group, ...] = ()
    headings: tuple[str, ...] = ()
    """Other headings that its documents print, for files that do not know their own."""
    timescales: tuple[Timescale, ...] = ()
    heading_forms: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """How a heading prints a judgement with its grade, `{judgement}: {label}` → examples."""
    statements: tuple[Statement, ...] = ()
    ungraded: tuple[str, ...] = ()
    """What its documents print in place of a grade: "Not judged"."""
    announced: tuple[Announcement, ...] = ()
    title_block: TitleBlock | None = None
    since: date | None = None
    """The first day of inspections under it, where that tells it from another of its name."""
    until: date | None = None
    """The last day of inspections under it."""
    inspectorate: str = ""
    """Who publishes documents of this form; "" where the authority itself does."""
    inspection: bool = True
    """Whether a document of this form reports an inspection."""
    line: Line = NOWHERE
    lines: Lines = field(default_factory=lambda: Lines({}))


@dataclass(frozen=True)
class Judgement:
    """A question that inspectors answer; the same id in two frameworks is the same question
    asked again, for showing side by side and never for merging."""

    id: str
    name: str
    asks: str
    """What it is about, in plain words."""
    like: tuple[str, ...] = ()
    """Other judgements that ask about the same thing in other words."""
    line: Line = NOWHERE


@dataclass(frozen=True)
class Board:
    """A partnership board of an authority and the abbreviations its documents use for it."""

    name: str
    abbreviations: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    line: Line = NOWHERE


@dataclass(frozen=True)
class Authority:
    id: str
    name: str
    """The council: "Plymouth City Council"."""
    place: str
    """The short name for lists: "Plymouth"."""
    kind: str
    region: str
    gss: str
    """The Office for National Statistics' nine-character code."""
    aliases: tuple[str, ...] = ()
    boards: tuple[Board, ...] = ()
    until: str = ""
    """The year in which it was abolished; "" while it stands."""
    became: tuple[str, ...] = ()
    """The ids of the authorities that took its work over."""
    line: Line = NOWHERE


@dataclass(frozen=True)
class Licence:
    """A licence that documents print, known by words of its notice."""

    id: str
    name: str
    allows: str
    """What it allows, in plain words."""
    announced: tuple[str, ...]
    """Words one of which every notice of this licence holds."""
    examples: tuple[str, ...]
    """Notices as printed."""
    url: str = ""
    line: Line = NOWHERE


@dataclass(frozen=True)
class Citation:
    """An Act, regulations, guidance or national document that texts cite."""

    id: str
    name: str
    kind: str
    """One of `CITATIONS`."""
    year: int
    printed: tuple[str, ...]
    """Every form of words that means it; white space in them stands for any white space."""
    examples: tuple[str, ...]
    """Sentences that cite it."""
    url: str = ""
    not_examples: tuple[str, ...] = ()
    """Sentences that look like it and do not cite it."""
    line: Line = NOWHERE


@dataclass(frozen=True)
class Topic:
    """A subject that people look for, known by phrases."""

    id: str
    name: str
    group: str
    """The heading under which it is listed."""
    phrases: tuple[str, ...]
    examples: tuple[str, ...]
    exclude: tuple[str, ...] = ()
    """Words within which a phrase means something else: "supervision order"."""
    not_examples: tuple[str, ...] = ()
    line: Line = NOWHERE


@dataclass(frozen=True)
class ReferenceKind:
    """A kind of document or event that texts refer to, and how they do."""

    id: str
    name: str
    """For the list of what is known and not held: "Joint area review"."""
    words: tuple[str, ...]
    """Plain words, with one of which words begin in whatever its patterns read."""
    examples: dict[str, tuple[str, ...]]
    """Sentence → what is read in it: "2009-10", "2010", "month 2", "undated", "ahead"."""
    frameworks: tuple[str, ...] = ()
    """The frameworks under which such a document would be held; () where none ever is."""
    said_in: tuple[str, ...] = ()
    """The frameworks in whose documents the patterns are read; () for all."""
    means: str = ""
    """The id of the row that is the same kind of document, said in other words."""
    terms: dict[str, str] = field(default_factory=dict)
    """Names for parts of its patterns, where they stand in braces."""
    dated: tuple[str, ...] = ()
    """Regular expressions with `{when}`, or `{whens}` where each date is a document."""
    earlier: tuple[str, ...] = ()
    """Mentions without a date that say that it came before: "the last inspection"."""
    undated: tuple[str, ...] = ()
    """Other mentions without a date: "the unannounced inspection", which in such a document means
    the document itself."""
    ahead: tuple[str, ...] = ()
    """Mentions of the next one: "any future inspection"."""
    unless: tuple[str, ...] = ()
    """Regular expressions of sentences in which nothing is read."""
    line: Line = NOWHERE


@dataclass(frozen=True)
class Owners:
    """How a recommendation names who must act: "Xtown City Council and partners to …"."""

    nouns: tuple[str, ...]
    """Bodies written without capitals: "health partners"."""
    joins: tuple[str, ...]
    """Words that join two bodies: "and", "together with"."""
    verbs: tuple[str, ...]
    """Words that part the body from what it must do: "to", "must"."""
    examples: dict[str, tuple[str, ...]]
    """Opening words of a recommendation → the bodies named, () for none."""
    own: tuple[str, ...] = ()
    """Those of the nouns that mean the authority itself: "the council"."""
    lines: Lines = field(default_factory=lambda: Lines({}))


@dataclass(frozen=True)
class Wording:
    """How sentences say one sort of thing."""

    patterns: tuple[str, ...]
    """Regular expressions, with a place in braces for each thing that is read."""
    examples: dict[str, str]
    """Sentence → the words of it that say the thing, or "" for none."""
    line: Line = NOWHERE


@dataclass(frozen=True)
class Comparison:
    """Words that make of a figure a bound."""

    means: str
    """"at least", "more than", "at most", "less than" or "about"."""
    printed: tuple[str, ...]
    """Templates with `{n}`: "{n} and over"."""
    examples: dict[str, str]
    """Sentence → the words that compare, or "" for none."""
    line: Line = NOWHERE


@dataclass(frozen=True)
class CheckRules:
    """The words that the archive's checks of its sources know."""

    stated: Wording
    """A number of the entries of a part of its own document: `{count}` and `{part}`."""
    stated_elsewhere: Wording
    """The same of a part of another document, which the sentence names besides."""
    graded: Wording
    """How many parts of a group have a grade: `{label}`, `{subject}` and `{count}`."""
    attributed: Wording
    """That what follows is what inspectors said."""
    publication: Wording
    """That a date is that of a publication, not of an inspection."""
    comparisons: tuple[Comparison, ...]
    periods: tuple[str, ...]
    """Units of time: a whole number of them is a period, not a finding."""
    lines: Lines = field(default_factory=lambda: Lines({}))


@dataclass(frozen=True)
class InspectingRole:
    """A role in which documents name an inspector."""

    id: str
    name: str
    part: str
    """One of `PARTS`: what its holder did in the inspection."""
    roles: tuple[str, ...]
    """The role as documents have it under “people”."""
    line: Line = NOWHERE


@dataclass(frozen=True)
class SiteFacts:
    title: str
    base_url: str
    publisher: str
    contact: str
    description: str
    lines: Lines = field(default_factory=lambda: Lines({}))


@dataclass(frozen=True)
class Registry:
    """Everything the archive knows that is not a document. Mappings keep the files' order."""

    site: SiteFacts
    authorities: dict[str, Authority]
    frameworks: dict[str, Framework]
    judgements: dict[str, Judgement]
    licences: dict[str, Licence]
    citations: dict[str, Citation]
    topics: dict[str, Topic]
    owners: Owners
    references: dict[str, ReferenceKind]
    roles: dict[str, InspectingRole]
    checks: CheckRules
    synonyms: SearchWords
