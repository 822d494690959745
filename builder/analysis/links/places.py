"""A document's blocks of running text. Headings, printed grades and letterheads are none."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate
from weakref import ref

from builder.model import (
    Block,
    Document,
    List,
    Paragraph,
    Place,
    PlaceKind,
    Table,
    evened,
    unmarked,
)


class Running:
    """Places as one text, a line each, to search all at once."""

    def __init__(self, places: Sequence[Place]) -> None:
        self.places = places
        self.text = "\n".join([each.words for each in places])

    @cached_property
    def _ends(self) -> list[int]:
        return list(accumulate(len(each.words) + 1 for each in self.places))

    def place_at(self, position: int) -> Place:
        """The place that holds a character of the text."""
        return self.places[bisect_right(self._ends, position)]


_AT_HAND: dict[int, tuple[ref[Document], Sequence[Place]]] = {}
"""The places of documents that are held: they are asked for again and again, and go with them."""


def places(document: Document) -> Sequence[Place]:
    """Every place of a document, in reading order."""
    key = id(document)
    known = _AT_HAND.get(key)
    if known is not None and known[0]() is document:
        return known[1]
    found: list[Place] = []
    for at, section in enumerate(document.sections):
        before_title = at == 0 and not section.heading and len(document.sections) > 1
        if not before_title:
            _gather(section.blocks, at, None, found)
    _AT_HAND[key] = ref(document, lambda _: _AT_HAND.pop(key, None)), found
    return found


def _gather(blocks: Sequence[Block], section: int, number: int | None, found: list[Place]) -> None:
    for block in blocks:
        if isinstance(block, Paragraph):
            own = block.number if block.number is not None else number
            kind: PlaceKind = "footnote" if block.note else "paragraph"
            found.append(Place(block.id, evened(unmarked(block.text)), section, own, kind))
            if block.blocks:
                _gather(block.blocks, section, own, found)
        elif isinstance(block, List):
            for item in block.items:
                found.append(Place(item.id, evened(unmarked(item.text)), section, number, "item"))
                if item.blocks:
                    _gather(item.blocks, section, number, found)
        elif isinstance(block, Table):
            for row in block.rows:
                words = " ".join(filter(None, [evened(unmarked(each)) for each in row.cells]))
                found.append(Place(row.id, words, section, number, "row"))
