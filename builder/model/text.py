"""The text of a source: spans of characters, and the blocks that hold them."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

NOTE = "note"


class Span(Struct, frozen=True):
    """A run of the source's characters with one typography."""

    text: str
    """The characters; a line break of the source is "\\n"."""
    mark: str = ""
    """"" for plain, "em", "strong", or both as "em strong"; `NOTE` for a footnote's mark."""
    href: str = ""
    """Where the source itself links to, or ""."""


Text = tuple[Span, ...]


def plain(text: Text) -> str:
    """The characters without typography; line breaks become spaces."""
    if len(text) == 1:
        return text[0].text.replace("\n", " ")
    return "".join(span.text for span in text).replace("\n", " ")


def unmarked(text: Text) -> str:
    """The characters without footnote marks."""
    if len(text) == 1 and text[0].mark != NOTE:
        return plain(text)
    return plain(tuple(span for span in text if span.mark != NOTE))


def evened(words: str) -> str:
    """Words on one line with single blanks.

    >>> evened(" Record  of findings")
    'Record of findings'
    """
    # Most words stand so already, and are not copied: every odd blank is unprintable.
    if words.isprintable() and "  " not in words and words == words.strip(" "):
        return words
    return " ".join(words.split())


_SHAPES = (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("–", "-"), ("—", "-"), ("‑", "-"))


def unshaped(words: str) -> str:
    """Words with plain quotation marks, dashes and blanks, character for character."""
    if words.isascii():
        return words
    for shape, plainest in _SHAPES:  # several times as fast as one str.translate
        words = words.replace(shape, plainest)
    return words.replace("\u00a0", " ")


class Paragraph(Struct, frozen=True):
    """A paragraph, numbered or not, with what the source nests under it."""

    id: str
    """"p28" for the paragraph numbered 28, else an anchor made from its own words."""
    line: int
    """Line of the Markdown file, 1-based."""
    text: Text
    number: int | None = None
    blocks: tuple[Block, ...] = ()
    """Nested lists and paragraphs."""
    note: str = ""
    """The mark of the footnote that it is, or ""."""


class Item(Struct, frozen=True):
    """One entry of a list."""

    id: str
    line: int
    text: Text
    marker: str = ""
    """The printed number of an ordered list's entry ("2."), or "" for a bullet."""
    blocks: tuple[Block, ...] = ()


class List(Struct, frozen=True):
    line: int
    items: tuple[Item, ...]
    ordered: bool = False


class Row(Struct, frozen=True):
    """A row of a table."""

    id: str
    line: int
    cells: tuple[Text, ...]

    @property
    def label(self) -> str:
        """The words of a row with only its first cell filled, which label the rows below; or ""."""
        filled = [plain(cell) for cell in self.cells]
        return filled[0] if filled[0] and not any(filled[1:]) else ""


class Table(Struct, frozen=True):
    line: int
    head: tuple[Text, ...]
    """The header cells, or () where the source prints none."""
    rows: tuple[Row, ...]


Block = Paragraph | List | Table


class Heading(Struct, frozen=True):
    """A heading of the Markdown; reading turns it into a `Section`."""

    id: str
    line: int
    level: int
    """1 for the printed title, 2 … 4 for sections."""
    text: Text


def paragraphs(blocks: tuple[Block, ...]) -> Iterator[Paragraph | Item]:
    """Every paragraph and list entry in reading order, nested ones after their own."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
            if block.blocks:
                yield from paragraphs(block.blocks)
        elif isinstance(block, List):
            for item in block.items:
                yield item
                if item.blocks:
                    yield from paragraphs(item.blocks)
