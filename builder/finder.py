"""Words → the phrases of the registries that stand in them, all at once.

In: rows of the registries, once; then any number of paragraphs.  Out: which row each phrase means
and where it stands.  A stage of its own because all phrases are looked for in one pass: a thousand
documents cost the reading of their words, however many topics and citations the registries know.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick

from builder.dates import MONTHS
from builder.model import Authority, Citation, Registry, Topic, unshaped

_YEAR = re.compile(r"(.+) ((?:19|20)\d\d)")
_COUNCIL = re.compile(r"\b(?:Council|Borough|Corporation)\b")
_MONTH = f"(?:(?:{'|'.join(MONTHS)}) )?"
_TAILS: dict[str, re.Pattern[str]] = {}


@dataclass(frozen=True)
class Phrase:
    """One form of words that means a row of a registry."""

    words: str
    what: str
    """The sort of row: "topic", "citation", "authority"."""
    target: str
    """The row's id."""
    around: bool = False
    """Whether these are words within which the row's other phrases mean something else."""


@dataclass(frozen=True)
class Found:
    """A phrase where it stands: words[start:end]."""

    start: int
    end: int
    what: str
    target: str


def phrases(row: Citation | Topic | Authority) -> Iterator[Phrase]:
    """Every form of words that means a row, and those within which it does not."""
    match row:
        case Citation():
            yield from (Phrase(words, "citation", row.id) for words in row.printed)
        case Topic():
            yield from (Phrase(words, "topic", row.id) for words in row.phrases)
            yield from (Phrase(words, "topic", row.id, around=True) for words in row.exclude)
        case Authority():
            # Other names are also those of a town, a hospital, a company or a football club.
            names = dict.fromkeys((row.name, *row.aliases))
            for name in filter(_COUNCIL.search, names):
                yield Phrase(name, "authority", row.id)


def registry_phrases(registry: Registry) -> Iterator[Phrase]:
    """Every phrase that the registries know."""
    for rows in (registry.topics, registry.citations, registry.authorities):
        for row in rows.values():
            yield from phrases(row)


class Finder:
    """Finds phrases as whole words, whatever their case and the shapes of quotes and dashes; a
    blank stands for one blank of any sort.

    The year at a phrase's end may be printed with its month, in brackets, after a comma or a
    quotation mark.
    """

    def __init__(self, known: Iterable[Phrase]) -> None:
        self._known: list[tuple[str, str, bool, re.Pattern[str] | None]] = []
        """For each head: what it names, the row, whether it is around, how the year behind it
        may be printed."""
        heads = []
        for phrase in known:
            head, tail = " ".join(_same(phrase.words).split()), None
            year = _YEAR.fullmatch(head)
            if year:
                head, tail = year[1], _tail(year[2])
            heads.append(head)
            self._known.append((phrase.what, phrase.target, phrase.around, tail))
        self._heads = AhoCorasick(heads) if heads else None

    def find(self, words: str) -> list[Found]:
        """What stands in the words, in order.  Of two phrases of one row that overlap the longer
        stands; of two citations that overlap also."""
        if self._heads is None:
            return []
        same = _same(words)
        known, edged = self._known, f" {same} "
        standing: list[tuple[int, int, str, str]] = []
        around: list[tuple[int, int, str]] = []
        for which, start, end in self._heads.find_matches_as_indexes(same, overlapping=True):
            what, target, is_around, tail = known[which]
            if tail is not None:
                matched = tail.match(same, end)
                if not matched:
                    continue
                end = matched.end()
            before, after = edged[start], edged[end + 1]
            if before.isalnum() or after.isalnum() or before == "_" or after == "_":
                continue
            if is_around:
                around.append((start, end, target))
            else:
                standing.append((start, -end, what, target))
        if not standing:
            return []
        standing.sort()
        taken: dict[tuple[str, str], int] = {}
        found = []
        for start, end, what, target in standing:
            row = (what, "" if what == "citation" else target)
            if start < taken.get(row, 0):
                continue
            if around and any(
                other == target and first <= start and -end <= last for first, last, other in around
            ):
                continue
            taken[row] = -end
            found.append(Found(start, -end, what, target))
        return found


def _same(words: str) -> str:
    """Words without what does not tell one from another, character for character."""
    shaped = unshaped(words).replace("\n", " ").replace("\t", " ")
    lower = shaped.lower()
    if len(lower) == len(words):
        return lower
    return "".join(each.lower() if len(each.lower()) == 1 else each for each in shaped)


def _tail(year: str) -> re.Pattern[str]:
    """How a year may be printed behind a name."""
    if year not in _TAILS:
        _TAILS[year] = re.compile(rf"['\"]?,? (?:\({_MONTH}{year}\)|{_MONTH}{year})")
    return _TAILS[year]
