"""What the archive holds already, by the addresses and the checksums of its originals."""

from __future__ import annotations

import re
from pathlib import Path

from msgspec import Struct

from builder.language.publication_labels import one_address
from builder.model import Publisher
from builder.reading.document import document_files, read_document_file, shown_path
from builder.reading.front_matter import divide

_CHECKSUM = re.compile(r"^\s*sha256:\s*[\"']?([0-9a-f]{64})\b", re.MULTILINE)


class HeldReports(Struct, frozen=True):
    addresses: dict[str, str]
    """An original's address → the document made of it."""
    checksums: dict[str, str]
    """Its SHA-256 → the document."""


def held_reports(content: Path, publisher: Publisher) -> HeldReports:
    """The originals of all documents, withdrawn ones too: what was withdrawn is not fetched."""
    addresses: dict[str, str] = {}
    checksums: dict[str, str] = {}
    for path in document_files(content):
        data, _ = read_document_file(content, path)
        divided, _ = divide(shown_path(content, path), data or b"")
        if divided is None:  # broken, as `check` says: what it holds is held all the same
            found = _CHECKSUM.search((data or b"").decode("utf-8", "replace"))
            if found:
                checksums[found[1]] = path.stem
        else:
            source = divided.front.source
            checksums[source.sha256] = path.stem
            if source.url:
                addresses[one_address(source.url, publisher)] = path.stem
    return HeldReports(addresses, checksums)
