"""The job that finds similar recommendations of different authorities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from builder.analysis.similar_recommendations import (
    SimilarRecommendations,
    similar_recommendations,
)
from builder.model import ComparedRecommendation


class SimilarOutput(Struct, frozen=True):
    similar: SimilarRecommendations
    files: Mapping[str, str] = field(default_factory=dict)
    kept: tuple[str, ...] = ()


def find_similar(compared: Sequence[ComparedRecommendation]) -> SimilarOutput:
    """What is similar among all recommendations."""
    return SimilarOutput(similar_recommendations(compared))
