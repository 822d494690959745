"""The same invented report as a PDF, a Word file, a web page and a text file, and its page."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from builder.core.safe_files import NotReadable
from builder.model import Source
from builder.verify import PublishedDocument, ReadFile, Verified, verify_document
from tests.support.pdfs import Pdf, Words
from tests.support.word_files import p, r, word

SENTENCES = (
    "Northtown keeps its promises to children.",
    "Visits are made in time and written up well.",
    "Managers read every plan before it is agreed.",
)

PAGE = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)

ORIGINALS: Mapping[str, bytes] = {
    "pdf": Pdf(
        [[Words(sentence, y=700 - 40 * at) for at, sentence in enumerate(SENTENCES)]]
    ).data(),
    "docx": word("".join(p(r(sentence)) for sentence in SENTENCES)),
    "html": f"<html><body><main>{PAGE}</main></body></html>".encode(),
    "txt": "\n\n".join(SENTENCES).encode(),
}


def verified(ending: str, original: bytes, source: str, **declared: object) -> Verified:
    """An original held against a page; `source` is what its article holds."""
    page = f'<h1>Ours</h1><article class="source">{source}</article><p>Ours</p>'.encode()
    checksum = hashlib.sha256(original).hexdigest()
    document = PublishedDocument(
        "northtown-2014-05-20-report",
        "content/documents/northtown/northtown-2014-05-20-report.md",
        Source(f"report.{ending}", checksum),
        **declared,  # type: ignore[arg-type]
    )
    return verify_document(files({document.page: page, document.original: original}), document)


def files(held: Mapping[str, bytes]) -> ReadFile:
    """Reads files of a site that are held in memory."""

    def read(path: str) -> bytes:
        if path not in held:
            raise NotReadable("must be a file that can be read; found none.")
        return held[path]

    return read
