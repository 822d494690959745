"""What happened to a document after publication: corrections, moves, withdrawal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct, field

from builder.model.places import NOWHERE, Line

CORRECTED, RESTORED, REMOVED = "corrected", "restored", "removed"


class WrittenCorrection(Struct, frozen=True):
    """A correction as the editor declared it."""

    at: str
    """"p28", or words that stand in one unnumbered block only."""
    on: date
    why: str
    was: str = ""
    """The words as they were published; absent where a block was missing altogether."""
    now: str = ""
    """The words that stand in their place; absent where `was` is a whole block's."""
    line: Line = NOWHERE


class Correction(Struct, frozen=True):
    """A correction, held against the ledger and placed."""

    anchor: str
    on: date
    why: str
    what: str
    """CORRECTED; RESTORED: the block was missing before; REMOVED: the words of a block that stood
    here and is gone."""
    was: str
    now: str
    before: str
    """All the words of the block before the correction, or ""."""


class Renumbering(Struct, frozen=True):
    """Numbered paragraphs that took other numbers in a new edition."""

    on: date
    why: str
    start: int = field(name="from")
    """The first number that changed, as it was."""
    end: int = field(name="to")
    """The last."""
    by: int
    line: Line = NOWHERE

    def of(self, anchor: str) -> str:
        """The new anchor of a paragraph.

        >>> Renumbering(date(2026, 1, 31), "Why.", start=12, end=14, by=1).of("p12")
        'p13'
        """
        return f"p{int(anchor[1:]) + self.by}" if self.covers(anchor) else anchor

    def covers(self, anchor: str) -> bool:
        """Whether an anchor was that of one of these paragraphs."""
        number = anchor[1:]
        if anchor[:1] != "p" or not number.isdecimal():
            return False
        return self.start <= int(number) <= self.end


class Withdrawal(Struct, frozen=True):
    """Why a document is shown no longer."""

    on: date
    reason: str
    asked_by: str
    line: Line = NOWHERE


class History(Struct, frozen=True):
    """A document compared with the ledger of its published addresses."""

    added: date | None = None
    """The day on which it was first published here; None where the ledger does not have it."""
    corrections: tuple[Correction, ...] = ()
    """Oldest first."""
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Anchor → the anchors gone from the document that land there."""
    published: tuple[str, ...] = ()
    """Every anchor that the ledger holds, present or gone."""
