"""Blocks → Markdown that reads back as the same words. The only place that escapes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from builder.convert.stream.text_runs import plain_words
from builder.convert.structure.blocks import Block
from builder.core.identifiers import link_address
from builder.model import NOTE, Span, Text, plain
from builder.reading.markdown_inline import DEEPEST, read_inline

_AT_START = re.compile(
    r"^\s*(?P<number>\d{1,9})(?P<stop>[.)])(?=\s|$)|^\s*(?P<mark>#(?=#{0,5}(?:\s|$))|[-+](?=\s|$)"
    r"|[-|:](?=[-|:\s]*$))"
)
"""What begins a heading, a list or a table's rule, at the start of a line."""
_NOTE = re.compile(r"[0-9A-Za-z*†‡]{1,4}")
"""Marks that a footnote may have."""
_HASHES = re.compile(r"(?<!\S)#+\s*$")
"""What closes a heading and is none of its words."""
_HOLLOW = "o"
"""What Word draws for a hollow bullet."""
_BREAK = "\\\n"
"""A line break that somebody set, as Markdown."""


def to_markdown(blocks: Sequence[Block], *, numbered: bool) -> str:
    """A document's body. `numbered`: an ordered list at the margin would be read as paragraphs."""
    parts: list[str] = []
    above: Block | None = None
    entries = _Entries(numbered)
    for block in blocks:
        if block.kind == "contents":
            continue
        if block.kind == "item":
            tight = above is not None and above.kind == "item"
            if not tight:
                nested = above is not None and above.number is not None and above.closed_by_colon
                entries.begin(" " * len(f"{above.number}. ") if above and nested else "")
            parts.append(("\n" if tight else "\n\n") + entries.written(block))
        else:
            parts.append("\n\n" + _block(block))
        above = block
    return "".join(parts).strip("\n") + "\n"


def _block(block: Block) -> str:
    if block.kind == "table":
        return _table(block)
    words = inline(block.text)
    if block.kind in ("title", "heading"):
        closed = _HASHES.sub(lambda match: match[0].replace("#", "\\#"), words.replace(_BREAK, " "))
        return "#" * (1 if block.kind == "title" else block.level) + " " + closed
    if block.kind == "footnote" and _NOTE.fullmatch(block.note):
        return f"[^{block.note}]: {_escaped_lines(words)}"
    if block.kind == "footnote":
        return _escaped_lines(f"{escaped_markdown(block.note)} {words}".strip())
    if block.number is not None:
        return f"{block.number}. {_escaped_lines(words)}"
    if block.marker:
        return _escaped_lines(f"{block.marker} {words}")
    return _escaped_lines(words)


class _Entries:
    """The entries of one list, written below one another."""

    def __init__(self, numbered: bool) -> None:
        self.numbered = numbered
        self.inside = ""
        self.open: list[tuple[int, str]] = []
        """The entries that the next may stand in: their depth, and the indent of what they hold."""

    def begin(self, inside: str) -> None:
        """Begin a list, indented as its paragraph."""
        self.inside, self.open = inside, []

    def written(self, block: Block) -> str:
        count = len(self.open)
        while self.open and (self.open[-1][0] >= block.level or len(self.open) > DEEPEST - 2):
            self.open.pop()
        first = bool(self.open) and len(self.open) == count  # directly below the words it is in
        indent = self.open[-1][1] if self.open else self.inside
        marker, words = "-", inline(block.text)
        if re.fullmatch(r"\d{1,9}[.)]", block.marker):
            if self.numbered and not indent:
                words = f"{_escaped_start(block.marker)} {_escaped_lines(words)}"
            else:
                marker, words = block.marker, _escaped_lines(words)
        elif re.search(r"\w", block.marker) and block.marker != _HOLLOW:
            words = f"{block.marker} {_escaped_lines(words)}"
        else:
            words = _escaped_lines(words)
        within = f"{indent}{' ' * len(marker)} "
        self.open.append((block.level, within))
        # Only a list that begins with 1 may follow words without a blank line.
        apart = "\n" if first and marker not in ("-", "1.", "1)") else ""
        return f"{apart}{indent}{marker} {words.replace(_BREAK, _BREAK + within)}"


def _escaped_lines(words: str) -> str:
    """A block's words with no line's start taken for Markdown."""
    return _BREAK.join(map(_escaped_start, words.split(_BREAK)))


def _escaped_start(line: str) -> str:
    match = _AT_START.match(line)
    if not match:
        return line
    at = match.start("stop") if match["number"] else match.start("mark")
    return f"{line[:at]}\\{line[at:]}"


def inline(text: Text) -> str:
    """A text with its typography, or without where Markdown cannot carry it.

    The start of a line after a break is escaped like a block's.
    """
    first, *further = _inline(text).split("\\\n")
    return "\\\n".join([first, *map(_escaped_start, further)])


def _inline(text: Text) -> str:
    marked = _marked(text)
    if _reads_back(marked, text):
        return marked
    bare = tuple(replace(span, mark=span.mark if span.mark == NOTE else "") for span in text)
    marked = _marked(bare)
    return (
        marked if _reads_back(marked, text) else _marked([replace(span, href="") for span in bare])
    )


def _reads_back(marked: str, text: Text) -> bool:
    return plain(read_inline(marked)).split() == plain_words(text).split()


def _marked(text: Sequence[Span]) -> str:
    return "".join(_span(span) for span in text)


def _span(span: Span) -> str:
    if span.mark == NOTE and _NOTE.fullmatch(span.text.strip()):
        return f"[^{span.text.strip()}]"
    words = escaped_markdown(span.text)
    if address := link_address(span.href):
        bare = span.text.strip() == address and re.match(r"https?://", address)
        return f"<{address}>" if bare else f"[{words}](<{_without_entities(address)}>)"
    mark = {"em": "*", "strong": "**", "em strong": "***"}.get(span.mark, "")
    core = words.strip()
    if not mark or not core:
        return words
    start = words[: len(words) - len(words.lstrip())]
    end = words[len(words.rstrip()) :]
    return f"{start}{mark}{core}{mark}{end}"


def escaped_markdown(words: str) -> str:
    """Characters as Markdown that reads back as them."""
    words = re.sub(r"[\\*_\[\]<`]", lambda match: "\\" + match[0], words)
    return re.sub(r"\s*\n\s*", lambda match: _BREAK, _without_entities(words))


def _without_entities(words: str) -> str:
    return re.sub(r"&(?=#?\w+;)", r"\\&", words)


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
    return " ".join(inline(text).replace(_BREAK, " ").replace("|", "\\|").split())
