"""The list of councils, and every name to find one by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from builder.analysis.grade_history import GradeHistory
from builder.model import Authority, LocalPlace
from builder.pages.parts.councils import GradedLine, council
from builder.pages.parts.views import Link, Page
from builder.reading.archive import Archive


class AuthorityLine(Struct, frozen=True):
    """A council in the list."""

    link: Link
    documents: int
    until: str
    graded: GradedLine | None
    """Its newest inspection with an overall grade."""


class NamedPlace(Struct, frozen=True):
    """A place, and the councils that run children's services there."""

    names: tuple[str, ...]
    """Its short name, the council's, and others."""
    says: str
    """"Exeter is in Devon; children’s services are Devon County Council’s."."""
    councils: tuple[Link, ...]
    """Without an address where nothing is held and no other page is known."""


def authorities_page(archive: Archive, known: Mapping[str, GradeHistory]) -> Page:
    """The list of councils; needs no document's text."""
    regions = sorted({each.region for each in archive.authorities})
    held = {each.id for each in archive.authorities}
    registry = archive.registry
    words = registry.site.words
    return Page(
        url="/authorities/",
        template="authorities.html",
        title=words.of_many,
        description=f"Every {words.authority} that the archive holds a document for, and "
        "where to find yours.",
        context={
            "number": len(archive.authorities),
            "regions": tuple(
                (
                    region,
                    tuple(
                        _line(archive, each, known.get(each.id))
                        for each in archive.authorities
                        if each.region == region
                    ),
                )
                for region in regions
            ),
            "places": tuple(_place(archive, each) for each in registry.places.values()),
            "missing": tuple(
                Link(each.place, registry.site.page_at_inspectorate(each))
                for each in sorted(registry.authorities.values(), key=lambda one: one.place)
                if each.id not in held and not each.until
            ),
        },
    )


def searchable_places(archive: Archive, known: Mapping[str, GradeHistory]) -> Iterator[NamedPlace]:
    """Everything that “Find your council” finds: authorities by name, then places."""
    registry = archive.registry
    for authority in sorted(registry.authorities.values(), key=lambda each: each.place):
        history = known.get(authority.id)
        names = (authority.place, authority.name, *authority.aliases)
        if authority.until:
            yield NamedPlace(names, _ended(archive, authority), _councils(archive, authority.id))
            continue
        graded = council(authority, history).overall if history else None
        if graded and graded.grades:
            given = "; ".join(
                f"{each.service}: {each.chip.label}" if each.service else each.chip.label
                for each in graded.grades
            )
            says = f"{authority.name}: {given}, {graded.link.text}."
        elif archive.of_authority(authority.id):
            says = f"{authority.name}: no overall grade held."
        else:
            says = f"{authority.name}: nothing is held of it here."
        yield NamedPlace(names, says, _councils(archive, authority.id))
    for place in registry.places.values():
        yield _place(archive, place)


def _line(archive: Archive, authority: Authority, history: GradeHistory | None) -> AuthorityLine:
    return AuthorityLine(
        link=Link(authority.place, f"/authorities/{authority.id}/"),
        documents=len(archive.of_authority(authority.id)),
        until=authority.until,
        graded=council(authority, history).overall if history else None,
    )


def _place(archive: Archive, place: LocalPlace) -> NamedPlace:
    names = (place.place, place.name, *place.aliases)
    authority = archive.registry.authorities.get(place.authority)
    if authority is None:
        says = _ended(archive, place)
    else:
        says = (
            f"{place.place} is in {authority.place}; {archive.registry.site.words.services} are "
            f"{_possessive(authority.name)}."
        )
    return NamedPlace(names, says, _councils(archive, place.id))


def _ended(archive: Archive, gone: Authority | LocalPlace) -> str:
    names = [_possessive(each.name) for each in archive.registry.responsible(gone.id)]
    several = " or ".join((", ".join(names[:-1]), names[-1])) if names[1:] else names[0]
    services = archive.registry.site.words.services
    return (
        f"{gone.name} was abolished in {gone.until}; {services} are now {several}"
        f"{', by where you live' if names[1:] else ''}."
    )


def _councils(archive: Archive, name: str) -> tuple[Link, ...]:
    """The councils that run services in a place: pages here, else at the inspectorate."""
    site = archive.registry.site
    return tuple(
        Link(
            each.name,
            f"/authorities/{each.id}/"
            if archive.of_authority(each.id)
            else site.page_at_inspectorate(each),
        )
        for each in archive.registry.responsible(name)
    )


def _possessive(name: str) -> str:
    """
    >>> _possessive("Devon County Council"), _possessive("London Borough of Tower Hamlets")
    ('Devon County Council’s', 'London Borough of Tower Hamlets’')
    """
    return f"{name}’" if name.endswith("s") else f"{name}’s"
