"""Changes between two graded inspections of an authority: grades, topics, what was asked.

Only grades of one scale are called better, the same or worse. A topic that is gone was not asked
about again; whether anything was done is not said.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import NamedTuple

from msgspec import Struct

from builder.analysis.grade_history import GradedInspection, grade_history
from builder.model import ComparedRecommendation, Document, Links
from builder.pages.parts.subjects import Subjects
from builder.pages.parts.views import DocumentLine, GradeCell, Link, cell, document_line
from builder.reading.archive import GRADED, Archive, JudgementState, judgement_states

LIKE = 0.5
"""How alike two recommendations must be to be shown as asked again: the cosine of their words."""


class JudgementChange(NamedTuple):
    """One judgement at both inspections."""

    judgement: Link
    then: GradeCell
    now: GradeCell
    words: str
    """"better", "same" or "worse"; "" where the two are of different scales."""


class AskedAgain(NamedTuple):
    """A recommendation, and a similar one of the inspection before."""

    now: Link
    then: Link


class SinceLastInspection(Struct, frozen=True):
    """What changed since the graded inspection before."""

    then: DocumentLine
    now: DocumentLine
    judgements: tuple[JudgementChange, ...]
    gone: tuple[Link, ...]
    """Topics of what was asked then, of which nothing is asked now."""
    still: tuple[Link, ...]
    """Topics of which something is asked at both."""
    new: tuple[Link, ...]
    """Topics of which something is asked now, and nothing was then."""
    again: tuple[AskedAgain, ...]


def since_last_inspection(
    archive: Archive, document: Document, links: Links, known: Subjects
) -> SinceLastInspection | None:
    """Changes since the graded inspection before a document's, or None without both."""
    history = grade_history(archive.of_authority(document.front.authority))
    now = next((each for each in history.inspections if document.id in each.documents), None)
    then = history.before(now) if now else None
    if now is None or then is None:
        return None
    compared = links.compared.get(document.front.authority, ())
    asked_then = [each for each in compared if each.id.document in then.documents]
    asked_now = [each for each in compared if each.id.document == document.id]
    topics_then = {topic for each in asked_then for topic in each.topics}
    topics_now = {topic for each in asked_now for topic in each.topics}

    def topics(ids: set[str]) -> tuple[Link, ...]:
        named = ((archive.registry.topics[each].name, each) for each in ids)
        return tuple(Link(name, known.ways[each].address) for name, each in sorted(named))

    return SinceLastInspection(
        document_line(archive, then.document),
        document_line(archive, document),
        tuple(_judgements(archive, then, document)),
        topics(topics_then - topics_now),
        topics(topics_then & topics_now),
        topics(topics_now - topics_then),
        tuple(
            AskedAgain(_link(archive, one), _link(archive, other))
            for one in asked_now
            if (other := _alike(one, asked_then))
        ),
    )


def _judgements(
    archive: Archive, then: GradedInspection, document: Document
) -> list[JudgementChange]:
    """Every judgement graded in either, in the newer one's order."""
    asked = dict.fromkeys(
        judgement.id
        for each in (document, then.document)
        for judgement in each.framework.judgements
    )
    pairs = zip(
        asked,
        judgement_states(then.document, asked),
        judgement_states(document, asked),
        strict=True,
    )
    return [
        JudgementChange(
            Link(archive.registry.judgements[judgement].name, f"/judgements/{judgement}/"),
            cell(before),
            cell(after),
            _words(before, after),
        )
        for judgement, before, after in pairs
        if GRADED in (before.state, after.state)
    ]


def _words(then: JudgementState, now: JudgementState) -> str:
    one, other = then.document.framework, now.document.framework
    same_scale = one.id == other.id or (
        one.official_statistics is not None
        and other.official_statistics is not None
        and one.official_statistics.series == other.official_statistics.series
    )
    if not same_scale or len(then.grades) != 1 or len(now.grades) != 1:
        return ""
    before, after = then.grades[0].number, now.grades[0].number
    return "same" if before == after else "better" if after < before else "worse"


def _alike(
    one: ComparedRecommendation, others: Sequence[ComparedRecommendation]
) -> ComparedRecommendation | None:
    """The most similar recommendation that shares a topic, or None."""
    words, topics = set(one.stems), set(one.topics)
    best: tuple[float, ComparedRecommendation] | None = None
    for each in others:
        if topics.isdisjoint(each.topics):
            continue
        likeness = len(words.intersection(each.stems)) / sqrt(len(words) * len(each.stems))
        if likeness >= LIKE and (best is None or likeness > best[0]):
            best = likeness, each
    return best[1] if best else None


def _link(archive: Archive, one: ComparedRecommendation) -> Link:
    return Link(one.text, f"{archive.by_id[one.id.document].url}#{one.anchor}")
