"""Compare headings, list entries and rows with the original's own.

Files are often wrong about themselves, so a difference is only a remark.
"""

from __future__ import annotations

from collections.abc import Sequence

from builder.verify.original import FileElement, Structure
from builder.verify.page import PageWords

_LETTERS = 40
"""Letters and digits by which an element is known again."""
_WORDS = 8
"""Words shown of an element."""
_SHOWN = 3
"""Elements shown of those that one side has alone."""


def differences(structure: Structure | None, page: PageWords) -> tuple[str, ...]:
    """For each kind of element that differs, both numbers and the first examples.

    Elements whose words are missing from the page do not count.
    """
    if structure is None:
        return ()
    everything = _known_by(" ".join(page.words), None)
    remarks = (
        _difference(
            sort,
            [each for each in named if _known_by(each.words) in everything],
            [" ".join(page.words[a:b]) for a, b in spans if a < b],
        )
        for sort, named, spans in (
            ("headings", structure.headings, page.headings),
            ("entries and numbered paragraphs", structure.entries, page.entries),
            ("table rows", structure.rows, page.rows),
        )
        if named
    )
    return tuple(each for each in remarks if each)


def _difference(sort: str, named: Sequence[FileElement], shown: Sequence[str]) -> str:
    """What differs between elements of one sort, or ""."""
    left = [(_known_by(words), FileElement(0, words)) for words in shown]
    alone = []
    for mention in named:
        key = _known_by(mention.words)
        own = next((each for each in left if _same(each[0], key)), None)
        if own is None:
            if not mention.words[:1].islower():  # the rest of one, cut by a page
                alone.append(mention)
        else:
            left.remove(own)
    if not alone and not left:
        return ""
    parts = [f"{sort}: {len(named)} in the file, {len(shown)} on the page"]
    if alone:
        parts.append(f"only in the file: {_first(alone)}")
    if left:
        parts.append(f"only on the page: {_first([mention for _, mention in left])}")
    return "; ".join(parts)


def _first(mentions: Sequence[FileElement]) -> str:
    """The first few elements, each by its first words."""
    shown = [
        f"“{_beginning(each.words)}”" + (f" (page {each.page})" if each.page else "")
        for each in mentions[:_SHOWN]
    ]
    more = len(mentions) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")


def _known_by(words: str, most: int | None = _LETTERS) -> str:
    return "".join(filter(str.isalnum, words.casefold()))[:most]


def _same(one: str, other: str) -> bool:
    """Whether two elements begin alike, a printed mark aside."""
    return one == other or (
        min(len(one), len(other)) > 3 and (one.startswith(other) or other.startswith(one))
    )


def _beginning(words: str) -> str:
    shown = words.split()
    return " ".join(shown[:_WORDS]) + (" …" if len(shown) > _WORDS else "")
