"""Recommendations on a topic, as a table and a feed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from builder.core.safe_files import File
from builder.exports.feeds import recommendation_feed
from builder.exports.tables import csv_bytes
from builder.pages import Accounts, Contributions
from builder.pages.parts.grade_then_and_next import GradeAt
from builder.pages.parts.topic_recommendations import TopicRow, topic_rows

COLUMNS = (
    *("document", "authority", "published", "kind", "text", "url"),
    *("grade_then", "grade_then_framework", "grade_then_published"),
    *("grade_next", "grade_next_framework", "grade_next_published"),
)


def topic_files(
    known: Accounts, topic: str, contributions: Contributions, base_url: str
) -> Iterator[File]:
    """`/topics/<id>/recommendations.csv` and `feed.xml`, newest first, if there are any."""
    archive = known.archive
    rows = topic_rows(archive, known.histories, contributions(f"asked/{topic}"))
    if not rows:
        return
    folder = f"topics/{topic}/"
    yield File(f"{folder}recommendations.csv", csv_bytes(COLUMNS, map(_cells, rows)))
    name = archive.registry.topics[topic].name
    title = f"{name}: what {archive.registry.site.words.authorities} were asked to improve"
    yield recommendation_feed(archive, rows, title, folder, base_url)


def _cells(row: TopicRow) -> Sequence[object]:
    one = row.recommendation
    authority = row.authority.url.strip("/").rpartition("/")[2]
    around = [cell for grade in row.grades for cell in _grade(grade)]
    return (one.document, authority, row.published, one.kind, one.text, one.url, *around)


def _grade(grade: GradeAt | None) -> Sequence[object]:
    if grade is None:
        return ("", "", "")
    return (grade.words if grade.grades else "", grade.framework, grade.iso)
