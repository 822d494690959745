"""Every link between the founding documents is on the page of either end, and what they speak of
that is not held is on the page of what is missing; with the report that the council's paper
appends, its paragraphs show what the paper took from them and the checks show where they differ."""

from __future__ import annotations

import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path

import pytest

from builder.analysis.links import known_not_held
from builder.build.pipeline import build_site
from builder.convert.many_files import add_originals
from builder.convert.options import AddOptions
from builder.convert.originals import ADDED
from builder.model import HELD, Links
from builder.pages.parts.references import missing_anchor
from builder.reading.archive import Archive
from builder.registry.load import read_registry
from tests.support.archive import read_archive
from tests.support.links import link_documents
from tests.support.paths import PROJECT, SHARED

CONTENT = PROJECT / "content"
REPORT = SHARED / "corpus/plymouth/inspection---06-january-2015.pdf"
APPENDED, PAPER = "plymouth-2015-01-06-report", "plymouth-2015-01-13-paper"
EARLIER = "plymouth-2010-05-21-report"
STRENGTHS = (18, 19, 20, 21, 22, 23, 24, 25, 28, 29, 30)


@pytest.fixture(scope="module")
def founding() -> tuple[Archive, Links]:
    archive = read_archive(CONTENT)
    return archive, link_documents(archive)


def addresses(site: Path, page: str) -> set[str]:
    words = (site / page / "index.html").read_text("utf-8")
    return set(re.findall(r'<a href="([^"]+)"', words))


def test_every_reference_between_founding_documents_is_linked_at_both_ends(
    founding: tuple[Archive, Links], built_site: Path
) -> None:
    held = [each for own in founding[1].references.values() for each in own if each.state == HELD]
    assert len(held) == 6
    for each in held:
        here, there = f"documents/{each.document}", f"documents/{each.targets[0]}"
        to = f"/{there}/#{each.to}" if each.to else f"/{there}/"
        assert to in addresses(built_site, here), each
        assert f"/{here}/#{each.anchor}" in addresses(built_site, there), each


def test_what_is_spoken_of_and_not_held_is_listed_with_everyone_who_does(
    founding: tuple[Archive, Links], built_site: Path
) -> None:
    page = (built_site / "about/coverage/index.html").read_text("utf-8")
    entries = dict(re.findall(r'<li id="([^"]+)">(.*?)</li>', page, re.S))
    known = known_not_held(*founding)
    assert set(entries) >= {missing_anchor(each) for each in known}
    for entry in known:
        words = entries[missing_anchor(entry)]
        for each in entry.mentions:
            address = f"/documents/{each.document}/#"
            # Where no number is printed, one link stands for all of a section.
            assert f"{address}{each.anchor}" in words or f"{address}b-" in words, each


@pytest.fixture(scope="module")
def with_the_report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not REPORT.is_file():
        pytest.skip("the corpus of real reports is absent")
    folder = tmp_path_factory.mktemp("both-ways")
    content = Path(shutil.copytree(CONTENT, folder / "content"))
    (outcome,) = add_originals(
        [REPORT], content, read_registry(content), AddOptions(), ThreadPoolExecutor
    )
    assert outcome.state == ADDED
    build_site(content, folder / "site")
    return folder / "site"


def paragraphs(site: Path, document: str) -> dict[str, str]:
    """The HTML of each place of a page, with what stands in the margin beside it, by its anchor."""
    page = (site / "documents" / document / "index.html").read_text("utf-8")
    return {
        anchor: part
        for part in re.findall(r'<div class="beside">(.*?)</div>', page, re.S)
        for anchor in re.findall(r' id="([^"]+)"', part)
    }


def test_a_strength_and_its_paragraph_lead_to_each_other(with_the_report: Path) -> None:
    report, paper = (paragraphs(with_the_report, each) for each in (APPENDED, PAPER))
    for number in STRENGTHS:
        (back,) = re.findall(rf'href="/documents/{PAPER}/#([^"]+)"', report[f"p{number}"])
        assert "<b>Restated in</b>" in report[f"p{number}"]
        assert f'href="/documents/{APPENDED}/#p{number}"' in paper[back]
    for number in (26, 27):  # which the paper leaves out
        assert f"p{number}" not in report


def test_the_appended_report_resolves_what_the_paper_says(with_the_report: Path) -> None:
    assert f"/documents/{APPENDED}/" in addresses(with_the_report, f"documents/{PAPER}")
    assert f"/documents/{EARLIER}/" in addresses(with_the_report, f"documents/{APPENDED}")
    page = (with_the_report / "about/coverage/index.html").read_text("utf-8")
    entries = dict(re.findall(r'<li id="([^"]+)">(.*?)</li>', page, re.S))
    # The plan that it appends is still not held.
    assert [each for each, words in entries.items() if PAPER in words] == [
        "plymouth-improvement-plan-undated"
    ]


def test_every_known_difference_stands_on_the_page_of_the_checks(
    with_the_report: Path,
) -> None:
    page = unescape((with_the_report / "checks/index.html").read_text("utf-8"))
    for words in ("24.4 weeks", "19.5 per cent", "aged 11 and over", "It gives May 2010."):
        assert words in page
    for number in (21, 30):
        assert f"/documents/{APPENDED}/#p{number}" in page


def test_the_appended_report_is_what_its_title_page_says(with_the_report: Path) -> None:
    authority = (with_the_report / "authorities/plymouth/index.html").read_text("utf-8")
    order = [
        authority.index(f"/documents/{each}/")
        for each in ("plymouth-2009-10-28-letter", EARLIER, APPENDED, PAPER)
    ]
    assert len(set(order)) == 4
    inspectors = (with_the_report / "inspectors/index.html").read_text("utf-8")
    assert "Linda Steele" in inspectors
    assert "Sean Tarpey" in inspectors
