"""Official tables of outcomes: grades as the inspectorate's statistics list them."""

from __future__ import annotations

from datetime import date

from msgspec import Struct, field

from builder.model.places import NOWHERE, Line


class OfficialGrade(Struct, frozen=True):
    """One grade of a row."""

    judgements: tuple[str, ...]
    """The ids of those of which it may be, by framework."""
    label: str
    number: int


class OfficialOutcome(Struct, frozen=True):
    """One inspection or visit: a row of an official table."""

    table: str
    """The id of its table."""
    authority: str
    frameworks: tuple[str, ...]
    """The ids of those under one of which it took place."""
    began: date
    """The first day of the inspection."""
    published: date
    grades: tuple[OfficialGrade, ...]
    line: Line = NOWHERE


class OutcomeTable(Struct, frozen=True):
    """An official table, a file of `content/outcomes/`, and what its columns mean."""

    id: str
    file: str
    """Its name in `content/outcomes/`."""
    name: str
    publisher: str
    source: str
    """The web address of the statistics."""
    licence: str
    """The id of a licence of `licences.yaml`."""
    as_at: date
    """The last day of inspections that it covers."""
    code: str
    """The column with the Office for National Statistics' code of the council."""
    began: str
    """The column with the first day, as in 31/03/2025."""
    published: str
    """The column with the day of publication."""
    frameworks: dict[str, tuple[str, ...]]
    """What stands in the column `kind` → the frameworks of such a row; one entry where there is no
    such column."""
    judgements: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Column of grades → the judgements of which it may be."""
    kind: str = ""
    """The column that says what sort of inspection it was, or ""."""
    rows: tuple[OfficialOutcome, ...] = field(default=(), name="rows-are-read")
    """Read from the file."""
    line: Line = NOWHERE
