"""What the archive notices in one document: each rule on invented documents, both ways; and the
pages that show it."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.analysis.checks import checks
from builder.core.safe_files import file_of
from builder.model import RULES
from builder.pages.kinds import checks as shown
from tests.support.archive import site_pages
from tests.support.checking import (
    EARLIER,
    LATER,
    LETTER,
    PAPER,
    SOUTHTOWN,
    Build,
    found,
    refers,
)
from tests.support.links import link_documents
from tests.support.whole import noticed_of, pages_of


@pytest.fixture
def build(tmp_path: Path) -> Build:
    return Build(tmp_path)


THANKS = "Thank you for your help on 17 January 2012."


@pytest.mark.parametrize(
    ("sentence", "says"),
    [
        (
            "The visit found two areas for priority action.",
            ["It says two; one is listed under “Areas for priority action”."],
        ),
        ("The visit found one area for priority action.", []),
        ("The visit found one area for development.", []),
        ("The visit found some areas for priority action.", []),
    ],
)
def test_a_stated_count_is_compared_with_its_list(
    sentence: str, says: list[str], build: Build
) -> None:
    archive = build((LETTER, THANKS, f"{THANKS} {sentence} They are below."))
    noticed = found(archive, "counts")
    assert [each.says for each in noticed] == says
    assert [each.printed for each in noticed] == ([sentence] if says else [])
    assert all(each.others == ((LETTER, "areas-for-priority-action"),) for each in noticed)


COUNTED = "The inspection of May 2014 identified {} recommendations and was fair."


@pytest.mark.parametrize(("number", "fires"), [("two", True), ("1", False)])
def test_a_count_of_another_document_s_list_is_compared_with_that_list(
    number: str, fires: bool, build: Build
) -> None:
    sentence = COUNTED.format(number)
    archive = build((PAPER, "to be good'.", f"to be good'. {sentence} It rained."))
    reference = refers(archive, PAPER, "The inspection of May 2014", LATER)
    (noticed,) = found(archive, "counts", reference) or (None,)
    assert bool(noticed) == fires
    if noticed:
        assert (noticed.document, noticed.printed) == (PAPER, sentence)
        assert noticed.others == ((LATER, "recommendations"),)
        assert noticed.says == (
            "It says two; in the report of 20 May 2014 one is listed under “Recommendations”."
        )
    assert found(archive, "counts") == []  # of its own list it says nothing


def test_what_is_noticed_of_one_list_is_said_together(build: Build) -> None:
    own = "The inspection identified four recommendations."
    archive = build(
        (LATER, "Services in Northtown are not yet good.", own),
        (PAPER, "to be good'.", f"to be good'. {COUNTED.format('three')}"),
    )
    reference = refers(archive, PAPER, "The inspection of May 2014", LATER)
    (noticed,) = found(archive, "counts", reference)
    assert (noticed.document, noticed.anchor, noticed.printed) == (LATER, "p1", own)
    assert noticed.says == (
        "It says four; one is listed under “Recommendations”. The text under “Purpose” in the "
        "paper of 8 July 2014 says three."
    )
    assert noticed.others == ((LATER, "recommendations"), (PAPER, reference.anchor))


GROUP = """
groups:
  - service: looked-after
    printed: [How good are outcomes?]
    holds: [Being healthy, Overall effectiveness]
"""


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (
            "There are good outcomes in two areas.",
            ["It says two; of two parts one is graded Good: Being healthy."],
        ),
        ("There are good outcomes in one area.", []),
        ("There are good links in two areas.", []),
    ],
)
def test_a_count_of_grades_is_compared_with_the_grades(
    words: str, says: list[str], build: Build
) -> None:
    archive = build(
        ("services-2009.yaml", "timescales:", f"{GROUP}\ntimescales:"),
        (SOUTHTOWN, "is adequate overall.", f"is adequate overall. {words}"),
        (SOUTHTOWN, "## Record of findings", "### How good are outcomes?\n\n## Record of findings"),
    )
    assert [each.says for each in found(archive, "counts")] == says


def test_grades_that_disagree_are_noticed_and_no_others(build: Build) -> None:
    (noticed,) = found(build(), "grades")
    assert (noticed.document, noticed.printed) == (
        SOUTHTOWN,
        "Capacity for improvement: Grade 2 (good)",
    )
    assert "the heading gives Good" in noticed.says
    assert "the table under “Record of findings” gives Adequate" in noticed.says
    assert len(noticed.others) == 2


def test_the_record_is_compared_with_the_text(build: Build) -> None:
    archive = build(
        (EARLIER, "| Partnership working | Good |\n", ""),
        (EARLIER, "| Leadership and management | Good |\n", ""),
    )
    added, left_out = found(archive, "record", document=EARLIER)
    assert added.says == (
        "It grades one judgement to which no section of the text gives a grade: under Safeguarding "
        "services, Quality of provision (Good)."
    )
    assert left_out.says == (
        "It leaves out one judgement that the text grades: under Safeguarding services, Leadership "
        "and management (Grade 2 (Good))."
    )


def test_a_record_that_agrees_with_the_text_is_not_noticed(build: Build) -> None:
    archive = build(
        (EARLIER, "| Partnership working | Good |\n", ""),
        (EARLIER, "| Quality of provision | Good |\n", ""),
    )
    assert found(archive, "record", document=EARLIER) == []


def test_parts_of_a_judgement_are_not_listed_as_missing(build: Build) -> None:
    archive = build(
        (EARLIER, "| Partnership working | Good |\n", ""),
        (EARLIER, "| Quality of provision | Good |\n", ""),
        (
            EARLIER,
            "| Leadership and management | Good |\n",
            "| Leadership and management | |\n| Partnership working | Good |\n",
        ),
    )
    (noticed,) = found(archive, "record", document=EARLIER)
    assert noticed.says.endswith("In place of “Leadership and management” it grades their parts.")


def test_gaps_and_repeats_of_numbers_are_noticed_where_they_are(build: Build) -> None:
    gap, repeat = found(build(), "numbering")
    assert (gap.document, gap.anchor, gap.others) == (SOUTHTOWN, "p4", ((SOUTHTOWN, "p2"),))
    assert gap.says == "It follows paragraph 2; the source prints no paragraph 3."
    assert (repeat.anchor, repeat.printed) == ("p5-2", "5. The lanterns are dark.")
    assert repeat.others == ((SOUTHTOWN, "p5"),)


ASKS = "In order to improve the quality of {} in Northtown, they should do the following."


@pytest.mark.parametrize(
    ("subject", "fires"),
    [
        ("safeguarding", True),
        ("all that is done", False),
        ("safeguarding and services for looked after children", False),
    ],
)
def test_only_words_of_another_service_are_noticed(subject: str, fires: bool, build: Build) -> None:
    words = ASKS.format(subject)
    archive = build(
        (EARLIER, "Leadership and management are good.", words),
        (
            EARLIER,
            "8. The overall effectiveness of services for looked after children is outstanding.",
            f"8. {words}",
        ),
    )
    noticed = found(archive, "repeated")
    assert [each.anchor for each in noticed] == (["p8"] if fires else [])
    if fires:
        assert noticed[0].others == ((EARLIER, "p7"),)
        assert noticed[0].says == (
            "It stands under “Services for looked after children” and prints the same words as "
            "paragraph 7, which stands under “Safeguarding services”."
        )


def test_what_reading_noticed_is_listed(build: Build) -> None:
    archive = build()
    observed = {
        (document.id, each.anchor, each.rule, each.text)
        for document in archive.documents
        for each in document.observations
    }
    noticed = checks(archive, link_documents(archive))
    assert len(observed) == 4
    assert observed <= {(each.document, each.anchor, each.rule, each.says) for each in noticed}


def test_what_is_noticed_stands_in_reading_order(build: Build) -> None:
    archive = build()
    noticed = checks(archive, link_documents(archive))
    order = [
        (RULES.index(each.rule), -archive.by_id[each.document].front.published.toordinal())
        for each in noticed
    ]
    assert order == sorted(order)
    assert tuple(each.check for each in noticed_of(archive).entries) == noticed


# The pages


def test_many_things_noticed_are_divided_among_pages(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shown, "TOGETHER", 1)
    monkeypatch.setattr(shown, "LIMIT", 1)
    monkeypatch.setattr(shown, "NEWEST", 1)
    archive = build()
    noticed = noticed_of(archive)
    addresses = {page.url for page in pages_of(archive).pages}
    assert {"/checks/", "/checks/grades/", "/checks/record/southtown/"} <= addresses
    assert {each.address.partition("#")[0] for each in noticed.entries} <= addresses
    html = site_pages(build.content)
    for each in noticed.entries:
        page, _, anchor = each.address.partition("#")
        assert html[file_of(page)].count(f'id="{anchor}"') == 1
    assert 'id="record-' not in html["checks/index.html"]


def test_two_things_noticed_at_one_place_have_two_addresses(build: Build) -> None:
    archive = build((EARLIER, "| Leadership and management | Good |\n", ""))
    noticed = noticed_of(archive)
    assert len({each.address for each in noticed.entries}) == len(noticed.entries)
    assert any(each.id.endswith("-2") for each in noticed.entries)


def test_a_misprint_is_noticed_once(build: Build) -> None:
    archive = build((EARLIER, "The NSCB knows its work.", "The NSCB knows that NCSB is short."))
    (noticed,) = found(archive, "abbreviations")
    assert (noticed.anchor, noticed.printed) == ("p4", "NCSB")
    page = site_pages(build.content)[f"documents/{EARLIER}/index.html"]
    assert page.count("“NCSB”") == 1


def test_what_is_noticed_is_said_beside_its_words(build: Build) -> None:
    archive = build()
    noticed = noticed_of(archive)
    pages = site_pages(build.content)
    for document, entries in noticed.by_document.items():
        page = pages[f"documents/{document}/index.html"]
        for each in entries:
            assert page.count(f'href="{each.address}"') == 1
            assert f'href="#{each.check.anchor}"' in page.partition('<article class="source"')[0]
