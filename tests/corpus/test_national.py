"""What the archive makes of 311 published reports, counted; skipped where they are not.

They stand beside the project, not in it.  Each test counts one thing that a reader would be misled
by, in the site that is built of them: recommendations that are none, words lost or moved, entries
that are printed and not recorded, remarks that tell nothing.  Counts are printed (`pytest -rP`).
"""

from __future__ import annotations

import csv
import json
import re
import shutil
import statistics
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from builder.build.pipeline import build_site
from builder.build.workers import workers
from builder.cli.app import app
from builder.cli.verify import documents_of
from builder.verify import Verified, read_from, verify_documents
from builder.verify.witnesses import pdf
from builder.verify.witnesses.pdf import DrawnLine
from tests.support.paths import PROJECT, SHARED

NATIONAL = SHARED / "national"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not NATIONAL.is_dir(), reason="the published reports are not here"),
]

FINDINGS = re.compile(
    r"\b(?:findings|summary|strengths?|good practice|doing well)\b", re.IGNORECASE
)
"""A heading over what was found, not over what is to be done."""
MARK = re.compile(r"(?:[^\w\s“‘(\[]|o|\d{1,3}\.)$")
"""The first word of a printed line that begins an entry: a bullet, a dash or a number."""

INDENT = 8.0
"""Points by which an entry stands to the right of the one that it belongs to."""

GROUPED = {"blackpool-2014-09-08-report", "enfield-2015-03-27-report", "surrey-2015-06-03-report"}
"""Reports that print their actions under the names of judgements, as read by eye."""

FEWEST = 0.97
"""The part of the printed entries that must be recorded: the rest are lines that look like one."""


@dataclass(frozen=True)
class Archive:
    """The reports, added and built."""

    content: Path
    site: Path
    report: str
    """What `add` says of them."""

    def documents(self) -> Iterator[dict[str, Any]]:
        """What the site says of each document."""
        for path in sorted((self.site / "documents").glob("*/index.json")):
            yield json.loads(path.read_text("utf-8"))


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    folder = tmp_path_factory.mktemp("national")
    content = Path(shutil.copytree(PROJECT / "content", folder / "content"))
    report = folder / "report.md"
    command = ["add", "--content", str(content), "--report", str(report), str(NATIONAL)]
    added = CliRunner().invoke(app, command)
    assert not isinstance(added.exception, Exception), added.output
    build_site(content, folder / "site")
    return Archive(content, folder / "site", report.read_text("utf-8"))


@pytest.fixture(scope="module")
def verified(archive: Archive) -> list[Verified]:
    with workers() as at_work:
        documents = documents_of(archive.content)
        return verify_documents(documents, read_from(archive.site), at_work, lambda _: None)


def test_every_file_is_added_or_named(archive: Archive) -> None:
    documents = {each["source"]["file"] for each in archive.documents()}
    absent = [path.name for path in sorted(NATIONAL.glob("*.pdf")) if path.name not in documents]
    assert all(name in archive.report for name in absent)
    assert len(absent) <= 1  # a web page that is called a PDF


def test_no_finding_is_published_as_a_recommendation(archive: Archive) -> None:
    known = recommended(archive)
    false: Counter[str] = Counter()
    for document in archive.documents():
        for section in document["sections"]:
            judged = section["judgement"] and document["id"] not in GROUPED
            if section["grade"] or judged or FINDINGS.search(section["heading"]):
                own = addresses(document, section) & known
                false[f"{document['id']}: {section['heading']}"] += len(own)
    assert +false == Counter()


def test_every_page_holds_its_original(verified: list[Verified]) -> None:
    different = {each.document: each.differences for each in verified if not each.whole}
    print(f"{len(verified)} documents, {sum(each.words for each in verified):,} words,", end=" ")
    print(f"{sum(len(each.placed) for each in verified)} runs drawn elsewhere,", end=" ")
    print(f"{len(different)} documents with differences")
    assert not different


def test_structure_differs_where_a_person_can_see_why(verified: list[Verified]) -> None:
    remarks = Counter(remark.split(":")[0] for each in verified for remark in each.remarks)
    print(remarks)
    assert sum(bool(each.remarks) for each in verified) <= len(verified)


def test_nearly_every_printed_entry_is_recorded(archive: Archive) -> None:
    """Lines that begin with a mark between a heading over recommendations and the next heading;
    not entries within entries, nor tables, whose rows have none."""
    printed, recorded, apart = 0, 0, []
    known = recommended(archive)
    for document in archive.documents():
        sections = document["sections"]
        path = archive.site / document["source"]["url"].removeprefix("/")
        if path.suffix != ".pdf" or not any(addresses(document, each) & known for each in sections):
            continue
        with pdf.opened(path.read_bytes()) as original:
            drawn = [
                line for line in original.lines if isinstance(line, DrawnLine) and not line.aside
            ]
        lines = [line.text for line in drawn]
        own = counted = at = 0
        for section, following in zip(sections, [*sections[1:], None], strict=True):
            at = place(lines, section["heading"], at)
            here = addresses(document, section) & known
            if here and not any(block["type"] == "table" for block in section["blocks"]):
                end = place(lines, following["heading"], at + 1) if following else len(lines)
                marked = [
                    line.left for line in drawn[at + 1 : end] if MARK.match(line.text.split()[0])
                ]
                if marked:
                    own += len(here)
                    usual = statistics.mode(map(round, marked))
                    counted += sum(left < usual + INDENT for left in marked)
        printed, recorded = printed + counted, recorded + own
        if own != counted:
            apart.append(f"{document['id']}: {own} recorded, {counted} printed")
    print(
        f"{recorded} recorded, {printed} printed; {len(apart)} documents differ", *apart, sep="\n"
    )
    assert recorded >= FEWEST * printed


def test_remarks_by_kind(archive: Archive) -> None:
    remarks = re.findall(r"^- \[ \] (.*)$", archive.report, re.MULTILINE)
    kinds = Counter(re.sub(r"“[^”]*”|\d+(?:[–-]\d+)?", "…", each) for each in remarks)
    print(*(f"{count:5} {kind}" for kind, count in kinds.most_common()), sep="\n")
    assert sum(kinds.values()) < len(list(NATIONAL.glob("*.pdf")))


def addresses(document: dict[str, Any], section: dict[str, Any]) -> set[str]:
    """The addresses of everything in a section."""
    found: set[str] = set()

    def gather(value: Any) -> None:
        if isinstance(value, dict):
            if "id" in value:
                found.add(f"{document['url']}#{value['id']}")
            for inner in value.values():
                gather(inner)
        elif isinstance(value, list):
            for inner in value:
                gather(inner)

    gather(section["blocks"])
    return found


def recommended(archive: Archive) -> set[str]:
    """The addresses of all recommendations."""
    with (archive.site / "data" / "recommendations.csv").open(encoding="utf-8", newline="") as file:
        return {row["url"] for row in csv.DictReader(file)}


def place(lines: list[str], heading: str, start: int) -> int:
    """The line on which a heading begins that is not an entry of a contents list."""
    plain = letters(heading)
    for at in range(start, len(lines)):
        joined = letters(" ".join(lines[at : at + 3]))
        own = letters(lines[at])
        listed = re.search(r"\d$", lines[at]) and not re.search(r"\d$", heading)
        if own and plain.startswith(own) and joined.startswith(plain) and not listed:
            return at
    return start


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
