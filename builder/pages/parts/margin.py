"""What stands in the margin of a document's page, and the levels of its headings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from builder.model import Section, Text


@dataclass(frozen=True)
class Margin:
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
    """The level of each section's heading on a page, where none may skip one: a source that goes
    from a heading of level 2 to one of level 4 has the second at level 3."""
    levels: dict[str, int] = {}
    above: list[int] = []
    for section in sections:
        while above and above[-1] >= section.level:
            above.pop()
        if section.level > 1:
            above.append(section.level)
        levels[section.id] = len(above) + 1
    return levels
