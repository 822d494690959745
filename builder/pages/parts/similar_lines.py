"""Similar recommendations to other authorities, for pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from builder.model import RecommendationId, Span, Text
from builder.pages.parts.grade_then_and_next import GradeThenAndNext, then_and_next_words


class SimilarLine(NamedTuple):
    """A recommendation to another authority, in a list."""

    place: str
    """The authority: "Torbay"."""
    published: str
    """When its document was published: "14 March 2022"."""
    text: str
    url: str
    grades: GradeThenAndNext


SimilarLines = Mapping[RecommendationId, tuple[SimilarLine, ...]]
"""The similar recommendations of each recommendation that has any, newest first."""


def similar_text(lines: Iterable[SimilarLine]) -> Text:
    """The same as words with links, for the margin."""
    spans: list[Span] = []
    for each in lines:
        words = then_and_next_words(each.grades)
        spans += [
            *([Span("; ")] if spans else []),
            Span(f"{each.place}, {each.published}", "", each.url),
            *([Span(f" ({words})")] if words else []),
        ]
    return tuple(spans)
