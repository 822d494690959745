"""Headings, entries of lists and rows of tables, as an original's file names them, held against
the page's.

What a file says of itself is often wrong: authors make headings of sentences and leave lists
untagged.  So a difference is a remark for a person, and no fault.
"""

from __future__ import annotations

from collections.abc import Sequence

from builder.verify.original import Mention, Structure
from builder.verify.page import Page

_LETTERS = 40
"""Letters and digits by which an element is known again."""
_WORDS = 8
"""Words shown of an element."""


def differences(structure: Structure | None, page: Page) -> tuple[str, ...]:
    """Each element that one side has and the other has not, with its page and first words."""
    if structure is None:
        return ()
    remarks: list[str] = []
    for name, named, spans in (
        ("heading", structure.headings, page.headings),
        ("list entry", structure.entries, page.entries),
        ("table row", structure.rows, page.rows),
    ):
        shown = [" ".join(page.words[begin:end]) for begin, end in spans if begin < end]
        remarks += _differences(name, named, shown)
    return tuple(remarks)


def _differences(name: str, named: Sequence[Mention], shown: Sequence[str]) -> list[str]:
    """What differs between elements of one sort, in their order."""
    left = [(_known_by(words), words) for words in shown]
    only_named = []
    for mention in named:
        key = _known_by(mention.words)
        own = next((each for each in left if _same(each[0], key)), None)
        if own is None:
            only_named.append(mention)
        else:
            left.remove(own)
    return [
        *(
            f"a {name} in the file and not on the page"
            f"{f' (page {mention.page})' if mention.page else ''}: “{_first(mention.words)}”"
            for mention in only_named
        ),
        *(
            f"a {name} on the page and not in the file: “{_first(words)}”"
            for _, words in left
        ),
    ]


def _known_by(words: str) -> str:
    return "".join(filter(str.isalnum, words.casefold()))[:_LETTERS]


def _same(one: str, other: str) -> bool:
    """Whether two elements begin alike: a file may print a mark before its words."""
    return one == other or (
        min(len(one), len(other)) > 3 and (one.startswith(other) or other.startswith(one))
    )


def _first(words: str) -> str:
    shown = words.split()
    return " ".join(shown[:_WORDS]) + (" …" if len(shown) > _WORDS else "")
