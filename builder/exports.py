"""Archive → data files: JSON, CSV, feeds and what search engines read.

In: the archive, its links and its pages.  Out: files of the site.  A stage of its own because
these files are a contract with people who work in spreadsheets and notebooks: their names and
columns stay, whatever the pages look like.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from builder.archive import Archive, paragraph_count
from builder.changes import Change, changes
from builder.feeds import feeds, opensearch, redirects, sitemap
from builder.files import File
from builder.model import (
    HELD,
    Block,
    Check,
    Document,
    Grade,
    Links,
    List,
    Mention,
    Paragraph,
    Reference,
    Section,
    plain,
)
from builder.pages import Page
from builder.pages.views import citation, publisher

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")
"""How words begin that a spreadsheet would not show as they are."""


def all_exports(
    archive: Archive,
    links: Links,
    found: Iterable[Check],
    pages: Sequence[Page],
    base_url: str,
) -> list[File]:
    """Every data file, feed and index of the site.  `base_url` is without a slash at its end."""
    addresses = frozenset(page.url for page in pages)
    news = changes(archive)
    return [
        _json("data/documents.json", [_summary(archive, each) for each in archive.documents]),
        _csv("data/grades.csv", GRADE_COLUMNS, _grades(archive)),
        _csv("data/recommendations.csv", RECOMMENDATION_COLUMNS, _recommendations(archive)),
        _csv("data/references.csv", REFERENCE_COLUMNS, _references(archive, links, addresses)),
        _csv("data/checks.csv", CHECK_COLUMNS, _checks(archive, found)),
        *(
            _json(f"documents/{each.id}/index.json", _whole(archive, each, links))
            for each in archive.documents
        ),
        *feeds(archive, news, base_url),
        _csv("data/changes.csv", CHANGE_COLUMNS, _changes(news)),
        sitemap(pages, base_url),
        File(
            "robots.txt", f"User-agent: *\nAllow: /\n\nSitemap: {base_url}/sitemap.xml\n".encode()
        ),
        opensearch(archive, base_url),
        redirects(archive, base_url),
    ]


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


def _summary(archive: Archive, document: Document) -> dict[str, Any]:
    front = document.front
    return {
        "id": document.id,
        "url": document.url,
        "kind": front.kind,
        "title": front.title,
        "authority": front.authority,
        "framework": front.framework,
        "publisher": publisher(archive, document),
        "inspected_from": front.inspected.start.isoformat() if front.inspected else None,
        "inspected_to": front.inspected.end.isoformat() if front.inspected else None,
        "published": front.published.isoformat(),
        "people": [
            {"name": each.name, "role": each.role, "post": each.post or None}
            for each in front.people
        ],
        "paragraphs": paragraph_count(document),
        "licence": front.licence or None,
        "source": {
            "file": front.source.file,
            "sha256": front.source.sha256,
            "url": front.source.url or f"{document.url}{front.source.served}",
        },
    }


def _whole(archive: Archive, document: Document, links: Links) -> dict[str, Any]:
    """A document as structure, its text exactly as on the page."""
    named = links.mentions[document.id].named
    return {
        **_summary(archive, document),
        "citation": citation(archive, document),
        "pages": document.pages,
        "sections": [_section(each) for each in document.sections],
        "notes": [{"at": each.at, "text": plain(each.text)} for each in document.notes],
        "repairs": [
            {"at": each.at, "what": each.what, "printed": each.printed or None}
            for each in document.front.repairs
        ],
        "corrections": [
            {
                "at": each.anchor,
                "on": each.on.isoformat(),
                "what": each.what,
                "why": each.why,
                "was": each.was or None,
                "now": each.now or None,
            }
            for each in document.history.corrections
        ],
        "moved": {
            former: anchor for anchor, gone in document.history.aliases.items() for former in gone
        },
        "left_out": [each.what for each in document.front.left_out],
        "topics": _anchors(named, "topic"),
        "citations": _anchors(named, "citation"),
        "references": [_reference(archive, each) for each in links.references[document.id]],
        "restates": [
            {
                "at": each.anchor,
                "printed": each.printed,
                "to": _target(archive, each.target, each.to),
            }
            for each in links.echoes.get(document.id, ())
        ],
    }


def _reference(archive: Archive, reference: Reference) -> dict[str, Any]:
    """What a document says of another, as far as it is known which one it is."""
    when = reference.when
    held = reference.state == HELD
    return {
        "at": reference.anchor,
        "printed": reference.printed,
        "kind": reference.kind,
        "year": when.year if when else None,
        "month": when.month or None if when else None,
        "state": reference.state,
        "to": _target(archive, reference.targets[0], reference.to) if held else None,
    }


def _target(archive: Archive, document: str, anchor: str) -> str:
    """The address of a document, or of a part of it."""
    url = archive.by_id[document].url
    return f"{url}#{anchor}" if anchor else url


def _anchors(named: Iterable[Mention], what: str) -> dict[str, list[str]]:
    """Where each thing of one sort is named: its id → anchors, each once."""
    found: dict[str, list[str]] = {}
    for anchor, target in dict.fromkeys(
        (each.anchor, each.target) for each in named if each.what == what
    ):
        found.setdefault(target, []).append(anchor)
    return dict(sorted(found.items()))


def _section(section: Section) -> dict[str, Any]:
    return {
        "id": section.id,
        "heading": plain(section.heading),
        "level": section.level,
        "service": section.service or None,
        "judgement": section.judgement or None,
        "role": section.role or None,
        "grade": _number(section.grade),
        "label": plain(section.grade_line.text) if section.grade_line else None,
        "blocks": [_block(each) for each in section.blocks],
    }


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        return {
            "type": "paragraph",
            "number": block.number,
            "id": block.id,
            "text": plain(block.text),
            **({"blocks": [_block(each) for each in block.blocks]} if block.blocks else {}),
        }
    if isinstance(block, List):
        return {
            "type": "list",
            "ordered": block.ordered,
            "items": [
                {
                    "id": item.id,
                    **({"marker": item.marker} if item.marker else {}),
                    "text": plain(item.text),
                    **({"blocks": [_block(each) for each in item.blocks]} if item.blocks else {}),
                }
                for item in block.items
            ],
        }
    return {
        "type": "table",
        "head": [plain(cell) for cell in block.head],
        "rows": [
            {"id": row.id, "cells": [plain(cell) for cell in row.cells]} for row in block.rows
        ],
    }


def _number(grade: Grade | None) -> int | None:
    return grade.number if grade else None


def _grades(archive: Archive) -> Iterable[tuple[object, ...]]:
    for document in archive.documents:
        front = document.front
        for each in document.awards:
            yield (
                document.id,
                front.authority,
                front.framework,
                front.published,
                each.service,
                each.judgement,
                each.printed,
                _number(each.grade),
                each.label,
                each.basis,
                f"{document.url}#{each.anchor}",
            )


def _recommendations(archive: Archive) -> Iterable[tuple[object, ...]]:
    for document in archive.documents:
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
    archive: Archive, links: Links, addresses: Collection[str]
) -> Iterable[tuple[object, ...]]:
    """What each document names and refers to; `addresses` are those of the site's pages."""
    folders = {"citation": "citations", "authority": "authorities"}
    for document in archive.documents:
        for each in links.mentions[document.id].named:
            if each.what in folders:
                page = f"/{folders[each.what]}/{each.target}/"
                to = page if page in addresses else ""
                yield f"{document.url}#{each.anchor}", each.printed, to, each.what
        for reference in links.references[document.id]:
            to = _reference(archive, reference)["to"]
            yield f"{document.url}#{reference.anchor}", reference.printed, to, "document"
        for echo in links.echoes.get(document.id, ()):
            to = _target(archive, echo.target, echo.to)
            yield f"{document.url}#{echo.anchor}", echo.printed, to, "passage"


def _checks(archive: Archive, found: Iterable[Check]) -> Iterable[tuple[object, ...]]:
    """What the archive noticed, each thing with the address of its words."""
    for each in found:
        document = archive.by_id[each.document]
        yield (
            each.document,
            document.front.authority,
            each.rule,
            each.printed,
            each.says,
            f"{document.url}#{each.anchor}",
        )


def _json(path: str, value: object) -> File:
    return File(path, (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode())


def _csv(path: str, columns: Sequence[str], rows: Iterable[tuple[object, ...]]) -> File:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return File(path, text.getvalue().encode())


def _cell(value: object) -> object:
    """A cell of a table.  Words that a spreadsheet would run as a formula get an apostrophe, and
    so do those that begin with one, so that taking one away always gives the exact words."""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return "" if value is None else value


def _changes(news: Iterable[Change]) -> Iterable[tuple[object, ...]]:
    for each in news:
        yield each.on, each.what, each.document, each.authority, each.place, each.words, each.url
