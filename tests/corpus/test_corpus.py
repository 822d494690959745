"""Real reports of every framework since 2013: what each says of itself is what the archive reads.

The reports stand beside the project, not in it, for their licences do not all allow it; where they
are absent these tests are skipped.  `facts.json` there holds what graded reports say, read by eye;
what letters and area inspections say was read by eye for this file.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from builder.build.pipeline import build_site
from builder.convert.one_file import Converted, convert
from builder.convert.options import AddOptions
from builder.convert.stream.pieces import CannotRead
from builder.model import Award, Document, numbered_in, plain
from builder.registry.load import read_registry
from tests.support.archive import read_one
from tests.support.paths import PROJECT, SHARED

CONTENT = PROJECT / "content"
CORPUS = SHARED / "corpus"
FACTS: dict[str, Any] = (
    json.loads((CORPUS / "facts.json").read_text("utf-8"))
    if (CORPUS / "facts.json").is_file()
    else {}
)
GRADED = {name: facts for name, facts in FACTS.items() if facts is not None}

pytestmark = pytest.mark.skipif(not FACTS, reason="the corpus of real reports is absent")

FRAMEWORKS = {
    "SIF": {"single-inspection-2013"},
    "ILACS": {"ilacs-2018", "ilacs-2023"},
    "Looked after children 2013": {"looked-after-children-2013"},
    "LSCB review (separate)": {"safeguarding-board-review-2013"},
}
JUDGEMENTS = {
    "children who need help and protection": "help-and-protection",
    "help and protection": "help-and-protection",
    "children looked after and achieving permanence": "looked-after-and-permanence",
    "adoption performance": "adoption-performance",
    "experiences and progress of care leavers": "care-leavers",
    "care leavers": "care-leavers",
    "leadership, management and governance": "leadership-management-and-governance",
    "LSCB": "safeguarding-board-effectiveness",
    "impact of leaders": "impact-of-leaders",
    "in care": "children-in-care",
    "in care and care leavers": "in-care-and-care-leavers",
    "overall effectiveness": "childrens-services-overall-effectiveness",
}
LOOKED_AFTER = {
    "overall effectiveness": "looked-after-overall-effectiveness",
    "capacity to improve": "looked-after-capacity-for-improvement",
    "outcomes for looked after children and young people": "looked-after-outcomes",
    "quality of provision": "looked-after-quality-of-provision",
    "leadership and management": "looked-after-leadership-and-management",
}


@dataclass(frozen=True)
class Ungraded:
    """What a letter or an area inspection says, read by eye."""

    inspected: tuple[str, str]
    published: str
    title: str
    people: tuple[tuple[str, str], ...]
    headings: tuple[str, ...]
    told: Mapping[str, int]
    """How many things of each kind somebody is told to do."""
    paragraphs: int = 0


def visit(place: str) -> str:
    return f"Focused visit to {place} children’s services"


HEADLINES = ("Headline findings", "Main findings")
NEEDS = "What needs to improve in this area of social work practice"
AREA = (
    "Inspection outcome",
    "Information about the local area partnership",
    "What is it like to be a child or young person with SEND in this area?",
    "What is the area partnership doing that is effective?",
    "What does the area partnership need to do better?",
    "Areas for improvement",
    "Local area partnership details",
    "Information about this inspection",
    "Inspection team",
)
PRIORITY = (*AREA[:5], "Areas for priority action", *AREA[5:])
IMPROVE, ACT = "area-for-improvement", "priority-action"

LETTERS = {
    "portsmouth/focused-visit---27-march-2025.pdf": Ungraded(
        ("2025-02-25", "2025-02-26"),
        "2025-03-27",
        visit("Portsmouth City Council local authority"),
        (
            ("Sarah Daly", "Addressee"),
            ("Rodica Cobarzan", "Inspector"),
            ("Amanda Maxwell", "Inspector"),
            ("Rodica Cobarzan", "Signatory"),
        ),
        (HEADLINES[0], f"{NEEDS}?", HEADLINES[1]),
        {IMPROVE: 2},
    ),
    "plymouth/focused-visit---25-may-2018.pdf": Ungraded(
        ("2018-05-01", "2018-05-02"),
        "2018-05-25",
        visit("Plymouth City Council"),
        (
            ("Alison Botham", "Addressee"),
            ("Mandy Nightingale", "Inspector"),
            ("Pauline Higham", "Inspector"),
            ("Mandy Nightingale", "Signatory"),
        ),
        ("Overview", NEEDS, "Findings"),
        {IMPROVE: 5},
    ),
    "plymouth/focused-visit---30-january-2023.pdf": Ungraded(
        ("2022-12-13", "2022-12-14"),
        "2023-01-30",
        visit("Plymouth City Council"),
        (
            ("Sharon Muldoon", "Addressee"),
            ("Anna Gravelle", "Inspector"),
            ("Joy Howick", "Inspector"),
            ("Anna Gravelle", "Signatory"),
        ),
        (HEADLINES[0], "Areas for priority action", f"{NEEDS}?", HEADLINES[1]),
        {ACT: 2, IMPROVE: 6},
    ),
    "plymouth/focused-visit---31-july-2025.pdf": Ungraded(
        ("2025-07-01", "2025-07-02"),
        "2025-07-31",
        visit("Plymouth"),
        (
            ("David Haley", "Addressee"),
            ("Joy Howick", "Inspector"),
            ("Monique Lindsay", "Inspector"),
            ("Michele Henry", "Inspector"),
            ("Joy Howick", "Signatory"),
        ),
        (HEADLINES[0], f"{NEEDS}?", HEADLINES[1]),
        {IMPROVE: 2},
    ),
    "derby/focused-visit---09-august-2021.pdf": Ungraded(
        ("2021-06-30", "2021-07-01"),
        "2021-08-09",
        visit("Derby City Council"),
        (
            ("Andy Smith", "Addressee"),
            ("Julie Knight", "Inspector"),
            ("Dominic Stevens", "Inspector"),
            ("Nick Bennison", "Inspector"),
            ("Julie Knight", "Signatory"),
        ),
        (HEADLINES[0], NEEDS, HEADLINES[1]),
        {IMPROVE: 3},
    ),
    "derby/focused-visit---29-november-2023.pdf": Ungraded(
        ("2023-10-25", "2023-10-26"),
        "2023-11-29",
        visit("Derby City"),
        (
            ("Andy Smith", "Addressee"),
            ("Jo Warburton", "Inspector"),
            ("Rachel Fairhurst", "Inspector"),
            ("Matthew Hedges", "Inspector"),
            ("Jo Warburton", "Signatory"),
        ),
        (HEADLINES[0], f"{NEEDS}?", HEADLINES[1]),
        {IMPROVE: 1},
    ),
    "warrington/focused-visit---23-february-2018.pdf": Ungraded(
        ("2018-01-31", "2018-02-01"),
        "2018-02-23",
        visit("Warrington"),
        (
            ("Steve Peddie", "Addressee"),
            ("Lorna Schlechte", "Inspector"),
            ("Neil Penswick", "Inspector"),
            ("Lorna Schlechte", "Signatory"),
        ),
        ("Overview", "Findings", "Areas for priority action", NEEDS),
        {IMPROVE: 4},
    ),
    "slough/focused-visit---27-november-2020.pdf": Ungraded(
        ("2020-10-13", "2020-10-13"),
        "2020-11-27",
        visit("Slough"),
        (
            ("Eleni Ioannides", "Addressee"),
            ("Nicola Bennett", "Inspector"),
            ("Rachel Griffiths", "Inspector"),
            ("Amanda Maxwell", "Inspector"),
            ("Nick Stacey", "Inspector"),
            ("Paul Williams", "Inspector"),
            ("Nicola Bennett", "Signatory"),
        ),
        ("Overview", f"{NEEDS}:", "Findings"),
        {IMPROVE: 4},
        paragraphs=22,
    ),
    "darlington/focused-visit---30-november-2021.pdf": Ungraded(
        ("2021-10-26", "2021-10-27"),
        "2021-11-30",
        visit("Darlington"),
        (
            ("James Stroyan", "Addressee"),
            ("Vicky Metheringham", "Inspector"),
            ("Louise Walker", "Inspector"),
            ("Vicky Metheringham", "Signatory"),
        ),
        HEADLINES,
        {},
    ),
    "north-northamptonshire/focused-visit---31-october-2024.pdf": Ungraded(
        ("2024-10-01", "2024-10-02"),
        "2024-10-31",
        visit("North Northamptonshire"),
        (
            ("Charisse Monero", "Addressee"),
            ("Jenny-ellen Scotland", "Inspector"),
            ("Russel Breyer", "Inspector"),
            ("Jenny-ellen Scotland", "Signatory"),
        ),
        (HEADLINES[0], f"{NEEDS}?", HEADLINES[1]),
        {IMPROVE: 2},
    ),
    "halton/focused-visit---17-november-2021.pdf": Ungraded(
        ("2021-10-13", "2021-10-14"),
        "2021-11-17",
        visit("Halton"),
        (
            ("Mil Vasic", "Addressee"),
            ("Lisa Summers", "Inspector"),
            ("Rebecca Quested", "Inspector"),
            ("Lisa Walsh", "Inspector"),
            ("Lisa Summers", "Signatory"),
        ),
        (HEADLINES[0], "Areas for priority action", f"{NEEDS}?", HEADLINES[1]),
        {ACT: 2, IMPROVE: 3},
    ),
}
AREAS = {
    "plymouth/area-send-full-inspection---22-august-2023.pdf": Ungraded(
        ("2023-06-26", "2023-06-30"),
        "2023-08-22",
        "Area SEND inspection of Plymouth Local Area Partnership",
        (("Phil Minns", "Lead inspector"), ("Tessa Valpy", "CQC lead inspector")),
        PRIORITY,
        {ACT: 5, IMPROVE: 4},
    ),
    "oxfordshire/area-send-full-inspection---15-september-2023.pdf": Ungraded(
        ("2023-07-13", "2023-07-21"),
        "2023-09-15",
        "Area SEND inspection of Oxfordshire Local Area Partnership",
        (("Jo Petch", "Lead inspector"), ("Lee Carey", "CQC lead inspector")),
        PRIORITY,
        {ACT: 5, IMPROVE: 4},
    ),
    "warrington/area-send-full-inspection---05-may-2023.pdf": Ungraded(
        ("2023-02-06", "2023-02-10"),
        "2023-05-05",
        "Area SEND inspection of Warrington Local Area Partnership",
        (("Adam Sproston", "Lead inspector"), ("Claire Mason", "CQC lead inspector")),
        AREA,
        {IMPROVE: 4},
    ),
}


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real registries, without documents."""
    folder = tmp_path_factory.mktemp("corpus") / "content"
    shutil.copytree(CONTENT, folder, ignore=shutil.ignore_patterns("documents", "originals"))
    (folder / "originals").mkdir()
    return folder


@pytest.fixture(scope="module")
def documents(content: Path) -> dict[str, tuple[Converted, Document]]:
    """Every report, converted, written and read."""
    registry = read_registry(content)
    read: dict[str, tuple[Converted, Document]] = {}
    problems: list[str] = []
    for name in FACTS:
        original = CORPUS / name
        data = original.read_bytes()
        try:
            converted = convert(original.name, data, registry, AddOptions())
        except CannotRead:
            continue
        kept = content / "originals" / f"{converted.sha256[:12]}{converted.suffix}"
        kept.write_bytes(data)
        path = content / "documents" / converted.authority / f"{converted.id}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(converted.text, encoding="utf-8")
        document, found = read_one(content, path, registry)
        problems += [f"{name}: {each}" for each in found]
        if isinstance(document, Document):
            read[name] = converted, document
    assert problems == []
    return read


def judgement(name: str, facts: dict[str, Any]) -> str:
    known = LOOKED_AFTER if facts["framework"].startswith("Looked after") else JUDGEMENTS
    return known[name]


def awards(document: Document, asked: str) -> list[Award]:
    return [each for each in document.awards if each.judgement == asked]


def last_number(document: Document) -> int:
    return max((each.number or 0 for each in numbered_in(document.sections)), default=0)


def days(document: Document) -> tuple[str, str] | None:
    inspected = document.front.inspected
    return (str(inspected.start), str(inspected.end)) if inspected else None


def test_every_report_is_read(documents: dict[str, Any]) -> None:
    assert set(FACTS) - set(documents) == {"blackpool/inspection---13-july-2012.pdf"}


@pytest.mark.parametrize("name", GRADED)
def test_every_title_page_is_read(
    name: str, documents: dict[str, tuple[Converted, Document]]
) -> None:
    facts, (_, document) = GRADED[name], documents[name]
    front = document.front
    assert front.authority == name.split("/")[0]
    assert front.framework in FRAMEWORKS[facts["framework"]]
    assert days(document) == (facts["inspection_start"], facts["inspection_end"])
    assert front.published == date.fromisoformat(facts["published"])
    printed = facts["published_source"] == "printed in report"
    assert front.published_from == ("" if printed else "file name")
    leads = ("Lead inspector", "Reporting inspector")
    assert [each.name for each in front.people if each.role in leads] == facts["lead_inspectors"]
    if facts.get("deputy_lead"):
        deputies = [each.name for each in front.people if each.role == "Deputy lead inspector"]
        assert deputies == [facts["deputy_lead"]]


@pytest.mark.parametrize("name", GRADED)
def test_every_grade_is_read(name: str, documents: dict[str, tuple[Converted, Document]]) -> None:
    facts, (_, document) = GRADED[name], documents[name]
    expected = {judgement(key, facts): each for key, each in facts["judgements"].items()}
    assert {each.judgement for each in document.awards} == set(expected)
    for asked, fact in expected.items():
        found = awards(document, asked)
        assert {each.grade.number if each.grade else None for each in found} == {fact["num"]}
        words = fact["grade"].removeprefix("requires ")
        assert any(words in each.label.casefold() for each in found), asked


@pytest.mark.parametrize("name", GRADED)
def test_the_numbers_of_paragraphs_go_on(
    name: str, documents: dict[str, tuple[Converted, Document]]
) -> None:
    _, document = documents[name]
    assert last_number(document) == (GRADED[name]["numbered_paragraphs_last"] or 0)
    assert document.front.skipped_numbers == ()


@pytest.mark.parametrize("name", GRADED)
def test_a_graded_report_tells_somebody_something(
    name: str, documents: dict[str, tuple[Converted, Document]]
) -> None:
    """One inspection found nothing to improve; every other asks for something."""
    _, document = documents[name]
    nothing = name == "thurrock/inspection---29-october-2024.pdf"
    assert bool(document.recommendations) != nothing


UNGRADED: dict[str, Ungraded] = {**LETTERS, **AREAS}


@pytest.mark.parametrize("name", UNGRADED)
def test_every_letter_and_area_inspection_is_read(
    name: str, documents: dict[str, tuple[Converted, Document]]
) -> None:
    expected = UNGRADED[name]
    _, document = documents[name]
    front = document.front
    assert front.framework == ("focused-visit" if name in LETTERS else "area-send-2023")
    assert front.authority == name.split("/")[0]
    assert front.title == expected.title
    assert days(document) == expected.inspected
    assert str(front.published) == expected.published
    assert front.published_from == ("" if name in LETTERS else "file name")
    assert tuple((each.name, each.role) for each in front.people) == expected.people
    headings = [plain(each.heading) for each in document.sections if each.level > 1]
    assert headings == list(expected.headings)
    assert Counter(each.kind for each in document.recommendations) == Counter(expected.told)
    assert last_number(document) == expected.paragraphs
    assert document.awards == ()


def test_the_site_of_all_reports_builds(
    content: Path, documents: dict[str, Any], tmp_path: Path
) -> None:
    built = build_site(content, tmp_path / "site")
    assert built.documents == len(documents)
