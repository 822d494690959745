"""Addresses of what several authorities share: all that one authority's pages know of others."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from msgspec import Struct

from builder.pages.parts.councils import NewestGrade
from builder.pages.parts.listing import Way
from builder.pages.parts.similar_lines import SimilarLines


class Directory(Struct, frozen=True):
    topics: Mapping[str, Way]
    citations: Mapping[str, Way]
    shorts: Mapping[str, str]
    """By the id of an abbreviation, where the glossary tells of it."""
    people: Mapping[tuple[str, str], str]
    """By name and role, where the archive tells of an inspector."""
    held: Collection[str]
    """The authorities that have pages."""
    years: range
    """From the year of the oldest document to that of the newest."""
    checks_together: bool
    """Whether everything noticed stands on one page."""
    checks_divided: Collection[str]
    """The rules whose page leaves what was noticed to a page for each authority."""
    coverage_divided: bool
    """Whether the coverage of each authority has a page of its own."""
    councils: Mapping[str, NewestGrade]
    """The newest grade of each standing council, by its id."""
    similar: SimilarLines
    """What other authorities were asked that is the same."""

    @property
    def sorts(self) -> Mapping[str, Mapping[str, Way]]:
        """The ways by their sort."""
        return {"topic": self.topics, "citation": self.citations}
