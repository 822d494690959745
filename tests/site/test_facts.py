"""The five founding documents: every fact that a careful reader wrote down is on the built site.

The facts under `tests/fixtures/facts/` were read from the originals by eye; they are the yardstick,
and are never taken from what the builder makes.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.paths import FIXTURES

FACTS = {
    path.stem: json.loads(path.read_text("utf-8"))
    for path in sorted((FIXTURES / "facts").glob("*.json"))
}
REPORTS = [each for each, facts in FACTS.items() if "record" in facts]

every_document = pytest.mark.parametrize("name", list(FACTS))
every_report = pytest.mark.parametrize("name", REPORTS)


def plain(words: str) -> str:
    """A heading's words without the colon or full stop that the source prints behind them."""
    return words.rstrip(".:")


def whole(site: Path, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((site / "documents" / name / "index.json").read_text())
    return found


def rows(site: Path, file: str, name: str) -> list[dict[str, str]]:
    with (site / "data" / file).open(encoding="utf-8", newline="") as lines:
        return [row for row in csv.DictReader(lines) if row["document"] == name]


def blocks(sections: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for section in sections:
        yield from section["blocks"]


def list_under(document: dict[str, Any], heading: str) -> list[str]:
    section = next(each for each in document["sections"] if each["heading"] == heading)
    return [
        item["text"]
        for each in section["blocks"]
        if each["type"] == "list"
        for item in each["items"]
    ]


@every_document
def test_every_fact_of_the_title_block_is_right(name: str, built_site: Path) -> None:
    facts = FACTS[name]
    listed = json.loads((built_site / "data" / "documents.json").read_text())
    entry = next(each for each in listed if each["id"] == name)
    for key in ("kind", "title", "authority", "inspected_from", "inspected_to", "published"):
        assert entry[key] == facts[key], key
    assert entry["paragraphs"] == facts["last_paragraph"]
    assert entry["source"]["file"] == facts["source"]
    assert bool(entry["licence"]) == facts["licence_printed"]
    people = [{"name": each["name"], "role": each["role"]} for each in entry["people"]]
    assert people == facts["people"]


@every_document
def test_every_paragraph_is_there_in_order(name: str, built_site: Path) -> None:
    numbers = [
        each["number"]
        for each in blocks(whole(built_site, name)["sections"])
        if each["type"] == "paragraph" and each["number"] is not None
    ]
    assert numbers == list(range(1, FACTS[name]["last_paragraph"] + 1))


@every_report
def test_every_heading_is_in_its_place_with_its_grade(name: str, built_site: Path) -> None:
    found = [each for each in whole(built_site, name)["sections"] if each["level"] > 1]
    expected = FACTS[name]["headings"]
    assert [(plain(each["heading"]), each["level"] - 1) for each in found] == [
        (each["heading"], each["level"]) for each in expected
    ]
    for section, fact in zip(found, expected, strict=True):
        assert section["grade"] == fact.get("grade"), fact["heading"]
        if "grade" in fact:
            assert fact["word"] in section["label"].lower()
            assert section["service"] == fact["service"]
            assert section["judgement"]
        numbers = [each["number"] for each in section["blocks"] if each.get("number")]
        if "paragraphs" in fact:
            assert [numbers[0], numbers[-1]] == fact["paragraphs"], fact["heading"]


@every_report
def test_grades_under_headings_are_those_read_by_eye(name: str, built_site: Path) -> None:
    found = [
        (row["service"], plain(row["printed"]), int(row["grade"]))
        for row in rows(built_site, "grades.csv", name)
        if row["basis"] == "heading"
    ]
    assert found == [
        (each["service"], each["heading"], each["grade"])
        for each in FACTS[name]["headings"]
        if "grade" in each
    ]


@every_report
def test_the_record_of_findings_is_the_one_read_by_eye(name: str, built_site: Path) -> None:
    found = [
        (row["service"], row["printed"], row["label"], int(row["grade"]))
        for row in rows(built_site, "grades.csv", name)
        if row["basis"] == "table"
    ]
    assert found == [
        (each["service"], each["judgement"], each["printed"], each["grade"])
        for each in FACTS[name]["record"]
    ]


@every_report
def test_two_readings_of_one_grade_agree(name: str, built_site: Path) -> None:
    """None of the founding reports contradicts itself where one judgement is printed twice."""
    grades: dict[str, set[str]] = {}
    for row in rows(built_site, "grades.csv", name):
        grades.setdefault(row["judgement"], set()).add(row["grade"])
    assert {each: found for each, found in grades.items() if len(found) > 1} == {}


@every_document
def test_every_recommendation_is_the_one_read_by_eye(name: str, built_site: Path) -> None:
    keys = ("service", "kind", "timescale", "owner", "text")
    found = [
        {key: row[key] for key in keys} for row in rows(built_site, "recommendations.csv", name)
    ]
    assert found == FACTS[name]["recommendations"]


@every_report
def test_every_repaired_number_is_declared(name: str, built_site: Path) -> None:
    repaired = [int(each["at"].removeprefix("p")) for each in whole(built_site, name)["repairs"]]
    assert repaired == FACTS[name]["repaired"]


def test_the_letter_s_lists_are_those_read_by_eye(built_site: Path) -> None:
    name = "plymouth-2009-10-28-letter"
    document = whole(built_site, name)
    for heading, items in FACTS[name]["lists"].items():
        assert list_under(document, heading) == items
    opening = [
        item["text"]
        for section in document["sections"]
        if section["level"] == 1
        for each in section["blocks"]
        if each["type"] == "list"
        for item in each["items"]
    ]
    assert opening == FACTS[name]["delivered_satisfactorily"]


def test_the_paper_s_lists_and_sign_off_are_those_read_by_eye(built_site: Path) -> None:
    name = "plymouth-2015-01-13-paper"
    document = whole(built_site, name)
    assert [plain(each["heading"]) for each in document["sections"] if each["level"] > 1] == [
        plain(each["heading"]) for each in FACTS[name]["headings"]
    ]
    lists = [
        [item["text"] for item in each["items"]]
        for each in blocks(document["sections"])
        if each["type"] == "list"
    ]
    assert lists[0] == FACTS[name]["strengths_listed"]
    assert [len(each) for each in lists] == [11, 4, 3, 3]
    table = next(each for each in blocks(document["sections"]) if each["type"] == "table")
    cells = [row["cells"] for row in table["rows"]]
    assert {plain(first): second for first, second in cells} == FACTS[name]["sign_off"]


@every_document
def test_a_document_s_page_has_every_paragraph_of_its_data(name: str, built_site: Path) -> None:
    html = (built_site / "documents" / name / "index.html").read_text("utf-8")
    for block in blocks(whole(built_site, name)["sections"]):
        if block["type"] == "paragraph":
            assert f'id="{block["id"]}"' in html
        if block.get("number"):
            assert f'href="#p{block["number"]}">{block["number"]}.</a>' in html
