"""Checks: contradictions and oddities that the archive notices in its sources."""

from __future__ import annotations

from msgspec import Struct

COUNTS = "counts"
GRADES = "grades"
RECORD = "record"
NUMBERING = "numbering"
REPEATED = "repeated"
DATES = "dates"
FIGURES = "figures"
REFERENCES = "references"
ABBREVIATIONS = "abbreviations"
UNREAD = "unread"
OFFICIAL = "official"

RULES = (
    FIGURES,
    COUNTS,
    GRADES,
    RECORD,
    DATES,
    NUMBERING,
    REPEATED,
    ABBREVIATIONS,
    REFERENCES,
    UNREAD,
    OFFICIAL,
)
"""Every rule, in the order in which they are shown."""


class Check(Struct, frozen=True):
    """One thing noticed; never a repair."""

    document: str
    anchor: str
    """Where the words stand."""
    rule: str
    """One of `RULES`."""
    printed: str
    """The words, as printed."""
    says: str
    """What was noticed, in a plain sentence."""
    others: tuple[tuple[str, str], ...] = ()
    """The places with which they were compared: (document, anchor), "" for a whole document."""
