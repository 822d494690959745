"""Number paragraphs, and mend numbers that conversion broke.

Numbers are permanent addresses, read from the whole sequence: "7. 35% of all children" or a line
that begins "15." only look like them. One is mended only if as many are missing as paragraphs lack
one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from builder.convert.structure.blocks import Block, cut, join_texts
from builder.language.templates import Recogniser, owners
from builder.model import RECOMMENDING, Owners, Span

_CHAIN = 3
"""Numbers that must follow one another before a document counts as numbered."""
_FEWEST = 2
"""Or these, where nothing but numbered paragraphs follows the first."""
_PARAGRAPH = 80
"""Characters from which a block without a number may be a paragraph that lost it."""
_GLUED = re.compile(r"(\d{1,3})\.(?=[A-Z]|[^\W\d_]{2})")
_DECIMAL = re.compile(r"(\d{1,2}(?:\.\d{1,3}){1,3})\.?\s")
_BACK = 40
"""How many printed numbers back a step of the sequence may reach."""


class Numbered(Struct, frozen=True):
    blocks: tuple[Block, ...]
    remarks: tuple[str, ...]
    """What a person should look at."""


def number_paragraphs(blocks: Sequence[Block], recogniser: Recogniser, rules: Owners) -> Numbered:
    """Number the paragraphs of a document whose framework numbers them."""
    blocks = _lists_made_whole([_unglued(block) for block in blocks], recogniser, rules)
    numbered = _numbered(blocks, recogniser)
    return replace(numbered, blocks=tuple(map(_glued, numbered.blocks)))


def _unglued(block: Block) -> Block:
    """A block that begins "16.Children", with the number as its mark."""
    match = _GLUED.match(block.words)
    if match is None or block.marker or block.kind not in ("paragraph", "item"):
        return block
    return replace(block, marker=f"{match[1]}.", text=cut(block.text, 0, match.end()), glued=True)


def _glued(block: Block) -> Block:
    """The block as printed, if the number is none."""
    if not block.glued or block.number is not None:
        return block
    return replace(block, text=join_texts((Span(block.marker),), block.text, ""), marker="")


def _numbered(blocks: Sequence[Block], recogniser: Recogniser) -> Numbered:
    chain = _chain(blocks)
    printed = sum(block.number_mark is not None for block in blocks)
    if len(chain) < _CHAIN and not _counted(chain, printed, blocks):
        remark = f"{printed} numbers were printed and do not count up; they are left as text."
        return Numbered(tuple(blocks), (remark,) if printed else ())
    numbered: list[Block] = []
    restored: list[int] = []
    lost: list[int] = []
    start, low = -1, 0
    for end, high in [*chain, (len(blocks), 0)]:
        between = list(blocks[start + 1 : end])
        if start >= 0:
            anchor = replace(blocks[start], kind="paragraph", number=low, marker="")
            if high == low + 1 and between and _goes_on(between[0], recogniser):
                anchor = replace(anchor, text=join_texts(anchor.text, between.pop(0).text))
            numbered.append(anchor)
        missing = list(range(low + 1, high))
        filled = _fill(between, missing, recogniser)
        numbered.extend(filled if filled is not None else between)
        (lost if filled is None else restored).extend(missing)
        start, low = end, high
    remarks = [
        f"{_paragraphs(numbers)}: {what}."
        for numbers, what in (
            (restored, "number restored from the sequence"),
            (lost, "number missing, and no place for it found"),
        )
        if numbers
    ]
    return Numbered(tuple(numbered), tuple(remarks))


def _counted(chain: Sequence[tuple[int, int]], printed: int, blocks: Sequence[Block]) -> bool:
    """Whether a short document's numbers are its paragraphs'.

    They are 1 and 2, each before a sentence, with only numbered paragraphs after the first.
    """
    if [value for _, value in chain] != list(range(1, printed + 1)) or printed < _FEWEST:
        return False
    behind = [block for block in blocks[chain[0][0] :] if block.kind != "heading"]
    return len(behind) == printed and all(block.closed for block in behind)


def _paragraphs(numbers: Sequence[int]) -> str:
    """Paragraphs in words, with ranges.

    >>> _paragraphs([4, 7, 8, 9])
    'Paragraphs 4, 7 to 9'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    shown = [f"{low} to {high}" if high > low else f"{low}" for low, high in runs]
    return f"Paragraph{'s' if len(numbers) > 1 else ''} {', '.join(shown)}"


def decimals(blocks: Sequence[Block]) -> list[Block] | None:
    """Blocks of a document with paragraphs numbered "1.3", or None."""
    numbers = [
        tuple(map(int, match[1].split(".")))
        for block in blocks
        if (match := _DECIMAL.match(f"{block.marker} {block.words}".lstrip()))
        and block.kind in ("paragraph", "item")
    ]
    rising = sum(above < below for above, below in pairwise(numbers))
    if rising + 1 < _CHAIN or rising < len(numbers) // 2:
        return None
    return [
        replace(block, kind="paragraph", level=0)
        if block.kind == "item" and _DECIMAL.fullmatch(f"{block.marker} ")
        else block
        for block in blocks
    ]


def _goes_on(block: Block, recogniser: Recogniser) -> bool:
    """Whether a block belongs to the numbered paragraph before it."""
    return (
        block.loose
        and block.kind == "paragraph"
        and not block.marker
        and len(block.words) >= _PARAGRAPH
        and recogniser.timescale(block.words) is None
    )


def _lists_made_whole(
    blocks: Sequence[Block], recogniser: Recogniser, rules: Owners
) -> list[Block]:
    """In a recommending part, marks are a list's, and entries may lack one.

    Such an entry follows a timescale or entry and names who must act.
    """
    whole: list[Block] = []
    inside = False
    for block in blocks:
        if block.kind == "heading":
            part = recogniser.part(block.words)
            inside = part is not None and part.role in RECOMMENDING
        above = whole[-1] if whole else None
        below_list = above is not None and (
            above.kind == "item" or recogniser.timescale(above.words) is not None
        )
        lost = inside and below_list and block.loose and block.kind == "paragraph"
        if lost and not block.marker and owners(block.words, rules, None):
            block = replace(block, kind="item", marker="-")
        if inside and block.kind == "item":
            block = replace(block, loose=False)
        whole.append(block)
    return whole


def _chain(blocks: Sequence[Block]) -> list[tuple[int, int]]:
    """Printed paragraph numbers as (place, number).

    The longest rising run with enough blocks for each gap; steps by one weigh most.
    """
    printed = [
        (at, block.number_mark)
        for at, block in enumerate(blocks)
        if block.number_mark and block.kind in ("paragraph", "item")
    ]
    best: list[tuple[int, int]] = []
    for at, (place, number) in enumerate(printed):
        score, before = (3 if number == 1 else 1), -1
        for earlier in range(max(0, at - _BACK), at):
            step = number - printed[earlier][1]
            if 0 < step <= place - printed[earlier][0]:
                reached = best[earlier][0] + (3 if step == 1 else 1)
                if reached > score:
                    score, before = reached, earlier
        best.append((score, before))
    if not best:
        return []
    at = max(range(len(best)), key=lambda each: best[each][0])
    chain = []
    while at >= 0:
        chain.append(printed[at])
        at = best[at][1]
    return chain[::-1]


def _fill(between: list[Block], missing: list[int], recogniser: Recogniser) -> list[Block] | None:
    """Blocks between two numbers with the missing ones, or None.

    Just as many blocks may carry one, or show that they did: a misread or displaced number, or a
    list's mark.
    """
    able = _able(between, recogniser) if missing else []
    if len(able) > len(missing):
        able = [at for at in able if _speaks_for_itself(between[at], missing)]
    if len(able) != len(missing):
        return None
    filled = list(between)
    for at, expected in zip(able, missing, strict=True):
        filled[at] = _mended(between[at], expected)
    return filled


def _able(between: Sequence[Block], recogniser: Recogniser) -> list[int]:
    """The blocks that may be numbered paragraphs."""
    return [
        at
        for at, block in enumerate(between)
        if (block.kind == "paragraph" or (block.kind == "item" and block.loose and not block.left))
        and (block.number_mark or len(block.words) >= _PARAGRAPH)
        and recogniser.timescale(block.words) is None
        and recogniser.grade(block.words) is None
    ]


def _speaks_for_itself(block: Block, missing: Sequence[int]) -> bool:
    return (
        block.number_mark is not None
        or (block.kind == "item" and block.loose)
        or any(_displaced(block.words, number) for number in missing)
    )


def _displaced(words: str, number: int) -> re.Match[str] | None:
    return re.search(rf"(?<=\s){number}\.?\s+|^{number}(?:\.\s*|\s+(?=[A-Z])|(?=[A-Z]))", words)


def _mended(block: Block, number: int) -> Block:
    """A block with its number from the sequence in place of what was there."""
    found = _displaced(block.words, number)
    if found is None:
        printed = block.marker if block.number_mark else ""
        what = "number-misread" if printed else "number-lost"
        first = " ".join(block.words.split()[:2])
        around = f"{printed} {first}" if printed else ""
        return replace(
            block, kind="paragraph", number=number, marker="", repair=what, printed=around
        )
    before = block.words[: found.start()].split()[-3:]
    after = block.words[found.end() :].split()[: 1 if before else 2]
    what = "number-displaced" if before else "number-unpunctuated"
    around = " ".join([*before, found[0].strip(), *after])
    return replace(
        block,
        kind="paragraph",
        number=number,
        marker="",
        text=cut(block.text, found.start(), found.end()),
        repair=what,
        printed=around,
    )
