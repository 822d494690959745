"""References between documents: what the founding ones say of others, and each rule by which it is
found or left alone."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from builder.analysis.links import known_not_held, places
from builder.convert.one_file import convert
from builder.convert.options import AddOptions
from builder.model import AMBIGUOUS, HELD, NOT_HELD, UNDATED, Links, Reference, When
from builder.reading.archive import Archive
from builder.registry.load import read_registry
from tests.support.archive import read_archive
from tests.support.links import link_documents
from tests.support.paths import PROJECT, SHARED
from tests.support.small_archive import CONTENT as SMALL
from tests.support.small_archive import add_document

CONTENT = PROJECT / "content"
SINGLE = SHARED / "corpus" / "plymouth" / "inspection---06-january-2015.pdf"

LETTER = "plymouth-2009-10-28-letter"
PLYMOUTH = "plymouth-2010-05-21-report"
PORTSMOUTH = "portsmouth-2011-06-27-report"
DERBY = "derby-2011-06-27-report"
PAPER = "plymouth-2015-01-13-paper"
APPENDED = "plymouth-2015-01-06-report"

REVIEW, SERIOUS = "joint-area-review", "serious-case-review"
UNANNOUNCED, PEER = "unannounced-inspection", "peer-review"
ADOPTION, FOSTERING = "adoption-inspection", "fostering-inspection"
PRIVATE, REPORTED = "private-fostering-inspection", "reported-inspection"

FOUNDING = {
    LETTER: [
        (None, "annual-rating", "", NOT_HELD),
        (None, "inspection", "", PLYMOUTH),
    ],
    PLYMOUTH: [
        (2, UNANNOUNCED, "2009-10", LETTER),
        (9, REVIEW, "2006", NOT_HELD),
        (11, REVIEW, "2006", NOT_HELD),
        (11, SERIOUS, "2008", NOT_HELD),
        (13, REVIEW, "2006", NOT_HELD),
        (14, PEER, "2009-08", NOT_HELD),
        (14, UNANNOUNCED, "2009-10", f"{LETTER}#areas-for-priority-action"),
        (14, PEER, "2009-08", NOT_HELD),
        (14, UNANNOUNCED, "2009-10", LETTER),
        (28, REVIEW, "2006", NOT_HELD),
        (30, UNANNOUNCED, "2009-10", f"{LETTER}#areas-for-priority-action"),
        (36, REVIEW, "2006", NOT_HELD),
        (44, REVIEW, "2006", NOT_HELD),
        (45, ADOPTION, "2008", NOT_HELD),
        (45, FOSTERING, "2008", NOT_HELD),
        (45, PRIVATE, "2008", NOT_HELD),
        (46, REVIEW, "2006", NOT_HELD),
    ],
    PORTSMOUTH: [
        (2, UNANNOUNCED, "2010-11", NOT_HELD),
        (9, UNANNOUNCED, "2010-11", NOT_HELD),
        (14, UNANNOUNCED, "2010-11", NOT_HELD),
        (53, REVIEW, "2008", NOT_HELD),
        (60, ADOPTION, "", NOT_HELD),
        (60, FOSTERING, "", NOT_HELD),
    ],
    DERBY: [
        (2, UNANNOUNCED, "2010-11", NOT_HELD),
        (46, UNANNOUNCED, "2010-01", NOT_HELD),
        (46, UNANNOUNCED, "2010-11", NOT_HELD),
        (60, SERIOUS, "", NOT_HELD),
        (64, SERIOUS, "", NOT_HELD),
        (82, FOSTERING, "2008-01", NOT_HELD),
        (82, ADOPTION, "2009-12", NOT_HELD),
    ],
    PAPER: [
        (None, REPORTED, "2014-10", NOT_HELD),
        (None, REPORTED, "2014-10", NOT_HELD),
        (None, "improvement-plan", "", NOT_HELD),
        (None, "inspection", "2010", PLYMOUTH),
        (None, REPORTED, "2014-10", NOT_HELD),
        (None, REPORTED, "2014-10", NOT_HELD),
        (None, REPORTED, "2014-10", NOT_HELD),
        (None, REPORTED, "2014", NOT_HELD),
        (None, "improvement-plan", "", NOT_HELD),
    ],
}
"""Read by eye: the number of the paragraph (None where none is printed), the kind of document, the
time that is printed here or in the words on which it rests, and the document or what became of it.
"""


@pytest.fixture(scope="module")
def founding() -> tuple[Archive, Links]:
    archive = read_archive(CONTENT)
    return archive, link_documents(archive)


def shown(when: When | None) -> str:
    if when is None:
        return ""
    return f"{when.year}-{when.month:02}" if when.month else f"{when.year}"


def outcome(each: Reference) -> str:
    return f"{each.targets[0]}#{each.to}".rstrip("#") if each.state == HELD else each.state


@pytest.mark.parametrize("document", FOUNDING)
def test_the_founding_documents_refer_to_what_a_reader_found_in_them(
    document: str, founding: tuple[Archive, Links]
) -> None:
    archive, links = founding
    number = {each.anchor: each.number for each in places(archive.by_id[document])}
    assert [
        (number[each.anchor], each.kind, shown(each.when), outcome(each))
        for each in links.references[document]
    ] == FOUNDING[document]


def test_what_the_founding_documents_speak_of_and_the_archive_lacks_is_known(
    founding: tuple[Archive, Links],
) -> None:
    assert [
        (each.authority, each.kind, shown(each.when), len(each.mentions))
        for each in known_not_held(*founding)
    ] == [
        ("derby", UNANNOUNCED, "2010-01", 1),
        ("derby", UNANNOUNCED, "2010-11", 2),
        ("derby", ADOPTION, "2009-12", 1),
        ("derby", FOSTERING, "2008-01", 1),
        ("derby", SERIOUS, "", 2),
        ("plymouth", "inspection", "2014-10", 6),
        ("plymouth", REVIEW, "2006", 7),
        ("plymouth", "annual-rating", "", 1),
        ("plymouth", ADOPTION, "2008", 1),
        ("plymouth", FOSTERING, "2008", 1),
        ("plymouth", PRIVATE, "2008", 1),
        ("plymouth", PEER, "2009-08", 2),
        ("plymouth", SERIOUS, "2008", 1),
        ("plymouth", "improvement-plan", "", 2),
        ("portsmouth", UNANNOUNCED, "2010-11", 3),
        ("portsmouth", REVIEW, "2008", 1),
        ("portsmouth", ADOPTION, "", 1),
        ("portsmouth", FOSTERING, "", 1),
    ]


def test_a_reference_rests_on_words_that_stand_there(
    founding: tuple[Archive, Links],
) -> None:
    archive, links = founding
    for document, references in links.references.items():
        words = {each.anchor: each.words for each in places(archive.by_id[document])}
        assert all(each.printed in words[each.anchor] for each in references)


# With the single inspection report that the paper appends, which stands beside the project.


@pytest.fixture(scope="module")
def with_the_report(tmp_path_factory: pytest.TempPathFactory) -> Links:
    if not SINGLE.is_file():
        pytest.skip("the corpus of real reports is absent")
    content = tmp_path_factory.mktemp("references") / "content"
    shutil.copytree(CONTENT, content)
    converted = convert(SINGLE.name, SINGLE.read_bytes(), read_registry(content), AddOptions())
    kept = content / "originals" / f"{converted.sha256[:12]}{converted.suffix}"
    shutil.copyfile(SINGLE, kept)
    document = content / "documents" / "plymouth" / f"{converted.id}.md"
    document.write_text(converted.text, encoding="utf-8")
    return link_documents(read_archive(content))


def test_a_report_that_is_added_is_what_the_paper_spoke_of(with_the_report: Links) -> None:
    assert [each.kind for each in with_the_report.references[PAPER] if each.state != HELD] == [
        "improvement-plan",
        "improvement-plan",
    ]
    found = [each for each in with_the_report.references[PAPER] if each.kind == REPORTED]
    assert {each.targets for each in found} == {(APPENDED,)}
    assert {each.targets for each in with_the_report.references[APPENDED]} == {(PLYMOUTH,)}


def test_a_strength_that_the_paper_takes_over_is_found_where_it_stood(
    with_the_report: Links,
) -> None:
    taken = [each.to for each in with_the_report.echoes[PAPER]]
    strengths = (19, 20, 18, 21, 22, 23, 24, 25, 28, 29, 30)
    assert taken[:11] == [f"p{number}" for number in strengths]
    # Two of the board's areas for improvement are restated too; decisions and the rest are not.
    assert len(taken) == 13
    assert {each.target for each in with_the_report.echoes[PAPER]} == {APPENDED}


def test_a_report_that_is_added_changes_no_link_of_another_authority(
    with_the_report: Links, founding: tuple[Archive, Links]
) -> None:
    _, links = founding
    for document in (PORTSMOUTH, DERBY):
        assert with_the_report.references[document] == links.references[document]
        assert with_the_report.mentions[document] == links.mentions[document]


# Invented documents, added to the small archive: one for each rule.

Add = Callable[..., str]


@pytest.fixture
def small(tmp_path: Path) -> Path:
    content = tmp_path / "content"
    shutil.copytree(SMALL, content)
    return content


@pytest.fixture
def add(small: Path) -> Add:
    return partial(add_document, small)


def said_in(small: Path, document: str) -> list[tuple[str, str]]:
    return [
        (each.printed, outcome(each))
        for each in link_documents(read_archive(small)).references[document]
    ]


def test_an_inspection_is_looked_for_by_its_printed_date(small: Path, add: Add) -> None:
    one = add("2010-06-01", "1. Words.", inspected="2010-03-08")
    two = add("2011-06-01", "1. Words.", inspected="2011-03-08")
    paper = add(
        "2015-01-01",
        "The last inspection was in March 2010. The last inspection was in June 2011. "
        "The last inspection was in May 2011.",
        "council-paper",
    )
    assert said_in(small, paper) == [
        ("The last inspection was in March 2010", one),
        ("The last inspection was in June 2011", two),
        ("The last inspection was in May 2011", NOT_HELD),
    ]


def test_of_two_that_fit_the_one_inspected_then_is_preferred(small: Path, add: Add) -> None:
    add("2010-06-01", "1. Words.", inspected="2009-12-01")
    inspected = add("2011-01-01", "1. Words.", inspected="2010-11-01")
    paper = add("2015-01-01", "As the inspection of 2010 found.", "council-paper")
    assert said_in(small, paper) == [("the inspection of 2010", inspected)]


def test_none_of_several_that_fit_is_linked(small: Path, add: Add) -> None:
    one = add("2010-06-01", "1. Words.", inspected="2010-03-08")
    two = add("2010-12-01", "1. Words.", inspected="2010-09-08")
    paper = add("2015-01-01", "The inspection in 2010. The last inspection.", "council-paper")
    found = link_documents(read_archive(small)).references[paper]
    assert [each.state for each in found] == [AMBIGUOUS, AMBIGUOUS]
    assert {each.targets for each in found} == {(one, two)}


def test_a_document_that_is_added_settles_what_others_said(small: Path, add: Add) -> None:
    paper = add(
        "2015-01-01", "Since the unannounced visit in May 2011, all is well.", "council-paper"
    )
    assert said_in(small, paper) == [("the unannounced visit in May 2011", NOT_HELD)]
    assert [each.kind for each in missing(small)] == ["visit"]
    visit = add("2011-06-01", "Words.", "visit-2009", "2011-05-03")
    assert said_in(small, paper) == [("the unannounced visit in May 2011", visit)]
    assert missing(small) == []


def missing(small: Path) -> list[Reference]:
    archive = read_archive(small)
    return [
        each
        for entry in known_not_held(archive, link_documents(archive))
        if entry.authority == "westshire"
        for each in entry.mentions
    ]


def test_no_document_that_came_later_or_is_another_authority_s_is_linked(
    small: Path, add: Add
) -> None:
    add("2010-06-01", "1. Words.", inspected="2010-03-08", authority="southtown")
    paper = add("2010-05-01", "The inspection in March 2010.", "council-paper")
    add("2010-06-01", "1. Words.", inspected="2010-03-08")
    assert said_in(small, paper) == [("The inspection in March 2010", NOT_HELD)]


def test_words_without_a_date_lead_where_the_document_s_own_dated_words_do(
    small: Path, add: Add
) -> None:
    first = add("2010-06-01", "1. Words.", inspected="2010-03-08")
    report = add(
        "2014-06-01",
        "1. Better since the last inspection.\n\n2. The last inspection was in 2010.",
        "single-2013",
        "2014-03-01",
    )
    found = link_documents(read_archive(small)).references[report]
    assert [each.targets for each in found] == [(first,), (first,)]
    assert found[0].because.startswith(
        "It is dated 2010 in paragraph 2. The inspection was 8 March"
    )


def test_words_without_a_date_are_not_linked_where_nothing_says_which(
    small: Path, add: Add
) -> None:
    one = add("2010-06-01", "1. Words.", inspected="2010-03-08")
    silent = add("2014-06-01", "1. Better since the last inspection.", "single-2013")
    assert said_in(small, silent) == [("the last inspection", UNDATED)]
    torn = add(
        "2015-06-01",
        "1. The inspection in March 2010. The inspection in 2008. Since the last inspection.",
        "single-2013",
    )
    assert [each for _, each in said_in(small, torn)] == [one, NOT_HELD, UNDATED]


def test_a_month_without_a_year_is_one_that_is_held(small: Path, add: Add) -> None:
    add("2011-06-01", "Words.", "visit-2009", "2011-05-03")
    visit = add("2012-06-01", "Words.", "visit-2009", "2012-03-05")
    report = add(
        "2014-06-01",
        "1. The unannounced visit in March was short. Unannounced visits in May 2011 and March "
        "2012 found doors. The unannounced visit in July was long.",
    )
    assert [each for _, each in said_in(small, report)] == [
        visit,
        "westshire-2011-06-01-letter",
        visit,
        UNDATED,
    ]


def test_words_of_a_kind_that_is_never_held_are_not_looked_for(small: Path, add: Add) -> None:
    report = add("2014-06-01", "1. Since the harbour review. Since the harbour review in 2006.")
    archive = read_archive(small)
    (entry,) = (
        each
        for each in known_not_held(archive, link_documents(archive))
        if each.authority == "westshire"
    )
    assert (entry.authority, entry.kind, shown(entry.when)) == (
        "westshire",
        "harbour-review",
        "2006",
    )
    assert [each.document for each in entry.mentions] == [report, report]


def test_what_is_to_come_is_the_next_that_is_held(small: Path, add: Add) -> None:
    visit = add("2010-01-05", "Doors matter in any future inspection of services.", "visit-2009")
    words = "any future inspection of services"
    assert said_in(small, visit) == [(words, UNDATED)]
    add("2014-06-01", "1. Words.", "single-2013", "2014-03-01")
    following = add("2010-06-01", "1. Words.", inspected="2010-03-08")
    assert said_in(small, visit) == [(words, following)]


def test_no_document_refers_to_itself(small: Path, add: Add) -> None:
    report = add(
        "2010-06-01",
        "1. The inspection was in March 2010. The inspection in June 2010. The inspection of 2012. "
        "The single inspection.",
        inspected="2010-03-08",
    )
    paper = add("2010-07-01", "The single inspection was good.", "council-paper")
    assert said_in(small, report) == []
    assert said_in(small, paper) == [("The single inspection", UNDATED)]


def test_a_month_without_a_year_is_that_of_the_documents_own_visit(small: Path, add: Add) -> None:
    body = "At the unannounced visit in March and the unannounced visit in July doors were open."
    visit = add("2012-06-01", body, "visit-2009", "2012-03-05")
    assert said_in(small, visit) == [("the unannounced visit in July", UNDATED)]


def test_what_belongs_to_another_authority_or_a_name_is_no_reference(small: Path, add: Add) -> None:
    report = add(
        "2014-06-01",
        "## The last inspection in 2010\n\n"
        "1. Southtown was inspected in 2010. At Southtown Council the last inspection in 2010 was "
        "good. As ‘After The Last Inspection in 2010’ says. The last inspection of the lighthouse "
        "in 2010. Westshire was inspected in 2009.",
    )
    assert said_in(small, report) == [("Westshire was inspected in 2009", NOT_HELD)]


def test_words_that_name_a_part_lead_to_that_part(small: Path, add: Add) -> None:
    visit = add(
        "2011-06-01",
        "## Strengths\n\n- Doors.\n\n## Areas for priority action\n\n- Two doors.",
        "visit-2009",
        "2011-05-03",
    )
    report = add(
        "2014-06-01",
        "1. The areas for priority action of the unannounced visit in May 2011 are met. An area "
        "for development of the unannounced visit is not.",
    )
    assert [each for _, each in said_in(small, report)] == [
        f"{visit}#areas-for-priority-action",
        visit,
    ]
