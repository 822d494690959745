"""Blocks between pieces and Markdown."""

from __future__ import annotations

import re
from typing import Literal

from msgspec import Struct

from builder.convert.stream.text_runs import plain_words
from builder.language.sentences import ends_sentence
from builder.model import Span, Text

_NUMBER = re.compile(r"(\d+)\.")

Kind = Literal["title", "heading", "paragraph", "item", "table", "footnote", "contents"]


class Block(Struct, frozen=True):
    kind: Kind
    text: Text
    level: int = 0
    """Of a heading 2 … 4; of an item its depth; of a paragraph the items that it stands in."""
    number: int | None = None
    """Of a numbered paragraph."""
    marker: str = ""
    """The printed mark, where it is not the number."""
    rows: tuple[tuple[Text, ...], ...] = ()
    header_rows: int = 0
    note: str = ""
    """Of a footnote: its mark."""
    page: int = 0
    gap: bool = False
    loose: bool = False
    """Whether it comes from a file that does not know its own paragraphs."""
    size: float = 0.0
    bold: bool = False
    left: float = 0.0
    glued: bool = False
    """Whether its mark is a number that no blank sets apart from the words: "16.Children"."""
    repair: str = ""
    """What was mended of its number: "number-lost" and so on."""
    printed: str = ""
    """The words as they stood around a mended number."""

    @property
    def words(self) -> str:
        return plain_words(self.text)

    @property
    def number_mark(self) -> int | None:
        """The number that its mark prints with a full stop, or None."""
        match = _NUMBER.fullmatch(self.marker) if self.marker else None
        return int(match[1]) if match else None

    @property
    def closed(self) -> bool:
        """Whether its words end as a sentence does."""
        return ends_sentence(self.words)

    @property
    def closed_by_colon(self) -> bool:
        return self.words.rstrip().endswith(":")


def join_texts(first: Text, second: Text, between: str = " ") -> Text:
    """Two texts as one, without a space after a cut word's hyphen or dash."""
    if not first or not second:
        return first or second
    if between == " " and (plain_words(first).endswith(" ") or plain_words(second)[:1] == " "):
        between = ""
    head, tail = first[-1], second[0]
    if (head.mark, head.href) == (tail.mark, tail.href):
        one = Span(head.text + between + tail.text, head.mark, head.href)
        return (*first[:-1], one, *second[1:])
    return (*first, Span(between), *second) if between else (*first, *second)


def cut(text: Text, start: int, end: int) -> Text:
    """A text without the characters between two places."""
    kept: list[Span] = []
    at = 0
    for span in text:
        left = span.text[: max(0, start - at)]
        right = span.text[max(0, end - at) :] if end - at < len(span.text) else ""
        if at >= end or at + len(span.text) <= start:
            left, right = span.text, ""
        if left + right:
            kept.append(Span(left + right, span.mark, span.href))
        at += len(span.text)
    return tuple(kept)
