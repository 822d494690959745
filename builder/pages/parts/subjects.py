"""The topics of an authority's documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from builder.pages.parts.listing import Way
from builder.pages.parts.passage import DocumentPassages, Passage


class Subjects(Struct, frozen=True):
    """What an authority's documents speak of."""

    ways: Mapping[str, Way]
    """By topic: where it is read."""
    of_document: Mapping[str, Mapping[str, Sequence[Passage]]]
    """By document and topic."""


def subjects(found: Mapping[str, Sequence[DocumentPassages]], ways: Mapping[str, Way]) -> Subjects:
    """The topics of an authority's documents, from the places of each."""
    of_document: dict[str, dict[str, Sequence[Passage]]] = {}
    for topic, places in found.items():
        for each in places:
            of_document.setdefault(each.document.id, {})[topic] = each.passages
    return Subjects(ways, of_document)
