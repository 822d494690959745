"""Phrases of the registries are found where they mean their row, and nowhere else."""

from __future__ import annotations

import pytest

from builder.language.phrase_finder import Finder, row_phrases
from builder.model import Citation, Registry, Topic
from builder.registry.load import read_registry
from tests.support.small_archive import CONTENT


@pytest.fixture(scope="module")
def registry() -> Registry:
    return read_registry(CONTENT)


def test_a_phrase_is_found_across_lines_and_never_inside_a_word(registry: Registry) -> None:
    act = Finder(row_phrases(registry.citations["harbour-act-1904"]))
    assert act.find("under the Harbour\u00a0Act\n1904, section 3")
    assert not act.find("the Harbour Act 19045")
    assert not act.find("the NewHarbour Act 1904")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Supervision is regular.", ["Supervision"]),
        ("A supervision order was made after supervision.", ["supervision"]),
        ("Supervision\norders were made.", []),
        ("Supervision ordered by a manager.", ["Supervision"]),
        ("Clinical supervision is given.", []),
        ("Preclinical supervision is given.", ["supervision"]),
        ("Self-supervision is no use; nor is self–supervision.", []),
        ("A manager's oversight.", ["manager's oversight"]),
        ("Manager's and manager’s oversight.", ["manager’s oversight"]),
    ],
)  # fmt: skip
def test_a_phrase_does_not_count_where_it_means_something_else(
    words: str, found: list[str]
) -> None:
    topic = Topic(
        id="supervision",
        name="Supervision",
        group="Practice",
        phrases=("supervision", "manager's oversight"),
        exclude=(
            "supervision order",
            "supervision orders",
            "clinical supervision",
            "self-supervision",
        ),
        examples=(),
    )
    assert [
        words[each.start : each.end] for each in Finder(row_phrases(topic)).find(words)
    ] == found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("as Keeping Safe 2010 says", "Keeping Safe 2010"),
        ("as ‘Keeping Safe’, 2010, says", "Keeping Safe’, 2010"),
        ("as 'Keeping safe' (2010) says", "Keeping safe' (2010)"),
        ("as Keeping Safe (March 2010) says", "Keeping Safe (March 2010)"),
        ("as Keeping Safe, March 2010, says", "Keeping Safe, March 2010"),
        ("(as in Keeping Safe 2010)", "Keeping Safe 2010"),
        ("Keeping safe in 2010 was hard", ""),
        ("as Keeping Safe (2011) says", ""),
        ("as Keeping Safe 20101 says", ""),
        ("as Keeping Safe says", ""),
    ],
)
def test_an_edition_is_known_by_its_year(words: str, found: str) -> None:
    guidance = Citation("k", "Keeping Safe (2010)", "guidance", 2010, ("Keeping Safe 2010",), ())
    matches = Finder(row_phrases(guidance)).find(words)
    assert [words[each.start : each.end] for each in matches] == ([found] if found else [])
