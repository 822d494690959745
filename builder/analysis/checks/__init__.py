"""Contradictions and slips in the sources. Both sides are shown; nothing is changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from builder.analysis.checks.counts import counts
from builder.analysis.checks.dates import dated_twice, referred
from builder.analysis.checks.grades import disagreeing_grades, record_differences
from builder.analysis.checks.official import official
from builder.analysis.checks.places import anchor_lines, labels
from builder.analysis.checks.printed import abbreviations, noticed, numbering, repeated
from builder.analysis.checks.restated import reported, restated
from builder.analysis.checks.sources import Sources
from builder.analysis.checks.unresolved import unresolved
from builder.model import RULES, Check, Document, Links
from builder.reading.archive import Archive

__all__ = ["anchor_lines", "checks", "labels"]

Rule = Callable[[Sources, Document], Iterator[Check]]

_FAMILIES: tuple[Rule, ...] = (
    restated,
    reported,
    counts,
    disagreeing_grades,
    record_differences,
    referred,
    dated_twice,
    numbering,
    repeated,
    abbreviations,
    unresolved,
    noticed,
    official,
)


def checks(archive: Archive, links: Links) -> tuple[Check, ...]:
    """Every check: by rule, newest document first, then in reading order."""
    sources = Sources(archive, links)
    found = {
        check: None
        for authority in archive.authorities
        for document in archive.of_authority(authority.id)
        for family in _FAMILIES
        for check in family(sources, document)
    }
    age = {each.id: at for at, each in enumerate(reversed(archive.documents))}
    standing = {
        each: anchor_lines(archive.by_id[each]) for each in {check.document for check in found}
    }

    def key(check: Check) -> tuple[int, int, int, str]:
        line = standing[check.document].get(check.anchor, 0)
        return RULES.index(check.rule), age[check.document], line, check.says

    return tuple(sorted(found, key=key))
