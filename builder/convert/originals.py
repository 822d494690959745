"""The originals of an archive: which it holds, and how one is written, put back and removed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from builder.convert.one_file import Converted
from builder.convert.stream.pieces import CannotRead
from builder.core.durable_files import remove, write_whole
from builder.core.safe_files import MOST_ORIGINAL, NotReadable, read_plain
from builder.model import FrontMatter
from builder.reading.document import document_files, read_document_file
from builder.reading.front_matter import divide

_CHECKSUM = re.compile(rb"^\s*sha256:\s*[\"']?([0-9a-f]{64})\b", re.MULTILINE)
_CHANGED = "it changed while it was read; add it again."

State = Literal["added", "held already", "failed"]
ADDED: State = "added"
HELD: State = "held already"
FAILED: State = "failed"


class Outcome(Struct, frozen=True):
    """What became of one file."""

    file: Path
    state: State
    """ADDED; HELD: the archive has this original already; FAILED: it cannot be read."""
    reason: str = ""
    """Why it failed, what holds it, or what else is to be said of it."""
    document: str = ""
    """The id of the document that it became, or that holds it."""
    converted: Converted | None = None


def held_originals(content: Path) -> Iterator[tuple[str, str]]:
    """The original's sha256 and id of each document."""
    for path in document_files(content):
        data, _ = read_document_file(content, path)
        head, _, _ = (data or b"").partition(b"\n---")
        if found := _CHECKSUM.search(head):
            yield found[1].decode(), path.stem
        elif (front := front_matter_of(content, path)) is not None:  # written in another way
            yield front.source.sha256, path.stem


def front_matter_of(content: Path, path: Path) -> FrontMatter | None:
    data, _ = read_document_file(content, path)
    divided = divide(path.name, data)[0] if data is not None else None
    return divided.front if divided is not None else None


def held_document(content: Path, name: str) -> Path:
    return next(path for path in document_files(content) if path.stem == name)


def kept_original(checksum: str, content: Path) -> Path | None:
    """The archive's own copy of an original, if its bytes are right."""
    for path in sorted((content / "originals").glob(f"{checksum[:12]}.*")):
        with suppress(NotReadable):
            data = read_plain(path, content, MOST_ORIGINAL)
            if hashlib.sha256(data).hexdigest() == checksum:
                return path
    return None


def original_bytes(file: Path) -> bytes:
    if file.is_symlink():
        # Whoever may put a file into the inbox might publish another one of this machine by it.
        raise CannotRead("it is a link; add the file itself that it leads to.")
    try:
        return read_plain(file, None, MOST_ORIGINAL)
    except NotReadable as found:
        raise CannotRead(f"it cannot be opened: it {found}") from None


def write_converted(
    outcome: Outcome, converted: Converted, content: Path, *, anew: bool
) -> Outcome:
    document = content / "documents" / converted.authority / f"{outcome.document}.md"
    original = content / "originals" / f"{converted.sha256[:12]}{converted.suffix}"
    stood = original.exists()
    reason = ""
    try:
        data = original_bytes(outcome.file)
        if hashlib.sha256(data).hexdigest() != converted.sha256:
            return Outcome(outcome.file, FAILED, _CHANGED)
        write_whole(original, data)
        write_whole(document, converted.text.encode(), anew=anew)
        return outcome
    except CannotRead as error:
        reason = str(error)
    except FileExistsError:
        reason = f"{document.name} was written meanwhile by somebody else; add it again."
    except OSError as error:
        reason = f"it cannot be written: {error.strerror}."
    finally:
        if not stood and not document.exists():
            with suppress(FileNotFoundError):
                remove(original)
    return Outcome(outcome.file, FAILED, reason)


def put_back(outcome: Outcome, checksum: str, content: Path) -> Outcome:
    """Put back the archive's copy if it is missing or damaged."""
    if kept_original(checksum, content) is not None:
        return outcome
    front = front_matter_of(content, held_document(content, outcome.document))
    if front is None or front.withdrawn is not None:
        why = "cannot be read" if front is None else "was withdrawn: its original is kept no longer"
        return replace(outcome, reason=f"it is the original of {outcome.document}, which {why}.")
    try:
        data = original_bytes(outcome.file)
        if hashlib.sha256(data).hexdigest() != checksum:
            return replace(outcome, state=FAILED, reason=_CHANGED)
        write_whole(content / "originals" / front.source.stored, data)
    except CannotRead as error:
        return replace(outcome, state=FAILED, reason=str(error))
    except OSError as error:
        return replace(outcome, state=FAILED, reason=f"it cannot be written: {error.strerror}.")
    reason = f"{outcome.reason[:-1]}, whose copy was missing or damaged and was put back."
    return replace(outcome, reason=reason)


def remove_added(outcome: Outcome, checksum: str, content: Path) -> Outcome:
    """Remove a file that the archive has, unless it is the archive's own."""
    file = outcome.file
    if file.resolve().parent == (content / "originals").resolve():
        return outcome
    if (kept := kept_original(checksum, content)) is None:
        return outcome
    try:
        if read_plain(kept, content, MOST_ORIGINAL) == read_plain(file, None, MOST_ORIGINAL):
            remove(file, durable=True)
            return outcome
        why = "it has changed meanwhile"
    except NotReadable as found:
        why = f"it {str(found).rstrip('.')}"
    except OSError as error:
        why = error.strerror or "it cannot be removed"
    reason = f"{outcome.reason} It was not removed: {why}.".strip()
    return replace(outcome, reason=reason)
