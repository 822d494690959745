"""The archive as one SQLite database with full-text search.

Made from the site's data files. The same content gives the same bytes: one transaction, rows in
fixed order.
"""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from builder.model.data_files import DATA_TABLES

DATABASE = "data/archive.sqlite"
"""Where it stands in the site."""

_PAGE = 4096
"""Bytes of a page of the database."""
_TYPES = {"number": "INTEGER", "yes or no": "INTEGER"}
_DOCUMENTS = (
    *("id", "url", "kind", "title", "authority", "framework", "publisher", "inspected_from"),
    *("inspected_to", "published", "paragraphs", "licence"),
)


def write_database(site: Path, path: Path) -> None:
    """Write the database of a site; `path` must not exist."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        for pragma in (f"page_size = {_PAGE}", "journal_mode = OFF", "synchronous = OFF"):
            database.execute(f"PRAGMA {pragma}")
        database.execute("BEGIN")
        for name, table in DATA_TABLES.items():
            _write_table(
                database, site / "data" / f"{name}.csv", name.replace("-", "_"), table.names
            )
        documents = json.loads((site / "data" / "documents.json").read_text("utf-8"))
        _create(database, "documents", [f"{each} TEXT" for each in _DOCUMENTS])
        _insert(database, "documents", ([each[name] for name in _DOCUMENTS] for each in documents))
        _create(database, "passages", ["document TEXT", "anchor TEXT", "heading TEXT", "text TEXT"])
        for each in documents:
            whole = json.loads((site / each["url"].strip("/") / "index.json").read_text("utf-8"))
            _insert(database, "passages", _passages(whole))
        database.execute(
            "CREATE VIRTUAL TABLE passages_text USING fts5(heading, text, "
            "content='passages', tokenize='porter unicode61')"
        )
        database.execute("INSERT INTO passages_text(passages_text) VALUES('rebuild')")
        database.execute("CREATE INDEX passages_of ON passages(document, anchor)")
        database.execute("COMMIT")


def _write_table(
    database: sqlite3.Connection, path: Path, name: str, columns: Sequence[str]
) -> None:
    types = {each.name: each.type for each in DATA_TABLES[path.stem].columns}
    _create(
        database,
        name,
        [
            f'"{each}" {_TYPES.get(types[each].removesuffix(" or empty"), "TEXT")}'
            for each in columns
        ],
    )
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines)
        _insert(
            database, name, ([_value(types[each], row[each]) for each in columns] for row in rows)
        )


def _value(kind: str, cell: str) -> str | int | None:
    """A table cell as a value, without the apostrophe that guards words."""
    if not cell:
        return None
    match kind.removesuffix(" or empty"):
        case "number":
            return int(cell)
        case "yes or no":
            return int(cell == "true")
        case _:
            return cell.removeprefix("'")


def _create(database: sqlite3.Connection, name: str, columns: Sequence[str]) -> None:
    database.execute(f'CREATE TABLE "{name}" ({", ".join(columns)})')


def _insert(database: sqlite3.Connection, name: str, rows: Iterator[Sequence[object]]) -> None:
    for row in rows:
        database.execute(f'INSERT INTO "{name}" VALUES ({", ".join("?" * len(row))})', row)


def _passages(document: Mapping[str, Any]) -> Iterator[Sequence[object]]:
    """A document's words by block, with headings."""
    for section in document["sections"]:
        for block in section["blocks"]:
            for anchor, text in _texts(block):
                yield document["id"], anchor, section["heading"], text


def _texts(block: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    match block["type"]:
        case "paragraph":
            yield block["id"], block["text"]
            for each in block.get("blocks", ()):
                yield from _texts(each)
        case "list":
            for item in block["items"]:
                yield item["id"], item["text"]
                for each in item.get("blocks", ()):
                    yield from _texts(each)
        case "table":
            for row in block["rows"]:
                yield row["id"], " | ".join(row["cells"])
