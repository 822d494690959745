"""An authority's documents → `Holding`: what they say of each other, and what was noticed in them.

Documents are linked and held against each other within their authority alone: a holding can be
made, kept and made anew without a look at any other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from builder.analysis.checks import checks
from builder.analysis.links import Linker, known_not_held
from builder.model import Authority, Check, KnownNotHeld, Links, Mentions
from builder.reading.archive import Archive


@dataclass(frozen=True)
class Holding:
    authority: Authority
    archive: Archive
    """Its documents alone; none where all are withdrawn."""
    links: Links
    checks: tuple[Check, ...]
    missing: tuple[KnownNotHeld, ...]
    """What its documents speak of and the archive does not hold."""


def hold(
    authority: Authority,
    archive: Archive,
    linker: Linker,
    known: Mapping[str, Mentions] | None = None,
) -> Holding:
    """What is held of one authority.  `archive` is its documents alone; `known` is what each of
    them says, by its id, if that is known already."""
    links = linker.link(archive, known)
    noticed = checks(archive, links)
    return Holding(authority, archive, links, noticed, known_not_held(archive, links))
