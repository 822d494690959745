"""Frameworks: judgements, scales and the words in which documents print them."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec import Struct, field

from builder.model.places import ELSEWHERE, NOWHERE, Line, Lines

RECOMMENDING = (
    "recommendation",
    "area-for-improvement",
    "priority-action",
    "area-for-development",
    "decision",
)
"""The roles of a document's parts whose list entries tell somebody to do something."""

ROLES = ("record", "strength", "sign-off", "about", "previous", *RECOMMENDING)
"""Every role that a part of a document can have; "about" is what stands alike in all documents of
its framework, and says nothing of the authority; "previous" tells of earlier inspections, so that
no grade in it is this document's."""

ITEMS = ("lists", "paragraphs", "tables", "everything")
"""Where a part's entries stand: in lists; in numbered paragraphs or rows of tables besides; or
every paragraph, row and list entry is one."""


class Grade(Struct, frozen=True):
    """A step of a framework's scale; it means nothing outside its framework."""

    number: int
    label: str
    """The word, as the scale prints it: "Adequate"."""
    meaning: str = ""
    """What the framework says the grade means."""
    also: tuple[str, ...] = ()
    """Other words that print it: "Requires improvement to be good", "require improvement"."""
    line: Line = NOWHERE


class Service(Struct, frozen=True):
    """A council service that a framework judges separately."""

    id: str
    name: str
    printed: tuple[str, ...]
    """Headings and table labels that announce it."""
    line: Line = NOWHERE


class FrameworkJudgement(Struct, frozen=True):
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


class Part(Struct, frozen=True):
    """A part of a document with a meaning of its own, known by its heading."""

    role: str
    """One of `ROLES`."""
    printed: tuple[str, ...]
    items: str = "lists"
    """One of `ITEMS`: where the entries of a recommending part stand."""
    line: Line = NOWHERE


class StandingText(Struct, frozen=True):
    """Paragraphs that are the same in all documents of a framework."""

    words: str
    """The whole paragraph; `{any}` stands for any words."""
    examples: tuple[str, ...]
    not_examples: tuple[str, ...] = ()
    line: Line = NOWHERE


class Group(Struct, frozen=True):
    """A heading that only gathers others."""

    printed: tuple[str, ...]
    holds: tuple[str, ...]
    """The headings that stand below it."""
    service: str = ""
    line: Line = NOWHERE


class Statement(Struct, frozen=True):
    """A sentence or heading that awards a grade outside any table."""

    judgement: str
    pattern: str
    """A regular expression with `{label}`; it must read from the beginning of a block."""
    examples: dict[str, str]
    """Sentence → the word that awards the grade, as printed there, or "" for none."""
    line: Line = NOWHERE


class Announcement(Struct, frozen=True):
    """Words by which a document says what it is."""

    words: str
    """A template for its title or subject line; `{any}` stands for any words, `{title}` for those
    that are the title, where more stands on the line."""
    examples: tuple[str, ...]
    line: Line = NOWHERE


class NamedPerson(Struct, frozen=True):
    """How a role and its holder's name are printed."""

    role: str
    printed: tuple[str, ...]
    """Templates with `{name}` (or `{names}`, where several may stand), and `{post}` where a post
    stands beside it."""
    line: Line = NOWHERE


FACTS = {
    "theme": "Theme",
    "outcome": "Outcome",
    "next_inspection": "Next inspection",
    "committee": "Committee",
    "decision_number": "Decision number",
    "asked": "What the committee is asked",
}
"""What a document may state of itself beside its dates and people → its name for readers."""


class PrintedFact(Struct, frozen=True):
    """How a document states one of `FACTS`."""

    fact: str
    printed: tuple[str, ...]
    """Templates with `{words}` where its words stand, which end with their sentence, or `{line}`
    where they end with their line; without either the whole template is what it states."""
    line: Line = NOWHERE


class NameForms(Struct, frozen=True):
    """How title pages print the names of people."""

    titles: tuple[str, ...] = ()
    """Words of address that are part of a name: "Cllr"."""
    left_out: tuple[str, ...] = ()
    """Words before a name that are no part of it: "Ms"."""
    particles: tuple[str, ...] = ()
    """Small words inside a name: "van"."""
    ranks: tuple[str, ...] = ()
    """Ranks behind a name, in the singular: "HMI"."""
    no_names: tuple[str, ...] = ()
    """Words that are no part of a name: "Dear"."""
    bodies: tuple[str, ...] = ()
    """Words of bodies and posts: what holds one is no person."""
    posts: tuple[str, ...] = ()
    """Posts that stand alone: "Head"."""
    examples: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Words → the people named, each with a rank in brackets: "Jane Poe (HMI)"."""
    lines: Lines = field(default_factory=lambda: Lines({}))


class TitleBlock(Struct, frozen=True):
    """How documents print their dates, people and other facts."""

    inspected: tuple[str, ...] = ()
    """Templates with `{dates}`."""
    published: tuple[str, ...] = ()
    """Templates with `{date}`."""
    meeting: tuple[str, ...] = ()
    """Templates with `{date}`: the day of the meeting that a paper is for."""
    facts: tuple[PrintedFact, ...] = ()
    people: tuple[NamedPerson, ...] = ()
    names: Annotated[NameForms, ELSEWHERE] = field(default_factory=NameForms)
    """Those of `content/names.yaml`."""
    examples: dict[str, str] = field(default_factory=dict)
    """Opening words → what they print, as "inspected 2010-03-08 2010-03-19" (the first and last
    day of each period), "published 2010-05-21", "theme care leavers" or "Reporting inspector:
    Name"."""
    line: Line = NOWHERE


class Timescale(Struct, frozen=True):
    """A printed timescale and what it comes to."""

    printed: str
    months: int
    """Whole months from the day of publication; 0 for at once."""
    line: Line = NOWHERE


class Prose(Struct, frozen=True):
    """How sentences award a grade, with examples that must and must not match."""

    pattern: str
    """A regular expression with `{label}` where the grade's word stands."""
    common: tuple[str, ...]
    """Words of judgements' names that tell no judgement from another: "children"."""
    examples: dict[str, str]
    """Sentence → the label that it awards, or "" for none."""
    line: Line = NOWHERE


class OfficialStatistics(Struct, frozen=True):
    """How official statistics count a framework's overall grades."""

    series: str
    """Frameworks of one series are counted together: a council's newest overall grade under any of
    them. Their scales have the same number of grades."""
    source: str
    """The web address of the statistics that count so."""
    line: Line = NOWHERE


class Framework(Struct, frozen=True):
    """An inspection framework, or another form of document such as a council's paper."""

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
    decimal_numbers: bool = False
    """Whether its documents may number their paragraphs "1.3"."""
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
    finding_headings: tuple[str, ...] = ()
    """Headings under which findings stand, wherever they are: what is found is no recommendation,
    though such a heading be set below one."""
    flat: bool = False
    """Whether its chapters stand side by side: every heading that is known is of one level,
    whatever type each is set in."""
    none_found: tuple[StandingText, ...] = ()
    """What its documents print in a recommending part that has nothing to recommend."""
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
    full: bool = False
    """Whether it inspects the whole of a council's services for children."""
    official_statistics: OfficialStatistics | None = None
    line: Line = NOWHERE
    lines: Lines = field(default_factory=lambda: Lines({}))
