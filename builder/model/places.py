"""Where in its file a value stands, for problems."""

from __future__ import annotations

from typing import NewType

from msgspec import Meta

Line = NewType("Line", int)
"""The 1-based line of the file where a value stands; filled in by whoever reads the file."""

NOWHERE = Line(0)

Lines = NewType("Lines", dict[str, int])
"""The line of each key of a mapping; filled in by whoever reads the file."""

ELSEWHERE = Meta(extra={"elsewhere": True})
"""Marks the type of a field that another file fills."""
