"""Split Markdown into plain blocks and stretches for the parser.

For speed: most of a report is plain paragraphs, which a parser takes two to four times as long to
read. Rules: CommonMark 0.31, sections 4.2, 4.8, 5.2 and 5.3; anything uncertain is left to the
parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

HEADING, PARAGRAPH, NUMBERED, LIST, OTHER = "heading", "paragraph", "numbered", "list", "other"

_SURE_START = r"[A-Za-z“‘\"'(£©]"
_LINE = re.compile(
    rf"(?P<heading>\#{{1,6}})\ (?P<title>[^#\s](?:[^#]*[^#\s])?)"
    rf"|(?P<number>\d{{1,9}})\.\ (?P<item>{_SURE_START}.*)"
    rf"|(?P<words>{_SURE_START}.*)",
    re.VERBOSE,
)
_ENTRY = re.compile(rf"- {_SURE_START}")
_ODD = "\t\r\x00\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029"
"""Characters that a parser treats in ways of its own."""


class Chunk(NamedTuple):
    kind: str
    """HEADING, PARAGRAPH, NUMBERED, LIST or OTHER."""
    line: int
    """Where it begins, 0-based."""
    text: str
    """The words of a plain block, still with their inline Markdown; or the whole stretch, which of
    a list is its entries, each on a line that begins with “- ”."""
    number: int = 0
    """A heading's level, or a paragraph's number."""


def chunks(markdown: str, *, numbered: bool) -> Iterator[Chunk]:
    """The chunks of a document, in order.

    `numbered`: ordered lists at the margin are numbered paragraphs; else they are left to the
    parser.
    """
    if any(each in markdown for each in _ODD):
        yield Chunk(OTHER, 0, markdown)
        return
    lines = markdown.split("\n")
    held: list[tuple[int, Chunk | None]] = []
    """Blocks from the last certain boundary on: where each begins, and it if it is plain."""
    for start, end in _blocks(lines):
        plain = _plain(lines, start, end, numbered)
        if plain is not None:
            yield from _settled(lines, held, start)
            held = [(start, plain)]
        elif held and held[0][1] is not None and not _belongs(lines[start], held[0][1]):
            yield from _settled(lines, held, start)
            held = [(start, None)]
        else:
            held.append((start, None))
    yield from _settled(lines, held, len(lines))


def _blocks(lines: list[str]) -> Iterator[tuple[int, int]]:
    """Runs of lines between blank ones, as (start, end)."""
    start = -1
    for at, line in enumerate(lines):
        blank = not line or not line.strip(" ")
        if start < 0 and not blank:
            start = at
        elif start >= 0 and blank:
            yield start, at
            start = -1
    if start >= 0:
        yield start, len(lines)


def _plain(lines: list[str], start: int, end: int, numbered: bool) -> Chunk | None:
    """The plain block that lines certainly are, or None."""
    if end - start > 1:
        return None
    match = _LINE.fullmatch(lines[start].rstrip())
    if match is None:
        return None
    if match["heading"]:
        return Chunk(HEADING, start, match["title"], len(match["heading"]))
    if match["number"]:
        return Chunk(NUMBERED, start, match["item"], int(match["number"])) if numbered else None
    return Chunk(PARAGRAPH, start, match["words"])


def _belongs(line: str, before: Chunk) -> bool:
    """Whether a line may belong to the block before: it is indented under a numbered paragraph."""
    return before.kind == NUMBERED and line.startswith(" ")


def _settled(lines: list[str], held: list[tuple[int, Chunk | None]], end: int) -> Iterator[Chunk]:
    """The chunks held back, once a boundary follows."""
    if not held:
        return
    start, plain = held[0]
    if plain is not None and len(held) == 1:
        yield plain
        return
    stretch = lines[start:end]
    is_list = all(_ENTRY.match(line) or not line.strip(" ") for line in stretch)
    yield Chunk(LIST if is_list else OTHER, start, "\n".join(stretch))
