"""Check authorities and the places that lead to them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from builder.core.problems import did_you_mean
from builder.language.templates import normal
from builder.model import Authority, Registry

Found = Iterator[tuple[int, str]]
"""The line, and what is wrong."""


def check_authorities(authorities: Mapping[str, Authority]) -> Found:
    names: dict[str, str] = {}
    codes: dict[str, str] = {}
    hexagons: dict[tuple[int, ...], str] = {}
    for authority in authorities.values():
        line, own = authority.line, authority.id
        for name in dict.fromkeys(
            normal(name) for name in (authority.name, authority.place, *authority.aliases)
        ):
            other = names.setdefault(name, own)
            if other != own:
                yield (
                    line,
                    f"a name must belong to one authority; found “{name}” for {own} "
                    f"and {other}; keep it with the one that reports mean by it.",
                )
        for successor in authority.became:
            if successor not in authorities:
                yield (
                    line,
                    f"“became” must name authorities of this file; found “{successor}”; "
                    f"correct it.{did_you_mean(successor, authorities)}",
                )
        for neighbour in authority.neighbours:
            if neighbour not in authorities or neighbour == own:
                yield (
                    line,
                    f"“neighbours” must name other authorities of this file; found “{neighbour}”; "
                    f"correct it.{did_you_mean(neighbour, authorities)}",
                )
        for code in (authority.gss, *authority.former_gss):
            other = codes.setdefault(code, own)
            if other != own:
                yield (
                    line,
                    f"a code must belong to one authority; found “{code}” for {own} and {other}; "
                    "correct one.",
                )
        if authority.urn and not re.fullmatch(r"[0-9]+", authority.urn):
            yield (
                line,
                f"“urn” must be digits; found “{authority.urn}”; copy it from the address of the "
                "authority's page at the inspectorate.",
            )
        if authority.hexagon and len(authority.hexagon) != 2:
            yield line, "“hexagon” must be a column and a row; found otherwise; write [8, 5]."
        elif authority.hexagon:
            other = hexagons.setdefault(authority.hexagon, own)
            if other != own:
                yield (
                    line,
                    f"a hexagon must hold one authority; found {own} and {other} on "
                    f"{list(authority.hexagon)}; move one.",
                )


def check_places(registry: Registry) -> Found:
    names: dict[str, str] = {}
    for authority in registry.authorities.values():
        for each in (authority.name, authority.place, *authority.aliases):
            names[normal(each)] = authority.id
    known = {*registry.authorities, *registry.places}
    sound = not any(check_authorities(registry.authorities))
    for place in registry.places.values():
        line, own = place.line, place.id
        if own in registry.authorities:
            yield (
                line,
                f"an id must be of one row only; found “{own}” in authorities.yaml too; "
                "rename this one.",
            )
            continue
        for name in dict.fromkeys(map(normal, (place.name, place.place, *place.aliases))):
            other = names.setdefault(name, own)
            if other != own:
                yield (
                    line,
                    f"a name must belong to one place or authority; found “{name}” for {own} and "
                    f"{other}; keep it with the one that people mean by it.",
                )
        standing = bool(place.authority)
        if standing == bool(place.became) or standing == bool(place.until):
            yield (
                line,
                "a place must have either “authority”, or “until” and “became”; found otherwise "
                f"of {own}; write who runs its services, or what it became and when.",
            )
        rows = {*registry.authorities} if standing else known
        wrong = [each for each in (place.authority, *place.became) if each and each not in rows]
        for each in wrong:
            where = "authorities.yaml" if standing else "authorities.yaml or of this file"
            yield (
                line,
                f"a place must lead to a row of {where}; found “{each}”; correct "
                f"it.{did_you_mean(each, rows)}",
            )
        if sound and not wrong and not registry.responsible(own):
            yield (
                line,
                f"a place must lead to an authority that stands; {own} leads to none; correct "
                "“authority” or “became”.",
            )
