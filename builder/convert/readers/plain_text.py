"""Plain text → stream of pieces: lines, tables, contents list. Lines are joined later."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from msgspec.structs import replace

from builder.convert.stream.pieces import CannotRead, Piece, Stream
from builder.core.characters import visible
from builder.model import Span, Text

_MARKER = re.compile(r"(?:[-•▪◼*]\s+)?(\d{1,3}[.)]|[a-z]\)|\([ivx]+\))\s+(?=\S)|([-•▪◼*])\s+(?=\S)")
_MARK = re.compile(r"[0-9]{1,3}[.)]|\(?[a-z]\)|\([ivx]+\)|[-•▪◼*]")
"""A mark that stands alone before a tab."""
_TAB = 8
"""Letters that a tab is wide."""
_MARKUP = re.compile(
    r"(?<![A-Z*])\*\*(?=\S)(?P<strong>[^*]+?)(?<=\S)\*\*(?![\w*])"
    r"|(?<![\w*])\*(?=\S)(?P<em>[^*]+?)(?<=\S)\*(?![\w*])"
    r"|\[(?P<link>[^\[\]]+)\]\((?P<href>(?:https?://|mailto:|[/#])[^)\s\[]*)\)"
    r"|(?P<url>https?://[^\s<>]*[^\s<>.,;:)\]])"
)
_MOST_COLUMNS = 100
MOST_BYTES = 5_000_000
"""The text of the longest report has a tenth of that."""
_SPACES = str.maketrans(dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u202f", " "))


def read_text(data: bytes) -> Stream:
    """Read a text file.

    Raises `CannotRead` if it is empty or not UTF-8: an encoding is not guessed.
    """
    if len(data) > MOST_BYTES:
        raise CannotRead(f"it is larger than {MOST_BYTES // 1_000_000} MB, more than any report.")
    if not data.strip():
        raise CannotRead("it is empty; fetch it again.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise CannotRead(
            f"it is not UTF-8 (line {line}), and may be Windows-1252; save it as UTF-8 and try "
            "again."
        ) from None
    if "\x00" in text:
        raise CannotRead("it holds bytes that no text holds; it is not a text file.")
    return Stream(tuple(_tables(_contents(_lines(text)))))


def _lines(text: str) -> Iterator[Piece]:
    """Each line that is not blank, with what precedes it."""
    gap = row = False
    for line in visible(text.translate(_SPACES)).splitlines():
        if not line.strip():
            gap, row = True, False
            continue
        line, indent = _without_indent(line, row)
        row = "\t" in line
        if row:
            cells = tuple(marked(cell.strip()) for cell in line.split("\t"))
            yield Piece("table", (), rows=(cells,), gap=gap)
        else:
            indent += len(line) - len(line.lstrip())
            words = line.strip()
            if words in ("-", "•"):
                continue  # a bullet that lost its words, or never had any
            match = _MARKER.match(words)
            marker = (match[1] or match[2]) if match else ""
            rest = words[match.end() :] if match else words
            yield Piece("line", marked(rest), marker=marker, left=float(indent), gap=gap)
        gap = False


def _without_indent(line: str, below_row: bool) -> tuple[str, int]:
    """A line without indenting tabs, and its indent.

    Below a table's row an initial tab is an empty cell.
    """
    cells = line.split("\t")
    full = [each.strip() for each in cells if each.strip()]
    if len(full) == 1 and cells[-1].strip() and not below_row:
        return full[0], _TAB * (len(cells) - 1)
    if len(full) == 2 and _MARK.fullmatch(full[0]) and cells[-1].strip():
        indent = next(at for at, cell in enumerate(cells) if cell.strip())
        return " ".join(full), _TAB * indent
    return line, 0


def marked(words: str) -> Text:
    """Words with the emphasis and links that a conversion to text marked."""
    spans: list[Span] = []
    at = 0
    for match in _MARKUP.finditer(words):
        if match.start() > at:
            spans.append(Span(words[at : match.start()]))
        if match["url"]:
            spans.append(Span(match["url"], href=match["url"]))
        elif match["link"]:
            href = match["href"] if match["href"].startswith(("http://", "https://")) else ""
            spans.append(Span(match["link"], href=href))
        else:
            spans.append(
                Span(match["strong"] or match["em"], "strong" if match["strong"] else "em")
            )
        at = match.end()
    if at < len(words):
        spans.append(Span(words[at:]))
    return tuple(spans)


def _contents(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """The contents list: rows with page numbers below "Contents"."""
    inside = False
    for piece in pieces:
        title = "".join(span.text for span in piece.text).strip().casefold()
        if piece.kind == "line" and title in ("contents", "table of contents"):
            inside = True
            yield replace(piece, kind="contents")
        elif inside and piece.kind == "table" and re.search(r"\d\s*$", _words(piece.rows[0][-1])):
            words = " ".join(filter(None, map(_words, piece.rows[0])))
            yield replace(piece, kind="contents", text=(Span(words),), rows=())
        else:
            inside = False
            yield piece


def _words(text: Text) -> str:
    return "".join(span.text for span in text)


def _tables(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Adjacent rows as one table.

    A cell that stands alone in a row, and not first, continues the last cell above.
    """
    for is_table, run in groupby(pieces, key=lambda piece: piece.kind == "table"):
        if not is_table:
            yield from run
            continue
        found = list(run)
        rows: list[tuple[Text, ...]] = []
        last: list[Span] = []
        """What the last cell of the last row holds."""
        for piece in found:
            (cells,) = piece.rows
            full = [cell for cell in cells if _words(cell).strip()]
            if rows and len(full) == 1 and not _words(cells[0]).strip():
                last += (Span(" "), *full[0]) if last else full[0]
                continue
            if rows:
                rows[-1] = (*rows[-1][:-1], tuple(last))
            rows.append(cells)
            last = list(cells[-1])
        rows[-1] = (*rows[-1][:-1], tuple(last))
        width = max(
            max((at + 1 for at, cell in enumerate(row) if _words(cell)), default=1) for row in rows
        )
        if width > _MOST_COLUMNS:
            raise CannotRead(
                f"a table of it has more than {_MOST_COLUMNS} columns; mend the tabs between them."
            )
        even = tuple((*row[:width], *((),) * (width - len(row))) for row in rows)
        yield replace(found[0], rows=even)
