"""Recommendations of different authorities that ask for the same thing."""

from __future__ import annotations

from datetime import date

from builder.analysis.similar_recommendations import MOST, similar_recommendations
from builder.model import ComparedRecommendation, RecommendationId


def asked(
    authority: str, words: str, topics: str = "doors", year: int = 2020
) -> ComparedRecommendation:
    document = f"{authority}-{year}"
    return ComparedRecommendation(
        RecommendationId(document, 0),
        authority,
        date(year, 1, 1),
        tuple(topics.split()),
        tuple(sorted(set(words.split()))),
        words,
        "p1",
    )


def others(*compared: ComparedRecommendation) -> list[str]:
    """The documents of what is similar to the first."""
    found = similar_recommendations(compared).get(compared[0].id, ())
    return [each.document for each in found]


NOISE = tuple(asked(f"town{at}", f"boats nets{at} ropes{at}", "boats") for at in range(8))


def test_what_shares_a_topic_and_rare_words_is_similar() -> None:
    assert others(
        asked("east", "paint harbour doors yearly"),
        asked("west", "paint harbour doors"),
        *NOISE,
    ) == ["west-2020"]


def test_what_shares_words_and_no_topic_is_not_similar() -> None:
    assert not others(
        asked("east", "paint harbour doors yearly"),
        asked("west", "paint harbour doors", "lanterns"),
        *NOISE,
    )


def test_what_shares_a_topic_and_hardly_a_word_is_not_similar() -> None:
    assert not others(
        asked("east", "paint harbour doors yearly"),
        asked("west", "doors creak windward nightly storms"),
        *NOISE,
    )


def test_an_authority_is_never_similar_to_itself() -> None:
    assert not others(asked("east", "paint doors"), asked("east", "paint doors", year=2022), *NOISE)


def test_one_of_each_authority_is_found_newest_first() -> None:
    found = others(
        asked("east", "paint harbour doors"),
        asked("west", "paint harbour doors", year=2011),
        asked("west", "paint harbour gates doors locks", year=2015),
        asked("north", "paint harbour doors", year=2018),
        asked("south", "paint harbour doors", year=2014),
        asked("isle", "paint harbour doors bridges locks mill", year=2024),
        *NOISE,
    )
    assert found == ["north-2018", "south-2014", "west-2011"]
    assert len(found) == MOST


def test_the_order_of_what_is_compared_changes_nothing() -> None:
    compared = [asked(f"town{at}", "paint harbour doors", year=2000 + at) for at in range(9)]
    assert similar_recommendations(compared) == similar_recommendations(compared[::-1])


def test_nothing_is_similar_to_nothing() -> None:
    assert similar_recommendations([]) == {}
    assert similar_recommendations([asked("east", "", "")]) == {}
