"""Margins of a document's page, and the levels of its headings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from builder.model import Section, Text


class Margin(Struct, frozen=True):
    """Something of ours beside a block."""

    name: str
    """What sort of thing it is: "Note"."""
    words: str | Text = ""
    """As a text where they have typography or links."""
    sort: str = ""
    """"page" for the original's page number, which is told apart from notes; "corrected" for what
    a reader who cited the block must know."""


Asides = Mapping[str, tuple[Margin, ...]]
"""What stands beside each block, by its anchor."""


def heading_levels(sections: Iterable[Section]) -> dict[str, int]:
    """Each section's heading level on the page, where no level is skipped."""
    levels: dict[str, int] = {}
    above: list[int] = []
    for section in sections:
        while above and above[-1] >= section.level:
            above.pop()
        if section.level > 1:
            above.append(section.level)
        levels[section.id] = len(above) + 1
    return levels
