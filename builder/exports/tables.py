"""An authority's documents → their rows of the archive's tables.

In: what is held of an authority.  Out: for each document its rows of every table and its entry in
the list of documents, each already written as the file will hold it, so that the tables of the
whole archive are put together without a look at their values.  A module of its own because these
columns are a contract with people who work in spreadsheets.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from builder.analysis.authority import Holding
from builder.analysis.change_log import Change
from builder.exports.document import reference, target
from builder.model import Check, Document, Links
from builder.reading.archive import Archive

GRADE_COLUMNS = (
    "document",
    "authority",
    "framework",
    "published",
    "service",
    "judgement",
    "printed",
    "grade",
    "label",
    "basis",
    "url",
)
RECOMMENDATION_COLUMNS = (
    "document",
    "authority",
    "published",
    "service",
    "kind",
    "timescale",
    "due",
    "owner",
    "text",
    "url",
)
CHECK_COLUMNS = ("document", "authority", "rule", "printed", "says", "url")
CHANGE_COLUMNS = ("on", "what", "document", "authority", "place", "words", "url")
REFERENCE_COLUMNS = ("from", "printed", "to", "what")
COLUMNS = {
    "grades": GRADE_COLUMNS,
    "recommendations": RECOMMENDATION_COLUMNS,
    "references": REFERENCE_COLUMNS,
    "checks": CHECK_COLUMNS,
}
"""By the tables' names."""


_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")
"""How words begin that a spreadsheet would not show as they are."""


Rows = Mapping[str, Mapping[str, Any]]
"""Of each table, by its name, what it holds of each document, as text; of the checks by rule."""


def rows(
    holding: Holding, addresses: Collection[str], heads: Mapping[str, Mapping[str, Any]]
) -> Rows:
    """What the archive's tables hold of an authority's documents, by their ids.  `addresses` are
    the pages, of all to which a reference may lead, that there are; `heads` are the summaries."""
    archive, links = holding.archive, holding.links
    documents = archive.documents
    noticed: dict[str, dict[str, list[Check]]] = {}
    for check in holding.checks:
        noticed.setdefault(check.document, {}).setdefault(check.rule, []).append(check)
    return {
        "rows/documents": {
            id: json.dumps(head, ensure_ascii=False, indent=1) for id, head in heads.items()
        },
        "rows/grades": {each.id: _lines(_grades(each)) for each in documents},
        "rows/recommendations": {each.id: _lines(_recommendations(each)) for each in documents},
        "rows/references": {
            each.id: _lines(_references(archive, each, links, addresses)) for each in documents
        },
        "rows/checks": {
            each.id: {
                rule: _lines(_checks(each, found))
                for rule, found in noticed.get(each.id, {}).items()
            }
            for each in documents
        },
    }


def table(columns: Sequence[str], parts: Iterable[str]) -> bytes:
    """A table from its columns and its rows as text."""
    return "".join([_lines([columns]), *parts]).encode()


def change_table(news: Iterable[Change]) -> bytes:
    """What became of the archive when."""
    values = (
        (each.on, each.what, each.document, each.authority, each.place, each.words, each.url)
        for each in news
    )
    return table(CHANGE_COLUMNS, [_lines(values)])


def _lines(values: Iterable[Sequence[object]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([_cell(value) for value in row] for row in values)
    return text.getvalue()


def _cell(value: object) -> object:
    """A cell of a table.  Words that a spreadsheet would run as a formula get an apostrophe, and
    so do those that begin with one, so that taking one away always gives the exact words."""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return "" if value is None else value


def _grades(document: Document) -> Iterator[Sequence[object]]:
    for each in document.awards:
        yield (
            document.id,
            document.front.authority,
            document.front.framework,
            document.front.published,
            each.service,
            each.judgement,
            each.printed,
            each.grade.number if each.grade else None,
            each.label,
            each.basis,
            f"{document.url}#{each.anchor}",
        )


def _recommendations(document: Document) -> Iterator[Sequence[object]]:
    for each in document.recommendations:
        yield (
            document.id,
            document.front.authority,
            document.front.published,
            each.service,
            each.kind,
            each.timescale,
            each.due,
            "; ".join(each.owners),
            each.text,
            f"{document.url}#{each.anchor}",
        )


def _references(
    archive: Archive, document: Document, links: Links, addresses: Collection[str]
) -> Iterator[Sequence[object]]:
    """What a document names and refers to."""
    folders = {"citation": "citations", "authority": "authorities"}
    for each in links.mentions[document.id].named:
        if each.what in folders:
            page = f"/{folders[each.what]}/{each.target}/"
            to = page if page in addresses else ""
            yield f"{document.url}#{each.anchor}", each.printed, to, each.what
    for spoken in links.references[document.id]:
        to = reference(archive, spoken)["to"]
        yield f"{document.url}#{spoken.anchor}", spoken.printed, to, "document"
    for echo in links.echoes.get(document.id, ()):
        to = target(archive, echo.target, echo.to)
        yield f"{document.url}#{echo.anchor}", echo.printed, to, "passage"


def _checks(document: Document, found: Iterable[Check]) -> Iterator[Sequence[object]]:
    """What was noticed in a document, each thing with the address of its words."""
    for each in found:
        yield (
            document.id,
            document.front.authority,
            each.rule,
            each.printed,
            each.says,
            f"{document.url}#{each.anchor}",
        )
