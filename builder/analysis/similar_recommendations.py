"""Recommendations of different authorities that ask for the same.

They share a topic and words, rare ones counting more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from builder.model import ComparedRecommendation, RecommendationId

if TYPE_CHECKING:
    import numpy as np

SimilarRecommendations = Mapping[RecommendationId, tuple[RecommendationId, ...]]
"""For each recommendation those that are similar."""

LIKE = 0.32
"""How alike two must be, from 0 to 1: the cosine of their weighted words.  Of 50 pairs drawn at
random from 300 reports and read, more than four in five ask for the same thing."""

MOST = 3
"""How many are found for one."""

_FINE = 4
"""Steps of a word's weight for each halving of how often it occurs.  Weights are coarse, so that
one changed recommendation changes what is found for few others."""


def similar_recommendations(
    compared: Sequence[ComparedRecommendation],
) -> SimilarRecommendations:
    """The most similar recommendations, one an authority, newest first."""
    import numpy as np  # most builds do without it, and it starts threads

    if not compared:
        return {}
    weights = _weights(compared)
    codes = {stem: code for code, stem in enumerate(weights)}
    squares = np.array(list(weights.values()), np.float64) ** 2
    stems = [np.array([codes[each] for each in one.stems], np.int64) for one in compared]
    lengths = np.sqrt(np.array([squares[each].sum() for each in stems]))
    lengths[lengths == 0] = 1
    postings = _postings(stems, len(codes))
    authorities = {name: code for code, name in enumerate(sorted({c.authority for c in compared}))}
    authority = np.array([authorities[each.authority] for each in compared], np.int64)
    by_topic: dict[str, list[int]] = {}
    for at, one in enumerate(compared):
        for topic in one.topics:
            by_topic.setdefault(topic, []).append(at)
    topics = {topic: np.array(held, np.int64) for topic, held in by_topic.items()}
    sharing: dict[tuple[str, ...], np.ndarray] = {}
    found: dict[RecommendationId, tuple[RecommendationId, ...]] = {}
    for at, one in enumerate(compared):
        if not one.topics or not one.stems:
            continue
        held = [postings[code] for code in stems[at]]
        weights_of = np.repeat(squares[stems[at]], [len(each) for each in held])
        scores = np.bincount(np.concatenate(held), weights_of, len(compared))
        if one.topics not in sharing:
            sharing[one.topics] = np.unique(np.concatenate([topics[each] for each in one.topics]))
        shared = sharing[one.topics]
        shared = shared[authority[shared] != authority[at]]
        likeness = scores[shared] / (lengths[shared] * lengths[at])
        near = np.flatnonzero(likeness >= LIKE)
        ranked = sorted((-round(float(likeness[each]), 6), compared[shared[each]]) for each in near)
        best: dict[str, ComparedRecommendation] = {}
        for _, other in ranked:
            best.setdefault(other.authority, other)
            if len(best) == MOST:
                break
        if best:
            newest = sorted(best.values(), key=lambda each: (each.published, each.id), reverse=True)
            found[one.id] = tuple(each.id for each in newest)
    return found


def _weights(compared: Sequence[ComparedRecommendation]) -> Mapping[str, float]:
    import numpy as np  # most builds do without it, and it starts threads

    number = len(compared)
    held = Counter(stem for each in compared for stem in each.stems)
    return {
        stem: round(_FINE * float(np.log2(number / times))) / _FINE
        for stem, times in sorted(held.items())
    }


def _postings(stems: Sequence[np.ndarray], number: int) -> list[np.ndarray]:
    """The recommendations that hold each word, by its code."""
    import numpy as np  # most builds do without it, and it starts threads

    pairs = sorted((int(code), at) for at, codes in enumerate(stems) for code in codes)
    found = [np.array([], np.int64)] * number
    for code, same in groupby(pairs, key=lambda pair: pair[0]):
        found[code] = np.array([at for _, at in same], np.int64)
    return found
