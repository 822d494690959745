"""Correct wrong tags by the pieces alone; no word changes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from builder.convert.stream.pieces import Piece
from builder.convert.stream.text_runs import plain_words
from builder.convert.structure.blocks import cut, join_texts
from builder.language.sentences import begins_inside, ends_sentence
from builder.language.templates import Recogniser, normal
from builder.language.title_block import prints_title_block
from builder.model import Span, Text

_MARKED = re.compile(r"([■▪◼•●](?=\s)|\d{1,3}\.(?=\s|[A-Z]|[^\W\d_]{2}))\s*(?=\S)")
_ROW = 120
"""Characters that a row of the contents list may have."""
_WRAPPED = 60
"""Characters from which a cell is taken for one that goes on, and a line for no line of an
address."""
_PHRASE = re.compile(r"[^\W\d_]{2,}\s+[^\W\d_]{2,}")
"""Two words: what holds none is a figure, a date or a name."""
_COUNTED = re.compile(r"\d{1,3}\.?")
_LONGEST_HEAD = 200
"""Characters of a chapter's name."""
_FEWEST_HEADS = 3
"""Numbered bold lines that must be there to be headings."""
_STEP = 1.4
"""How far below a line the next may stand, in type sizes, if nothing sets the two apart."""


def mended(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Correct entries and numbered paragraphs tagged as headings, contents rows, and cut rows."""
    for at, piece in enumerate(pieces):
        words = plain_words(piece.text)
        if piece.kind in ("heading", "paragraph") and _is_contents(at, pieces):
            yield replace(piece, kind="contents")
            continue
        marked = _MARKED.match(words)
        numbered = marked and marked[1][0].isdigit() and words.rstrip().endswith((".", ":"))
        if piece.kind == "heading" and marked and (numbered or not marked[1][0].isdigit()):
            yield replace(
                piece,
                kind="item",
                level=0,
                marker=marked[1],
                text=cut(piece.text, 0, marked.end()),
            )
            continue
        yield replace(piece, rows=_whole_rows(piece.rows)) if piece.rows else piece


def _is_contents(at: int, pieces: Sequence[Piece]) -> bool:
    """Whether a piece is a row of the contents list beside it, or its heading."""
    beside = [each for each in pieces[max(0, at - 1) : at + 2] if each.kind == "contents"]
    words = plain_words(pieces[at].text)
    if not any(each.page == pieces[at].page for each in beside):
        return False
    behind = pieces[at + 1 : at + 2]
    heads = bool(behind) and behind[0].kind == "contents" and normal(words) == "contents"
    return heads or (len(words) <= _ROW and bool(re.search(r"\D\s\d{1,3}$", words)))


def _whole_rows(rows: Sequence[tuple[Text, ...]]) -> tuple[tuple[Text, ...], ...]:
    """Rows cut by a page's end, joined."""
    whole: list[tuple[Text, ...]] = []
    for row in rows:
        if whole and len(row) == len(whole[-1]) and _goes_on(whole[-1], row):
            whole[-1] = tuple(
                join_texts(over, cell) for over, cell in zip(whole[-1], row, strict=True)
            )
        else:
            whole.append(row)
    return tuple(whole)


def _goes_on(above: Sequence[Text], row: Sequence[Text]) -> bool:
    """Whether a row continues the one above.

    Its first cell is empty below an open sentence; or, in rows of words, a cell continues a
    sentence.
    """
    pairs = [
        (plain_words(over).rstrip(), plain_words(cell))
        for over, cell in zip(above, row, strict=True)
        if cell
    ]
    wrapped = [len(over) >= _WRAPPED and not ends_sentence(over) for over, _ in pairs]
    if not row[0] and above[0] and pairs and all(wrapped):
        return True
    of_words = all(_PHRASE.search(words) for pair in pairs for words in pair if words)
    inside = any(
        is_open and begins_inside(cell) for is_open, (_, cell) in zip(wrapped, pairs, strict=True)
    )
    return of_words and inside


def lines_joined(pieces: Sequence[Piece], recogniser: Recogniser) -> list[Piece]:
    """Short lines close together, as in an address, are one block."""
    found: list[Piece] = []
    foot = 0.0
    for piece in pieces:
        above = found[-1] if found else None
        if above is not None and _is_next_line(above, piece, foot, recogniser):
            found[-1] = replace(above, text=join_texts(above.text, piece.text, "\n"))
        else:
            found.append(piece)
        foot = piece.top + piece.size * _STEP * (plain_words(piece.text).count("\n") + 1)
    return found


def items_headed(pieces: Sequence[Piece]) -> list[Piece]:
    """Numbered bold lines as headings with their numbers, where text stands below nearly each.

    Minutes and papers number their chapters so; of a list of bold names each follows the other.
    """
    heads = [at for at, piece in enumerate(pieces) if _is_numbered_head(piece)]
    followed = sum(at + 1 in heads for at in heads)
    if len(heads) < _FEWEST_HEADS or followed > len(heads) // 3:
        return list(pieces)
    made = list(pieces)
    for at in heads:
        text = join_texts((Span(pieces[at].marker),), pieces[at].text)
        made[at] = replace(pieces[at], kind="heading", text=text, marker="", level=0)
    return made


def _is_numbered_head(piece: Piece) -> bool:
    words = plain_words(piece.text).rstrip()
    return (
        piece.kind in ("item", "paragraph")
        and piece.bold
        and not piece.level
        and bool(_COUNTED.fullmatch(piece.marker))
        and 0 < len(words) <= _LONGEST_HEAD
        and not words.endswith((".", ";", ",", ":"))
    )


def _is_next_line(above: Piece, piece: Piece, foot: float, recogniser: Recogniser) -> bool:
    alike = ("paragraph", "", above.page, above.size)
    block = recogniser.framework.title_block
    for each in (above, piece):
        words = plain_words(each.text)
        if (each.kind, each.marker, each.page, each.size) != alike or not words.strip():
            return False
        if max(map(len, words.split("\n"))) > _WRAPPED or recogniser.is_title(words):
            return False
        if block is not None and prints_title_block(words, block):
            return False
    return abs(above.left - piece.left) < 2 and above.top < piece.top <= foot
