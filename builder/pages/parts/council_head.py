"""The head of a council's page: its grade, since when, and similar councils."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from builder.analysis.grade_history import GradeHistory, grade_history
from builder.model import Authority, Document
from builder.pages.parts.councils import Council, NewestGrade, council
from builder.pages.parts.views import Link, day
from builder.reading.archive import Archive

OLD = 4
"""So many years after it was published, a full inspection is called old."""


class CouncilHead(Struct, frozen=True):
    council: Council | None
    """None where no graded inspection is held."""
    meaning: str
    """What its one newest overall grade means, or ""."""
    full: Link | None
    """The newest full inspection held, by its date."""
    asked: Link | None
    """How many things that inspection asked to improve, and where the first of them stands."""
    visits: tuple[Link, ...]
    """Visits and other inspections since, newest first."""
    old: str
    """How old the newest full inspection was when editors last looked, where that is long."""
    inspectorate: str
    """The council's page at the inspectorate, or ""."""
    became: tuple[Link, ...]
    """Of an abolished council: those that took its work over."""
    region: tuple[NewestGrade, ...]
    """The other councils of its region, by name."""
    neighbours: tuple[NewestGrade, ...]
    """Its statistical neighbours that the archive holds, the most alike first."""


def council_head(
    archive: Archive, authority: Authority, known: Mapping[str, NewestGrade]
) -> CouncilHead:
    """The head of a council's page; `known` are the other councils."""
    held = archive.of_authority(authority.id)
    history = grade_history(held)
    one = council(authority, history) if history.inspections else None
    full = next((each for each in reversed(held) if each.framework.full), None)
    looked = archive.registry.site.looked
    years = whole_years(full.front.published, looked) if full and looked else 0
    return CouncilHead(
        council=one,
        meaning=_meaning(history),
        full=Link(day(full.front.published), full.url) if full else None,
        asked=_asked(full) if full else None,
        visits=tuple(
            Link(f"{each.framework.short}, {day(each.front.published)}", each.url)
            for each in reversed(held)
            if full
            and each.framework.inspection
            and not each.framework.full
            and each.front.published > full.front.published
        ),
        old=f"{years} years" if years >= OLD and not authority.until else "",
        inspectorate=archive.registry.site.page_at_inspectorate(authority),
        became=tuple(
            Link(each.name, f"/authorities/{each.id}/" if each.id in known else "")
            for each in archive.registry.responsible(authority.id)
            if authority.until
        ),
        region=tuple(
            each
            for name, each in sorted(known.items(), key=lambda item: item[1].council.text)
            if each.region == authority.region and name != authority.id
        ),
        neighbours=tuple(known[each] for each in authority.neighbours if each in known),
    )


def _meaning(history: GradeHistory) -> str:
    """What the newest overall grade means; "" if there is not exactly one."""
    for each in reversed(history.inspections):
        if each.overall:
            return each.overall[0].grade.meaning if len(each.overall) == 1 else ""
    return ""


def _asked(full: Document) -> Link | None:
    number = len(full.recommendations)
    if not number:
        return None
    things = "1 thing" if number == 1 else f"{number} things"
    return Link(things, f"{full.url}#{full.recommendations[0].anchor}")


def whole_years(start: date, end: date) -> int:
    """How many whole years lie between two days."""
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))
