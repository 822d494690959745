"""What stands at each anchor of a document: its words and its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from builder.model import Section, Table, paragraphs, plain

_NUMBERED = re.compile(r"p\d+(\.\d+)*(-\d+)?")


class Anchored(Struct, frozen=True):
    """A block with an anchor of its own."""

    anchor: str
    words: str
    line: int
    """The line of the document's file on which it begins."""


def anchored(sections: Sequence[Section]) -> Iterator[Anchored]:
    """Every anchor of a document with its words; a section's are its heading."""
    for section in sections:
        yield Anchored(section.id, plain(section.heading), section.line)
        if section.grade_line is not None:
            line = section.grade_line
            yield Anchored(line.id, plain(line.text), line.line)
        for block in paragraphs(section.blocks):
            yield Anchored(block.id, plain(block.text), block.line)
        for table in section.blocks:
            if isinstance(table, Table):
                for row in table.rows:
                    yield Anchored(row.id, " ".join(map(plain, row.cells)), row.line)


def named(at: str, places: Sequence[Anchored]) -> list[str]:
    """The anchor that an editor names, or those of the unnumbered blocks with the words."""
    if any(place.anchor == at for place in places):
        return [at]
    return [
        place.anchor
        for place in places
        if at in place.words and not _NUMBERED.fullmatch(place.anchor)
    ]
