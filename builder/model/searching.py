"""What search treats as the same: spellings, forms of words, synonyms."""

from __future__ import annotations

from msgspec import Struct, field

from builder.model.places import NOWHERE, Line, Lines


class Spelling(Struct, frozen=True):
    """Letters that are written in two ways."""

    written: str
    read_as: str
    after: int
    """How many letters of a word stand before them at least."""
    examples: dict[str, str]
    """A word in one spelling → the same word in the other."""
    line: Line = NOWHERE


class Synonym(Struct, frozen=True):
    """Words that mean the same in these documents: either finds the other."""

    id: str
    words: tuple[str, ...]
    """Words and phrases, in the singular or the plural."""
    examples: tuple[str, ...]
    abbreviations: tuple[str, ...] = ()
    """Those that stand in documents in capitals."""
    not_examples: tuple[str, ...] = ()
    line: Line = NOWHERE


class FilterWords(Struct, frozen=True):
    """Words by which a reader asks for what a filter chooses: "priority actions"."""

    filter: str
    """The name of the filter in the search's address."""
    values: tuple[str, ...]
    """What they choose there."""
    words: tuple[str, ...]
    """Words and phrases, in the singular or the plural."""
    beside: bool = False
    """Whether they ask for it only beside one of `judged`: "good" alone is an ordinary word."""
    line: Line = NOWHERE


class SearchWords(Struct, frozen=True):
    """The rules by which words are found."""

    small: tuple[str, ...]
    """Words that a search can do without."""
    joined: tuple[str, ...]
    """Beginnings that are one word with what follows their hyphen."""
    spellings: tuple[Spelling, ...]
    spelled: dict[str, str]
    """Whole words that are written in two ways."""
    forms: dict[str, tuple[str, ...]]
    """A word → its forms that its endings do not show."""
    apart: tuple[str, ...]
    """Words that are no form of another, whatever their endings."""
    synonyms: tuple[Synonym, ...]
    faint: tuple[str, ...] = ()
    """Words that say little of what is asked for, however rare they are in the documents."""
    filters: tuple[FilterWords, ...] = ()
    judged: tuple[str, ...] = ()
    """Words that say nothing more beside a grade: "rated", "councils"."""
    council_words: tuple[str, ...] = ()
    """Words that say nothing more beside a place: "borough"."""
    parts_of_names: tuple[str, ...] = ()
    """Words of places' names that name no place by themselves: "central", "reading"."""
    lines: Lines = field(default_factory=lambda: Lines({}))
