"""Options for adding files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct, field

MOST_SECONDS = 60
"""Seconds of processor time for one file; the longest report takes two."""
MOST_MEMORY = 4_000_000_000
"""Bytes that the conversion of one file may ask for; a report needs a twentieth of it."""


class AddOptions(Struct, frozen=True):
    published: date | None = None
    """The day of publication, where none is printed."""
    authority: str = ""
    """The authority's id, where the document does not name it."""
    force: bool = False
    """Write documents anew that the archive holds already."""
    on: date | None = None
    """The day of the corrections where that changes published words."""
    addresses: Mapping[str, str] = field(default_factory=dict)
    """Checksums of originals → where they were fetched from."""
    dry_run: bool = False
    """Write nothing."""
    move: bool = False
    """Remove each file once the archive's own copy has the same bytes."""
    seconds: int = MOST_SECONDS
    memory: int = MOST_MEMORY
