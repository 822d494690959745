"""What the archive notices between documents: dates, figures and references, both ways, on
invented documents."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from builder.model import AMBIGUOUS, HELD, NOT_HELD, UNDATED, Echo, ReferenceState, When
from tests.support.checking import (
    EARLIER,
    LATER,
    PAPER,
    Build,
    anchor_of,
    found,
    refers,
)


@pytest.fixture
def build(tmp_path: Path) -> Build:
    return Build(tmp_path)


@pytest.mark.parametrize(
    ("printed", "when", "says"),
    [
        ("visited in May 2010", When(2010, 5), ""),
        ("visited in 2010", When(2010), ""),
        ("visited in June 2010", When(2010, 6), "June 2010 is when it was published."),
        ("visited in July 2010", When(2010, 7), "July 2010 is no date of it."),
        ("report published in June 2010", When(2010, 6), ""),
        ("visited then", When(2010, 6), ""),
    ],
)
def test_the_date_of_a_reference_is_compared_with_the_inspection(
    printed: str, when: When, says: str, build: Build
) -> None:
    archive = build((LATER, "are not yet good", f"({printed}) are not yet good"))
    reference = refers(archive, LATER, printed, EARLIER, when)
    noticed = found(archive, "dates", reference)
    assert len(noticed) == bool(says)
    if says:
        assert noticed[0].says == (
            f"It gives {printed.removeprefix('visited in ')}. The report of 30 June 2010 is of "
            f"an inspection of 10 to 21 May 2010; {says}"
        )


TITLES = """
title_block:
  inspected: ["Inspection dates: {dates}"]
  published: ["Published: {date}"]
  examples:
    "Published: 30 June 2010": published 2010-06-30
"""


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("Published: 7 July 2010", ["The title page gives 30 June 2010."]),
        ("Inspection dates: 10 – 22 May 2010", ["The title page gives 10 to 21 May 2010."]),
        ("Published: 30 June 2010", []),
        ("It was Published: 7 July 2010", []),
    ],
)
def test_a_second_title_page_is_compared_with_the_first(
    line: str, says: list[str], build: Build
) -> None:
    archive = build(
        ("services-2009.yaml", "timescales:", f"{TITLES}\ntimescales:"),
        (EARLIER, "## Record of findings", f"{line}\n\n## Record of findings"),
    )
    assert [each.says for each in found(archive, "dates")] == says


SOURCE = (
    "Letters from parents and carers are answered in 27 weeks on average. The most recent count of "
    "the mayor shows 24.4 weeks. The rowing club has members over 11 years old."
)


@pytest.mark.parametrize(
    ("passage", "says"),
    [
        (
            "Letters from parents and carers are answered in 24.4 weeks.",
            [
                "Paragraph 1 of the report of 20 May 2014, which it restates, says “Letters from "
                "parents and carers are answered in 27 weeks on average.” It gives 24.4 weeks in "
                "another sentence: “The most recent count of the mayor shows 24.4 weeks.”"
            ],
        ),
        (
            "Letters from parents and carers are answered in 26 weeks.",
            [
                "Paragraph 1 of the report of 20 May 2014, which it restates, says “Letters from "
                "parents and carers are answered in 27 weeks on average.” It does not give "
                "26 weeks."
            ],
        ),
        ("Letters from parents and carers are answered in 27 weeks.", []),
        ("Letters from parents and carers are answered in at least 26 weeks.", []),
        ("Letters from parents and carers are answered, in 2014, by 108 clerks.", []),
        ("The council waits 24.4 weeks for a boat.", []),
        (
            "The rowing club has members of 11 and over.",
            [
                "“11 and over” means at least 11. Paragraph 1 of the report of 20 May 2014, which "
                "it restates, prints “over 11 years”: more than 11."
            ],
        ),
        ("The rowing club has members over 11.", []),
    ],
)
def test_figures_of_a_restated_paragraph_are_compared_with_the_original_s(
    passage: str, says: list[str], build: Build
) -> None:
    archive = build(
        (LATER, "Services in Northtown are not yet good.", SOURCE),
        (PAPER, "to be good'.", f"to be good'. {passage}"),
    )
    echo = Echo(PAPER, anchor_of(archive, PAPER, passage), "words", LATER, "p1")
    noticed = found(archive, "figures", echoes=(echo,))
    assert [each.says for each in noticed] == says
    assert all(each.others == ((LATER, "p1"),) for each in noticed)


CLAIM = (
    "The inspection of May 2014 was fair. {} that letters rose. Since April 2013 they rose by "
    "19.5 per cent in 12 weeks, and boats by 40 per cent."
)


@pytest.mark.parametrize(
    ("opening", "state", "fires"),
    [
        ("Inspectors also noted", HELD, True),
        ("Inspectors also noted", NOT_HELD, False),
        ("The mayor also noted", HELD, False),
    ],
)
def test_figures_said_to_be_the_inspectors_are_looked_for_in_their_report(
    opening: str, state: ReferenceState, fires: bool, build: Build
) -> None:
    words = CLAIM.format(opening)
    archive = build(
        (LATER, "Services in Northtown are not yet good.", "Boats rose by 40%."),
        (PAPER, "to be good'.", f"to be good'. {words}"),
    )
    target = LATER if state == HELD else ""
    reference = refers(archive, PAPER, "The inspection of May 2014", target, state=state)
    noticed = found(archive, "figures", reference)
    assert len(noticed) == fires
    if fires:
        assert noticed[0].printed == words[words.index(opening) :]
        assert noticed[0].others == ((LATER, ""),)
        assert noticed[0].says == (
            "These words follow “Inspectors also noted”. The report of 20 May 2014, to which it "
            "refers, does not print 19.5 per cent."
        )


def test_a_report_may_give_figures_of_its_own_inspectors(build: Build) -> None:
    words = "Inspectors noted a rise of 19.5 per cent."
    archive = build((LATER, "Services in Northtown are not yet good.", words))
    assert found(archive, "figures", refers(archive, LATER, "Inspectors", EARLIER)) == []


def test_references_that_lead_nowhere_are_listed_together(build: Build) -> None:
    archive = build((LATER, "are not yet good", "are not good since the last visit"))
    vague = refers(archive, LATER, "since the last visit", "", state=UNDATED)
    again = replace(vague, anchor="p2", printed="the last visit")
    either = replace(vague, state=AMBIGUOUS, targets=(EARLIER, PAPER))
    held = replace(vague, state=HELD, targets=(EARLIER,))
    noticed = found(archive, "references", vague, again, either, held)
    assert {each.says for each in noticed} == {
        "“since the last visit” leads to no document. The words do not say which document they "
        "mean. The same holds at another place of this document.",
        "“since the last visit” leads to no document. The words do not say which document they "
        "mean. The report of 30 June 2010 and the paper of 8 July 2014 would fit.",
    }
    assert {each.others for each in noticed} == {((LATER, "p2"),), ((EARLIER, ""), (PAPER, ""))}
    assert {each.printed for each in noticed} == {
        "Services in Northtown are not good since the last visit."
    }
