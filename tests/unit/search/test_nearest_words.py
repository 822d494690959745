"""Words that stand in like company."""

from __future__ import annotations

import pytest

from builder.language.tokenizer import Words
from builder.registry.load import read_registry
from builder.search.nearest_words import SEEN, nearest_words
from tests.support.paths import PROJECT

ABOUT = ("the school", "the nursery", "a carer", "the clinic", "the court")


@pytest.fixture(scope="module")
def words() -> Words:
    return Words(read_registry(PROJECT / "content").synonyms)


def _texts() -> list[str]:
    return [
        text
        for whom in ABOUT
        for text in (
            f"Parents raise complaints about {whom} without delay.",
            f"Parents raise grievances about {whom} without delay.",
            f"Lanterns hang brightly over {whom} at night.",
        )
    ]


def test_a_word_of_the_same_company_comes_first(words: Words) -> None:
    nearest = nearest_words(_texts(), words, "complaint", 3)
    assert nearest is not None
    assert nearest[0] == "grievances"
    assert "complaints" not in nearest


def test_the_order_of_the_texts_does_not_count(words: Words) -> None:
    forward = nearest_words(_texts(), words, "complaint", 10)
    assert forward == nearest_words(reversed(_texts()), words, "complaint", 10)


def test_of_a_rare_word_nothing_is_said(words: Words) -> None:
    few = [f"A kestrel near {whom}." for whom in ABOUT[: SEEN - 1]]
    assert nearest_words([*_texts(), *few], words, "kestrel", 3) is None
    assert nearest_words(_texts(), words, "…", 3) is None
