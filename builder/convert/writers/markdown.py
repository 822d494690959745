"""Blocks → the Markdown that an editor will see.

In: the blocks of a document.  Out: Markdown that reads back as the same words.  A stage of its own
because here, and only here, characters are escaped: whatever the original prints must come out
of the Markdown again, character for character, and every block is read back to see that it does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from builder.convert.stream.text_runs import plain_words
from builder.convert.structure.blocks import Block
from builder.model import Span, Text, plain
from builder.reading.markdown_inline import DEEPEST, read_inline

_AT_START = re.compile(r"^(?:#{1,6}(?=\s|$)|[-+](?=\s|$)|\d{1,9}[.)](?=\s|$)|\[\^)")


def to_markdown(blocks: Sequence[Block], *, numbered: bool) -> str:
    """A document's body.  `numbered` says whether its paragraphs are numbered, so that an ordered
    list at the margin would be taken for paragraphs."""
    parts: list[str] = []
    above: Block | None = None
    inside = ""
    for block in blocks:
        if block.kind == "contents":
            continue
        if block.kind == "item":
            if above is None or above.kind != "item":
                nested = above is not None and above.number is not None and above.closed_by_colon
                inside = " " * len(f"{above.number}. ") if above and nested else ""
            tight = above is not None and above.kind == "item"
            parts.append(("\n" if tight else "\n\n") + _item(block, inside, numbered=numbered))
        else:
            parts.append("\n\n" + _block(block))
        above = block
    return "".join(parts).strip("\n") + "\n"


def _block(block: Block) -> str:
    if block.kind == "table":
        return _table(block)
    words = inline(block.text)
    if block.kind == "title":
        return "# " + words.replace("\\\n", " ")
    if block.kind == "heading":
        return "#" * block.level + " " + words
    if block.kind == "footnote":
        return f"[^{block.note}]: {words}"
    if block.number is not None:
        return f"{block.number}. {_escaped_start(words)}"
    if block.marker:
        return f"{_escaped_start(block.marker)} {words}"
    return _escaped_start(words)


def _item(block: Block, inside: str, *, numbered: bool) -> str:
    indent = inside + "  " * min(block.level, DEEPEST - 2)
    words = inline(block.text).replace("\\\n", "\\\n" + indent + "  ")
    if re.fullmatch(r"\d{1,9}[.)]", block.marker):
        if not (numbered and not indent):
            return f"{indent}{block.marker} {_escaped_start(words)}"
        return f"{indent}- {_escaped_start(block.marker)} {words}"
    if re.search(r"\w", block.marker):
        return f"{indent}- {block.marker} {words}"
    return f"{indent}- {_escaped_start(words)}"


def _escaped_start(words: str) -> str:
    """Words that begin a block, so that their beginning is not taken for a mark of Markdown."""
    match = _AT_START.match(words)
    if not match:
        return words
    mark = match[0]
    return words.replace(mark, f"{mark[:-1]}\\{mark[-1]}" if mark[0].isdigit() else f"\\{mark}", 1)


def inline(text: Text) -> str:
    """A text with its typography; without, where Markdown could not carry it.

    A line that somebody broke begins like a block: what opens it stays words.
    """
    first, *further = _inline(text).split("\\\n")
    return "\\\n".join([first, *map(_escaped_start, further)])


def _inline(text: Text) -> str:
    marked = _marked(text)
    if plain(read_inline(marked)).split() == plain_words(text).split():
        return marked
    bare = tuple(replace(span, mark=span.mark if span.mark == "note" else "") for span in text)
    return _marked(bare)


def _marked(text: Text) -> str:
    return "".join(_span(span) for span in text)


def _span(span: Span) -> str:
    if span.mark == "note":
        return f"[^{span.text.strip()}]"
    words = escaped(span.text)
    if span.href:
        bare = span.text.strip() == span.href and re.match(r"https?://[^\s<>]+$", span.href)
        return f"<{span.href}>" if bare else f"[{words}](<{span.href}>)"
    mark = {"em": "*", "strong": "**", "em strong": "***"}.get(span.mark, "")
    core = words.strip()
    if not mark or not core:
        return words
    start = words[: len(words) - len(words.lstrip())]
    end = words[len(words.rstrip()) :]
    return f"{start}{mark}{core}{mark}{end}"


def escaped(words: str) -> str:
    """Characters as Markdown that reads back as them."""
    words = re.sub(r"[\\*_\[\]<`]", lambda match: "\\" + match[0], words)
    words = re.sub(r"&(?=#?\w+;)", r"\\&", words)
    return re.sub(r"\s*\n\s*", "\\\\\n", words)


def _table(block: Block) -> str:
    rows = [[_cell(cell) for cell in row] for row in block.rows]
    width = max(len(row) for row in rows)
    head = rows.pop(0) if block.header_rows and len(rows) > 1 else [""] * width
    lines = [head, ["---"] * width, *rows]
    return "\n".join(_row(row + [""] * (width - len(row))) for row in lines)


def _row(cells: Sequence[str]) -> str:
    if all(cell == "---" for cell in cells):
        return "|" + "|".join(cells) + "|"
    return "|" + "|".join(f" {cell} " if cell else " " for cell in cells) + "|"


def _cell(text: Text) -> str:
    return " ".join(inline(text).replace("\\\n", " ").replace("|", "\\|").split())
