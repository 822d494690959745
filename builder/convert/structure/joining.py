"""Join blocks that a line's or page's end cut."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from builder.convert.stream.pieces import CannotRead
from builder.convert.structure.blocks import Block, join_texts
from builder.language.sentences import begins_inside, needs_more
from builder.reading.markdown_blocks import LONGEST

LONG = 60
"""Characters from which a line is taken for one that was wrapped, not set by itself."""
_WHOLE = 120
"""Characters from which a block that does not end as a sentence is taken to go on."""
_SAME_TYPE = 0.85
"""How much smaller one of two parts of a sentence may be set."""
_BULLETS = ("-", "•", "▪", "◼", "■", "*", "–")


def paragraphs_joined(blocks: Iterable[Block]) -> Iterator[Block]:
    """Join lines of files without paragraphs, and continued sentences.

    Raises `CannotRead` for an endless paragraph: joining takes quadratic time.
    """
    above: Block | None = None
    for block in blocks:
        if above is not None and block.loose and block.kind in ("paragraph", "item"):
            between = _between(above, block)
            if between is not None:
                above = replace(above, text=join_texts(above.text, block.text, between))
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
    """What joins a line to the block above, or None."""
    if above.kind not in ("paragraph", "item"):
        return None
    is_bullet = block.marker in _BULLETS
    if not block.gap:
        if block.marker:
            return None
        wrapped = len(above.words.rsplit("\n", 1)[-1]) >= LONG or above.kind == "item"
        return " " if wrapped or above.number_mark else "\n"
    if above.closed or (block.marker and not is_bullet):
        return None
    if block.words[:1].islower():
        return " "
    return " " if not block.marker and len(above.words) >= _WHOLE else None


def sentences_joined(blocks: Iterable[Block]) -> list[Block]:
    """Join blocks that continue an open sentence: over footnotes, and cut headings."""
    found: list[Block] = []
    for block in blocks:
        at = _open(found, block)
        if at is None:
            found.append(block)
        else:
            found[at] = replace(found[at], text=join_texts(found[at].text, block.text))
    return found


def _open(above: list[Block], block: Block) -> int | None:
    """The block above that a block continues, or None."""
    if block.kind not in ("paragraph", "heading") or block.marker or block.page == 0 or not above:
        return None
    inside = begins_inside(block.words)
    last = above[-1]
    if block.kind == "heading":
        alike = (last.kind, last.size, last.bold) == ("heading", block.size, block.bold)
        return len(above) - 1 if inside and alike and not last.closed else None
    at = len(above) - 1
    while at > 0 and above[at].kind == "footnote":
        at -= 1
    text = above[at]
    # A sentence that an entry leaves open may be that of the whole list.
    own = text.kind != "item" or text.number_mark is not None or block.page > text.page
    if min(text.size, block.size) < _SAME_TYPE * max(text.size, block.size):
        return None
    alike = (text.size, text.bold) == (block.size, block.bold)
    if is_open(text) and own and (inside or (alike and needs_more(text.words))):
        return at
    note = inside and last.kind == "footnote" and not last.closed
    return len(above) - 1 if note and block.size <= last.size + 0.5 else None


def is_open(block: Block) -> bool:
    """Whether a block's last sentence is long and does not end."""
    return block.kind in ("paragraph", "item") and len(block.words) >= LONG and not block.closed
