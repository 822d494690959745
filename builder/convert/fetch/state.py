"""What was fetched: `content/publishers/<id>.csv`, a line an address.

Rewritten after each file, so that an interrupted run forgets nothing.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

from msgspec import Struct

from builder.core.durable_files import write_whole
from builder.core.problems import Problem, ProblemsFound
from builder.core.safe_files import MOST_WRITTEN, NotReadable, read_plain

COLUMNS = ("address", "sha256", "etag", "last_modified")


class Marks(Struct, frozen=True):
    """By what a server is asked whether something has changed."""

    etag: str = ""
    last_modified: str = ""


NO_MARKS = Marks()


class Known(Struct, frozen=True):
    """What is known of an address."""

    sha256: str = ""
    """Of the report that it gave last; "" for a page."""
    marks: Marks = NO_MARKS


class State:
    """What is known of a publisher's addresses."""

    def __init__(self, path: Path, rows: dict[str, Known]) -> None:
        self._path = path
        self._rows = rows

    def __getitem__(self, address: str) -> Known:
        return self._rows.get(address, Known())

    def put(self, address: str, known: Known) -> None:
        """Know something of an address, and keep it."""
        if self._rows.get(address) != known:
            self._rows[address] = known
            write_whole(self._path, _written(self._rows))

    def checksums(self) -> dict[str, str]:
        """The checksums of all reports → their addresses."""
        return {known.sha256: address for address, known in self._rows.items() if known.sha256}


def fetched_addresses(content: Path) -> dict[str, str]:
    """Checksums of fetched reports → addresses. Raises `ProblemsFound`."""
    found: dict[str, str] = {}
    for path in sorted((content / "publishers").glob("*.csv")):
        found |= read_state(content, path.stem).checksums()
    return found


def read_state(content: Path, publisher: str) -> State:
    """Raises `ProblemsFound` where the file cannot be read."""
    path = content / "publishers" / f"{publisher}.csv"
    if not path.exists():
        return State(path, {})
    shown = f"{content.name}/publishers/{path.name}"
    try:
        text = read_plain(path, content, MOST_WRITTEN).decode()
    except NotReadable as found:
        raise ProblemsFound([Problem(shown, 1, str(found))]) from None
    except UnicodeDecodeError:
        raise ProblemsFound([Problem(shown, 1, _MUST.format("bytes that are none"))]) from None
    rows: dict[str, Known] = {}
    reader = csv.reader(io.StringIO(text, newline=""))
    for cells in reader:
        if reader.line_num == 1 and tuple(cells) == COLUMNS:
            continue
        if reader.line_num == 1 or len(cells) != len(COLUMNS):
            problem = Problem(shown, reader.line_num, _MUST.format(f"“{','.join(cells)}”"))
            raise ProblemsFound([problem])
        address, sha256, etag, last_modified = cells
        rows[address] = Known(sha256, Marks(etag, last_modified))
    return State(path, rows)


_MUST = (
    "must be as `archive fetch` wrote it, with the columns "
    + ",".join(COLUMNS)
    + "; found {}; restore it from the history of the repository, or remove the file: the reports "
    "that the archive holds are known by their documents too."
)


def _written(rows: dict[str, Known]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for address, known in sorted(rows.items()):
        writer.writerow((address, known.sha256, known.marks.etag, known.marks.last_modified))
    return out.getvalue().encode()
