"""Findings: whose row a grade is, what was awarded where, what is due when."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from builder.core.problems import Problem
from builder.language.templates import Recogniser
from builder.model import Award, Observation, Recommendation, Registry
from builder.reading.findings import read_awards
from builder.reading.markdown_blocks import read_body
from builder.reading.recommendations import months_after, read_recommendations
from builder.reading.sections import divide_sections
from builder.registry.load import read_registry
from tests.support.small_archive import CONTENT


@pytest.fixture(scope="module")
def registry() -> Registry:
    return read_registry(CONTENT)


Found = tuple[tuple[Award, ...], tuple[Observation, ...], list[Problem]]


def awards_of(registry: Registry, markdown: str, framework: str = "services-2009") -> Found:
    recogniser = Recogniser(registry.frameworks[framework])
    blocks, problems = read_body("content/a.md", markdown, 1, numbered=True)
    sections, more = divide_sections("content/a.md", blocks, recogniser)
    assert problems == more == []
    return read_awards("content/a.md", sections, recogniser)


def told(
    registry: Registry, markdown: str, published: date, framework: str = "services-2009"
) -> tuple[Recommendation, ...]:
    recogniser = Recogniser(registry.frameworks[framework])
    blocks, _ = read_body("content/a.md", markdown, 1, numbered=True)
    sections, _ = divide_sections("content/a.md", blocks, recogniser)
    authority = registry.authorities["northtown"]
    return read_recommendations(sections, recogniser, registry.owners, authority, published)


def record(*rows: str) -> str:
    cells = [row if "|" in row else f"{row} |" for row in rows]
    return "## Record of findings\n\n| | |\n|---|---|\n" + "".join(f"| {row} |\n" for row in cells)


WELL_FILED = (
    "Safeguarding services",
    "Overall effectiveness | Good",
    "Leadership and management | Adequate",
    "Services for looked after children",
    "Overall effectiveness | Inadequate",
    "Being healthy | Good",
)


def judged(found: Found) -> list[tuple[str, str, int | None]]:
    return [
        (each.service, each.judgement, each.grade.number if each.grade else None)
        for each in found[0]
    ]


FILED = [
    ("safeguarding", "safeguarding-overall", 2),
    ("safeguarding", "leadership", 3),
    ("looked-after", "looked-after-overall", 4),
    ("looked-after", "looked-after-healthy", 2),
]


def test_a_well_filed_record_is_read_without_remark(registry: Registry) -> None:
    found = awards_of(registry, record(*WELL_FILED))
    assert judged(found) == FILED
    assert found[1:] == ((), [])


def test_rows_under_a_label_are_counted_for_its_service(registry: Registry) -> None:
    label = WELL_FILED[3]
    found = awards_of(registry, record(*WELL_FILED[:2], label, WELL_FILED[2], *WELL_FILED[3:]))
    assert judged(found) == FILED
    (observation,) = found[1]
    assert observation.text == (
        "The source prints “Services for looked after children” above a row that, by the order of "
        "its own record, belongs to Safeguarding services: Leadership and management. Shown as "
        "printed, and counted there."
    )


def test_a_label_printed_twice_moves_no_row(registry: Registry) -> None:
    found = awards_of(registry, record(*WELL_FILED[:5], WELL_FILED[3], WELL_FILED[5]))
    assert judged(found) == FILED
    assert found[1] == ()


def test_a_label_that_names_no_service_moves_no_row(registry: Registry) -> None:
    found = awards_of(registry, record(*WELL_FILED[:2], "How it is led", *WELL_FILED[2:]))
    assert judged(found) == FILED


def test_a_record_without_services_is_read(registry: Registry) -> None:
    rows = "## The judgements\n\n| Judgement | Grade |\n|---|---|\n| Adoption | Inadequate |\n"
    found = awards_of(registry, rows, "single-2013")
    assert judged(found) == [("", "adoption", 4)]


def test_a_table_about_something_else_awards_nothing_without_remark(registry: Registry) -> None:
    rows = record("Outstanding (Grade 1) | Far more than is asked", "Lanterns | Good")
    markdown = rows.replace("Record of findings", "What the grades mean")
    assert awards_of(registry, markdown) == ((), (), [])


def test_words_that_are_no_grade_are_noticed(registry: Registry) -> None:
    rows = ("Safeguarding services", "Overall effectiveness | See below", "Being bold | Good")
    found = awards_of(registry, record(*rows))
    assert judged(found) == [("safeguarding", "safeguarding-overall", None)]
    assert found[0][0].label == "See below"
    assert [each.text for each in found[1]] == [
        "“See below” could not be read as a grade of this framework.",
        "“Being bold” is not the name of a judgement that we know; its grade is in no table of "
        "grades.",
    ]


def test_an_award_is_linked_to_the_words_that_give_it(registry: Registry) -> None:
    markdown = (
        "## Safeguarding services\n\n### Overall effectiveness\n\nGrade 2 (good)\n\n"
        "1. We came. The overall effectiveness is adequate. We left.\n\n" + record(*WELL_FILED[:2])
    )
    found = awards_of(registry, markdown)
    heading, prose, table = found[0]
    assert [(each.basis, each.grade.number if each.grade else 0) for each in found[0]] == [
        ("heading", 2),
        ("prose", 3),
        ("table", 2),
    ]
    assert heading.anchor == "safeguarding-services--overall-effectiveness"
    assert (prose.anchor, prose.words) == ("p1", "The overall effectiveness is adequate.")
    assert table.words == "Overall effectiveness: Good"
    assert {each.judgement for each in found[0]} == {"safeguarding-overall"}


TOLD = """## Areas for improvement

{}

- The council to mend the door

  - the front door:

    a) twice

  - the back door.

{}

- Somebody to knock.
"""


@pytest.mark.parametrize(
    ("published", "lines", "expected"),
    [
        (date(2011, 8, 31), ("Immediately:", "Within six months:"),
         [("Immediately", date(2011, 8, 31)), ("Within six months", date(2012, 2, 29))]),
        (date(2010, 11, 30), ("Within three months:", "Within six months:"),
         [("Within three months", date(2011, 2, 28)), ("Within six months", date(2011, 5, 30))]),
        (date(2010, 5, 21), ("Within three months:", "Soon:"),
         [("Within three months", date(2010, 8, 21)), ("", None)]),
        (date(2010, 5, 21), ("Some words.", "Immediately:"),
         [("", None), ("Immediately", date(2010, 5, 21))]),
    ],
)  # fmt: skip
def test_everything_is_due_on_the_day_that_its_timescale_says(
    published: date,
    lines: tuple[str, str],
    expected: list[tuple[str, date | None]],
    registry: Registry,
) -> None:
    found = told(registry, TOLD.format(*lines), published)
    assert [(each.timescale, each.due) for each in found] == expected


def test_nested_entries_stay_with_theirs(registry: Registry) -> None:
    first, second = told(registry, TOLD.format("Immediately:", ""), date(2010, 5, 21))
    assert first.text == "The council to mend the door the front door: a) twice the back door."
    assert first.owners == ("The council",)
    assert (second.text, second.owners) == ("Somebody to knock.", ())


def test_a_list_elsewhere_tells_nobody_to_do_anything(registry: Registry) -> None:
    markdown = TOLD.format("Immediately:", "").replace("Areas for improvement", "Children")
    assert told(registry, markdown, date(2010, 5, 21)) == ()


def test_a_timescale_of_one_part_ends_with_it(registry: Registry) -> None:
    markdown = (
        TOLD.format("Immediately:", "Immediately:") + "\n## Areas for improvement\n\n- Act.\n"
    )
    assert [each.timescale for each in told(registry, markdown, date(2010, 5, 21))] == [
        "Immediately",
        "Immediately",
        "",
    ]


def test_a_timescale_that_is_a_heading_is_read(registry: Registry) -> None:
    markdown = "## Areas for improvement\n\n### Within six months\n\n- The council to act.\n"
    (found,) = told(registry, markdown, date(2010, 8, 31))
    assert (found.timescale, found.due) == ("Within six months", date(2011, 2, 28))


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2010, 1, 31), 1, date(2010, 2, 28)),
        (date(2012, 1, 31), 1, date(2012, 2, 29)),
        (date(2010, 12, 31), 2, date(2011, 2, 28)),
        (date(2010, 12, 1), 1, date(2011, 1, 1)),
        (date(2010, 3, 30), 0, date(2010, 3, 30)),
        (date(2010, 6, 15), 18, date(2011, 12, 15)),
    ],
)
def test_months_are_counted_to_the_end_of_one(start: date, months: int, end: date) -> None:
    assert months_after(start, months) == end


def test_every_role_that_recommends_is_read(registry: Registry) -> None:
    framework = registry.frameworks["visit-2009"]
    parts = tuple(replace(part, printed=(part.role,)) for part in framework.parts)
    renamed = replace(registry, frameworks={"visit-2009": replace(framework, parts=parts)})
    markdown = "".join(f"## {part.role}\n\n- Act.\n\n" for part in parts)
    found = told(renamed, markdown, date(2010, 5, 21), "visit-2009")
    assert [each.kind for each in found] == ["area-for-development", "priority-action"]
