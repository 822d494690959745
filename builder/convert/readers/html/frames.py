"""Elements of a web page that have begun, and the pieces that their words become."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from builder.convert.readers.html.lists import HtmlEntry, HtmlList
from builder.convert.readers.html.table import HtmlTable
from builder.convert.stream.list_markers import Part, is_number, typed, without
from builder.convert.stream.pieces import Kind, Piece
from builder.convert.stream.text_runs import spans
from builder.model import Span, Text

_WORD_BULLETS = {"o": "◦", "§": "▪", "·": "•", "Ø": "➢", "ü": "✓", "q": "☐", "v": "❖"}
"""Letters that Word's symbol fonts draw as bullets; a page saved by Word has the letters."""


class NoteInMaking(Struct):
    """A footnote in the making."""

    mark: str
    at: int
    """Where it will stand among the pieces."""
    lines: list[Part] = field(default_factory=list)


class Frame(Struct, frozen=True):
    """An open element, with what holds inside it."""

    tag: str = ""
    gone: str = ""
    """Why its words are no text: "furniture", "hidden", "by ear", "unseen"."""
    struck: bool = False
    chosen: bool = False
    """It is an entry of a form that was chosen, or a field with words in it."""
    word_list: bool = False
    """It is an entry of a list that Word saved as paragraphs."""
    inside: bool = False
    """It stands in the element that holds the text."""
    strong: bool = False
    em: bool = False
    href: str = ""
    mark: str = ""
    """It is the mark of a footnote: this one."""
    back: bool = False
    """It is a link within the page."""
    level: int = 0
    contents: bool = False
    pre: bool = False
    listed: HtmlList | None = None
    entry: HtmlEntry | None = None
    depth: int = 0
    table: HtmlTable | None = None
    note: NoteInMaking | None = None


def piece_of(text: Text, parts: list[Part], frame: Frame, marker: str) -> Piece:
    bold = all("strong" in span.mark for span in text if span.text.strip())
    piece = Piece("paragraph", text, bold=bold)
    figures = marker if re.search(r"\w", marker) else ""
    if frame.contents or frame.level:
        kind: Kind = "contents" if frame.contents else "heading"
        full = (Span(f"{figures} "), *text) if figures else text
        return replace(piece, kind=kind, text=full, level=0 if frame.contents else frame.level)
    if frame.entry is not None:
        depth = frame.entry.depth
        if marker:
            return replace(piece, kind="item", marker=marker, level=depth)
        return replace(piece, level=depth + 1)
    words = "".join(words for words, _, _ in parts).lstrip()
    if frame.word_list and (saved := re.match(r"([o§·Øüqv])\s+(?=\S)", words)):
        rest = spans(without(_stripped(parts), saved.end()))
        return replace(piece, kind="item", marker=_WORD_BULLETS[saved[1]], text=rest)
    if before := typed(words):
        rest = spans(without(_stripped(parts), len(before)))
        kind = "paragraph" if is_number(before.strip()) else "item"
        return replace(piece, kind=kind, marker=before.strip(), text=rest)
    return piece


def levelled(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Headings counted from 1 below the title."""
    levels = [piece.level for piece in pieces if piece.kind == "heading"]
    titles = levels.count(1)
    highest = min((level for level in levels if titles != 1 or level > 1), default=1)
    for piece in pieces:
        if piece.kind == "heading":
            piece = replace(piece, level=max(1, piece.level - highest + 1))
        yield piece


def _stripped(parts: list[Part]) -> list[Part]:
    words = "".join(each[0] for each in parts)
    return without(parts, len(words) - len(words.lstrip()))


def without_marks(piece: Piece, known: set[str]) -> Piece:
    def bare(text: Text) -> Text:
        return tuple(
            replace(span, mark="") if span.mark == "note" and span.text not in known else span
            for span in text
        )

    rows = tuple(tuple(map(bare, row)) for row in piece.rows)
    return replace(piece, text=bare(piece.text), rows=rows)
