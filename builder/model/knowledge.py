"""Rows of the registries under `content/`."""

from __future__ import annotations

from datetime import date

from msgspec import Struct, field

from builder.core.characters import capital
from builder.model.document import Source
from builder.model.framework import Framework, NameForms
from builder.model.outcomes import OfficialOutcome, OutcomeTable
from builder.model.places import NOWHERE, Line, Lines
from builder.model.publishers import Publisher
from builder.model.searching import SearchWords

PARTS = ("led", "joined")
"""What an inspector did in an inspection."""

CITATIONS = ("act", "regulations", "guidance", "document")
"""Every sort of thing that texts cite."""


class Judgement(Struct, frozen=True):
    """A question that inspectors answer.

    The same id in two frameworks is the same question, for showing side by side, never for merging.
    """

    id: str
    name: str
    asks: str
    """What it is about, in plain words."""
    like: tuple[str, ...] = ()
    """Other judgements that ask about the same thing in other words."""
    line: Line = NOWHERE


class Board(Struct, frozen=True):
    """A partnership board of an authority, with its abbreviations."""

    name: str
    abbreviations: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    line: Line = NOWHERE


class Authority(Struct, frozen=True):
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
    former_gss: tuple[str, ...] = ()
    """Codes that it had before; official tables may still print them."""
    urn: str = ""
    """The inspectorate's number for it, which its page at the inspectorate has in its address."""
    neighbours: tuple[str, ...] = ()
    """The ids of its statistical neighbours, the most alike first."""
    hexagon: tuple[int, ...] = ()
    """Its column and row on the hexagon map, odd rows half a hexagon to the right; row 0 is the
    southernmost."""
    line: Line = NOWHERE


class LocalPlace(Struct, frozen=True):
    """A district, borough or former council whose name leads to an authority."""

    id: str
    name: str
    """The council: "Exeter City Council"."""
    place: str
    """The short name: "Exeter"."""
    kind: str
    gss: str = ""
    authority: str = ""
    """The id of the authority in whose area it lies; "" where it was abolished."""
    until: str = ""
    """The year in which it was abolished; "" while it stands."""
    became: tuple[str, ...] = ()
    """The ids of the places or authorities that took its area over."""
    aliases: tuple[str, ...] = ()
    line: Line = NOWHERE


class Licence(Struct, frozen=True):
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


class Citation(Struct, frozen=True):
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


class Topic(Struct, frozen=True):
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


class ReferenceKind(Struct, frozen=True):
    """A kind of document or event that texts refer to, and in which words."""

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


class Owners(Struct, frozen=True):
    """How recommendations name who must act: "Xtown City Council and partners to …"."""

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


class Wording(Struct, frozen=True):
    """How sentences say one sort of thing."""

    patterns: tuple[str, ...]
    """Regular expressions, with a place in braces for each thing that is read."""
    examples: dict[str, str]
    """Sentence → the words of it that say the thing, or "" for none."""
    line: Line = NOWHERE


class Comparison(Struct, frozen=True):
    """Words that make of a figure a bound."""

    means: str
    """"at least", "more than", "at most", "less than" or "about"."""
    printed: tuple[str, ...]
    """Templates with `{n}`: "{n} and over"."""
    examples: dict[str, str]
    """Sentence → the words that compare, or "" for none."""
    line: Line = NOWHERE


class CheckRules(Struct, frozen=True):
    """Words that the checks of the sources use."""

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
    everywhere: tuple[str, ...] = ()
    """Words that stand in recommendations about anything, and in what is found later."""
    lines: Lines = field(default_factory=lambda: Lines({}))


class InspectingRole(Struct, frozen=True):
    """A role in which documents name an inspector."""

    id: str
    name: str
    part: str
    """One of `PARTS`: what its holder did in the inspection."""
    roles: tuple[str, ...]
    """The role as documents have it under “people”."""
    line: Line = NOWHERE


class SiteWords(Struct, frozen=True):
    """What the archive calls those whose inspections it holds, in the middle of a sentence."""

    authority: str = "authority"
    authorities: str = "authorities"
    services: str = "services"
    """What is inspected, in the plural: "children's services"."""
    paper: str = "paper"
    """An authority's own paper."""
    papers: str = "papers"
    rights: str = "their authors’"
    """Whose the words of the documents are: "The words are …"."""
    country: str = ""
    places: str = "Other places"
    """The heading of places that are no authorities and lead to one."""
    places_about: str = ""
    """A sentence about these places."""

    @property
    def of_one(self) -> str:
        """The word for one, as it begins a line."""
        return capital(self.authority)

    @property
    def of_many(self) -> str:
        """The word for several, as it begins a line."""
        return capital(self.authorities)

    @property
    def kinds(self) -> dict[str, str]:
        """Kinds of documents → what several of them are called at the beginning of a line."""
        return {"report": "Reports", "letter": "Letters", "paper": capital(self.papers)}

    def kind(self, kind: str) -> str:
        """What a document of a kind is called at the beginning of a line."""
        return capital(self.paper if kind == "paper" else kind)


class SiteFacts(Struct, frozen=True):
    title: str
    base_url: str
    publisher: str
    contact: str
    description: str
    looked: date | None = None
    """The day on which editors last looked for new reports."""
    provider_page: str = ""
    """The address of a council's page at the inspectorate, with `{urn}`."""
    originals: str = ""
    """Where the originals stand, if they are at another host and not beside their pages."""
    words: SiteWords = SiteWords()
    lines: Lines = field(default_factory=lambda: Lines({}))

    def original_at(self, url: str, source: Source) -> str:
        """Where the original of the document at `url` is downloaded."""
        if self.originals:
            return f"{self.originals.rstrip('/')}/{source.stored}"
        return f"{url}{source.served}"

    def page_at_inspectorate(self, authority: Authority) -> str:
        """An authority's page at the inspectorate, or ""."""
        return self.provider_page.replace("{urn}", authority.urn) if authority.urn else ""


class Registry(Struct, frozen=True):
    """All registries; mappings keep the order of the files."""

    site: SiteFacts
    authorities: dict[str, Authority]
    places: dict[str, LocalPlace]
    frameworks: dict[str, Framework]
    judgements: dict[str, Judgement]
    licences: dict[str, Licence]
    citations: dict[str, Citation]
    topics: dict[str, Topic]
    owners: Owners
    references: dict[str, ReferenceKind]
    roles: dict[str, InspectingRole]
    names: NameForms
    checks: CheckRules
    synonyms: SearchWords
    outcomes: dict[str, OutcomeTable]
    publishers: dict[str, Publisher] = field(default_factory=dict)

    def official(self, authority: str) -> tuple[OfficialOutcome, ...]:
        """An authority's rows of the official tables, table by table."""
        return tuple(
            row
            for table in self.outcomes.values()
            for row in table.rows
            if row.authority == authority
        )

    def responsible(self, name: str) -> tuple[Authority, ...]:
        """The councils that run children's services today in a place or former authority's area.

        Several where it was divided.
        """
        seen: set[str] = set()
        found: dict[str, Authority] = {}
        ahead = [name]
        while ahead:
            each = ahead.pop(0)
            if each in seen:
                continue
            seen.add(each)
            row = self.authorities.get(each) or self.places.get(each)
            if isinstance(row, Authority) and not row.until:
                found[each] = row
            elif isinstance(row, LocalPlace) and row.authority:
                ahead.append(row.authority)
            elif row is not None:
                ahead.extend(row.became)
        return tuple(found.values())
