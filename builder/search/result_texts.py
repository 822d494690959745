"""A document's findings → what is shown of them, in parts.

In: one document with its findings.  Out: small files, each with the words of so many findings and
all that stands beside them in a result.  A module of its own because they are fetched only for the
findings that are shown, and because a changed document changes only its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from builder.core.safe_files import File
from builder.model import Registry
from builder.pages.parts.views import KIND_NAMES, ROLE_NAMES, citation, day, overall, service_name
from builder.reading.archive import Archive
from builder.search.binary_packs import pack
from builder.search.findings import Read

PART = 70
"""How many findings a file holds."""


def texts(read: Read, registry: Registry) -> Iterator[File]:
    """The files of one document."""
    document = read.document
    archive = Archive(registry, (document,))
    about = {
        "title": document.front.title,
        "place": archive.authority_of(document).place,
        "kind": KIND_NAMES[document.front.kind],
        "published": day(document.front.published),
        "citation": citation(archive, document),
        "steps": len(document.framework.scale),
        "overall": [[service, each.label, each.number] for service, each in overall(document)],
    }
    for start in range(0, len(read.findings), PART):
        part = read.findings[start : start + PART]
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
                    ROLE_NAMES.get(each.told, ""),
                    each.timescale,
                    each.page,
                ]
                for each in part
            ],
        }
        yield File(f"search/text/{document.id}/{start // PART}.bin", pack(header))
