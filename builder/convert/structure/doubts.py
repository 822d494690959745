"""Remarks on doubtful headings, with their pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from builder.convert.structure.blocks import Block
from builder.language.templates import Recogniser
from builder.model import unmarked
from builder.reading.doubts import Outlined, doubts

_TEXT = ("paragraph", "item")


def doubtful(blocks: Sequence[Block], recogniser: Recogniser) -> Iterator[str]:
    """What to look at in the headings, each with its page."""
    for page, words in doubts(_outlined(blocks, recogniser), recogniser):
        yield f"page {page}: {words}" if page else f"{words[:1].upper()}{words[1:]}"


def _outlined(blocks: Sequence[Block], recogniser: Recogniser) -> Iterator[Outlined]:
    for at, block in enumerate(blocks):
        if block.kind != "heading":
            continue
        words, above = unmarked(block.text), blocks[at - 1] if at else None
        below = blocks[at + 1] if at + 1 < len(blocks) else None
        graded = (
            recogniser.graded_heading(words) is not None
            or recogniser.statement(words) is not None
            or (below is not None and recogniser.grade(below.words) is not None)
        )
        text = above.words if above is not None and above.kind in _TEXT else ""
        yield Outlined(block.level, words, graded, text, block.page)
