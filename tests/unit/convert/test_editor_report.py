"""What `add` tells of a file besides what to check."""

from __future__ import annotations

from dataclasses import dataclass

from builder.convert.editor_report import furniture_lines
from builder.convert.stream.pieces import Furniture


@dataclass(frozen=True)
class Made:
    furniture: tuple[Furniture, ...]


def test_running_heads_and_page_numbers_are_listed_once_with_their_pages() -> None:
    lines = [(page, text) for page in (2, 3, 4) for text in (f"Inspection of Northtown {page}",)]
    furniture = tuple(Furniture(page, text) for page, text in [*lines, (2, "2"), (3, "3")])
    assert furniture_lines(Made(furniture)) == [  # type: ignore[arg-type]
        "“Inspection of Northtown” (3 pages)",
        "page numbers (2 pages)",
    ]
    assert furniture_lines(Made(())) == []  # type: ignore[arg-type]
