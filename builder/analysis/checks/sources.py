"""The archive and its links for rules that compare places; recent documents are cached."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from builder.analysis.links import places
from builder.language.numbers import figures
from builder.language.templates import Recogniser
from builder.model import CheckRules, Document, Links, Place, Reference
from builder.reading.archive import Archive

KEPT = 64
"""How many documents' places are kept."""


class Sources:
    """What rules look things up in."""

    def __init__(self, archive: Archive, links: Links) -> None:
        self.archive = archive
        self.links = links
        self._places = lru_cache(maxsize=KEPT)(self._read)
        self._printed = lru_cache(maxsize=KEPT)(self._gather)
        self._recogniser = lru_cache(maxsize=None)(self._compile)

    @property
    def rules(self) -> CheckRules:
        return self.archive.registry.checks

    def document(self, id: str) -> Document:
        return self.archive.by_id[id]

    def places(self, document: Document) -> Mapping[str, Place]:
        """A document's places of running text, by anchor, in reading order."""
        return self._places(document.id)

    def words(self, document: str, anchor: str) -> str:
        """The words at an anchor, or ""."""
        place = self._places(document).get(anchor)
        return place.words if place else ""

    def printed(self, document: Document) -> frozenset[float]:
        """Every figure that a document prints."""
        return self._printed(document.id)

    def references(self, document: Document) -> tuple[Reference, ...]:
        return self.links.references.get(document.id, ())

    def recogniser(self, document: Document) -> Recogniser:
        return self._recogniser(document.framework.id)

    def _read(self, id: str) -> dict[str, Place]:
        return {each.anchor: each for each in places(self.document(id))}

    def _gather(self, id: str) -> frozenset[float]:
        found = (figures(each.words) for each in self._places(id).values())
        return frozenset(figure.value for each in found for figure in each)

    def _compile(self, framework: str) -> Recogniser:
        return Recogniser(self.archive.registry.frameworks[framework])
