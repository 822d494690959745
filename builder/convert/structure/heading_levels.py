"""Give headings levels 2 to 4.

Tags are often wrong: all of one level, or levels in the wrong order. Type errs for single headings,
so chapters of a kind share a level.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise, takewhile

from msgspec import Struct
from msgspec.structs import replace

from builder.convert.structure.blocks import Block
from builder.language.templates import Recogniser, is_printed_as
from builder.model import RECOMMENDING, unmarked

_DEEPEST = 4

Style = tuple[float, bool]
"""Type size in whole points, and whether it is bold."""


def levelled(blocks: Sequence[Block], recogniser: Recogniser) -> list[Block]:
    """Blocks with levelled headings: by type, or else by the framework's order.

    Below the deepest level a heading is a bold line, unless it is a known chapter.
    """
    by_style = _levels_of_styles([each for each in blocks if each.kind == "heading" and each.size])
    place = _Place(recogniser)
    headings: list[_Heading] = []
    for at, block in enumerate(blocks):
        if block.kind != "heading":
            continue
        level = place.level(block.words)
        if block.size and len(by_style) > 1:
            level = by_style[_style(block)]
        elif block.level and not block.size:
            level = block.level + 1
        headings.append(_heading(at, level, blocks[at : at + 2], recogniser))
    alike = _flat if recogniser.framework.flat else _parts_beside
    result = list(blocks)
    inside: _Heading | None = None
    """The part that recommends in which the next heading stands."""
    for each in _findings_below(alike(headings)):
        level, block = each.level, blocks[each.at]
        groups = inside is not None and not each.recommends and not each.ends_role
        if level > _DEEPEST and each.known and not groups:
            level = _DEEPEST
        if level > _DEEPEST:
            strong = tuple(replace(span, mark=span.mark or "strong") for span in block.text)
            result[each.at] = replace(block, kind="paragraph", level=0, text=strong)
            continue
        result[each.at] = replace(block, level=level)
        if each.recommends:
            inside = each
        elif each.ends_role or (inside is not None and level <= inside.level):
            inside = None
    return result


class _Heading(Struct, frozen=True):
    at: int
    """Its place among the blocks."""
    level: int
    known: bool
    """Whether the framework knows its words."""
    praises: bool
    """Whether it opens a part that tells of strengths."""
    recommends: bool
    """Whether it opens a part that recommends."""
    ends_role: bool
    """Whether what stands below it is found or judged, and so is part of no recommendation."""
    judged: bool
    """Whether it names what is judged."""
    finds: bool
    """Whether it opens what is found about the heading above, as "Summary" does."""


def _heading(at: int, level: int, blocks: Sequence[Block], recogniser: Recogniser) -> _Heading:
    """A heading, which is the first of the blocks."""
    words = unmarked(blocks[0].text)
    part = recogniser.part(words)
    below = blocks[-1]
    graded = below.kind == "paragraph" and recogniser.grade(below.words) is not None
    return _Heading(
        at,
        level,
        known=recogniser.knows(words),
        praises=part is not None and part.role == "strength",
        recommends=part is not None and part.role in RECOMMENDING,
        ends_role=graded or recogniser.ends_role(words),
        judged=recogniser.is_judgement(words),
        finds=part is None and recogniser.opens_findings(words),
    )


def _flat(headings: Sequence[_Heading]) -> list[_Heading]:
    """Headings of a framework whose chapters are all of one level."""
    level = min((each.level for each in headings if each.known), default=0)
    return [replace(each, level=level) if each.known else each for each in headings]


def _parts_beside(headings: Sequence[_Heading]) -> list[_Heading]:
    """Keep a recommending part beside the findings and parts after it, never above.

    Beside the strengths of the same report it stands already.
    """
    found = list(headings)
    for at, part in enumerate(headings):
        if not part.recommends:
            continue
        level = found[at].level
        if any(each.praises and each.level == level for each in found[:at]):
            continue
        below = _below(found, at)
        finding = next((i for i, each in enumerate(below) if each.ends_role), None)
        if finding is not None:
            deeper = below[finding].level
            groups = any(not h.recommends and h.level <= deeper for h in below[:finding])
            if groups or not any(each.level < deeper for each in found[:at]):
                for i, each in enumerate(below[finding:], at + 1 + finding):
                    if each.level == deeper:
                        found[i] = replace(each, level=level)
            else:
                found[at] = replace(part, level=deeper)
        rest = found[at + 1 :]
        following = next((i for i, each in enumerate(rest) if each.recommends), None)
        if following and not any(each.ends_role for each in rest[:following]):
            beside = rest[following].level
            groups = all(each.level > beside for each in rest[:following])
            if groups and beside < level and rest[0].level <= min(level, _DEEPEST):
                found[at] = replace(part, level=beside)
    return found


def _findings_below(headings: Sequence[_Heading]) -> list[_Heading]:
    """Raise a judgement's heading to that of its findings, which never stand above it."""
    found = list(headings)
    for at, (above, below) in enumerate(pairwise(headings)):
        if above.judged and below.finds and below.level < above.level:
            found[at] = replace(above, level=below.level)
    return found


def _below(headings: Sequence[_Heading], at: int) -> list[_Heading]:
    """The headings that stand below one."""
    level = headings[at].level
    return list(takewhile(lambda each: each.level > level, headings[at + 1 :]))


def _style(block: Block) -> Style:
    return round(block.size), block.bold


def _levels_of_styles(headings: Sequence[Block]) -> dict[Style, int]:
    """Each type's level.

    By most of its tags, unless larger bold type is tagged lower; then by size. An untagged type
    takes the next smaller one's level.
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
        return _levels_of_sizes(headings)
    order = sorted(set(tagged.values()))
    levels = {style: 2 + order.index(rank) for style, rank in tagged.items()}
    for style in styles:
        if style not in levels:
            known = sorted(levels[each] for each in tagged if each[0] <= style[0])
            levels[style] = known[0] if known else 2 + len(order)
    return levels


def _levels_of_sizes(headings: Sequence[Block]) -> dict[Style, int]:
    """Each type's level by size.

    A size between others with one heading is an oversight.
    """
    count = Counter(round(block.size) for block in headings)
    sizes = sorted(count, reverse=True)
    kept = [size for size in sizes if count[size] > 1 or size in (sizes[0], sizes[-1])]
    return {_style(block): 2 + sum(each > round(block.size) for each in kept) for block in headings}


class _Place:
    """The last heading's place among services and groups."""

    def __init__(self, recogniser: Recogniser) -> None:
        self.recogniser = recogniser
        self.service = ""
        self.held: tuple[str, ...] = ()

    def level(self, words: str) -> int:
        """A heading's level by the framework."""
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
