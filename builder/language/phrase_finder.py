"""Find the registries' phrases in text, all in one pass, however many the registries know."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick
from msgspec import Struct

from builder.core.dates import MONTHS
from builder.model import Authority, Citation, ReferenceKind, Registry, Topic, unshaped

_YEAR = re.compile(r"(.+) ((?:19|20)\d\d)")
_COUNCIL = re.compile(r"\b(?:Council|Borough|Corporation)\b")
_MONTH = f"(?:(?:{'|'.join(MONTHS)}) )?"
_YEAR_BEHIND = re.compile(rf"['\"]?,? (?:\({_MONTH}(\d{{4}})\)|{_MONTH}(\d{{4}}))")
"""How a year may be printed behind a name."""


class Phrase(Struct, frozen=True):
    """A form of words that means a row of a registry."""

    words: str
    what: str
    """The sort of row: "topic", "citation", "authority", "reference"."""
    target: str
    """The row's id."""
    around: bool = False
    """Whether these are words within which the row's other phrases mean something else."""
    opening: bool = False
    """Whether it may be but the beginning of words."""


class FoundPhrase(NamedTuple):
    """A phrase where it stands: words[start:end]."""

    start: int
    end: int
    what: str
    target: str


_Known = tuple[Phrase, int, str]
"""A phrase, the number of its row, and the year that must stand behind it, or ""."""


def row_phrases(row: Citation | Topic | Authority | ReferenceKind) -> Iterator[Phrase]:
    """Every form of words for a row, and those that rule the row out."""
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
        case ReferenceKind():
            yield from (Phrase(words, "reference", row.id, opening=True) for words in row.words)


def registry_phrases(registry: Registry) -> Iterator[Phrase]:
    """Every phrase that the registries know."""
    for rows in (registry.topics, registry.citations, registry.authorities, registry.references):
        for row in rows.values():
            yield from row_phrases(row)


class Finder:
    """Finds phrases as whole words; case, quotes, dashes and kinds of blanks do not matter.

    The year at a phrase's end may have a month, brackets, a comma or a quotation mark before it.
    """

    def __init__(self, known: Iterable[Phrase]) -> None:
        self._heads: AhoCorasick | None = None
        self._known: list[_Known] = []
        heads = []
        rows: dict[tuple[str, str], int] = {}
        for phrase in sorted(known, key=lambda each: (each.what, each.target)):
            head, tail = " ".join(_same(phrase.words).split()), ""
            year = _YEAR.fullmatch(head)
            if year:
                head, tail = year[1], year[2]
            heads.append(head)
            row = (phrase.what, "" if phrase.what == "citation" else phrase.target)
            row_number = rows.setdefault(row, len(rows))
            self._known.append((phrase, row_number, tail))
        if heads:
            self._heads = AhoCorasick(heads)

    def find(self, words: str) -> list[FoundPhrase]:
        """The phrases in some words, in order.

        Of overlapping phrases of one row, or of two citations, the longest wins.
        """
        return self.find_in([words])[0]

    def find_in(self, texts: Sequence[str]) -> list[list[FoundPhrase]]:
        """`find` for several texts, in one pass."""
        found: list[list[FoundPhrase]] = [[] for _ in texts]
        # One at a time: most are ASCII, of which capitals are made small much sooner.
        standing, around = self._standing("\n".join(map(_same, texts)))
        taken: dict[int, int] = {}
        lines = iter(zip(accumulate(len(each) + 1 for each in texts), texts, found, strict=True))
        first = last = 0
        in_line: list[FoundPhrase] = []
        for start, minus_end, which in standing:
            phrase, row, _ = self._known[which]
            if start < taken.get(row, 0):
                continue
            end, what, target = -minus_end, phrase.what, phrase.target
            if target in around and any(
                before <= start and end <= behind for before, behind in around[target]
            ):
                continue
            taken[row] = end
            while start >= last:
                last, words, in_line = next(lines)
                first = last - len(words) - 1
            in_line.append(FoundPhrase(start - first, end - first, what, target))
        return found

    def _standing(
        self, same: str
    ) -> tuple[list[tuple[int, int, int]], dict[str, list[tuple[int, int]]]]:
        """Matches as (start, -end, which) in order, and for each row the spans that rule it out."""
        standing: list[tuple[int, int, int]] = []
        around: dict[str, list[tuple[int, int]]] = {}
        if self._heads is None:
            return standing, around
        known, edged = self._known, f"\n{same}\n"
        for which, start, end in self._heads.find_matches_as_indexes(same, overlapping=True):
            phrase, _, tail = known[which]
            before = edged[start]
            if before.isalnum() or before == "_":
                continue
            if tail:
                matched = _YEAR_BEHIND.match(same, end)
                if not matched or tail not in matched.groups():
                    continue
                end = matched.end()
            after = edged[end + 1]
            if (after.isalnum() or after == "_") and not phrase.opening:
                continue
            if phrase.around:
                around.setdefault(phrase.target, []).append((start, end))
            else:
                standing.append((start, -end, which))
        standing.sort()
        return standing, around


def whereabouts(words: Sequence[str], text: str) -> Iterator[tuple[str, int, int]]:
    """Each occurrence of each word, inside others too: text[start:end]."""
    if words:
        found = AhoCorasick(words).find_matches_as_indexes(text, overlapping=True)
        yield from ((words[which], start, end) for which, start, end in found)


def _same(words: str) -> str:
    """Words without distinctions of shape, character for character."""
    shaped = unshaped(words).replace("\n", " ").replace("\t", " ")
    lower = shaped.lower()
    if len(lower) == len(words):
        return lower
    return "".join(each.lower() if len(each.lower()) == 1 else each for each in shaped)
