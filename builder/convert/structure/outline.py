"""Pieces → blocks: which are headings, and which belong together.

In: the common stream and the framework's recogniser.  Out: blocks, with every heading's level
and with paragraphs whole that a page or a line had cut.  A stage of its own because files differ
in what they know of themselves (tags, type sizes, nothing at all) and the rest of the conversion
should not have to.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from builder.convert.stream.pieces import CannotRead, Piece
from builder.convert.stream.text_runs import plain_words
from builder.convert.structure import grades
from builder.convert.structure.blocks import Block, Kind, joined
from builder.convert.structure.grades import boxes_opened, records_found
from builder.convert.structure.heading_levels import levelled
from builder.convert.structure.repairs import lines_joined, mended
from builder.language.templates import Recogniser, is_printed_as, normal
from builder.language.title_block import prints_title_block
from builder.model import Span, Text, said
from builder.reading.markdown_blocks import LONGEST

_LONG = 60
"""Characters from which a line is taken for one that was wrapped, not set by itself."""
_WHOLE = 120
"""Characters from which a block that does not end as a sentence is taken to go on."""
_BULLETS = ("-", "•", "▪", "◼", "■", "*", "–")
_TITLE_PAGE = 25
"""How many pieces a title page or a letterhead may take."""
_SIGNED = re.compile(r"yours?\s+(?:sincerely|faithfully)\b", re.IGNORECASE)
_INDENT = 6.0
"""Points by which a list within a list stands further in."""
_HEADING = 200
"""Characters beyond which nothing is a heading."""


def outline(pieces: Sequence[Piece], recogniser: Recogniser) -> list[Block]:
    """Blocks in reading order, headings found and levelled, cut paragraphs joined."""
    contents = " ".join(
        normal(plain_words(piece.text)) for piece in pieces if piece.kind == "contents"
    )
    pieces = lines_joined(records_found(list(mended(pieces)), recogniser), recogniser)
    body = _body_size(pieces)
    text = _text(pieces, recogniser)
    blocks = [
        _block(piece, _kind(piece, recogniser, contents, body if at in text else 0.0))
        for at, piece in enumerate(pieces)
    ]
    divided = boxes_opened(_split_grades(_joined(blocks), recogniser), recogniser, contents)
    return levelled(list(_said_once(_nested(_paired(divided, recogniser)))), recogniser)


def _text(pieces: Sequence[Piece], recogniser: Recogniser) -> range:
    """The pieces in which type alone may make a heading: behind the title page's lines or a
    letter's subject line, and before the signature."""
    words = [said(piece.text) for piece in pieces]
    block = recogniser.framework.title_block
    titles = [at for at, each in enumerate(words) if recogniser.is_title(each)][:1]
    lines = [
        at
        for at, each in enumerate(words[:_TITLE_PAGE])
        if block is not None and prints_title_block(each, block)
    ]
    begin = max([*titles, *lines], default=-1) + 1
    signed = (at for at, each in enumerate(words) if at >= begin and _SIGNED.match(each))
    return range(begin, next(signed, len(pieces)))


def _nested(blocks: Iterable[Block]) -> Iterator[Block]:
    """Entries of lists at their depth: files often tag a list within a list flat, but it stands
    further in and has another mark."""
    outer: Block | None = None
    for block in blocks:
        if block.kind != "item":
            outer = None
        elif outer is None or block.marker == outer.marker or block.left <= outer.left + _INDENT:
            outer = block
        elif not block.level:
            block = replace(block, level=outer.level + 1)
        yield block


def _said_once(blocks: Iterable[Block]) -> Iterator[Block]:
    """Blocks in which the head of a table that repeats the heading above it is no heading."""
    above: Block | None = None
    for block in blocks:
        both = block.kind == "heading" and above is not None and above.kind == "heading"
        if both and above is not None and normal(block.words) == normal(above.words):
            block = replace(block, kind="paragraph", level=0)
        yield block
        above = block


def _paired(blocks: Iterable[Block], recogniser: Recogniser) -> Iterator[Block]:
    """A sign-off as pairs: what was printed side by side, each name and its value, is one row."""
    inside = False
    for block in blocks:
        if block.kind == "heading":
            part = recogniser.part(block.words)
            inside = part is not None and part.role == "sign-off"
        if inside and block.kind == "table":
            rows = [pair for row in block.rows for pair in _pairs(row)]
            block = replace(block, rows=tuple(rows))
        yield block


def _pairs(row: Sequence[Text]) -> Iterator[tuple[Text, Text]]:
    filled = [plain_words(cell) for cell in row if cell]
    if len(filled) == 1 and ": " in filled[0]:
        name, _, value = filled[0].partition(": ")
        yield (Span(f"{name}:"),), (Span(value),)
        return
    cells = [*row, ()] if len(row) % 2 else list(row)
    yield from zip(cells[::2], cells[1::2], strict=True)


def _body_size(pieces: Sequence[Piece]) -> float:
    """The font size of most of the text."""
    sizes: Counter[float] = Counter()
    for piece in pieces:
        sizes[piece.size] += len(plain_words(piece.text))
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _kind(piece: Piece, recogniser: Recogniser, contents: str, body: float) -> Kind:
    """What a piece is: its tag, its words (the framework's, or the contents list's) and its type
    say so, in that order."""
    words = said(piece.text)
    if piece.kind in ("table", "footnote", "contents"):
        return piece.kind
    if not piece.marker and len(words) <= _HEADING and words.strip():
        if recogniser.is_title(words):
            return "title"
        if recogniser.grade(words):
            return "paragraph"
        if piece.kind == "heading":
            return "paragraph" if recogniser.timescale(words) else "heading"
        set_apart = piece.gap or piece.kind != "line"
        known = _is_known(words, recogniser) or (
            len(normal(words)) > 7 and normal(words) in contents
        )
        block = recogniser.framework.title_block
        prints_facts = block is not None and prints_title_block(words, block)
        by_type = not prints_facts and _stands_out(piece, words, body)
        if set_apart and (known or by_type):
            return "paragraph" if recogniser.timescale(words) else "heading"
    counts = recogniser.framework.numbered_paragraphs and re.fullmatch(r"\d+\.", piece.marker)
    if piece.marker and not counts:
        return "item"
    return "item" if piece.kind == "item" else "paragraph"


def _is_known(words: str, recogniser: Recogniser) -> bool:
    """Whether the framework knows the words, a grade at their end put aside, as a heading."""
    name, _ = split_grade(words, recogniser)
    services = ["", *(service.id for service in recogniser.framework.services)]
    return bool(
        recogniser.service(name)
        or recogniser.part(name)
        or is_printed_as(name, recogniser.framework.headings)
        or recogniser.graded_heading(words)
        or any(
            recogniser.judgement(name, each) or recogniser.group(name, each) for each in services
        )
    )


def _stands_out(piece: Piece, words: str, body: float) -> bool:
    """Whether type alone makes a heading: larger than the text, or all of it bold, on its own."""
    if not body or not piece.size or words.rstrip().endswith((".", ";", ",")):
        return False
    return piece.size >= body * 1.12 or (piece.bold and piece.size >= body * 0.95)


def split_grade(words: str, recogniser: Recogniser) -> tuple[str, str]:
    """A heading's words and the grade that stands behind them on the same line, or ""."""
    side_by_side = grades.split_grade(words, recogniser)
    if side_by_side is not None:
        return side_by_side
    for match in re.finditer(r"\s*(?=Grade\s+\d)", words):
        tail = words[match.end() :]
        if match.start() and recogniser.grade(tail):
            return words[: match.start()], tail
    return words, ""


def _block(piece: Piece, kind: Kind) -> Block:
    return Block(
        kind=kind,
        text=_one_line(piece.text) if kind in ("heading", "title") else piece.text,
        level=piece.level,
        marker=piece.marker,
        rows=piece.rows,
        header_rows=piece.header_rows,
        note=piece.note,
        page=piece.page,
        gap=piece.gap,
        loose=piece.kind == "line",
        size=piece.size,
        bold=piece.bold,
        left=piece.left,
    )


def _one_line(text: Text) -> Text:
    """A heading's text without the type that makes it one, and without line breaks."""
    return tuple(
        Span(span.text.replace("\n", " "), span.mark if span.mark == "note" else "", span.href)
        for span in text
    )


def _joined(blocks: Sequence[Block]) -> Iterator[Block]:
    """Blocks with what a line's or a page's end had cut joined again.  Raises `CannotRead` where
    that makes more of them than a paragraph can be: joining it costs the square of its length.

    Only text that does not know its own paragraphs is joined: a line without a blank line above
    it; and below one, words that begin in the middle of a sentence which the block above leaves
    open, whatever mark conversion put before them.
    """
    above: Block | None = None
    for block in blocks:
        if above is not None and block.loose and block.kind in ("paragraph", "item"):
            between = _between(above, block)
            if between is not None:
                above = replace(above, text=joined(above.text, block.text, between))
                if len(above.words) > LONGEST:
                    raise CannotRead(
                        f"more than {LONGEST:,} characters of it follow one another without a "
                        "blank line; get it again from its source."
                    )
                continue
        if above is not None:
            yield above
        above = block
    if above is not None:
        yield above


def _between(above: Block, block: Block) -> str | None:
    """What joins a block to the one above it, or None where it is one of its own."""
    if above.kind not in ("paragraph", "item"):
        return None
    words, is_bullet = block.words, block.marker in _BULLETS
    if not block.gap:
        if block.marker:
            return None
        wrapped = len(above.words.rsplit("\n", 1)[-1]) >= _LONG or above.kind == "item"
        return " " if wrapped or above.number_mark else "\n"
    if above.closed or (block.marker and not is_bullet):
        return None
    if words[:1].islower():
        return " "
    return " " if not block.marker and len(above.words) >= _WHOLE else None


def _split_grades(blocks: Iterator[Block], recogniser: Recogniser) -> Iterator[Block]:
    """A heading that carries its grade on the same line, as a heading and a line of its own."""
    for block in blocks:
        name, grade = split_grade(block.words, recogniser) if block.kind == "heading" else ("", "")
        if grade:
            yield replace(block, text=(Span(name),))
            yield Block("paragraph", (Span(grade),), page=block.page)
        else:
            yield block
