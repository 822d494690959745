"""The log of the ledger: every row in order of recording, never changed.

One file a record, `content/ledger/log/0001.csv` and on; each begins with the checksum of the one
before, so that no older row can change alone.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path, PurePosixPath

from msgspec import Struct

from builder.core.problems import Problem
from builder.core.safe_files import MOST_WRITTEN, NotReadable, read_plain
from builder.ledger.files import DOCUMENTS
from builder.ledger.pages import PAGES

LOG = PurePosixPath("ledger/log")
_HEAD = re.compile(r"record,(\d{4}-\d\d-\d\d),([0-9a-f]{64})")
_ROW = re.compile(
    r"/[0-9a-z./-]*(?:#[0-9A-Za-z*†‡-]{1,240})?,(?:[0-9a-f]{8}|[0-9a-f]{32})?,\d{4}-\d\d-\d\d"
)
_FIRST = "0" * 64
_MOST = 10_000
"""Rows of a file."""
_RESTORE = "restore it from the history of the repository."


class Log(Struct, frozen=True):
    """The rows of the log: “/documents/<id>/#<anchor>,<mark>,<day>”, and without anchor and mark
    for other pages."""

    rows: tuple[str, ...] = ()
    files: int = 0
    day: str = ""
    """Of the newest record."""
    digest: str = _FIRST
    """The checksum of the newest file."""


def has_log(content: Path) -> bool:
    return any((content / LOG).glob("*.csv"))


def log_bytes(content: Path) -> list[tuple[str, bytes | str]]:
    """The files of the log with their bytes, or why they cannot be read."""
    found: list[tuple[str, bytes | str]] = []
    for path in sorted((content / LOG).glob("*.csv"), key=lambda each: each.name):
        try:
            found.append((path.name, read_plain(path, content, MOST_WRITTEN)))
        except NotReadable as error:
            found.append((path.name, str(error)))
    return found


def read_log(content: Path) -> tuple[Log, list[Problem]]:
    """The log, and where its chain is broken."""
    rows: list[str] = []
    problems: list[Problem] = []
    log = Log()
    for number, (name, data) in enumerate(log_bytes(content), 1):
        shown = f"{content.name}/{LOG}/{name}"
        if isinstance(data, str):
            return Log(), [Problem(shown, 1, data)]
        lines = data.decode("utf-8", "replace").rstrip("\n").split("\n")
        head = _HEAD.fullmatch(lines[0])
        wanted = _name(number)
        if name != wanted:
            what = f"the files of the log must be numbered without a gap; found none named {wanted}"
            problems.append(Problem(shown, 1, f"{what}; {_RESTORE}"))
        elif head is None or head[1] < log.day or head[2] != log.digest:
            what = f"must begin with “record,<a day>,{log.digest}”; found “{lines[0][:90]}”"
            problems.append(Problem(shown, 1, f"{what}; {_RESTORE}"))
        for line_number, line in enumerate(lines[1:], 2):
            if _ROW.fullmatch(line) is None:
                what = "a row must give an address, a mark and a day"
                found = f"{what}; found “{line[:60]}”; {_RESTORE}"
                problems.append(Problem(shown, line_number, found))
        rows += lines[1:]
        digest = hashlib.sha256(data).hexdigest()
        log = Log(tuple(rows), number, head[1] if head else log.day, digest)
    return log, problems


def ledger_rows(content: Path) -> Iterator[str]:
    """Every row of the ledger as the log writes it."""
    for path in sorted((content / DOCUMENTS).glob("*/*.csv"), key=lambda each: each.as_posix()):
        for line in _lines(path, content):
            yield f"/documents/{path.stem}/#{line}"
    for path in sorted((content / PAGES).glob("*.csv"), key=lambda each: each.name):
        for line in _lines(path, content):
            address, _, day = line.partition(",")
            yield f"{address},,{day}"


def _lines(path: Path, content: Path) -> list[str]:
    try:
        data = read_plain(path, content, MOST_WRITTEN)
    except NotReadable:  # which reading the ledger complains of
        return []
    return [each for each in data.decode("utf-8", "replace").splitlines()[1:] if each]


def unlogged(content: Path, log: Log) -> list[str]:
    """The rows of the ledger that the log does not hold yet."""
    known = set(log.rows)
    return [row for row in ledger_rows(content) if row not in known]


def is_long(row: str) -> bool:
    """Whether a row has a mark of the kind that came with the log.

    >>> is_long("/documents/a/#p1,892dd36241bf7c940e9be8e30a93f33f,2026-11-21")
    True
    """
    return len(row.split(",")[1]) == 32


def changed_rows(content: Path, log: Log) -> Iterator[Problem]:
    """A problem for each logged row that the ledger lacks; a mark that became long is the same."""
    rows = set(ledger_rows(content))
    places = {_place(row) for row in rows}
    for row in log.rows:
        if row in rows or (len(row.split(",")[1]) == 8 and _place(row) in places):
            continue
        yield Problem(
            f"{content.name}/{LOG}",
            1,
            f"a row of the ledger must stay as it was recorded; the log holds “{row}”, and the "
            "ledger does not; restore the ledger from the history of the repository.",
        )


def _place(row: str) -> tuple[str, str]:
    address, _, day = row.split(",")
    return address, day


def log_growth(log: Log, rows: Sequence[str], on: date) -> Iterator[tuple[PurePosixPath, bytes]]:
    """The files that a record adds to the log, inside the content folder."""
    digest, number = log.digest, log.files
    day = max(log.day, on.isoformat())
    for start in range(0, len(rows), _MOST):
        number += 1
        part = rows[start : start + _MOST]
        data = "\n".join([f"record,{day},{digest}", *part, ""]).encode()
        digest = hashlib.sha256(data).hexdigest()
        yield LOG / _name(number), data


def _name(number: int) -> str:
    return f"{number:04}.csv"
