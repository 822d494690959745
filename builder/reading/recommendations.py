"""Sections → recommendations: what somebody was told, or asked, to do."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from builder.language.templates import Recogniser, owners
from builder.model import (
    RECOMMENDING,
    Authority,
    Block,
    Item,
    List,
    Owners,
    Paragraph,
    Recommendation,
    Section,
    Table,
    Timescale,
    paragraphs,
    plain,
)

_MARK = re.compile(r"\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]\s+")
"""The mark of an entry, where it stands among its words: "(ii) …"."""
_STOPS = (".", "!", "?")
_ENDS = (*_STOPS, ":", ";")
"""What ends a sentence, or opens a list; words without it are a label."""


def read_recommendations(
    sections: Sequence[Section],
    recogniser: Recogniser,
    rules: Owners,
    authority: Authority,
    published: date,
) -> tuple[Recommendation, ...]:
    """A document's recommendations in its own order.

    A timescale is a line above a list, or a heading; another line ends it.
    """
    found: list[Recommendation] = []
    for at, section in enumerate(sections):
        if section.role not in RECOMMENDING:
            continue
        last = at + 1 == len(sections) or sections[at + 1].level <= section.level
        for entry in _entries(section, recogniser, last=last):
            timescale = entry.timescale
            found.append(
                Recommendation(
                    anchor=entry.anchor,
                    kind=section.role,
                    service=section.service,
                    timescale=timescale.printed if timescale else "",
                    due=months_after(published, timescale.months) if timescale else None,
                    owners=entry.bodies or owners(entry.words, rules, authority),
                    text=entry.words,
                )
            )
    return tuple(found)


class _Entry(Struct, frozen=True):
    anchor: str
    words: str
    timescale: Timescale | None
    bodies: tuple[str, ...] = ()
    """The bodies that a table names for it."""


def _entries(section: Section, recogniser: Recogniser, *, last: bool) -> Iterator[_Entry]:
    """The entries of a part.

    `last`: no heading is below its own; without list, table or numbered paragraph it then
    recommends in plain paragraphs.
    """
    timescale = recogniser.timescale(plain(section.heading))
    lead = ""
    found = False
    plainly: list[_Entry] = []
    blocks = list(_gathered(section))
    for at, block in enumerate(blocks):
        below = blocks[at + 1] if at + 1 < len(blocks) else None
        if isinstance(block, Paragraph) and not block.note:
            words = plain(block.text).strip()
            timescale = recogniser.timescale(words) if block.number is None else timescale
            lead = words if not words.endswith(_STOPS) and timescale is None else ""
            if block.number is None and timescale is None and not words.endswith(":"):
                plainly.append(_Entry(block.id, words, None))
        for entry in _of_block(block, below, section.items, recogniser):
            if recogniser.says_none(entry.words):
                continue
            found = True
            words = f"{lead} {entry.words}" if _inside(entry.words) and lead else entry.words
            yield replace(entry, words=words, timescale=timescale)
        if isinstance(block, Table):
            lead = ""
    if last and not found and section.items != "everything":
        yield from (each for each in plainly if not recogniser.says_none(each.words))


def _inside(words: str) -> bool:
    """Whether words, without their mark, continue a sentence begun above the list."""
    return _MARK.sub("", words)[:1].islower()


def _gathered(section: Section) -> Iterator[Block]:
    """A part's blocks; where every block is an entry, a list joins the words that open it."""
    opening: Paragraph | None = None
    for block in section.blocks:
        if opening is not None:
            whole = isinstance(block, List)
            yield replace(opening, blocks=(*opening.blocks, block)) if whole else opening
            opening = None
            if whole:
                continue
        opens = isinstance(block, Paragraph) and plain(block.text).rstrip().endswith(":")
        if opens and section.items == "everything":
            assert isinstance(block, Paragraph)
            opening = block
        else:
            yield block
    if opening is not None:
        yield opening


def _of_block(
    block: Block, below: Block | None, items: str, recogniser: Recogniser
) -> Iterator[_Entry]:
    if isinstance(block, List):
        for item in block.items:
            yield from _of_item(item)
    elif isinstance(block, Table) and items in ("tables", "everything"):
        for row in block.rows:
            cells = [plain(cell).strip() for cell in row.cells]
            if cells[-1] and recogniser.part(cells[-1]) is None:
                yield _Entry(row.id, cells[-1], None, tuple(filter(None, cells[:-1])))
    elif isinstance(block, Paragraph) and not block.note:
        if items == "paragraphs" and block.number is not None:
            if not (isinstance(below, List) and _is_label(block, below.items)):
                yield from _of_item(block)
        elif items == "everything" and recogniser.part(plain(block.text)) is None:
            yield from _of_item(block)


def _of_item(item: Item | Paragraph) -> Iterator[_Entry]:
    """An item with what is under it as one entry; sentences that no colon opens are their own."""
    nested = [each for block in item.blocks if isinstance(block, List) for each in block.items]
    words = plain(item.text).strip()
    if nested and not words.endswith((":", ";")) and _are_sentences(nested):
        kept = tuple(block for block in item.blocks if not isinstance(block, List))
        if not _is_label(item, nested):
            yield _Entry(item.id, _whole(words, kept), None)
        for each in nested:
            yield from _of_item(each)
    else:
        yield _Entry(item.id, _whole(words, item.blocks), None)


def _are_sentences(items: Sequence[Item]) -> bool:
    return not any(_inside(plain(each.text).strip()) for each in items)


def _is_label(item: Item | Paragraph, entries: Sequence[Item]) -> bool:
    """Whether an item is a heading for the entries below it: only they are sentences."""
    ended = plain(item.text).rstrip("\"'’”) ").endswith(_ENDS)
    return not ended and _are_sentences(entries)


def _whole(words: str, blocks: Sequence[Block]) -> str:
    """An entry's words with those of everything under it."""
    return " ".join([words, *(plain(part.text) for part in paragraphs(tuple(blocks)))])


def months_after(day: date, months: int) -> date:
    """The day so many calendar months later, or that month's last day.

    >>> months_after(date(2011, 8, 31), 6)
    datetime.date(2012, 2, 29)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
