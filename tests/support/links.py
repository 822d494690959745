"""The links of a whole archive."""

from __future__ import annotations

from builder.analysis.links import Linker
from builder.model import Links
from builder.reading.archive import Archive


def link_documents(archive: Archive) -> Links:
    """The links of every document."""
    return Linker(archive.registry).link(archive)
