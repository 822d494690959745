"""Markdown → blocks with lines and anchors.

Markup that print cannot hold (HTML, code, `>`, rules) stays the characters written. Anchors are
permanent: `p28` for a numbered paragraph, a heading's from its own and the parent headings' words,
any other block's from its words alone, so edits elsewhere move none.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from markdown_it.token import Token
from msgspec import Struct, field
from msgspec.structs import replace

from builder.core.identifiers import slug
from builder.core.problems import Problem
from builder.model import (
    NOTE,
    Block,
    Heading,
    Item,
    List,
    Paragraph,
    Row,
    Table,
    Text,
    evened,
    paragraphs,
    plain,
)
from builder.reading.markdown_fast_path import HEADING, LIST, NUMBERED, PARAGRAPH, Chunk, chunks
from builder.reading.markdown_inline import DEEPEST, MARKDOWN, read_inline, token_spans

_MARKER = re.compile(r"\n[ \t]*(?:[-*+]|#{1,6}|\d{1,9}[.)])[ \t]+")
LONGEST = 20_000
"""Characters of a paragraph; the longest of any report has a seventh of that.  Every pattern of the
registries is tried on every one."""
_DECIMAL = re.compile(r"(\d{1,2}(?:\.\d{1,3}){1,3})\.?\s")
_TAKEN = re.compile(r"p\d+(-\d+)?|fn\w+|opening|main")
"""Anchors that a heading must not take: those of paragraphs, and of every page itself."""


def read_body(
    path: str, markdown: str, first_line: int, *, numbered: bool, decimal: bool = False
) -> tuple[list[Heading | Block], list[Problem]]:
    """The blocks of a body, in order; never raises because of the text.

    `numbered`: ordered lists at the margin are numbered paragraphs. `decimal`: a paragraph that
    begins "1.3" has that number as its anchor.
    """
    reader = _Reader(path, markdown.split("\n"), first_line, numbered, decimal)
    blocks = list(reader.read(chunks(markdown, numbered=numbered)))
    if max(map(len, markdown.split("\n\n"))) > LONGEST:
        for line, text in _texts(blocks):
            if (length := len(plain(text))) > LONGEST:
                reader.complain(
                    line,
                    f"a paragraph must have at most {LONGEST:,} characters; found {length:,}; "
                    "divide it where the source does.",
                )
    return blocks, reader.problems


def _texts(blocks: Iterable[Heading | Block]) -> Iterator[tuple[int, Text]]:
    for block in blocks:
        if isinstance(block, Heading):
            yield block.line, block.text
        elif isinstance(block, Table):
            yield from ((row.line, cell) for row in block.rows for cell in row.cells)
        else:
            yield from ((each.line, each.text) for each in paragraphs((block,)))


class _Reader(Struct, dict=True):
    path: str
    source: list[str]
    first_line: int
    numbered: bool
    decimal: bool = False
    problems: list[Problem] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    turns: dict[str, int] = field(default_factory=dict)
    """How often each anchor has been given: a text may print the same words a thousand times."""
    headings: list[tuple[int, str]] = field(default_factory=list)
    """The anchors of the headings that stand above, by level."""
    label: str = ""
    """The label row above, inside a table."""

    offset: int = 0
    """How many lines of the body stand before what is being parsed."""

    def __post_init__(self) -> None:
        self.bare = _bare(self.source)
        self.repeated = {words for words, count in Counter(self.bare).items() if count > 1}

    def read(self, parts: Iterable[Chunk]) -> Iterator[Heading | Block]:
        """The blocks of a whole body."""
        for chunk in parts:
            line = chunk.line + self.first_line
            if chunk.kind == HEADING:
                yield self.heading(chunk.number, line, read_inline(chunk.text))
            elif chunk.kind == NUMBERED:
                text = read_inline(chunk.text)
                self.anchor(plain(text), line)
                yield Paragraph(self.once(f"p{chunk.number}"), line, text, chunk.number)
            elif chunk.kind == PARAGRAPH:
                text = read_inline(chunk.text)
                yield Paragraph(self.paragraph(plain(text), line), line, text)
            elif chunk.kind == LIST:
                yield List(line, tuple(self.entries(chunk.text, line)))
            else:
                self.offset = chunk.line
                yield from self.blocks(iter(MARKDOWN.parse(chunk.text)), top=True)

    def entries(self, written: str, first: int) -> Iterator[Item]:
        """The entries of a list with one on each line."""
        for line, entry in enumerate(written.split("\n"), first):
            if words := entry[2:].strip():
                text = read_inline(words)
                yield Item(self.anchor(plain(text), line), line, text)

    def line(self, token: Token) -> int:
        return (token.map[0] if token.map else 0) + self.offset + self.first_line

    def complain(self, line: int, message: str) -> None:
        self.problems.append(Problem(self.path, line, message))

    def blocks(self, tokens: Iterator[Token], *, top: bool = False) -> Iterator[Heading | Block]:
        """Blocks until the container that they stand in closes."""
        for token in tokens:
            if token.type == "heading_open":
                text = token_spans(next(tokens).children or [])
                next(tokens)
                yield self.heading(int(token.tag[1]), self.line(token), text)
            elif token.type == "paragraph_open":
                text = token_spans(next(tokens).children or [])
                next(tokens)
                anchor = self.paragraph if top else self.anchor
                yield self.footnote(token, text) or Paragraph(
                    anchor(plain(text), self.line(token)), self.line(token), text
                )
            elif (token.type, token.markup, top) == ("ordered_list_open", ".", self.numbered):
                yield from self.numbered_paragraphs(tokens)
            elif token.type in ("ordered_list_open", "bullet_list_open"):
                yield self.list(token, tokens)
            elif token.type == "table_open":
                yield self.table(token, tokens)
            elif token.nesting == -1:
                return
            else:  # pragma: no cover - every rule that makes another token is disabled
                raise AssertionError(token.type)

    def footnote(self, token: Token, text: Text) -> Paragraph | None:
        """The footnote, if a paragraph begins with its mark and a colon."""
        if len(text) < 2 or text[0].mark != NOTE or not text[1].text.startswith(":"):
            return None
        mark, first = text[0].text, text[1]
        words = (replace(first, text=first.text[1:].lstrip()), *text[2:])
        return Paragraph(self.once(f"fn{mark}"), self.line(token), words, note=mark)

    def heading(self, level: int, line: int, text: Text) -> Heading:
        if level > 4:
            self.complain(
                line, f"a heading must be of level 1 to 4; found level {level}; use fewer # signs."
            )
        if not plain(text).strip():
            self.complain(line, "a heading must have words; found none; add them or remove it.")
        if level == 1:
            return Heading(self.anchor(plain(text), line), line, level, text)
        while self.headings and self.headings[-1][0] >= level:
            self.headings.pop()
        above = self.headings[-1][1] + "--" if self.headings else ""
        words = slug(plain(text))
        if not above and _TAKEN.fullmatch(words):
            words = f"section-{words}"
        anchor = self.once(above + words)
        self.headings.append((level, anchor))
        return Heading(anchor, line, level, text)

    def within(self, token: Token, tokens: Iterator[Token]) -> list[Block]:
        """The blocks inside a list entry, where no heading can be."""
        inner: list[Block] = []
        for block in self.blocks(tokens):
            if isinstance(block, Heading):
                self.complain(
                    self.line(token),
                    "a heading must stand at the margin; found one inside a list; "
                    "write a blank line and no indentation before it.",
                )
            else:
                inner.append(block)
        return inner

    def numbered_paragraphs(self, tokens: Iterator[Token]) -> Iterator[Paragraph]:
        for token in tokens:
            if token.type == "ordered_list_close":
                return
            number = int(token.info)
            inner = self.within(token, tokens)
            first = inner[0] if inner else None
            if not isinstance(first, Paragraph):
                self.complain(
                    self.line(token),
                    f"paragraph {number} must begin with words; found none on its "
                    "line; write them after the number.",
                )
                continue
            anchor = self.once(f"p{number}")
            yield Paragraph(anchor, self.line(token), first.text, number, tuple(inner[1:]))

    def list(self, opening: Token, tokens: Iterator[Token]) -> List:
        items = []
        ordered = opening.type == "ordered_list_open"
        for token in tokens:
            if token.type in ("ordered_list_close", "bullet_list_close"):
                break
            inner = self.within(token, tokens)
            first = inner[0] if inner else None
            if not isinstance(first, Paragraph):
                self.complain(
                    self.line(token),
                    f"lists must be nested at most {DEEPEST} deep; found one deeper; write it "
                    "as a list of its own."
                    if token.level + 2 > 2 * DEEPEST
                    else "a list's entry must begin with words; found none; write them "
                    "after the mark, or remove the mark.",
                )
                continue
            marker = f"{token.info}{token.markup}" if ordered else ""
            items.append(Item(first.id, self.line(token), first.text, marker, tuple(inner[1:])))
        return List(self.line(opening), tuple(items), ordered)

    def table(self, opening: Token, tokens: Iterator[Token]) -> Table:
        head: tuple[Text, ...] = ()
        rows: list[Row] = []
        cells: list[Text] = []
        in_head = False
        for token in tokens:
            if token.type == "thead_open":
                in_head = True
            elif token.type == "thead_close":
                in_head = False
            elif token.type == "inline":
                cells.append(token_spans(token.children or []))
            elif token.type == "tr_open":
                cells = []
                row_line = self.line(token)
            elif token.type == "tr_close" and in_head:
                head = tuple(cells) if any(cells) else ()
            elif token.type == "tr_close":
                self.check_cells(row_line, len(cells))
                rows.append(self.row(row_line, tuple(cells)))
            elif token.type == "table_close":
                break
        self.label = ""
        return Table(self.line(opening), head, tuple(rows))

    def check_cells(self, line: int, columns: int) -> None:
        """A row has no more cells than the first: Markdown would drop them."""
        written = self.source[line - self.first_line].strip()
        cells = len(re.split(r"(?<!\\)\|", written.removeprefix("|").removesuffix("|")))
        if cells > columns:
            self.problems.append(
                Problem(
                    self.path,
                    line,
                    f"a row must have at most the {columns} cells of the table's first "
                    f"row; found {cells}; remove a “|” or write it as “\\|”.",
                )
            )

    def row(self, line: int, cells: tuple[Text, ...]) -> Row:
        words = " | ".join(plain(cell) for cell in cells)
        row = Row(self.anchor(words, line), line, cells)
        if row.label:
            self.label = row.label
        return row

    def paragraph(self, words: str, line: int) -> str:
        """The anchor of a paragraph at the margin."""
        match = _DECIMAL.match(words) if self.decimal else None
        return self.once(f"p{match[1]}") if match else self.anchor(words, line)

    def anchor(self, words: str, line: int) -> str:
        """An anchor from a block's own words.

        Repeated words (“Grade 2 (good)”), the first too, are told apart by the headings above, and
        only then by number: so none takes another's anchor when one is added.
        """
        above = self.headings[-1][1] if self.headings else "opening"
        seeds = (words, f"{above}\n{self.label}\n{words}")
        several = self.bare[line - self.first_line] in self.repeated
        for seed in seeds[1:] if several else seeds:
            anchor = "b-" + hashlib.sha256(evened(seed).encode()).hexdigest()[:8]
            if anchor not in self.taken:
                self.taken.add(anchor)
                return anchor
        return self.once(anchor)

    def once(self, anchor: str) -> str:
        """The anchor, with the next free number if it is taken."""
        turn = self.turns.get(anchor, 0) + 1
        free = anchor if turn == 1 else f"{anchor}-{turn}"
        while free in self.taken:
            turn += 1
            free = f"{anchor}-{turn}"
        self.taken.add(free)
        self.turns[anchor] = turn
        return free


def _bare(lines: Iterable[str]) -> list[str]:
    """Lines without markers of headings, entries and numbers, and without blanks."""
    # All at once: a line at a time takes four times as long.
    whole = _MARKER.sub("\n", "\n" + "\n".join(lines))
    return whole.replace(" ", "").replace("\t", "").split("\n")[1:]
