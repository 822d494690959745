"""Printed words → what they mean, on invented sentences and the small archive's frameworks."""

from __future__ import annotations

import pytest

from builder.language.templates import (
    Recogniser,
    announces,
    is_printed_as,
    normal,
    owners,
    sentences,
)
from builder.model import Authority, Registry
from builder.registry.load import read_registry
from tests.support.small_archive import CONTENT

BOARD = "Northtown Safeguarding Children Board"


@pytest.fixture(scope="module")
def registry() -> Registry:
    return read_registry(CONTENT)


@pytest.fixture(scope="module")
def earlier(registry: Registry) -> Recogniser:
    return Recogniser(registry.frameworks["services-2009"])


@pytest.fixture(scope="module")
def later(registry: Registry) -> Recogniser:
    return Recogniser(registry.frameworks["single-2013"])


@pytest.fixture(scope="module")
def northtown(registry: Registry) -> Authority:
    return registry.authorities["northtown"]


@pytest.mark.parametrize(
    "printed",
    ["Areas for improvement", "AREAS FOR  IMPROVEMENT:", "Areas for\nimprovement."],
)
def test_typography_hides_no_heading(printed: str, earlier: Recogniser) -> None:
    part = earlier.part(printed)
    assert part is not None
    assert part.role == "area-for-improvement"


def test_a_heading_that_only_contains_a_name_is_not_that_name(earlier: Recogniser) -> None:
    assert earlier.part("Other areas for improvement") is None
    assert earlier.service("Safeguarding services in Northtown") == ""


def test_any_in_a_template_stands_for_words() -> None:
    assert is_printed_as("Feel safe: by service users", ("Feel safe: {any}",))
    assert not is_printed_as("Feel safe", ("Feel safe{any}",))
    assert not is_printed_as("Feel safe (x)", ("Feel safe (y)",))
    assert normal("‘a’ – “b”") == normal("'a' - \"b\"")


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("Grade 2 (good)", 2),
        ("Grade 2  (GOOD).", 2),
        ("Grade 4", 4),
        ("inadequate", 4),
        ("Inadequate", 4),
        ("Adequate", 3),
    ],
)
def test_a_printed_grade_is_read_as_itself(printed: str, number: int, earlier: Recogniser) -> None:
    read = earlier.grade(printed)
    assert read is not None
    assert read.grade is not None
    assert read.grade.number == number


@pytest.mark.parametrize(
    ("printed", "complaint"),
    [
        ("Grade 5", "found grade 5"),
        ("Grade 2 (fair)", "found “fair”"),
        ("Grade 2 (adequate)", "found 2 with “adequate”"),
    ],
)
def test_a_grade_off_the_scale_is_a_problem(
    printed: str, complaint: str, earlier: Recogniser
) -> None:
    read = earlier.grade(printed)
    assert read is not None
    assert read.grade is None
    assert read.complaint.endswith(complaint)


@pytest.mark.parametrize(
    "printed", ["Good practice", "Grade", "2", "The grade is good", "", "Goods"]
)
def test_words_that_are_no_grade_are_not_read_as_one(printed: str, earlier: Recogniser) -> None:
    assert earlier.grade(printed) is None


def test_a_word_of_one_scale_is_not_read_on_another(earlier: Recogniser, later: Recogniser) -> None:
    assert later.grade("Adequate") is None
    assert earlier.grade("Requires improvement to be good") is None
    read = later.grade("Requires improvement to be good")
    assert read is not None
    assert read.grade is not None
    assert (read.grade.number, read.grade.label) == (3, "Requires improvement to be good")


@pytest.mark.parametrize(
    ("paragraph", "name", "award"),
    [
        ("Leadership and management are good.", "Leadership and management", "Good"),
        ("All lead. Leadership is overall adequate.", "Leadership and management", "Adequate"),
        ("Children are healthy. Healthy living is outstanding.", "Being healthy", "Outstanding"),
        ("The health of children is good.", "Being healthy", "Good"),
        ("There is good practice.", "Leadership and management", None),
        ("Leadership is good practice.", "Leadership and management", None),
        ("The food is good.", "Leadership and management", None),
        ("What is good is the leadership.", "Leadership and management", None),
        ("Leadership is better than adequate.", "Leadership and management", None),
        ("The children are good.", "Services for looked after children", None),
        ("", "Leadership and management", None),
    ],
)  # fmt: skip
def test_a_sentence_awards_what_it_says(
    paragraph: str, name: str, award: str | None, earlier: Recogniser
) -> None:
    found = earlier.awarding_sentence(paragraph, name)
    assert (found[1].label if found else None) == award
    assert found is None or found[0] in paragraph


def test_a_framework_without_awarding_sentences_reads_none(later: Recogniser) -> None:
    assert later.awarding_sentence("Adoption is good.", "Adoption") is None


def test_a_judgement_belongs_to_its_service(earlier: Recogniser) -> None:
    ids = {
        service: judgement.id
        for service in ("safeguarding", "looked-after")
        if (judgement := earlier.judgement("Overall effectiveness", service))
    }
    assert ids == {"safeguarding": "safeguarding-overall", "looked-after": "looked-after-overall"}
    assert earlier.judgement("Being healthy", "safeguarding") is None
    assert earlier.judgement("Overall effectiveness", "") is None


@pytest.mark.parametrize(
    ("words", "months"),
    [
        ("Immediately:", 0),
        ("Within three months of this report", None),
        ("within  three months:", 3),
    ],
)
def test_a_timescale_is_read_as_itself(words: str, months: int | None, earlier: Recogniser) -> None:
    found = earlier.timescale(words)
    assert (found.months if found else None) == months


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Northtown City Council to act.", ["Northtown City Council"]),
        ("Northtown City Council, health partners and NSCB must act.",
         ["Northtown City Council", "health partners", f"{BOARD} (NSCB)"]),
        (f"{BOARD} should act.", [BOARD]),
        ("The council together with Westshire Police to act.", ["The council", "Westshire Police"]),
        ("NHS Northtown (East) to act.", ["NHS Northtown (East)"]),
        ("Ensure that Northtown City Council acts.", []),
        ("Continue to act.", []),
        ("Northtown City Council acts.", []),
        ("The councillor must act.", []),
        ("", []),
    ],
)  # fmt: skip
def test_whom_the_words_name_is_named(
    text: str, named: list[str], registry: Registry, northtown: Authority
) -> None:
    assert owners(text, registry.owners, northtown) == tuple(named)


def test_an_abbreviation_names_the_board_of_its_authority(registry: Registry) -> None:
    named = {
        place: owners("NSCB to act.", registry.owners, registry.authorities[place])
        for place in ("northtown", "southtown")
    }
    assert named == {
        "northtown": ("Northtown Safeguarding Children Board (NSCB)",),
        "southtown": ("Neighbourhood Safeguarding Children Board (NSCB)",),
    }


def test_a_sentence_ends_where_it_does() -> None:
    paragraph = "Some, e.g. Northtown, do. “Others do not.” Why? 3.5 per cent said so. The end."
    assert sentences(paragraph) == [
        "Some, e.g. Northtown, do.",
        "“Others do not.”",
        "Why? 3.5 per cent said so.",
        "The end.",
    ]


def test_a_notice_announces_its_licence(registry: Registry) -> None:
    notice = "It is under the OPEN  licence."
    assert [each for each, row in registry.licences.items() if announces(row, notice)] == ["open"]
