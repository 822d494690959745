"""A council's own paper: its numbers are addresses, and its head says what it is for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from builder.convert.one_file import convert
from builder.convert.options import AddOptions
from builder.model import FrontMatter, Heading, Paragraph, Registry, paragraphs
from builder.reading.front_matter import divide
from builder.reading.markdown_blocks import read_body
from builder.registry.load import read_registry

PAPER = """\
From: Jane Doe, Leader of the Council

To: Cabinet – 4 February 2030

Decision No: 30/00012

Subject: Homes for children in Plymouth

Recommendation(s):

The Cabinet is asked to agree the plan, and to note its cost.

1. Introduction

1.1 The council has homes for children in the north of the city, and they are full.

1.2 More homes are needed in the south, where nobody has built one for a long time.

2. Cost

2.1 The cost is set out below, and the council can meet it from what it holds.
"""


@pytest.fixture(scope="module")
def registry() -> Registry:
    return read_registry(Path("content"))


def converted(registry: Registry, text: str) -> tuple[FrontMatter, list[str]]:
    """The front matter of a paper, and the anchors of its paragraphs."""
    options = AddOptions(published=date(2030, 1, 28), authority="plymouth")
    document = convert("paper.txt", text.encode(), registry, options)
    divided, problems = divide("paper.md", document.text.encode())
    assert divided is not None, problems
    decimal = divided.front.numbering == "decimal"
    blocks, problems = read_body("paper.md", divided.body, 1, numbered=False, decimal=decimal)
    assert not problems
    found = [block for block in blocks if not isinstance(block, Heading)]
    kept = [each for each in paragraphs(tuple(found)) if isinstance(each, Paragraph)]
    return divided.front, [each.id for each in kept]


def test_the_head_of_a_paper_says_what_it_is_for(registry: Registry) -> None:
    front, _ = converted(registry, PAPER)
    assert (front.kind, front.framework) == ("paper", "council-paper")
    assert front.title == "Homes for children in Plymouth"
    assert (front.committee, front.meeting) == ("Cabinet", date(2030, 2, 4))
    assert front.decision_number == "30/00012"
    assert front.asked == "agree the plan, and to note its cost."
    assert [(each.name, each.role, each.post) for each in front.people] == [
        ("Jane Doe", "Author", "Leader of the Council")
    ]


def test_a_post_is_nobodys_name(registry: Registry) -> None:
    posts = PAPER.replace("Jane Doe, Leader of the Council", "Corporate Director, Children")
    assert converted(registry, posts)[0].people == ()


def test_decimal_numbers_are_addresses(registry: Registry) -> None:
    front, anchors = converted(registry, PAPER)
    assert front.numbering == "decimal"
    assert [each for each in anchors if each.startswith("p")] == ["p1.1", "p1.2", "p2.1"]


def test_a_paper_with_few_decimals_has_no_such_addresses(registry: Registry) -> None:
    few = PAPER.replace("1.1 The", "The").replace("1.2 More", "More")
    front, anchors = converted(registry, few)
    assert front.numbering == ""
    assert not [each for each in anchors if each.startswith("p")]


def test_minutes_whose_items_do_not_count_from_one_are_kept(registry: Registry) -> None:
    minutes = (
        "MINUTES of a meeting of the Cabinet held in the Town Hall on Monday, 4 February 2030.\n\n"
        "84. Apologies\n\nNone were received.\n\n85. Homes\n\n1. Mr Roe spoke of homes.\n\n"
        "2. Ms Doe thanked him.\n\n86. Schools\n\nThe plan was agreed.\n"
    )
    front, _ = converted(registry, minutes)
    assert (front.kind, front.committee, front.meeting) == ("paper", "Cabinet", date(2030, 2, 4))
