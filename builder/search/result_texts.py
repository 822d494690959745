"""Texts of results: one file an authority, in blocks that a browser fetches singly.

`start.bin` lists the bytes of each block.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import Struct

from builder.analysis.grade_history import GradedInspection, GradeHistory, grade_history
from builder.core.safe_files import File
from builder.model import Registry
from builder.pages.parts.views import ROLE_NAMES, citation, day, overall, service_name
from builder.reading.archive import Archive
from builder.search.binary_packs import pack
from builder.search.findings import Read, by_date

BLOCK = 16
"""How many findings of a document a block holds."""


class TextsFile(Struct, frozen=True):
    """Which file holds the texts of an authority's findings."""

    name: str
    """What stands for the content in its name."""
    lengths: tuple[tuple[int, ...], ...]
    """Of each document the bytes of its blocks, one after the other."""


def pack_result_texts(reads: Iterable[Read], registry: Registry) -> tuple[File, TextsFile]:
    """An authority's file, and where each block is."""
    ordered = sorted(reads, key=by_date)
    history = grade_history(each.document for each in ordered)
    blocks = [list(_blocks(each, registry, history)) for each in ordered]
    data = b"".join(block for each in blocks for block in each)
    content = hashlib.sha256(data).hexdigest()[:8]
    authority = ordered[0].document.front.authority
    lengths = tuple(tuple(len(block) for block in each) for each in blocks)
    return File(f"search/text/{authority}-{content}.bin", data), TextsFile(content, lengths)


def _blocks(read: Read, registry: Registry, history: GradeHistory) -> Iterator[bytes]:
    document = read.document
    archive = Archive(registry, (document,))
    about = {
        "title": document.front.title,
        "place": archive.authority_of(document).place,
        "kind": archive.registry.site.words.kind(document.front.kind),
        "published": day(document.front.published),
        "citation": citation(archive, document),
        "then": _graded(history.then(document)),
        "next": _graded(history.next(document)),
        "steps": len(document.framework.scale),
        "overall": [[service, each.label, each.number] for service, each in overall(document)],
    }
    for start in range(0, len(read.findings), BLOCK):
        part = read.findings[start : start + BLOCK]
        sections: dict[int, list[Any]] = {}
        for finding in part:
            under = read.sections[finding.under]
            sections[finding.under] = [
                under.heading,
                service_name(document, under.service),
                under.grade.label if under.grade else "",
                under.grade.number if under.grade else 0,
            ]
        header = {
            **about,
            "sections": sections,
            "findings": [
                [
                    each.anchor,
                    each.label,
                    each.under,
                    each.text,
                    each.lead,
                    ROLE_NAMES.get(each.instruction, ""),
                    each.timescale,
                    each.page,
                ]
                for each in part
            ],
        }
        yield pack(header)


def _graded(inspection: GradedInspection | None) -> str:
    if inspection is None:
        return ""
    grades = "; ".join(
        f"{f'{each.service}: ' if each.service else ''}{each.grade.label} ({each.grade.number})"
        for each in inspection.overall
    )
    return f"{grades}, {inspection.published.isoformat()}" if grades else ""
