"""One authority's documents: their links and checks. No other authority's are needed."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from builder.analysis.checks import checks
from builder.analysis.links import Linker, known_not_held
from builder.model import Authority, Check, KnownNotHeld, Links, Mentions
from builder.reading.archive import Archive


class LinkedAuthority(Struct, frozen=True):
    authority: Authority
    archive: Archive
    """Its documents alone; none where all are withdrawn."""
    links: Links
    checks: tuple[Check, ...]
    missing: tuple[KnownNotHeld, ...]
    """What its documents speak of and the archive does not hold."""


def link_authority(
    authority: Authority,
    archive: Archive,
    linker: Linker,
    known: Mapping[str, Mentions] | None = None,
) -> LinkedAuthority:
    """An authority's links and checks.

    `archive` holds its documents alone; `known` their mentions by id, as far as already read.
    """
    links = linker.link(archive, known)
    noticed = checks(archive, links)
    return LinkedAuthority(authority, archive, links, noticed, known_not_held(archive, links))
