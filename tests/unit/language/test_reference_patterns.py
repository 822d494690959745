"""The words that speak of another document: the times they print, and the kinds one at a time and
together."""

from __future__ import annotations

import pytest

from builder.language.reference_patterns import Referring, read_times
from builder.model import ReferenceKind
from builder.registry.load import read_registry
from tests.support.paths import PROJECT
from tests.support.small_archive import CONTENT as SMALL

CONTENT = PROJECT / "content"


@pytest.fixture(scope="module")
def kinds() -> dict[str, ReferenceKind]:
    return read_registry(CONTENT).references


def test_a_kind_is_read_the_same_where_all_kinds_are_known(
    kinds: dict[str, ReferenceKind],
) -> None:
    """The registry tries each row alone; in a document they meet."""
    referring = Referring(kinds.values())
    for row in kinds.values():
        others = [each for each in row.said_in if each not in row.frameworks]
        framework = next(iter(others or row.said_in), "")
        for sentence, expected in row.examples.items():
            found = [
                shown
                for each in referring.read(sentence, framework)
                if each.kind == row.id
                for shown in each.shown()
            ]
            assert found == list(expected), (row.id, sentence)


@pytest.mark.parametrize(
    ("sentence", "spoken"),
    [
        (
            "Inspections carried out in 2008 judged the adoption service and the fostering service "
            "to be good and private fostering arrangements to be outstanding.",
            ["adoption-inspection", "fostering-inspection", "private-fostering-inspection"],
        ),
        (
            "Since the last inspection and focused visit, and the joint targeted area inspection "
            "(JTAI) in 2019, much has changed.",
            ["inspection", "focused-visit", "joint-targeted-area-inspection"],
        ),
        (
            "The previous unannounced inspection of Northtown’s contact, referral and assessment "
            "arrangements was in June 2011.",
            ["unannounced-inspection"],
        ),
        (
            "The previous inspection of Northtown’s adoption services was in June 2011.",
            ["adoption-inspection"],
        ),
    ],
)
def test_several_kinds_in_one_sentence_are_told_apart(
    sentence: str, spoken: list[str], kinds: dict[str, ReferenceKind]
) -> None:
    read = Referring(kinds.values()).read(sentence, "single-inspection-2013")
    assert [each.kind for each in read] == spoken


@pytest.mark.parametrize(
    ("words", "times"),
    [
        ("October 2009", [(2009, 10)]),
        ("6 and 7 October 2009", [(2009, 10)]),
        ("10 to 14 October 2016", [(2016, 10)]),
        ("29 October to 9 November 2018", [(2018, 10)]),
        ("29 November – 3 December 2018", [(2018, 11)]),
        ("January and November 2010", [(2010, 1), (2010, 11)]),
        ("December 2019, June and July 2020", [(2019, 12), (2020, 6), (2020, 7)]),
        ("2006", [(2006, 0)]),
        ("2006 and 2008", [(2006, 0), (2008, 0)]),
        ("6 January 2015", [(2015, 1)]),
        ("February", [(0, 2)]),
    ],
)
def test_a_time_is_read_as_printed(words: str, times: list[tuple[int, int]]) -> None:
    assert list(read_times(words.replace("–", "-"), several=True)) == times
    assert list(read_times(words.replace("–", "-"), several=False)) == times[:1]


@pytest.mark.parametrize(
    "sentence",
    [
        "As the inspection in 2013/14 found.",
        "As the inspection in 2013–14 found.",
        "The last inspections in 2010 were good.",
        "The last inspection may be forgotten in 20101.",
    ],
)
def test_no_time_is_read_where_none_is_printed(sentence: str) -> None:
    read = Referring(read_registry(SMALL).references.values()).read(sentence)
    assert [each.times for each in read if each.times] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "The unannounced inspection of " + "Aa " * 300 + "2010.",
        "The last inspection of " + "Aa and children's services and " * 100 + "in 2010.",
        "A focused visit to " + "the front door " * 200 + "in 1 and 2 and 3 May 2010.",
    ],
)
def test_a_sentence_of_names_is_read_in_bounded_work(
    sentence: str, kinds: dict[str, ReferenceKind]
) -> None:
    Referring(kinds.values()).read(sentence)
