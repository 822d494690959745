"""What councils were asked to improve on one topic, newest first, as printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from builder.analysis.grade_history import GradeHistory
from builder.model import Document
from builder.pages.parts.grade_then_and_next import GradeThenAndNext, grade_then_and_next
from builder.pages.parts.recommendation_entries import DocumentRecommendations
from builder.pages.parts.views import Link, day
from builder.reading.archive import Archive

_NONE = GradeHistory(())

ON_A_PAGE = 50
"""How many recommendations one page lists."""


class TopicRecommendation(NamedTuple):
    """A recommendation on a topic, from one authority."""

    document: str
    text: str
    kind: str
    """The name of its kind: "Recommendation"."""
    url: str
    later: tuple[Link, ...]
    """Where possible follow-ups stand, each named by its document."""


class TopicRow(NamedTuple):
    """A recommendation on a topic, in the list of all."""

    recommendation: TopicRecommendation
    authority: Link
    document: Link
    """Named by its kind and day of publication."""
    published: str
    """The same day for machines."""
    grades: GradeThenAndNext


def topic_recommendations(
    entries: Iterable[DocumentRecommendations],
) -> dict[str, tuple[TopicRecommendation, ...]]:
    """An authority's recommendations by topic, newest document first."""
    found: dict[str, list[TopicRecommendation]] = {}
    for document in entries:
        for entry in document.entries:
            later = tuple(dict.fromkeys(Link(each.by.text, each.url) for each in entry.later))
            one = TopicRecommendation(document.id, entry.text, entry.kind_name, entry.url, later)
            for topic in entry.values["topic"]:
                found.setdefault(topic.slug, []).append(one)
    return {topic: tuple(each) for topic, each in found.items()}


def topic_rows(
    archive: Archive,
    histories: Mapping[str, GradeHistory],
    brought: Mapping[str, Sequence[TopicRecommendation]],
) -> tuple[TopicRow, ...]:
    """All authorities' recommendations as one list, newest first. Needs no document's text.

    `histories` are of the authorities that have one.
    """
    rows = []
    for authority, recommendations in brought.items():
        history = histories.get(authority, _NONE)
        place = archive.registry.authorities[authority].place
        for each in recommendations:
            document = archive.by_id[each.document]
            row = TopicRow(
                each,
                Link(place, f"/authorities/{authority}/"),
                Link(_name(archive, document), document.url),
                document.front.published.isoformat(),
                grade_then_and_next(history, document),
            )
            rows.append((-document.front.published.toordinal(), place, document.id, row))
    return tuple(row for *_, row in sorted(rows, key=lambda each: each[:3]))


def _name(archive: Archive, document: Document) -> str:
    return (
        f"{archive.registry.site.words.kind(document.front.kind)}, {day(document.front.published)}"
    )
