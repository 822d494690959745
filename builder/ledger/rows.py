"""A ledger file ↔ its rows. The format is a contract: committed files are read for ever."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterable
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from builder.core.problems import Problem

_HEADER = "anchor,mark,since"
_ROW = re.compile(r"([0-9A-Za-z*†‡-]{1,240}),([0-9a-f]{8}|[0-9a-f]{32}),(\d{4}-\d\d-\d\d)")


class LedgerRow(Struct, frozen=True):
    """That an anchor has led to some words since a day."""

    anchor: str
    mark: str
    since: date


def mark(words: str) -> str:
    """The first 128 bits of the SHA-256 of words without white space, in hexadecimal.

    >>> mark("The  quick\\nfox") == mark("Thequickfox"), mark("")
    (True, 'e3b0c44298fc1c149afbf4c8996fb924')
    """
    return hashlib.sha256(_bare(words)).hexdigest()[:32]


def short_mark(words: str) -> str:
    """The CRC-32 of words without white space: marks of older rows.

    `templates/scripts/shared/mark.js` computes it for links that name their words.

    >>> short_mark("The  quick\\nfox"), short_mark("Thequickfox"), short_mark("")
    ('4421eb5e', '4421eb5e', '00000000')
    """
    return f"{zlib.crc32(_bare(words)):08x}"


def both_marks(words: str) -> frozenset[str]:
    """Every mark that a row may have for some words."""
    return frozenset((mark(words), short_mark(words)))


def _bare(words: str) -> bytes:
    bare = "".join(words.split())
    if not bare.isascii():
        bare = bare.replace("\ufeff", "")  # white space to a browser, not to Python
    return bare.encode()


def with_long_marks(rows: Iterable[LedgerRow], texts: Iterable[str]) -> list[LedgerRow]:
    """Rows in which older marks are replaced, as far as `texts` hold their words."""
    found: dict[str, set[str]] = {}
    for words in texts:
        found.setdefault(short_mark(words), set()).add(mark(words))
    return [
        replace(row, mark=next(iter(marks)))
        if len(marks := found.get(row.mark, set())) == 1
        else row
        for row in rows
    ]


def read_states(path: str, data: bytes) -> tuple[tuple[LedgerRow, ...], list[Problem]]:
    """The rows of a document's file, oldest first for each anchor; `path` is for problems."""
    lines = data.decode("utf-8", "replace").replace("\r\n", "\n").rstrip("\n").split("\n")
    problems: list[Problem] = []
    if lines[0] != _HEADER:
        problems.append(
            Problem(
                path,
                1,
                f"must begin with “{_HEADER}”; found “{lines[0][:60]}”; restore the file from "
                "the history of the repository.",
            )
        )
    states: list[LedgerRow] = []
    newest: dict[str, LedgerRow] = {}
    for number, line in enumerate(lines[1:], 2):
        state = _state(line)
        if state is None:
            problems.append(
                Problem(
                    path,
                    number,
                    "a row must give an anchor, the mark of its words and a day, as in "
                    f"“p28,9b1f0c8d3fa9c1d27e02a64b5d80c3f1,2026-01-31”; found “{line[:60]}”; "
                    "restore the row from the history of the repository.",
                )
            )
            continue
        before = newest.get(state.anchor)
        if before is not None and (before.since > state.since or before.mark == state.mark):
            problems.append(
                Problem(
                    path,
                    number,
                    f"a further row of an anchor must give another mark, and no earlier day; found "
                    f"“{line}” after “{_row(before)}”; restore the rows from the history of the "
                    "repository.",
                )
            )
        newest[state.anchor] = state
        states.append(state)
    return tuple(states), problems


def ledger_file(states: Iterable[LedgerRow]) -> bytes:
    """A file of the ledger with these rows."""
    return "\n".join([_HEADER, *map(_row, states), ""]).encode()


def _row(state: LedgerRow) -> str:
    return f"{state.anchor},{state.mark},{state.since}"


def _state(line: str) -> LedgerRow | None:
    match = _ROW.fullmatch(line)
    if match is None:
        return None
    try:
        return LedgerRow(match[1], match[2], date.fromisoformat(match[3]))
    except ValueError:
        return None
