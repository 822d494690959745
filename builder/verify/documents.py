"""Verify every document by the bytes of the site's files alone; nothing is kept."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

from msgspec import Struct

from builder.build.workers import Advance, Workers
from builder.core.problems import Problem
from builder.core.safe_files import MOST_ORIGINAL, NotReadable, file_of, read_plain
from builder.model import FrontMatter, LeftOut, Repair, Source
from builder.verify.compare import compare
from builder.verify.original import CannotVerify, OriginalWords
from builder.verify.page import read_page
from builder.verify.structure import differences
from builder.verify.witnesses import docx, html, pdf, plain_text

ReadFile = Callable[[str], bytes]
ORIGINALS = "originals/"
"""The folder of the content that keeps originals."""
"""The bytes of a file of the site, by its path inside it.  Raises `NotReadable`."""

_LINK = re.compile(r"(?<=\])\(<?(?:https?:|mailto:)(?:\\.|[^)\\])*\)", re.IGNORECASE)
"""The address of a link in Markdown; a page does not print it."""

WITNESSES: dict[str, Callable[[bytes], AbstractContextManager[OriginalWords]]] = {
    "txt": plain_text.opened,
    "pdf": pdf.opened,
    "docx": docx.opened,
    "html": html.opened,
    "htm": html.opened,
}
"""What reads the words of an original, by the ending of its name."""


class PublishedDocument(Struct, frozen=True):
    """A document as it is published: what is held against what."""

    id: str
    path: str
    """Of its Markdown, as problems call it."""
    source: Source
    left_out: tuple[LeftOut, ...] = ()
    repairs: tuple[Repair, ...] = ()
    answered: tuple[str, ...] = ()
    """Words of which a person decided whether they belong to the text."""
    letters: str = ""
    """A digest of the letters of its Markdown, by which a page of another version is told; "" where
    the page is known to be made of it."""

    @property
    def page(self) -> str:
        """The page's path in the site."""
        return file_of(f"/documents/{self.id}/")

    @property
    def original(self) -> str:
        """The path in the site of the original's copy."""
        return f"documents/{self.id}/{self.source.served}"


def published(id: str, path: str, front: FrontMatter, body: str = "") -> PublishedDocument:
    """What verification needs; `body` is Markdown, if the page may be of another version."""
    answered = tuple(each.words for each in front.questions if each.answer)
    letters = _letters(_LINK.sub("", body)) if body else ""
    return PublishedDocument(
        id, path, front.source, front.left_out, front.repairs, answered, letters
    )


def _letters(text: str) -> str:
    return hashlib.sha256("".join(filter(str.isalnum, text)).encode()).hexdigest()


class Verified(Struct, frozen=True):
    """What was found for one document."""

    document: str
    path: str
    words: int = 0
    """The original's words that the page must hold."""
    found: int = 0
    """How many of them stand on the page, in order."""
    left_out: tuple[tuple[str, int], ...] = ()
    """What was left out on purpose, with its number of words."""
    repaired: int = 0
    """Paragraph numbers that differ from the original's and are declared."""
    placed: tuple[tuple[str, int], ...] = ()
    """Blocks that the original's file draws elsewhere than they are read: first words, length."""
    put_aside: tuple[tuple[str, str, tuple[int, ...]], ...] = ()
    """Words that are absent and need not be there: why, which, on which pages."""
    differences: tuple[str, ...] = ()
    """Everything else, each with the words around it."""
    remarks: tuple[str, ...] = ()
    """Headings, entries and rows in which the page differs from what the file says of itself."""

    @property
    def whole(self) -> bool:
        return not self.differences


def verify_documents(
    documents: Sequence[PublishedDocument], read_file: ReadFile, workers: Workers, advance: Advance
) -> list[Verified]:
    """Verify every document; `read_file` goes to the workers."""
    return workers.run(partial(verify_document, read_file), documents, lambda _: 1, advance)


def verify_document(read_file: ReadFile, document: PublishedDocument) -> Verified:
    """Compare a document's page with the original beside it."""
    try:
        data = _original(read_file, document)
    except NotReadable as found:
        return _unread(document, f"its original, {document.original}, {found}")
    if hashlib.sha256(data).hexdigest() != document.source.sha256:
        return _unread(
            document,
            f"its original, {document.original}, has not the sha256 that the front matter gives",
        )
    try:
        page = read_page(read_file(document.page).decode())
    except NotReadable as found:
        return _unread(document, f"its page, {document.page}, {found}")
    except UnicodeDecodeError:
        return _unread(document, f"its page, {document.page}, is not UTF-8")
    try:
        with WITNESSES[document.source.ending](data) as original:
            compared = compare(
                original, page, document.left_out, document.repairs, document.answered
            )
            remarks = differences(original, page)
    except CannotVerify as error:
        return _unread(document, str(error))
    other: tuple[str, ...] = ()
    if document.letters and document.letters != _letters("".join(page.words)):
        other = (
            "its page is not what this text makes: it is of another version, or was changed; build "
            "the site again",
        )
    return Verified(
        document.id,
        document.path,
        compared.words,
        compared.found,
        compared.left_out,
        compared.repaired,
        compared.placed,
        compared.put_aside,
        other + compared.differences,
        remarks,
    )


def problems(results: Iterable[Verified]) -> Iterator[Problem]:
    """Each difference as what forbids to publish."""
    for result in results:
        page = file_of(f"/documents/{result.document}/")
        for each in result.differences:
            yield Problem(
                result.path,
                1,
                f"its page, {page}, must hold its original's words; {each}; "
                "correct the text, or declare what was repaired or left out.",
            )


def read_from(folder: Path, content: Path | None = None) -> ReadFile:
    """Reads the files of a site's folder, and below `ORIGINALS` those of the content."""
    return partial(_read, folder, content)


def _read(folder: Path, content: Path | None, path: str) -> bytes:
    kept = content if path.startswith(ORIGINALS) else None
    return read_plain((kept or folder) / path, None, MOST_ORIGINAL)


def _original(read_file: ReadFile, document: PublishedDocument) -> bytes:
    """The original that the site offers, or the content's copy of one at another host.

    Raises `NotReadable`.
    """
    try:
        return read_file(document.original)
    except NotReadable:
        page = read_file(document.page).decode("utf-8", "replace")
        if not re.search(rf'href="https?://[^"]+/{re.escape(document.source.stored)}"', page):
            raise
        return read_file(f"{ORIGINALS}{document.source.stored}")


def _unread(document: PublishedDocument, why: str) -> Verified:
    return Verified(document.id, document.path, differences=(why,))
