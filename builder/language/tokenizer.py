"""Words → tokens: as written, stemmed, and by meaning.

`templates/scripts/search/words.js` makes the same tokens from `rules`; a test holds the two
together.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from msgspec import Struct

from builder.model import SearchWords

_APOSTROPHES = "'’‘ʼ"
_HYPHENS = "-‐‑"
_TOKEN = rf"[^\W_]+(?:[{_APOSTROPHES}][^\W_]+)*"
_NUMBER = r"\d{1,3}(?:,\d{3})+(?!\d)"
_WITH_AND = r"[^\W\d_]&[^\W\d_](?![^\W_])"
_HYPHENED = re.compile(rf"[^\W_]+(?:[{_HYPHENS}][^\W_]+)+")
_POSSESSIVE = re.compile(rf"[{_APOSTROPHES}]s$", re.IGNORECASE)
_INSIDE = str.maketrans("", "", _APOSTROPHES + _HYPHENS + ",")

PLURAL = (
    ("sses", "ss", 1), ("ies", "y", 2), ("ss", "ss", 0), ("us", "us", 0), ("is", "is", 0),
    ("s", "", 3),
)  # fmt: skip
ENDINGS = (
    (("eed", "eed", 0), ("ied", "y", 2), ("edly", "", 3), ("ingly", "", 3), ("ing", "", 3),
     ("ed", "", 3)),
    (("iness", "y", 3), ("ily", "y", 3), ("ly", "", 4)),
    (("isational", "is", 2), ("isation", "is", 2), ("iveness", "iv", 3), ("ousness", "ous", 3),
     ("fulness", "ful", 3), ("bility", "bl", 2), ("ational", "", 4), ("sional", "s", 3),
     ("tional", "t", 3), ("ation", "", 4), ("ement", "", 3), ("sion", "s", 4), ("tion", "t", 4),
     ("ness", "", 4), ("ship", "", 4), ("ment", "", 5), ("ance", "", 5), ("ity", "", 4),
     ("ate", "", 4), ("ion", "", 4), ("at", "", 4), ("al", "", 5)),
    (("bb", "b", 2), ("dd", "d", 2), ("gg", "g", 2), ("mm", "m", 2), ("nn", "n", 2),
     ("pp", "p", 2), ("rr", "r", 2), ("tt", "t", 2)),
    (("e", "", 3),),
)  # fmt: skip
"""How endings are taken off, step by step: of each step the first that fits, as (ending, what
takes its place, how many letters must stand before it)."""


class Token(Struct, frozen=True):
    """One word in the forms by which it is compared."""

    printed: str
    """Without capitals and accents."""
    written: str
    """Besides in one spelling: what a quoted phrase asks for."""
    stem: str
    """Without its endings: what a word asks for."""
    singular: str
    """What the phrases of synonyms are compared by."""
    capitals: bool
    """Whether it is written as abbreviations are: "LADO", "IROs"."""
    small: bool
    """Whether a search can do without it."""
    code: int
    """A number that stands for it as written."""


class _Phrase(NamedTuple):
    """Words that a row of synonyms holds."""

    words: tuple[str, ...]
    capitals: bool
    """Whether it is an abbreviation, known by its capitals."""
    row: str


class Words:
    """Reads words by the rules of the registry."""

    def __init__(self, known: SearchWords) -> None:
        joined = "|".join(map(re.escape, known.joined))
        word = rf"(?:(?i:{joined})[{_HYPHENS}])?{_TOKEN}" if joined else _TOKEN
        self._token = re.compile(f"{_NUMBER}|{_WITH_AND}|{word}")
        self._spelled = known.spelled
        self._spellings = [(each.written, each.read_as, each.after) for each in known.spellings]
        self._forms = {form: word for word, forms in known.forms.items() for form in forms}
        self._apart = frozenset(known.apart)
        self._small = frozenset(known.small)
        self._joined = known.joined
        self._in_pieces = not any(" " in each for each in known.joined)
        self._faint = known.faint
        self._known: dict[str, Token] = {}
        self._phrases: dict[str, dict[str, list[_Phrase]]] = {}
        for row in known.synonyms:
            for phrase, capitals in [
                *((each, False) for each in row.words),
                *((each, True) for each in row.abbreviations),
            ]:
                words = tuple(each.singular for each in self.read(phrase))
                if not words:
                    continue  # a complaint of `synonym_checks`
                second = words[1] if len(words) > 1 else ""
                begun = self._phrases.setdefault(words[0], {})
                begun.setdefault(second, []).append(_Phrase(words, capitals, row.id))
        self.longest = 1
        """How many words the longest synonym has."""
        for begun in self._phrases.values():
            for phrases in begun.values():
                phrases.sort(key=lambda each: (-len(each.words), each))
                self.longest = max(self.longest, len(phrases[0].words))
        self.begun = {
            (first, second): len(phrases[0].words)
            for first, begun in self._phrases.items()
            for second, phrases in begun.items()
        }
        """The first two words of every synonym (the second is "" where it is a single word), and of
        how many words the longest is that begins so."""

    def read(self, words: str) -> list[Token]:
        """The tokens of some words, in order."""
        known = self._known
        found = self._token.findall(words)
        try:
            return [known[each] for each in found]
        except KeyError:
            return [known.get(each) or self._read(each) for each in found]

    def joints(self, words: str) -> Iterator[str]:
        """The stem of each hyphenated word as if printed without the hyphen."""
        for hyphened in _with_hyphen(words):
            for found in _HYPHENED.findall(hyphened):
                for token in self.read(found.translate(_INSIDE)):
                    yield token.stem

    def pieces(self, words: str) -> list[str]:
        """Parts of some words such that no token lies in two."""
        return words.split(" ") if self._in_pieces else [words]

    def _read(self, word: str) -> Token:
        parts = unicodedata.normalize("NFKD", word)
        letters = "".join(each for each in parts if not unicodedata.combining(each))
        bare = _POSSESSIVE.sub("", letters).translate(_INSIDE)
        written = self._spell(bare.lower())
        singular = self._singular(written)
        token = self._known[word] = Token(
            printed=bare.lower(),
            written=written,
            stem=self._stem(written, singular),
            singular=singular,
            capitals=sum(map(str.isupper, bare)) > 1,
            small=written in self._small,
            code=zlib.crc32(written.encode()),
        )
        return token

    def _spell(self, word: str) -> str:
        for written, read_as, after in self._spellings:
            at = word.find(written, after)
            if at >= 0:
                word = word[:at] + read_as + word[at + len(written) :]
        return self._spelled.get(word, word)

    def _singular(self, written: str) -> str:
        word = written if self._stands(written) else _without(written, PLURAL)
        return self._forms.get(written) or self._forms.get(word, word)

    def _stem(self, written: str, singular: str) -> str:
        if self._stands(written) or self._stands(singular):
            return singular
        word = singular
        for step in ENDINGS:
            word = _without(word, step)
        return word

    def _stands(self, word: str) -> bool:
        """Whether a word keeps its ending."""
        return len(word) < 4 or word in self._apart or word in self._small or not word.isalpha()

    def meanings(
        self, tokens: Sequence[Token], nested: bool = False
    ) -> Iterator[tuple[int, int, str]]:
        """Synonyms in some tokens as (start, end, row id).

        Abbreviations count in capitals only ("send" is a word). Of overlapping ones the first
        counts, or with `nested` each.
        """
        taken = 0
        for at in range(len(tokens)):
            if at >= taken or nested:
                length, row = self.meaning(tokens[at : at + self.longest])
                if length:
                    taken = at + length
                    yield at, taken, row

    def meaning(self, run: Sequence[Token]) -> tuple[int, str]:
        """The longest synonym at the start: its number of tokens and row id, or 0 and ""."""
        begun = self._phrases.get(run[0].singular)
        if begun is not None:
            second = run[1].singular if len(run) > 1 else ""
            for phrase in (*begun.get(second, ()), *begun.get("", ())):
                length = len(phrase.words)
                if _is(phrase, run[:length]):
                    return length, phrase.row
        return 0, ""

    def rules(self) -> dict[str, Any]:
        """All rules, for the search page's script."""
        return {
            "joined": self._joined,
            "spelled": self._spelled,
            "spellings": self._spellings,
            "forms": self._forms,
            "apart": sorted(self._apart),
            "small": sorted(self._small),
            "faint": sorted({each.stem for word in self._faint for each in self.read(word)}),
            "plural": PLURAL,
            "endings": ENDINGS,
            "phrases": [
                [" ".join(each.words), each.capitals, each.row]
                for begun in self._phrases.values()
                for phrases in begun.values()
                for each in phrases
            ],
        }


def _with_hyphen(words: str) -> list[str]:
    """The parts between white space that hold a hyphen: few, so that few are matched."""
    one, two, three = tuple(_HYPHENS)
    if one not in words and two not in words and three not in words:
        return []
    return [part for part in words.split() if one in part or two in part or three in part]


def _is(phrase: _Phrase, run: Sequence[Token]) -> bool:
    if tuple([each.singular for each in run]) != phrase.words:
        return False
    return not phrase.capitals or all(each.capitals for each in run)


def _without(word: str, endings: Sequence[tuple[str, str, int]]) -> str:
    """A word without the first of some endings that it has."""
    for ending, instead, least in endings:
        if word.endswith(ending) and len(word) - len(ending) >= least:
            return word[: len(word) - len(ending)] + instead
    return word
