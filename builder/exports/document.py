"""A document as JSON. Field names are a contract."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from builder.model import (
    FACTS,
    HELD,
    Block,
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
from builder.pages.parts.views import citation, publisher
from builder.reading.archive import Archive, paragraph_count


def document_record(archive: Archive, document: Document) -> dict[str, Any]:
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
            "url": front.source.url
            or archive.registry.site.original_at(document.url, front.source),
        },
        "inspection_periods": [
            {"first_day": each.start.isoformat(), "last_day": each.end.isoformat()}
            for each in front.inspection_periods or filter(None, [front.inspected])
        ],
        "meeting": front.meeting.isoformat() if front.meeting else None,
        **{fact: getattr(front, fact) or None for fact in FACTS},
    }


def document_json(
    archive: Archive, document: Document, links: Links, head: Mapping[str, Any]
) -> dict[str, Any]:
    """A document with its text as on the page; `head` is its summary."""
    named = links.mentions[document.id].named
    return {
        **head,
        "citation": citation(archive, document),
        "pages": document.pages,
        "sections": sections_json(document),
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
        "references": [reference(archive, each) for each in links.references[document.id]],
        "restates": [
            {
                "at": each.anchor,
                "printed": each.printed,
                "to": target(archive, each.target, each.to),
            }
            for each in links.echoes.get(document.id, ())
        ],
    }


def sections_json(document: Document) -> list[dict[str, Any]]:
    """A document's text as structure."""
    return [_section(each) for each in document.sections]


def reference(archive: Archive, spoken: Reference) -> dict[str, Any]:
    """What a document says of another, as far as resolved."""
    when = spoken.when
    held = spoken.state == HELD
    return {
        "at": spoken.anchor,
        "printed": spoken.printed,
        "kind": spoken.kind,
        "year": when.year if when else None,
        "month": when.month or None if when else None,
        "state": spoken.state,
        "to": target(archive, spoken.targets[0], spoken.to) if held else None,
    }


def target(archive: Archive, document: str, anchor: str) -> str:
    """The address of a document or a part of it."""
    url = archive.by_id[document].url
    return f"{url}#{anchor}" if anchor else url


def _anchors(named: Iterable[Mention], what: str) -> dict[str, list[str]]:
    """Where each thing of one sort is named: id → anchors."""
    found: dict[str, dict[str, None]] = {}
    for each in named:
        if each.what == what:
            found.setdefault(each.target, {})[each.anchor] = None
    return {target: list(found[target]) for target in sorted(found)}


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
        "label_id": section.grade_line.id if section.grade_line else None,
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
