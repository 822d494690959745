"""The glossary of abbreviations.

A meaning is its document's own, so each is shown with its authorities.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from msgspec import Struct, field

from builder.analysis.links import likeness, places
from builder.core.identifiers import slug
from builder.model import Document, Expansion, Links, Mentions, Place, unmarked
from builder.pages.parts.excerpts import Excerpt, excerpt
from builder.pages.parts.passage import label
from builder.pages.parts.views import DocumentLine, Link, Page, document_line
from builder.reading.archive import Archive

PLACES, DOCUMENTS = 1000, 200
"""How many places, and of how many documents, one page names; of an abbreviation in more of them
it counts those of each document."""

MANY = 500
"""How many lines the list may have; of more, those that lead to a page leave it to the page to
say whose documents give which meaning."""

NAMED = 3
"""How many authorities a line of the list names."""

CRUMBS = (Link("Glossary", "/glossary/"),)


class Quote(Struct, frozen=True):
    """A sentence that says what an abbreviation stands for."""

    excerpt: Excerpt
    url: str
    label: str
    times: int = 1
    instruction: str = ""


class Use(Struct, frozen=True):
    """An abbreviation in one document."""

    document: DocumentLine
    quote: Quote | None
    """None where the document does not expand it, and its authority's board is known by it."""
    numbered: tuple[Link, ...]
    """Numbered paragraphs that print it."""
    headed: tuple[Link, ...]
    """Other places that do, by the heading that they stand under."""
    places: int
    url: str
    """Where it stands first."""
    doubtful: bool
    """Whether the document gives another meaning besides."""


class AuthorityUses(Struct, frozen=True):
    authority: Link
    documents: tuple[Use, ...]
    """Oldest first."""


class Meaning(Struct, frozen=True):
    id: str
    long: str
    """As most documents print it."""
    also: tuple[str, ...]
    """As others print it, which differ in capitals, hyphens or plurals only."""
    authorities: tuple[AuthorityUses, ...]
    documents: int
    where: str
    """Whose documents give it, in words."""


class MisprintLine(Struct, frozen=True):
    printed: str
    meant: str
    url: str
    document: DocumentLine


class GlossaryEntry(Struct, frozen=True):
    """An abbreviation with all its meanings."""

    id: str
    short: str
    """As most documents print it."""
    also: tuple[str, ...]
    """As others print it, with other capitals."""
    meanings: tuple[Meaning, ...]
    """What most documents mean first."""
    misprints: tuple[MisprintLine, ...]
    places: int

    @property
    def alone(self) -> bool:
        """Whether it occurs in one place only and so has no page."""
        return self.places + len(self.misprints) == 1

    @property
    def address(self) -> str:
        """Where the glossary tells of it."""
        return short_address(self.id, self.places + len(self.misprints))

    @property
    def url(self) -> str:
        """Where its line in the list leads."""
        return self.meanings[0].authorities[0].documents[0].url if self.alone else self.address

    @property
    def counted(self) -> bool:
        """Whether its places are too many to be named."""
        documents = sum(each.documents for each in self.meanings)
        return self.places > PLACES or documents > DOCUMENTS


class ShortLine(Struct, frozen=True):
    """An abbreviation on its document's own page."""

    link: Link
    meaning: str
    expanded: bool


class Gathered(Struct):
    """What documents say of one abbreviation."""

    shorts: Counter[str] = field(default_factory=Counter)
    longs: dict[str, Counter[str]] = field(default_factory=dict)
    """As printed, by what they have in common."""
    uses: dict[str, list[tuple[str, Use]]] = field(default_factory=dict)
    """By the same: (authority, use)."""
    misprints: list[MisprintLine] = field(default_factory=list)
    places: int = 0

    def add(self, other: Gathered) -> None:
        """Take in what the documents of another authority say."""
        self.shorts.update(other.shorts)
        for same, longs in other.longs.items():
            self.longs.setdefault(same, Counter()).update(longs)
        for same, uses in other.uses.items():
            self.uses.setdefault(same, []).extend(uses)
        self.misprints.extend(other.misprints)
        self.places += other.places


def entry_id(short: str) -> str:
    """The word for an abbreviation in addresses."""
    return slug(short.replace("&", " and "))


def printed_in(mentions: Iterable[Mentions]) -> Counter[str]:
    """How many places print each abbreviation or its misprint, by id."""
    printed: Counter[str] = Counter()
    for each in mentions:
        for short in each.abbreviations:
            printed[entry_id(short.short)] += len(short.anchors)
        printed.update(entry_id(misprint.meant) for misprint in each.misprints)
    return printed


def short_address(each: str, printed: int) -> str:
    """An abbreviation's address; one that occurs in a single place has no page."""
    return f"/glossary/#short-{each}" if printed == 1 else f"/glossary/{each}/"


def gather_shorts(archive: Archive, links: Links) -> dict[str, Gathered]:
    """What documents say of each abbreviation with a meaning, by id."""
    gathered: dict[str, Gathered] = {}
    for document in archive.documents:
        mentions = links.mentions[document.id]
        if not mentions.abbreviations:
            continue
        at = {place.anchor: place for place in places(document)}
        line = document_line(archive, document)
        expanding = _expanding(mentions.expansions)
        for each in mentions.abbreviations:
            entry = gathered.setdefault(entry_id(each.short), Gathered())
            entry.shorts[each.short] += 1
            entry.places += len(each.anchors)
            numbered, headed = _where(document, [at[anchor] for anchor in each.anchors])
            for meaning in each.meanings:
                same = likeness(meaning)
                expansion = expanding.get((each.short, same))
                use = Use(
                    document=line,
                    quote=_quote(document, at, expansion) if expansion else None,
                    numbered=numbered,
                    headed=headed,
                    places=len(each.anchors),
                    url=f"{document.url}#{each.anchors[0]}",
                    doubtful=len(each.meanings) > 1,
                )
                entry.longs.setdefault(same, Counter())[meaning] += 1
                entry.uses.setdefault(same, []).append((document.front.authority, use))
        for misprint in mentions.misprints:
            url = f"{document.url}#{misprint.anchor}"
            gathered[entry_id(misprint.meant)].misprints.append(
                MisprintLine(misprint.printed, misprint.meant, url, line)
            )
    return gathered


def glossary_entries(
    archive: Archive, shares: Iterable[Mapping[str, Gathered]]
) -> dict[str, GlossaryEntry]:
    """Every abbreviation by id, in order, from the authorities' shares."""
    together: dict[str, Gathered] = {}
    for share in shares:
        for each, gathered in share.items():
            together.setdefault(each, Gathered()).add(gathered)
    return {each: _entry(archive, each, together[each]) for each in sorted(together)}


def _expanding(expansions: Iterable[Expansion]) -> Mapping[tuple[str, str], Expansion]:
    """The first expansion of each meaning of each abbreviation."""
    first: dict[tuple[str, str], Expansion] = {}
    for each in expansions:
        first.setdefault((each.short, likeness(each.long)), each)
    return first


def _quote(document: Document, at: Mapping[str, Place], expansion: Expansion) -> Quote:
    place = at[expansion.anchor]
    start = place.words.find(expansion.long)
    spans = [(start, start + len(expansion.long))] if start >= 0 else []
    return Quote(excerpt(place.words, spans), f"{document.url}#{place.anchor}", label(place))


def _where(document: Document, found: Sequence[Place]) -> tuple[tuple[Link, ...], tuple[Link, ...]]:
    """Places by paragraph number, and the others by heading, each name once."""
    numbered: dict[str, Link] = {}
    headed: dict[str, Link] = {}
    for place in found:
        name = str(place.number or unmarked(document.sections[place.section].heading) or "Opening")
        shown = numbered if place.number is not None else headed
        shown.setdefault(name, Link(name, f"{document.url}#{place.anchor}"))
    return tuple(numbered.values()), tuple(headed.values())


def _entry(archive: Archive, each: str, gathered: Gathered) -> GlossaryEntry:
    short, *also = _most_common(gathered.shorts)
    meanings = [
        _meaning(archive, same, gathered.longs[same], uses) for same, uses in gathered.uses.items()
    ]
    return GlossaryEntry(
        id=each,
        short=short,
        also=tuple(also),
        meanings=tuple(sorted(meanings, key=lambda each: (-each.documents, each.long))),
        misprints=tuple(sorted(gathered.misprints, key=_by_date)),
        places=gathered.places,
    )


def _by_date(line: MisprintLine) -> tuple[str, str]:
    return line.document.published_iso, line.document.link.url


def _meaning(
    archive: Archive, same: str, longs: Counter[str], uses: Iterable[tuple[str, Use]]
) -> Meaning:
    long, *also = _most_common(longs)
    by_authority: dict[str, list[Use]] = {}
    for authority, use in uses:
        by_authority.setdefault(authority, []).append(use)
    named = sorted((archive.registry.authorities[each].place, each) for each in by_authority)
    return Meaning(
        id=slug(same),
        long=long,
        also=tuple(also),
        authorities=tuple(
            AuthorityUses(Link(place, f"/authorities/{each}/"), tuple(by_authority[each]))
            for place, each in named
        ),
        documents=sum(map(len, by_authority.values())),
        where=_enumerated([place for place, _ in named], archive.registry.site.words.authorities),
    )


def _most_common(counted: Counter[str]) -> list[str]:
    return sorted(counted, key=lambda each: (-counted[each], each))


def _enumerated(names: Sequence[str], several: str) -> str:
    """Names in words, cut: "Derby, Plymouth and 3 more councils"."""
    if len(names) > NAMED + 1:
        return f"{', '.join(names[:NAMED])} and {len(names) - NAMED} more {several}"
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def glossary_pages(known: Mapping[str, GlossaryEntry]) -> list[Page]:
    letters = groupby(known.values(), key=lambda each: each.id[0].upper())
    return [
        Page(
            url="/glossary/",
            template="glossary.html",
            title="Glossary",
            description="The abbreviations that the documents use, and what each stands for.",
            context={
                "letters": tuple((letter, tuple(same)) for letter, same in letters),
                "brief": len(known) > MANY,
            },
        ),
        *(_entry_page(each) for each in known.values() if not each.alone),
    ]


def _entry_page(entry: GlossaryEntry) -> Page:
    stands = "; or ".join(each.long for each in entry.meanings[:NAMED])
    return Page(
        url=entry.url,
        template="glossary_entry.html",
        title=entry.short,
        description=f"{entry.short}: {stands}. Where the documents say so and use it.",
        crumbs=CRUMBS,
        context={"entry": entry},
    )


def abbreviation_meanings(mentions: Mentions) -> dict[str, str]:
    """The meaning of each abbreviation and probable misprint in a document."""
    meanings = {each.short: "; or ".join(each.meanings) for each in mentions.abbreviations}
    probable = {
        each.printed: f"Probably {each.meant}: {meanings[each.meant]}"
        for each in mentions.misprints
    }
    return meanings | probable


def misprint_notes(document: Document, mentions: Mentions) -> Iterator[tuple[str, str]]:
    """(anchor, words) for each misprint without an editor's note."""
    meanings = abbreviation_meanings(mentions)
    for each in mentions.misprints:
        noted = any(
            note.at == each.anchor and f"“{each.printed}”" in unmarked(note.text)
            for note in document.notes
        )
        if not noted:
            yield (
                each.anchor,
                f"The source prints “{each.printed}”; “{each.meant}” ({meanings[each.meant]}) "
                "is probably meant.",
            )


def short_lines(mentions: Mentions, addresses: Mapping[str, str]) -> tuple[ShortLine, ...]:
    """A document's abbreviations, sorted; `addresses` are by id."""
    return tuple(
        ShortLine(
            Link(each.short, addresses[entry_id(each.short)]),
            "; or ".join(each.meanings),
            each.expanded,
        )
        for each in mentions.abbreviations
    )
