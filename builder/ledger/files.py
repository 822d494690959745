"""The ledger's files, and those without a document."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path, PurePosixPath

from builder.core.problems import Problem
from builder.core.safe_files import MOST_WRITTEN, NotReadable, read_plain
from builder.ledger.rows import LedgerRow, read_states

DOCUMENTS = PurePosixPath("ledger/documents")

LedgerBytes = bytes | str | None
"""A file of the ledger: its bytes, why it cannot be read, or None where there is none."""


def ledger_name(authority: str, id: str) -> str:
    """The name of a document's file, inside the content folder."""
    return f"{DOCUMENTS}/{authority}/{id}.csv"


def document_ledger(authority: str, id: str) -> PurePosixPath:
    """The file of a document, inside the content folder."""
    return PurePosixPath(ledger_name(authority, id))


def ledger_bytes(content: Path, authority: str, id: str) -> LedgerBytes:
    """The file of a document's own address."""
    return _bytes(content / document_ledger(authority, id), content)


def read_own(content: Path, authority: str, id: str) -> tuple[tuple[LedgerRow, ...], list[Problem]]:
    """The rows of a document's own address; none if it was never recorded."""
    path = document_ledger(authority, id)
    return _read(content, path, _bytes(content / path, content))


def read_all(
    content: Path, authority: str, id: str, former: Sequence[str], own: LedgerBytes
) -> tuple[tuple[LedgerRow, ...], list[Problem]]:
    """The rows of all a document's addresses, former ones first; `own` is from `ledger_bytes`."""
    paths = [path for each in former for path in _anywhere(content, each)]
    files = [(path, _bytes(content / path, content)) for path in paths]
    found: list[LedgerRow] = []
    problems: list[Problem] = []
    for path, data in (*files, (document_ledger(authority, id), own)):
        states, wrong = _read(content, path, data)
        found += states
        problems += wrong
    return tuple(found), problems


def lost(
    content: Path, held: Collection[tuple[str, str]], former: Collection[str]
) -> list[Problem]:
    """A problem for each published document that is gone.

    `held` are all documents as (folder, id), withdrawn and unreadable ones too; `former` are ids
    that documents had before.
    """
    problems = []
    for path in _files(content):
        folder, id = path.parent.name, path.stem
        if (folder, id) in held or id in former:
            continue
        where = [f"{other}/{name}" for other, name in held if name == id]
        problems.append(
            Problem(
                f"{content.name}/{path}",
                1,
                f"/documents/{id}/ was published and must keep leading to a page; found no "
                f"document “{folder}/{id}.md”"
                + (f", but “{where[0]}.md”; move this file to its folder." if where else "; ")
                + (
                    ""
                    if where
                    else "restore it, or name it under “formerly” of the document that it became, "
                    "or withdraw it: keep its front matter alone and add “withdrawn”."
                ),
            )
        )
    return problems


def _files(content: Path) -> Iterator[PurePosixPath]:
    for path in sorted((content / DOCUMENTS).glob("*/*.csv"), key=lambda each: each.as_posix()):
        yield PurePosixPath(path.relative_to(content).as_posix())


def _anywhere(content: Path, id: str) -> list[PurePosixPath]:
    """The files of an id, under any authority."""
    return [path for path in _files(content) if path.stem == id]


def _bytes(file: Path, content: Path) -> LedgerBytes:
    if not file.exists() and not file.is_symlink():
        return None
    try:
        return read_plain(file, content, MOST_WRITTEN)
    except NotReadable as found:
        return str(found)


def _read(
    content: Path, path: PurePosixPath, data: LedgerBytes
) -> tuple[tuple[LedgerRow, ...], list[Problem]]:
    shown = f"{content.name}/{path}"
    if data is None:
        return (), []
    if isinstance(data, str):
        return (), [Problem(shown, 1, data)]
    return read_states(shown, data)
