"""Compare published pages with the bytes of their originals."""

from __future__ import annotations

from builder.verify.documents import (
    PublishedDocument,
    ReadFile,
    Verified,
    problems,
    published,
    read_from,
    verify_document,
    verify_documents,
)
from builder.verify.manifest import manifest_problems
from builder.verify.site import foreign, lost_log_rows

__all__ = [
    "PublishedDocument",
    "ReadFile",
    "Verified",
    "foreign",
    "lost_log_rows",
    "manifest_problems",
    "problems",
    "published",
    "read_from",
    "verify_document",
    "verify_documents",
]
