"""Headings → headings with levels 2 to 4.

In: blocks whose headings are found.  Out: the same with each heading's level.  A stage of its own
because files say it in three ways, by tags, by type and by nothing but words, and tags, which
should be the surest, are the least: reports exist that tag every heading as of the first level,
and others that give each of three sizes of type the wrong one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from builder.convert.structure.blocks import Block
from builder.language.templates import Recogniser, is_printed_as

_DEEPEST = 4

Style = tuple[float, bool]
"""Type size in whole points, and whether it is bold."""


def levelled(blocks: Sequence[Block], recogniser: Recogniser) -> list[Block]:
    """Blocks with their headings levelled: as the type tells, or, where all headings are of one
    type or the file knows none, by the framework's own order.  What stands below the deepest
    level is a line in bold."""
    headings = [block for block in blocks if block.kind == "heading" and block.size]
    levels = _levels_of_styles(headings)
    place = _Place(recogniser)
    result: list[Block] = []
    for block in blocks:
        if block.kind == "heading":
            level = place.level(block.words)
            if block.size and len(levels) > 1:
                level = levels[_style(block)]
            elif block.level and not block.size:
                level = block.level + 1
            if level > _DEEPEST:
                strong = tuple(replace(span, mark=span.mark or "strong") for span in block.text)
                block = replace(block, kind="paragraph", level=0, text=strong)
            else:
                block = replace(block, level=level)
        result.append(block)
    return result


def _style(block: Block) -> Style:
    return round(block.size), block.bold


def _levels_of_styles(headings: Sequence[Block]) -> dict[Style, int]:
    """The level of each type that headings are set in.

    The tags decide, each type having the level that most of its headings are tagged with, unless
    they have larger bold type below smaller; then the size decides.  A type that is never tagged
    stands where the next smaller one does.
    """
    tags: dict[Style, Counter[int]] = defaultdict(Counter)
    for block in headings:
        tags[_style(block)][block.level] += 1
    styles = sorted(tags, key=lambda style: (-style[0], not style[1]))
    tagged: dict[Style, int] = {}
    for style in styles:
        counts = [(count, -level) for level, count in tags[style].items() if level]
        if counts:
            tagged[style] = -max(counts)[1]
    bold = [tagged[style] for style in styles if style[1] and style in tagged]
    if bold != sorted(bold) or (len(bold) > 1 and len(set(bold)) == 1):
        tagged = {}
    if not tagged:
        sizes = sorted({style[0] for style in styles}, reverse=True)
        return {style: 2 + sizes.index(style[0]) for style in styles}
    order = sorted(set(tagged.values()))
    levels = {style: 2 + order.index(rank) for style, rank in tagged.items()}
    for style in styles:
        if style not in levels:
            known = sorted(levels[each] for each in tagged if each[0] <= style[0])
            levels[style] = known[0] if known else 2 + len(order)
    return levels


class _Place:
    """Where among a framework's services and groups the last heading stood."""

    def __init__(self, recogniser: Recogniser) -> None:
        self.recogniser = recogniser
        self.service = ""
        self.held: tuple[str, ...] = ()

    def level(self, words: str) -> int:
        """The level of a heading by what the framework says of it."""
        announced = self.recogniser.service(words)
        part = self.recogniser.part(words)
        if announced or (part is not None and part.role == "record"):
            self.service, self.held = announced, ()
            return 2
        if not self.service:
            return 2
        group = self.recogniser.group(words, self.service)
        if group is not None:
            self.held = group.holds
            return 3
        if is_printed_as(words, self.held):
            return 4
        known = part or self.recogniser.judgement(words, self.service)
        return 3 if known else 2
