"""The register of authorities: every one is there, once, under every name that reports print.

The counts are those of English local government since April 2023; a change of them is an Act or
an order, so a test that fails here is either a slip in the file or news.
"""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from builder.core.problems import ProblemsFound
from builder.language.templates import normal
from builder.model import Authority
from builder.registry.load import read_registry
from tests.support.paths import PROJECT, SHARED
from tests.support.small_archive import CONTENT as SMALL

CONTENT = PROJECT / "content"
CORPUS = SHARED / "corpus"

CODES = {
    "Unitary authority": "E06",
    "Metropolitan district": "E08",
    "London borough": "E09",
    "City corporation": "E09",
    "County council": "E10",
}
"""The closed set of kinds → how their codes begin."""


@pytest.fixture(scope="module")
def authorities() -> dict[str, Authority]:
    return dict(read_registry(CONTENT).authorities)


@pytest.fixture(scope="module")
def standing(authorities: dict[str, Authority]) -> list[Authority]:
    return [each for each in authorities.values() if not each.until]


def printed_names(authority: Authority) -> set[str]:
    return {normal(each) for each in (authority.name, authority.place, *authority.aliases)}


def test_every_authority_that_stands_is_there_with_its_kind(standing: list[Authority]) -> None:
    assert Counter(each.kind for each in standing) == {
        "Unitary authority": 63,  # the Isles of Scilly among them
        "Metropolitan district": 36,
        "London borough": 32,
        "City corporation": 1,
        "County council": 21,
    }
    assert len(standing) == 153


def test_every_authority_stands_in_its_region(standing: list[Authority]) -> None:
    assert Counter(each.region for each in standing) == {
        "North East": 12,
        "North West": 24,
        "Yorkshire and The Humber": 15,
        "East Midlands": 10,
        "West Midlands": 14,
        "East of England": 11,
        "London": 33,
        "South East": 19,
        "South West": 15,
    }


def test_rows_are_in_order(authorities: dict[str, Authority]) -> None:
    assert list(authorities) == sorted(authorities)


def test_an_id_is_the_words_of_its_place(authorities: dict[str, Authority]) -> None:
    for each in authorities.values():
        assert each.id == re.sub(r"[^a-z]+", "-", each.place.lower())


def test_every_code_is_well_formed_unique_and_of_its_kind(
    authorities: dict[str, Authority],
) -> None:
    codes = [each.gss for each in authorities.values()]
    assert [code for code, count in Counter(codes).items() if count > 1] == []
    for each in authorities.values():
        assert re.fullmatch(rf"{CODES[each.kind]}0000\d\d", each.gss), each.id
        assert (each.gss == "E09000001") == (each.kind == "City corporation")


def test_no_code_that_was_replaced_is_given(authorities: dict[str, Authority]) -> None:
    codes = {each.gss for each in authorities.values()}
    # Northumberland, Barnsley, Sheffield, Gateshead; and the counties that became unitary
    assert not codes & {"E06000048", "E08000016", "E08000019", "E08000020"}
    assert not codes & {"E10000002", "E10000009", "E10000023", "E10000027"}


def test_every_abolished_authority_has_its_year_and_what_came_after(
    authorities: dict[str, Authority],
) -> None:
    abolished = [each for each in authorities.values() if each.until or each.became]
    assert len(abolished) == 4
    for each in abolished:
        assert re.fullmatch(r"20[0-2]\d", each.until), each.id
        assert each.became, each.id
        for successor in each.became:
            assert not authorities[successor].until, each.id
            assert authorities[successor].region == each.region


def test_an_unknown_successor_is_a_problem(tmp_path: Path) -> None:
    shutil.copytree(SMALL, tmp_path / "content")
    file = tmp_path / "content" / "authorities.yaml"
    text = file.read_text("utf-8").rstrip()
    file.write_text(f"{text}\n  until: 2021\n  became: [norhtown]\n", "utf-8")
    with pytest.raises(ProblemsFound) as found:
        read_registry(tmp_path / "content")
    assert [each.message for each in found.value.problems] == [
        "“became” must name authorities of this file; found “norhtown”; correct it. "
        "Did you mean “northtown”?"
    ]


def test_no_name_differs_from_another_only_by_and(authorities: dict[str, Authority]) -> None:
    """Documents print "and" and "&" alike, so a name with one is there with the other."""
    names = {name: each.id for each in authorities.values() for name in printed_names(each)}
    for each in authorities.values():
        for name in (each.name, each.place):
            assert names.get(normal(name).replace(" & ", " and ")) == each.id, name
            assert names.get(normal(name).replace(" and ", " & ")) == each.id, name


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the published reports are not here")
def test_every_published_report_is_about_one_authority(
    authorities: dict[str, Authority],
) -> None:
    facts = json.loads((CORPUS / "facts.json").read_text("utf-8"))
    folders = {path.parent.name for path in CORPUS.glob("*/*")}
    assert folders <= authorities.keys()
    about = {
        file: [
            each.id
            for each in authorities.values()
            if normal(fact["authority_printed"]) in printed_names(each)
        ]
        for file, fact in facts.items()
        if fact and fact.get("authority_printed")
    }
    assert about
    assert about == {file: [Path(file).parts[0]] for file in about}
