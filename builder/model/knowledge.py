"""Knowledge of the domain: the rows of the registries under `content/`."""

from __future__ import annotations

from dataclasses import dataclass, field

from builder.model.places import NOWHERE, Line


@dataclass(frozen=True)
class Grade:
    """One step of a framework's scale. It has a meaning only inside its framework."""

    number: int
    label: str
    """The word, as the scale prints it: "Adequate"."""
    meaning: str = ""
    """What the framework says the grade means."""
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
    line: Line = NOWHERE


@dataclass(frozen=True)
class Part:
    """A part of a document that means something to us, known by its heading."""

    role: str
    """"record", "strength", or a kind of recommendation."""
    printed: tuple[str, ...]
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
    timescales: tuple[Timescale, ...] = ()
    inspectorate: str = ""
    """Who publishes documents of this form; "" where the authority itself does."""
    inspection: bool = True
    """Whether a document of this form reports an inspection."""
    line: Line = NOWHERE


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
    """"act", "regulations", "guidance" or "document"."""
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
    phrases: tuple[str, ...]
    examples: tuple[str, ...]
    not_examples: tuple[str, ...] = ()
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
    line: Line = NOWHERE


@dataclass(frozen=True)
class SiteFacts:
    title: str
    base_url: str
    publisher: str
    contact: str
    description: str
    line: Line = NOWHERE


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
