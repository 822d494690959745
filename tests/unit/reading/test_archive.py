"""The archive: four ways in which a judgement can stand, and no address that means two things."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from builder.analysis.links import places
from builder.analysis.links.places import _AT_HAND
from builder.core.problems import ProblemsFound
from builder.pages.kinds.authority import grade_tables
from builder.pages.kinds.compare import compare_pages
from builder.pages.kinds.judgement import judgement_pages
from builder.pages.parts.grade_pictures import grade_pictures
from builder.pages.parts.views import EMPTY, Page, cell
from builder.reading.archive import (
    GRADED,
    NOT_GRADED,
    NOT_JUDGED,
    NOT_READ,
    Archive,
    anchors,
    judgement_state,
)
from tests.support.archive import archive_of, read_archive
from tests.support.links import link_documents
from tests.support.small_archive import CONTENT

EARLIER = "northtown-2010-06-30-report"
LATER = "northtown-2014-05-20-report"
SOUTHTOWN = "southtown-2011-08-31-report"


@pytest.fixture(scope="module")
def archive() -> Archive:
    return read_archive(CONTENT)


@pytest.mark.parametrize(
    ("document", "judgement", "state"),
    [
        (EARLIER, "safeguarding-provision", GRADED),
        (SOUTHTOWN, "safeguarding-provision", NOT_GRADED),
        (LATER, "safeguarding-provision", NOT_JUDGED),
        (SOUTHTOWN, "leadership", NOT_READ),
        ("westshire-2012-02-10-letter", "leadership", NOT_JUDGED),
    ],
)
def test_each_reason_for_an_empty_cell_is_told_apart(
    document: str, judgement: str, state: str, archive: Archive
) -> None:
    stands = judgement_state(archive.by_id[document], judgement)
    assert stands.state == state
    assert cell(stands).words == EMPTY.get(state, "")


def test_each_reason_for_an_empty_cell_reads_differently() -> None:
    assert len({*EMPTY.values()}) == len(EMPTY) == 3


def test_a_source_that_disagrees_with_itself_shows_both_grades(archive: Archive) -> None:
    stands = judgement_state(archive.by_id[SOUTHTOWN], "safeguarding-capacity")
    assert [each.label for each in cell(stands).chips] == ["Good", "Adequate"]
    assert [each.basis for each in stands.awards] == ["heading", "prose", "table"]


def test_the_award_to_show_is_the_one_above_its_findings(archive: Archive) -> None:
    shown = judgement_state(archive.by_id[EARLIER], "safeguarding-overall").award
    in_record = judgement_state(archive.by_id[EARLIER], "safeguarding-provision").award
    assert shown is not None
    assert in_record is not None
    assert (shown.basis, in_record.basis) == ("heading", "table")


def test_a_grade_stands_on_the_scale_of_its_framework(archive: Archive) -> None:
    scales = {each.id: {grade.label for grade in each.scale} for each in archive.frameworks}
    kept_apart = [
        framework
        for judged in archive.judged
        for page in judgement_pages(archive, judged)
        for framework in page.context.get("frameworks", ())
    ]
    assert len(kept_apart) > len(archive.judged)  # leadership is asked under two
    for framework in kept_apart:
        labels = {chip.label for line in framework.lines for chip in line.cell.chips}
        assert labels <= scales[framework.framework.id]
        assert not ("Adequate" in framework.scale and "Requires" in framework.scale)
    compared = next(
        page.context["compared"] for page in compare_pages(archive) if page.url == "/compare/"
    )
    comparisons = [(each.framework, one) for each in compared for one in each.services]
    assert len(comparisons) == 3
    for framework, comparison in comparisons:
        labels = {
            chip.label for _, cells in comparison.rows for cell in cells for chip in cell.chips
        }
        assert labels <= scales[framework.id]
    for framework in archive.frameworks:
        known = {str(each.number) for each in framework.scale} | {*EMPTY, "differ"}
        for picture in grade_pictures(archive, framework):
            assert {
                square.kind for rows in picture.panels for row in rows for square in row.squares
            } <= known


def test_no_judgement_is_inferred_from_an_earlier_framework(archive: Archive) -> None:
    tables = grade_tables(archive, archive.inspections("northtown"))
    for table in tables:
        assert [column.published_iso for column in table.columns] == ["2010-06-30", "2014-05-20"]
        assert not table.others
    rows = {row.judgement.text: row.cells for table in tables for row in table.rows}
    capacity = rows["Safeguarding: capacity for improvement"]
    assert [each.state for each in capacity] == [GRADED, NOT_JUDGED]
    assert [each.state for each in rows["Adoption"]] == [NOT_JUDGED, GRADED]
    assert [each.state for each in rows["Leadership and management"]] == [GRADED, GRADED]


def test_a_comparison_is_divided_and_has_every_inspection(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def inspections(pages: list[Page]) -> list[tuple[str, str]]:
        return sorted(
            (one.service, line.link.url)
            for page in pages
            for each in page.context["compared"]
            if each.tables
            for one in each.services
            for line, _ in one.rows
        )

    whole = compare_pages(archive)
    assert [page.url for page in whole] == ["/compare/"]
    total = sum(each.cells for each in whole[0].context["compared"])
    monkeypatch.setattr("builder.pages.kinds.compare.CELLS", total - 1)
    by_framework = compare_pages(archive)
    assert all(not each.tables for each in by_framework[0].context["compared"])
    monkeypatch.setattr("builder.pages.kinds.compare.CELLS", 1)
    by_region = compare_pages(archive)
    assert len(by_region) > len(by_framework) > 2
    assert inspections(whole) == inspections(by_framework) == inspections(by_region)
    region_of = {f"/authorities/{each.id}/": each.region for each in archive.authorities}
    pages = {page.url: page for page in by_region}
    for page in by_region:
        for each in page.context["compared"]:
            for region, number in each.regions:
                (own,) = pages[region.url].context["compared"]
                assert own.inspections == number
                rows = [line for one in own.services for line, _ in one.rows]
                assert {region_of[line.authority.url] for line in rows} == {region.text}


def test_an_authority_without_grades_has_no_table_of_them(archive: Archive) -> None:
    assert grade_tables(archive, archive.inspections("westshire")) == ()


def test_an_inspection_that_judges_nothing_of_a_table_has_no_column(archive: Archive) -> None:
    earlier, later = archive.inspections("northtown")
    tables = {each.service: each for each in grade_tables(archive, [later, later, earlier])}
    table = tables["Safeguarding services"]
    assert [column.published_iso for column in table.columns] == ["2010-06-30"]
    assert table.others == (later.framework.short,)
    first, *below = [row.cells[-1] for row in table.rows]
    assert (first.state, first.rows) == (NOT_JUDGED, len(table.rows))
    assert {each.rows for each in below} == {0}
    assert {len(row.cells) for row in table.rows} == {2}


def test_a_paper_is_not_an_inspection(archive: Archive) -> None:
    assert [each.id for each in archive.inspections("northtown")] == [EARLIER, LATER]
    assert len(archive.of_authority("northtown")) == 3


def test_documents_do_not_depend_on_the_order_of_reading(archive: Archive) -> None:
    backwards = archive_of(reversed(archive.documents), archive.registry)
    assert backwards.documents == archive.documents
    dates = [each.front.published for each in archive.documents]
    assert dates == sorted(dates)
    assert archive.newest == dates[-1]


def test_no_two_documents_share_an_id(archive: Archive) -> None:
    first, *rest = archive.documents
    twin = replace(first, path="content/documents/southtown/twin.md")
    with pytest.raises(ProblemsFound) as found:
        archive_of([first, twin, *rest], archive.registry)
    (problem,) = found.value.problems
    assert problem.path == twin.path
    assert f"“{first.id}” also in {first.path}" in problem.message


def test_every_finding_leads_to_an_anchor(archive: Archive) -> None:
    for document in archive.documents:
        awarded = {each.anchor for each in document.awards}
        told = {each.anchor for each in document.recommendations}
        noted = {each.at for each in document.notes}
        noticed = {each.anchor for each in document.observations}
        assert awarded | told | noted | noticed <= anchors(document)


def test_the_longer_of_two_citations_is_found(archive: Archive) -> None:
    named = link_documents(archive).mentions[EARLIER].named
    cited = {each.anchor: each.target for each in named if each.what == "citation"}
    assert cited == {"p1": "harbour-act-1904", "p5": "harbour-regulations-1905"}


def test_an_archive_of_nothing_can_be_read(archive: Archive) -> None:
    empty = archive_of([], archive.registry)
    assert (empty.judged, empty.authorities, empty.frameworks) == ((), (), ())


def test_places_are_held_no_longer_than_their_document(archive: Archive) -> None:
    document = replace(archive.by_id[EARLIER])
    found = places(document)
    assert places(document) is found
    key = id(document)
    assert key in _AT_HAND
    del document
    assert key not in _AT_HAND
