"""Archive → references: what each paragraph cites, and on which printed words that rests.

In: the archive.  Out: references by document, and by the thing referred to.  A stage of its own
because it needs every document and all registries, and because a reference is ours: it is shown
beside the text, and never guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from builder.archive import Archive
from builder.model import Citation, Document, paragraphs, plain
from builder.recognise import phrases


@dataclass(frozen=True)
class Reference:
    """One mention, in one place of a document, of something that the archive knows."""

    document: str
    anchor: str
    printed: str
    """The words on which it rests, as printed."""
    what: str
    """"citation"."""
    target: str
    """The id of the thing referred to, in its registry."""


def citations(archive: Archive) -> dict[str, tuple[Reference, ...]]:
    """What each document's paragraphs cite, by the document's id, in reading order."""
    patterns = [(each, phrases(each)) for each in archive.registry.citations.values()]
    return {
        document.id: tuple(
            reference
            for section in document.sections
            for part in paragraphs(section.blocks)
            for reference in _cited(document, part.id, plain(part.text), patterns)
        )
        for document in archive.documents
    }


def _cited(
    document: Document,
    anchor: str,
    words: str,
    patterns: list[tuple[Citation, re.Pattern[str]]],
) -> list[Reference]:
    """The citations in one paragraph; of two that overlap the longer stands."""
    found = sorted(
        (
            (match.start(), -match.end(), match[0], citation.id)
            for citation, pattern in patterns
            for match in pattern.finditer(words)
        ),
    )
    references: list[Reference] = []
    end = 0
    for start, negative_end, printed, target in found:
        if start >= end:
            references.append(Reference(document.id, anchor, printed, "citation", target))
            end = -negative_end
    return references
