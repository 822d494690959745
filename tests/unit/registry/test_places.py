"""Places: every district leads to one council, and every abolished council to what it became."""

from __future__ import annotations

import pytest

from builder.model import Registry
from builder.registry.load import read_registry
from tests.support.paths import PROJECT

CONTENT = PROJECT / "content"


@pytest.fixture(scope="module")
def registry() -> Registry:
    return read_registry(CONTENT)


def names(registry: Registry, place: str) -> list[str]:
    return [each.id for each in registry.responsible(place)]


def test_every_district_leads_to_one_council(registry: Registry) -> None:
    districts = [each for each in registry.places.values() if each.authority]
    assert len(districts) == 164
    for each in districts:
        (council,) = registry.responsible(each.id)
        assert council.kind == "County council", each.id
        assert not council.until


def test_every_county_council_has_districts(registry: Registry) -> None:
    counties = {each.id for each in registry.authorities.values() if each.kind == "County council"}
    counties -= {each.id for each in registry.authorities.values() if each.until}
    assert {each.authority for each in registry.places.values() if each.authority} == counties


def test_every_abolished_council_leads_to_all_that_it_became(registry: Registry) -> None:
    for id in (*registry.places, *registry.authorities):
        assert registry.responsible(id), id
    assert names(registry, "cumbria") == ["cumberland", "westmorland-and-furness"]
    assert names(registry, "taunton-deane") == ["somerset"]
    assert names(registry, "forest-heath") == ["suffolk"]
    assert len(names(registry, "berkshire")) == 6


def test_names_that_people_know_lead_to_a_council(registry: Registry) -> None:
    assert names(registry, "exeter") == ["devon"]
    assert registry.places["exeter"].name == "Exeter City Council"
    assert "Shepway" in registry.places["folkestone-and-hythe"].aliases
    assert "Richmond Council" in registry.authorities["richmond-upon-thames"].aliases


def test_rows_stand_in_the_order_of_their_ids(registry: Registry) -> None:
    assert list(registry.places) == sorted(registry.places)


def test_every_standing_council_has_a_number_a_hexagon_and_ten_neighbours(
    registry: Registry,
) -> None:
    for each in registry.authorities.values():
        if not each.until:
            assert each.urn, each.id
            assert len(each.hexagon) == 2, each.id
            assert len({*each.neighbours} - {each.id}) == 10, each.id
            assert not any(registry.authorities[one].until for one in each.neighbours), each.id


def test_former_codes_are_those_that_official_tables_print(registry: Registry) -> None:
    assert registry.authorities["barnsley"].former_gss == ("E08000016",)
    assert registry.authorities["sheffield"].former_gss == ("E08000019",)
