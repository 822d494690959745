"""The blocks of an original in reading order, with their typography.

Every printed word comes once; furniture is listed. Readers mend the file, never the author:
ligatures, soft hyphens and spaces are normalised, text is NFC, a word cut at a line's end is one
with its hyphen. Quotes and dashes stay.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from builder.model import QuestionKind, Text

Kind = Literal["heading", "paragraph", "item", "table", "footnote", "contents", "line"]


class Piece(Struct, frozen=True):
    """A block of the original."""

    kind: Kind
    """"heading" only where the file itself says so; "contents" is a line of a contents list;
    "line" is text of which it is not known whether it goes on in the next piece."""
    text: Text
    """Empty for tables.  A line break that somebody set is "\\n"; one that merely wraps is a
    space.  A span with the mark "note" is the mark of a footnote that exists."""
    page: int = 0
    """1-based page of the original on which it begins; 0 where the file has no pages."""
    level: int = 0
    """Of a heading 1 … 6, or 0 where unknown; of an item its depth (0 is outermost); of a
    paragraph the number of list entries that it stands in."""
    size: float = 0.0
    """The most frequent font size in points, counted by characters; 0 where unknown."""
    bold: bool = False
    """All of its words are bold."""
    left: float = 0.0
    """Left edge of its first line (of its mark, if it has one), in points."""
    top: float = 0.0
    """Distance of its first line's foot from the top of the page, in points."""
    marker: str = ""
    """The printed mark of an item or number of a paragraph: "•", "12.", "a)".  Not in `text`."""
    rows: tuple[tuple[Text, ...], ...] = ()
    """Of a table."""
    header_rows: int = 0
    """How many of the rows the file itself calls header rows."""
    note: str = ""
    """Of a footnote: its mark."""
    gap: bool = False
    """A blank line or a clear gap stands above it."""


class Furniture(Struct, frozen=True):
    """A running head or page number."""

    page: int
    text: str


class Question(Struct, frozen=True):
    """What a person must decide before publication."""

    kind: QuestionKind
    page: int
    """1-based; 0 where the file has no pages."""
    place: str
    """Where it is, in words: the words before it, or "table 3"; "" where the page says enough."""
    words: str
    """The words in question, as they stand in the file; "" where they are covered."""


class Stream(Struct, frozen=True):
    """An original, read."""

    pieces: tuple[Piece, ...]
    furniture: tuple[Furniture, ...] = ()
    warnings: tuple[str, ...] = ()
    """What a person should look at, as whole sentences: "page 7: …"."""
    pages: int = 0
    """0 where the file has no pages."""
    questions: tuple[Question, ...] = ()
    """In reading order."""


class CannotRead(Exception):
    """The reader's refusal, a sentence for an editor without the file's name."""
