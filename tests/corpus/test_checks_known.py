"""What is known to disagree in the founding documents, and in the report that one is about."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from builder.analysis.checks import checks
from builder.convert.many_files import add_originals
from builder.convert.options import AddOptions
from builder.convert.originals import ADDED
from builder.model import Check
from builder.registry.load import read_registry
from tests.support.archive import read_archive
from tests.support.links import link_documents
from tests.support.paths import PROJECT, SHARED

REPORT = SHARED / "corpus/plymouth/inspection---06-january-2015.pdf"


@pytest.fixture(scope="module")
def founding() -> tuple[Check, ...]:
    archive = read_archive(PROJECT / "content")
    return checks(archive, link_documents(archive))


def test_the_four_areas_of_the_letter_are_held_against_its_three(
    founding: tuple[Check, ...],
) -> None:
    (noticed,) = [each for each in founding if each.rule == "counts"]
    assert noticed.document == "plymouth-2009-10-28-letter"
    assert noticed.printed.startswith("The inspection identified four areas for priority action")
    assert noticed.says == (
        "It says four; three are listed under “Areas for priority action”. Paragraph 14 of the "
        "report of 21 May 2010 says three."
    )
    assert ("plymouth-2010-05-21-report", "p14") in noticed.others


def test_what_the_records_leave_out_or_add_is_what_is_known(
    founding: tuple[Check, ...],
) -> None:
    said = {each.document: each.says for each in founding if each.rule == "record" and each.others}
    for document, grade in (("portsmouth-2011-06-27", "good"), ("derby-2011-06-27", "Adequate")):
        assert said[f"{document}-report"] == (
            "It grades two judgements to which no section of the text gives a grade: under "
            f"Safeguarding services, Equality and diversity ({grade}); under Services for looked "
            f"after children, Equality and diversity ({grade})."
        )
    assert said["plymouth-2010-05-21-report"].startswith("It leaves out five judgements")
    for words in (
        "The quality of provision (Grade 3 (adequate))",
        "The quality of provision (Grade 2 (good))",
        "Outcomes for children and young people (Grade 2 (good))",
    ):
        assert words in said["plymouth-2010-05-21-report"]
    assert said["plymouth-2010-05-21-report"].count("Leadership and management (Grade 1") == 2


def test_the_words_of_another_service_are_those_known(founding: tuple[Check, ...]) -> None:
    noticed = {
        (each.document, each.anchor, each.others[0][1])
        for each in founding
        if each.rule == "repeated"
    }
    assert noticed == {
        ("portsmouth-2011-06-27-report", "p55", "p12"),
        ("derby-2011-06-27-report", "p74", "p19"),
    }


@pytest.mark.parametrize(("old", "fires"), [("good outcomes in two areas", 1), ("Derby", 0)])
def test_the_graded_outcomes_of_derby_are_counted(old: str, fires: int, tmp_path: Path) -> None:
    """As printed, paragraph 72 agrees with the record; with another number it would not."""
    ignored = shutil.ignore_patterns("ledger")  # which would not let the words be changed
    content = Path(shutil.copytree(PROJECT / "content", tmp_path / "content", ignore=ignored))
    path = content / "documents/derby/derby-2011-06-27-report.md"
    words = path.read_text("utf-8")
    path.write_text(words.replace(old, old.replace("two", "four")), "utf-8")
    archive = read_archive(content)
    noticed = checks(archive, link_documents(archive))
    assert len([each for each in noticed if each.anchor == "p72"]) == fires


@pytest.fixture(scope="module")
def with_report(tmp_path_factory: pytest.TempPathFactory) -> tuple[Check, ...]:
    if not REPORT.is_file():
        pytest.skip("the corpus of real reports is absent")
    content = tmp_path_factory.mktemp("plymouth") / "content"
    shutil.copytree(PROJECT / "content", content)
    (outcome,) = add_originals(
        [REPORT], content, read_registry(content), AddOptions(), ThreadPoolExecutor
    )
    assert outcome.state == ADDED
    archive = read_archive(content)
    return checks(archive, link_documents(archive))


def test_the_three_differences_of_the_cabinet_paper_are_noticed(
    with_report: tuple[Check, ...],
) -> None:
    weeks, increases, ages = (
        next(
            (each for each in with_report if each.rule == "figures" and words in each.printed), None
        )
        for words in ("24.4 weeks", "19.5 per cent", "aged 11 and over")
    )
    assert weeks
    assert "27 weeks" in weeks.says
    assert weeks.others == (("plymouth-2015-01-06-report", "p21"),)
    assert increases
    assert all(words in increases.says for words in ("19.5 per cent", "24.7", "6.8"))
    assert ages
    assert "“over 11 years”: more than 11" in ages.says
    assert len([each for each in with_report if each.rule == "figures"]) == 3


def test_the_date_of_the_last_inspection_is_noticed(with_report: tuple[Check, ...]) -> None:
    (noticed,) = [each for each in with_report if each.anchor == "p31"]
    assert noticed.rule == "dates"
    assert noticed.says == (
        "It gives May 2010. The report of 21 May 2010 is of an inspection of 8 to 19 March 2010; "
        "May 2010 is when it was published."
    )
