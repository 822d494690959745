"""Pieces → blocks: find headings, join what belongs together.

Files know differently much of themselves: tags, type sizes or nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from builder.convert.stream.pieces import Piece
from builder.convert.stream.text_runs import plain_words
from builder.convert.structure import grades
from builder.convert.structure.blocks import Block, Kind
from builder.convert.structure.grades import boxes_opened, records_found
from builder.convert.structure.heading_levels import levelled
from builder.convert.structure.joining import (
    is_open,
    paragraphs_joined,
    sentences_joined,
)
from builder.convert.structure.repairs import items_headed, lines_joined, mended
from builder.language.sentences import begins_inside
from builder.language.templates import Recogniser, normal
from builder.language.title_block import prints_title_block
from builder.model import Span, Text, unmarked

_TITLE_PAGE = 25
"""How many pieces a title page or a letterhead may take."""
_SIGNED = re.compile(r"yours?\s+(?:sincerely|faithfully)\b", re.IGNORECASE)
_INDENT = 6.0
"""Points by which a list within a list stands further in."""
_HEADING = 200
"""Characters beyond which nothing is a heading."""
_IN_CONTENTS = 7
"""Characters that words must exceed to be found in the contents list."""
_SAME = 0.04
"""By what part of it sizes of one type may differ."""


def outline(pieces: Sequence[Piece], recogniser: Recogniser) -> list[Block]:
    """Blocks in reading order, headings levelled, cut paragraphs joined."""
    contents = " ".join(
        normal(plain_words(piece.text)) for piece in pieces if piece.kind == "contents"
    )
    pieces = lines_joined(records_found(list(mended(pieces)), recogniser), recogniser)
    if not recogniser.framework.numbered_paragraphs:
        pieces = items_headed(pieces)
    kinds = _kinds(pieces, recogniser, contents)
    blocks = [_block(piece, kind) for piece, kind in zip(pieces, kinds, strict=True)]
    whole = sentences_joined(paragraphs_joined(blocks))
    divided = boxes_opened(_split_grades(whole, recogniser), recogniser, contents)
    return levelled(list(_said_once(_nested(_paired(divided, recogniser)))), recogniser)


def _text(pieces: Sequence[Piece], recogniser: Recogniser) -> range:
    """The pieces where type alone may make a heading: between title page and signature."""
    words = [unmarked(piece.text) for piece in pieces]
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
    """List entries at their depth: flat tags, but further in and with another mark.

    What stands in an entry that was put deeper goes with it.
    """
    outer: Block | None = None
    deeper: Block | None = None
    for block in blocks:
        if block.kind != "item":
            outer = deeper = None
        elif outer is None or block.marker == outer.marker or block.left <= outer.left + _INDENT:
            outer, deeper = block, None
        elif not block.level:
            block = deeper = replace(block, level=outer.level + 1)
        elif deeper and block.marker != deeper.marker and block.left > deeper.left + _INDENT:
            block = replace(block, level=block.level + deeper.level)
        yield block


def _said_once(blocks: Iterable[Block]) -> Iterator[Block]:
    """A table's head that repeats the heading above is no heading."""
    above: Block | None = None
    for block in blocks:
        both = block.kind == "heading" and above is not None and above.kind == "heading"
        if both and above is not None and normal(block.words) == normal(above.words):
            block = replace(block, kind="paragraph", level=0)
        yield block
        above = block


def _paired(blocks: Iterable[Block], recogniser: Recogniser) -> Iterator[Block]:
    """A sign-off printed side by side as rows of name and value."""
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


def _body(pieces: Sequence[Piece]) -> _Body:
    """The commonest type, by characters."""
    sizes: Counter[float] = Counter()
    bold = 0
    for piece in pieces:
        length = len(plain_words(piece.text))
        sizes[piece.size] += length
        bold += length if piece.bold else 0
    size = sizes.most_common(1)[0][0] if sizes else 0.0
    return _Body(size, bold * 2 > sizes.total())


class _Body(Struct, frozen=True):
    """The type of most of the text."""

    size: float
    """In points; 0 where the file does not say."""
    bold: bool


def _kinds(pieces: Sequence[Piece], recogniser: Recogniser, contents: str) -> Iterator[Kind]:
    """What each piece is, in order."""
    body, text = _body(pieces), _text(pieces, recogniser)
    above: Block | None = None
    earlier = False
    """Whether the piece stands where earlier inspections are told of."""
    for at, piece in enumerate(pieces):
        kind = _kind(piece, recogniser, contents, body if at in text else None)
        differs = not piece.size or not body.size or _differs(piece, body)
        words = unmarked(piece.text)
        if kind == "heading" and (piece.kind != "heading" or not differs):
            inside = above is not None and is_open(above) and begins_inside(words)
            tagged_only = piece.kind == "heading" and not _is_known(words, recogniser, contents)
            graded = earlier and recogniser.graded_heading(words) is not None and not differs
            if inside or tagged_only or graded:
                kind = _unheaded(piece, recogniser)
        if kind == "heading":
            part = recogniser.part(words)
            earlier = part is not None and part.role == "previous"
        if kind != "footnote":
            above = _block(piece, kind)
        yield kind


def _kind(piece: Piece, recogniser: Recogniser, contents: str, body: _Body | None) -> Kind:
    """A piece's kind by tag, words, then type; `body` is None where type is ignored."""
    words = unmarked(piece.text)
    if piece.kind in ("table", "footnote", "contents"):
        return piece.kind
    if not piece.marker and len(words) <= _HEADING and re.search(r"\w", words):
        if recogniser.is_title(words):
            return "title"
        if recogniser.grade(words):
            return "paragraph"
        if piece.kind == "heading":
            return "paragraph" if recogniser.timescale(words) else "heading"
        set_apart = piece.gap or piece.kind != "line"
        block = recogniser.framework.title_block
        prints_facts = block is not None and prints_title_block(words, block)
        by_type = not prints_facts and _stands_out(piece, words, body)
        if set_apart and (by_type or _is_known(words, recogniser, contents)):
            return "paragraph" if recogniser.timescale(words) else "heading"
    return _unheaded(piece, recogniser)


def _unheaded(piece: Piece, recogniser: Recogniser) -> Kind:
    """The kind of a piece that is no heading."""
    counts = recogniser.framework.numbered_paragraphs and re.fullmatch(r"\d+\.", piece.marker)
    if piece.marker and not counts:
        return "item"
    return "item" if piece.kind == "item" else "paragraph"


def _is_known(words: str, recogniser: Recogniser, contents: str) -> bool:
    """Whether framework or contents list have the words, without a grade, as a heading."""
    name, _ = heading_and_grade(words, recogniser)
    in_contents = len(normal(words)) > _IN_CONTENTS and normal(words) in contents
    return in_contents or recogniser.knows(name) or recogniser.graded_heading(words) is not None


def _differs(piece: Piece, body: _Body) -> bool:
    """Whether a piece's type differs from the text's."""
    return piece.bold != body.bold or abs(piece.size - body.size) > body.size * _SAME


def _stands_out(piece: Piece, words: str, body: _Body | None) -> bool:
    """Whether type alone makes a heading: larger, or all bold."""
    if not body or not body.size or not piece.size or words.rstrip().endswith((".", ";", ",")):
        return False
    return piece.size >= body.size * 1.12 or (piece.bold and piece.size >= body.size * 0.95)


def heading_and_grade(words: str, recogniser: Recogniser) -> tuple[str, str]:
    """A heading's words and the grade behind them, or ""."""
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
    """A heading's text without its type and line breaks."""
    return tuple(
        Span(span.text.replace("\n", " "), span.mark if span.mark == "note" else "", span.href)
        for span in text
    )


def _split_grades(blocks: Iterable[Block], recogniser: Recogniser) -> Iterator[Block]:
    """A heading with its grade on one line becomes a heading and a line."""
    for block in blocks:
        name, grade = (
            heading_and_grade(block.words, recogniser) if block.kind == "heading" else ("", "")
        )
        if grade:
            yield replace(block, text=(Span(name),))
            yield Block("paragraph", (Span(grade),), page=block.page)
        else:
            yield block
