"""Inspectors and their inspections. No counts or ranks that could be taken to measure a person.

One name in two roles is two entries: the archive does not know whether they are one person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from msgspec import Struct

from builder.core.identifiers import slug
from builder.language.templates import normal
from builder.model import Document, InspectingRole, Person
from builder.pages.parts.views import DocumentLine, Link, Page, document_line
from builder.reading.archive import Archive

NAMED = 3
"""How many inspections a line of the list names."""

MANY = 300
"""How many lines the list may have; of more, those of inspectors who have a page leave it to the
page to name the inspections."""

CRUMBS = (Link("Inspectors", "/inspectors/"),)


class Inspection(Struct, frozen=True):
    """One document that names the inspector."""

    document: DocumentLine
    role: str
    post: str
    """Both as printed."""


class Elsewhere(Struct, frozen=True):
    """Another role in which the same name stands."""

    role: str
    links: tuple[Link, ...]
    more: int
    """How many more documents have it."""


class Inspector(Struct, frozen=True):
    id: str
    name: str
    """As printed, without posts."""
    role: str
    part: str
    """"led" or "joined"."""
    inspections: tuple[Inspection, ...]
    """Newest first."""
    elsewhere: tuple[Elsewhere, ...]

    @property
    def alone(self) -> bool:
        """Whether one document names them, so that they have no page."""
        return len(self.inspections) == 1

    @property
    def address(self) -> str:
        """Where the archive tells of them."""
        return _address(self.id, self.alone)


class InspectorLine(Struct, frozen=True):
    """An inspector in the list."""

    inspector: Inspector
    named: tuple[Inspection, ...]
    more: int
    """How many more inspections there are."""
    elsewhere: tuple[Elsewhere, ...]


class Inspectors(Struct, frozen=True):
    entries: tuple[Inspector, ...]
    """By the last word of the name."""
    of_person: Mapping[tuple[str, str], Inspector]
    """By the name and the role as documents have them."""


class _Names(Struct, frozen=True):
    """Whom documents name, newest document first."""

    roles: Mapping[str, InspectingRole]
    inspecting: Mapping[tuple[str, str], Sequence[tuple[Person, Document]]]
    """By the word for the name and the role."""
    others: Mapping[str, Mapping[str, Sequence[Document]]]
    """In other roles: by the word for the name, and the role as printed."""


def _names(archive: Archive) -> _Names:
    rows = {normal(role): row for row in archive.registry.roles.values() for role in row.roles}
    inspecting: dict[tuple[str, str], list[tuple[Person, Document]]] = {}
    others: dict[str, dict[str, list[Document]]] = {}
    for document in reversed(archive.documents):
        for person in document.front.people:
            row = rows.get(normal(person.role))
            if row is not None:
                inspecting.setdefault((slug(person.name), row.id), []).append((person, document))
            else:
                named = others.setdefault(slug(person.name), {})
                named.setdefault(person.role, []).append(document)
    return _Names({each.id: each for each in rows.values()}, inspecting, others)


def inspector_addresses(archive: Archive) -> dict[tuple[str, str], str]:
    """Each inspector's address, by name and role."""
    names = _names(archive)
    addresses: dict[tuple[str, str], str] = {}
    for (name, role), found in names.inspecting.items():
        address = _address(_id(name, names.roles[role]), _alone(found))
        addresses.update(((person.name, person.role), address) for person, _ in found)
    return addresses


def named_inspectors(archive: Archive) -> Inspectors:
    """Everyone whom a document names in an inspecting role."""
    names = _names(archive)
    entries = {
        (name, role): Inspector(
            id=_id(name, names.roles[role]),
            name=found[0][0].name,
            role=names.roles[role].name,
            part=names.roles[role].part,
            inspections=tuple(
                Inspection(document_line(archive, document), person.role, person.post)
                for person, document in {each.url: (who, each) for who, each in found}.values()
            ),
            elsewhere=tuple(_elsewhere(archive, name, role, names)),
        )
        for (name, role), found in names.inspecting.items()
    }
    of_person = {
        (person.name, person.role): entries[key]
        for key, found in names.inspecting.items()
        for person, _ in found
    }
    return Inspectors(tuple(sorted(entries.values(), key=_order)), of_person)


def _alone(found: Iterable[tuple[Person, Document]]) -> bool:
    return len({document.url for _, document in found}) == 1


def _address(id: str, alone: bool) -> str:
    return f"/inspectors/#{id}" if alone else f"/inspectors/{id}/"


def _id(name: str, role: InspectingRole) -> str:
    """An inspector's slug, always with the role, so that it stays when another appears."""
    return f"{name}-as-{role.id}"


def _elsewhere(archive: Archive, name: str, role: str, names: _Names) -> Iterator[Elsewhere]:
    for other in names.roles.values():
        if other.id != role and (found := names.inspecting.get((name, other.id))):
            here = _address(_id(name, other), _alone(found))
            yield Elsewhere(other.name, (Link(found[0][0].name, here),), 0)
    for printed, documents in sorted(names.others.get(name, {}).items()):
        links = tuple(_year(archive, each) for each in documents[:NAMED])
        yield Elsewhere(printed, links, max(len(documents) - NAMED, 0))


def _year(archive: Archive, document: Document) -> Link:
    place = archive.authority_of(document).place
    return Link(f"{place} {document.front.published.year}", document.url)


def _order(entry: Inspector) -> tuple[str, str, str]:
    return slug(entry.name.split()[-1]), slug(entry.name), entry.role


def inspector_pages(known: Inspectors) -> list[Page]:
    return [
        Page(
            url="/inspectors/",
            template="inspectors.html",
            title="Inspectors",
            description="Everyone whom the documents name as an inspector, with the inspections "
            "that they led or joined.",
            context={"letters": tuple(_by_letter(known.entries))},
        ),
        *(
            Page(
                url=each.address,
                template="inspector.html",
                title=f"{each.name}: {each.role}",
                description=f"The inspections that {each.name} {each.part}, as the documents "
                "name them.",
                crumbs=CRUMBS,
                context={"inspector": each},
            )
            for each in known.entries
            if not each.alone
        ),
    ]


def _by_letter(entries: Sequence[Inspector]) -> Iterator[tuple[str, tuple[InspectorLine, ...]]]:
    brief = len(entries) > MANY
    for letter, same in groupby(entries, key=lambda each: _order(each)[0][0].upper()):
        yield letter, tuple(_line(each, brief) for each in same)


def _line(each: Inspector, brief: bool) -> InspectorLine:
    if brief and not each.alone:
        return InspectorLine(each, (), len(each.inspections), ())
    named = each.inspections[:NAMED]
    return InspectorLine(each, named, len(each.inspections) - len(named), each.elsewhere)
