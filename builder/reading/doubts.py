"""Doubtful headings: likely errors of conversion for a person to look at.

Measured on reports: a graded heading below recommendations stood above praise that was taken for
them, and a heading that continues a sentence was part of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from builder.language.sentences import begins_inside, ends_sentence
from builder.language.templates import Recogniser
from builder.model import RECOMMENDING, Block, List, Paragraph, Section, plain, unmarked

_WRAPPED = 60
"""Characters from which words may be a sentence that goes on, and no line of an address."""


class Outlined(Struct, frozen=True):
    """A heading, with what tells of its place."""

    level: int
    words: str
    graded: bool
    """Whether it awards a grade, itself or by the line below it."""
    above: str
    """The words of the block above it."""
    place: int
    """Its line, or its page."""


def doubts(headings: Iterable[Outlined], recogniser: Recogniser) -> Iterator[tuple[int, str]]:
    """The place of each doubtful heading, and why, as a sentence."""
    part: Outlined | None = None
    for each in headings:
        if part is not None and each.level <= part.level:
            part = None
        opened = recogniser.part(each.words)
        if opened is not None:
            part = each if opened.role in RECOMMENDING else None
        elif part is not None and each.graded:
            yield (
                each.place,
                f"“{each.words}” awards a grade and stands below “{part.words}”, though it is no "
                "part of it; give both headings the same level.",
            )
        open_above = len(each.above) >= _WRAPPED and not ends_sentence(each.above)
        if open_above and begins_inside(each.words):
            yield (
                each.place,
                f"the heading “{each.words[:60]}” goes on with the sentence above it, "
                f"“… {each.above[-30:]}”; join the two if they are one.",
            )


def outlined(sections: Iterable[Section], recogniser: Recogniser) -> Iterator[Outlined]:
    """A read document's headings, by line."""
    above = ""
    for section in sections:
        words = unmarked(section.heading)
        if words and section.level > 1:
            graded = section.grade is not None or recogniser.statement(words) is not None
            yield Outlined(section.level, words, graded, above, section.line)
        above = _last(section.blocks[-1]) if section.blocks else ""


def _last(block: Block) -> str:
    """The words with which a block of text ends; "" for tables and notes."""
    if isinstance(block, List):
        item = block.items[-1]
        return _last(item.blocks[-1]) if item.blocks else plain(item.text)
    if isinstance(block, Paragraph) and not block.note:
        return _last(block.blocks[-1]) if block.blocks else plain(block.text)
    return ""
