"""People: who is an inspector, in which inspections, and what is not known of a name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace

from builder.model import InspectingRole, Person
from builder.pages.kinds import inspectors as inspectors_module
from builder.pages.kinds.inspectors import (
    Inspector,
    inspector_addresses,
    inspector_pages,
    named_inspectors,
)
from builder.reading.archive import Archive
from tests.support.archive import read_archive
from tests.support.paths import PROJECT
from tests.support.small_archive import CONTENT

LED = {
    ("Lynne Staines", "Reporting inspector"): [
        "plymouth-2010-05-21-report",
        "portsmouth-2011-06-27-report",
    ],
    ("Pauline Turner", "Reporting inspector"): ["derby-2011-06-27-report"],
}
"""Read from the founding documents by eye."""

NO_INSPECTORS = {
    "plymouth-2009-10-28-letter": ["Bronwen Lacey", "Heather Brown"],
    "plymouth-2015-01-13-paper": [
        "Councillor McDonald",
        "Carole Burgoyne",
        "Giles Perritt",
        "G Perritt",
    ],
}


def entry(archive: Archive, person: Person) -> Inspector:
    return named_inspectors(archive).of_person[person.name, person.role]


def naming(archive: Archive, *people: Sequence[Person]) -> Archive:
    """An archive whose documents, oldest first, name these people and nobody else."""
    documents = [
        replace(each, front=replace(each.front, people=tuple(named)))
        for each, named in zip(archive.documents, people, strict=False)
    ]
    rows = {
        "lead": InspectingRole("lead", "Lead inspector", "led", ("Lead inspector", "Leading")),
        "inspector": InspectingRole("inspector", "Inspector", "joined", ("Inspector",)),
    }
    return Archive(replace(archive.registry, roles=rows), tuple(documents))


@pytest.fixture(scope="module")
def founding() -> Archive:
    return read_archive(PROJECT / "content")


@pytest.fixture(scope="module")
def small() -> Archive:
    return read_archive(CONTENT)


def test_the_founding_documents_have_the_inspectors_that_they_print(founding: Archive) -> None:
    found = named_inspectors(founding)
    assert {
        (each.name, inspection.role) for each in found.entries for inspection in each.inspections
    } == set(LED)
    for (name, role), documents in LED.items():
        led = entry(founding, Person(name, role))
        assert [each.document.link.url for each in reversed(led.inspections)] == [
            f"/documents/{each}/" for each in documents
        ]
        assert (led.role, led.part) == ("Lead inspector", "led")
        assert "HMI" not in led.name


def test_nobody_else_is_an_inspector(founding: Archive) -> None:
    found = inspector_addresses(founding)
    for name, people in NO_INSPECTORS.items():
        named = founding.by_id[name].front.people
        assert [each.name for each in named] == people
        assert not {(each.name, each.role) for each in named} & found.keys()


def test_every_name_on_a_page_leads_somewhere(built_site: Path) -> None:
    page = (built_site / "documents/plymouth-2010-05-21-report/index.html").read_text("utf-8")
    assert '<a href="/inspectors/lynne-staines-as-lead-inspector/">Lynne Staines, HMI</a>' in page
    page = (built_site / "authorities/derby/index.html").read_text("utf-8")
    assert '<a href="/inspectors/#pauline-turner-as-lead-inspector">Pauline Turner</a>' in page
    page = (built_site / "authorities/plymouth/index.html").read_text("utf-8")
    assert "Bronwen Lacey" in page
    assert "bronwen" not in (built_site / "inspectors/index.html").read_text("utf-8").casefold()


def test_an_inspector_and_an_addressee_of_one_name_are_two_people(small: Archive) -> None:
    inspector, addressee = (
        Person("Pauline Turner", "Leading", "HMI"),
        Person("Pauline Turner", "Addressee"),
    )
    archive = naming(small, [inspector], [addressee], [addressee])
    found = named_inspectors(archive)
    (only,) = found.entries
    assert [each.role for each in only.inspections] == ["Leading"]
    assert (addressee.name, addressee.role) not in inspector_addresses(archive)
    (other,) = only.elsewhere
    assert (other.role, len(other.links)) == ("Addressee", 2)


def test_one_name_in_two_inspecting_roles_is_two_inspectors(small: Archive) -> None:
    lead, joined = Person("Ada Field", "Lead inspector"), Person("Ada Field", "Inspector")
    archive = naming(small, [lead], [joined], [lead])
    found = named_inspectors(archive)
    assert [(each.role, len(each.inspections)) for each in found.entries] == [
        ("Inspector", 1),
        ("Lead inspector", 2),
    ]
    assert [link.url for each in found.entries for link in each.elsewhere[0].links] == [
        "/inspectors/ada-field-as-lead/",
        "/inspectors/#ada-field-as-inspector",
    ]
    assert inspector_addresses(archive) == {
        ("Ada Field", "Lead inspector"): "/inspectors/ada-field-as-lead/",
        ("Ada Field", "Inspector"): "/inspectors/#ada-field-as-inspector",
    }


def test_a_name_leads_to_the_page_that_is_made(founding: Archive) -> None:
    of_person = named_inspectors(founding).of_person
    assert inspector_addresses(founding) == {
        person: each.address for person, each in of_person.items()
    }


def test_one_role_under_two_printed_names_is_one_inspector(small: Archive) -> None:
    names = [Person("Jenny-Ann O’Field", "Lead inspector"), Person("Jenny-ann O'Field", "leading")]
    archive = naming(small, *([each] for each in names))
    (only,) = named_inspectors(archive).entries
    assert only.id == "jenny-ann-ofield-as-lead"
    assert [each.role for each in only.inspections] == ["leading", "Lead inspector"]


def test_an_address_stays_when_the_name_comes_up_in_another_role(small: Archive) -> None:
    lead, joined = Person("Ada Field", "Lead inspector"), Person("Ada Field", "Inspector")
    before = entry(naming(small, [lead], [lead]), lead).address
    assert entry(naming(small, [joined], [lead, joined], [lead, joined]), lead).address == before


def test_somebody_whom_one_document_names_has_no_page(small: Archive) -> None:
    twice, once = Person("Ada Field", "Lead inspector"), Person("Ben Marsh", "Lead inspector")
    archive = naming(small, [twice, twice, once], [twice])
    urls = [page.url for page in inspector_pages(named_inspectors(archive))]
    assert urls == ["/inspectors/", "/inspectors/ada-field-as-lead/"]
    assert len(entry(archive, twice).inspections) == 2


def test_inspectors_are_not_ranked(small: Archive) -> None:
    names = ["Ben Marsh", "Zoë Ash", "Ada Marsh", "Cy Émile"]
    people = [Person(each, "Inspector") for each in names]
    archive = naming(small, people, people[:1], people[:1])
    found = [each.name for each in named_inspectors(archive).entries]
    assert found == ["Zoë Ash", "Cy Émile", "Ada Marsh", "Ben Marsh"]


def test_a_long_list_names_some_inspections(
    small: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    twice, once = Person("Ada Field", "Lead inspector"), Person("Ben Marsh", "Lead inspector")
    known = named_inspectors(naming(small, [twice], [twice, once]))
    monkeypatch.setattr(inspectors_module, "MANY", 1)
    letters = dict(inspector_pages(known)[0].context["letters"])
    assert [(len(each.named), each.more) for each in letters["F"]] == [(0, 2)]
    assert [(len(each.named), each.more) for each in letters["M"]] == [(1, 0)]
