"""A long list on several pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from msgspec import Struct

from builder.pages.parts.views import Link

T = TypeVar("T")


class ListPart(Struct, Generic[T], frozen=True):
    """One page of a list."""

    url: str
    number: int
    """Counted from 1."""
    of: int
    """How many pages there are."""
    entries: tuple[T, ...]
    before: Link | None
    after: Link | None


def paged(
    url: str, entries: Sequence[T], on_a_page: int, *, first: str = ""
) -> tuple[ListPart[T], ...]:
    """A list in at least one part of at most `on_a_page` entries.

    The first is at `first` or `url`, the others are numbered below `url`.
    """
    number = max(-(-len(entries) // on_a_page), 1)
    urls = [first or url, *(f"{url}{each}/" for each in range(2, number + 1))]
    return tuple(
        ListPart(
            urls[at],
            at + 1,
            number,
            tuple(entries[at * on_a_page : (at + 1) * on_a_page]),
            Link(f"Page {at}", urls[at - 1]) if at else None,
            Link(f"Page {at + 2}", urls[at + 1]) if at + 1 < number else None,
        )
        for at in range(number)
    )
