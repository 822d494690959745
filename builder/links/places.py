"""A document → its places: each block of running text with its anchor, in reading order.

In: a document.  Out: the words in which links may be looked for.  A module of its own because what
counts as running text is one rule for every sort of link: headings, printed grades and what stands
before the title (a letterhead, a logo's words) name things without saying anything of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from builder.model import Block, Document, List, Paragraph, Place, Table, Text, said


def places(document: Document) -> Iterator[Place]:
    """Every place of a document, in reading order."""
    for at, section in enumerate(document.sections):
        before_title = at == 0 and not section.heading and len(document.sections) > 1
        if not before_title:
            yield from _places(section.blocks, at, None)


def _places(blocks: Sequence[Block], section: int, number: int | None) -> Iterator[Place]:
    for block in blocks:
        if isinstance(block, Paragraph):
            own = block.number if block.number is not None else number
            kind = "footnote" if block.note else "paragraph"
            yield Place(block.id, _words(block.text), section, own, kind)
            yield from _places(block.blocks, section, own)
        elif isinstance(block, List):
            for item in block.items:
                yield Place(item.id, _words(item.text), section, number, "item")
                yield from _places(item.blocks, section, number)
        elif isinstance(block, Table):
            for row in block.rows:
                words = " ".join(filter(None, map(_words, row.cells)))
                yield Place(row.id, words, section, number, "row")


def _words(text: Text) -> str:
    return " ".join(said(text).split())
