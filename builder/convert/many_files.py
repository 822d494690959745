"""Originals → documents in `content/`, many at once, each whole or not at all.

In: files, the content folder and what the editor wishes.  Out: what became of each file.  A stage
of its own because it is the only part of conversion that writes.  One file that cannot be read
leaves nothing behind and does not stop the others; an edited document is never overwritten unless
the editor says so; the same original is recognised by its checksum.
"""

from __future__ import annotations

import hashlib
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from builder.convert.one_file import Converted, Wishes, convert
from builder.convert.stream.pieces import CannotRead
from builder.convert.writers.front_matter import with_history
from builder.core.safe_files import MOST_ORIGINAL, NotReadable, read_plain, write_whole
from builder.model import Registry
from builder.reading.document import document_files, read_file
from builder.reading.front_matter import divide

_TOO_MUCH = "it brings the reader down; it may be damaged; fetch it again."
_AHEAD = 8
"""How many files may be under way before the first is written."""

_CHECKSUM = re.compile(rb"^\s*sha256:\s*[\"']?([0-9a-f]{64})\b", re.MULTILINE)
"""An original's checksum in a front matter that cannot be read."""

ADDED, HELD, FAILED = "added", "held already", "failed"


@dataclass(frozen=True)
class Outcome:
    """What became of one file."""

    file: Path
    state: str
    """ADDED; HELD: the archive has this original already; FAILED: it cannot be read."""
    reason: str = ""
    document: str = ""
    """The id of the document that it became, or that holds it."""
    converted: Converted | None = None


@dataclass(frozen=True)
class Task:
    """One file to convert, for a worker."""

    file: Path
    registry: Registry
    wishes: Wishes


def convert_file(task: Task) -> Converted | str:
    """One file converted, or why it cannot be.  Runs in a worker; raises nothing for a bad file."""
    if task.file.is_symlink():
        # Whoever may put a file into the inbox might publish another one of this machine by it.
        return "it is a link; add the file itself that it leads to."
    try:
        data = read_plain(task.file, None, MOST_ORIGINAL)
    except NotReadable as found:
        return f"it cannot be opened: it {found}"
    try:
        return convert(task.file.name, data, task.registry, task.wishes)
    except CannotRead as error:
        return str(error)
    except MemoryError:
        return _TOO_MUCH


def add(
    files: Iterable[Path],
    content: Path,
    registry: Registry,
    wishes: Wishes,
    pool: Callable[[], Executor],
    *,
    force: bool = False,
    dry_run: bool = False,
    move: bool = False,
    done: Callable[[Outcome], None] = lambda outcome: None,
) -> list[Outcome]:
    """Add files to the archive; `done` is told of each as it is finished, in the files' order.

    `pool` makes the executor that converts; another is made if a file brings one down.  Nothing is
    written with `dry_run`.  `force` lets a document be written anew.  With `move` a file is removed
    once the archive holds it; one that cannot be read stays where it is.  Memory does not grow with
    the number of files: few are under way at a time, and texts are dropped once written.
    """
    paths = list(files)
    held = {checksum: document for document, checksum in _originals(content)}
    taken = {path.stem for path in document_files(content)}
    outcomes: list[Outcome] = []
    tasks = [Task(path, registry, wishes) for path in paths]
    for path, result in zip(paths, _results(tasks, pool), strict=True):
        outcome = _outcome(path, result, held, taken, force=force)
        if outcome.converted is not None:
            held[outcome.converted.sha256] = outcome.document
            taken.add(outcome.document)
            slim = replace(outcome.converted, text="")
            if not dry_run:
                outcome = _write(outcome, outcome.converted, content, anew=force)
            outcome = replace(outcome, converted=slim if outcome.state == ADDED else None)
        if move and not dry_run and outcome.state != FAILED:
            _remove(path, content)
        outcomes.append(outcome)
        done(outcome)
    return outcomes


def waiting(paths: Iterable[Path]) -> Iterator[Path]:
    """The files to convert; a folder stands for those in it, but for its README and hidden ones."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        for each in sorted(path.rglob("*")):
            hidden = any(part.startswith(".") for part in each.relative_to(path).parts)
            if each.is_file() and not hidden and each.stem.casefold() != "readme":
                yield each


def _remove(file: Path, content: Path) -> None:
    """Remove a file that the archive holds, unless it is where the archive holds it."""
    if file.resolve().parent != (content / "originals").resolve():
        file.unlink()


def _results(tasks: Sequence[Task], pool: Callable[[], Executor]) -> Iterator[Converted | str]:
    """What became of each task, in order.  A file on which a worker dies is named, alone."""
    at = 0
    with pool() as executor, suppress(BrokenExecutor):
        waiting = deque(executor.submit(convert_file, task) for task in tasks[:_AHEAD])
        while waiting:
            result = waiting.popleft().result()
            at += 1
            if at + len(waiting) < len(tasks):
                waiting.append(executor.submit(convert_file, tasks[at + len(waiting)]))
            yield result
    for task in tasks[at:]:
        try:
            with pool() as executor:
                yield executor.submit(convert_file, task).result()
        except BrokenExecutor:
            yield _TOO_MUCH


def _outcome(
    file: Path, result: Converted | str, held: dict[str, str], taken: set[str], *, force: bool
) -> Outcome:
    if isinstance(result, str):
        return Outcome(file, FAILED, result)
    holder = held.get(result.sha256)
    if holder and not force:
        return Outcome(file, HELD, f"the archive holds this original as {holder}.", holder)
    name = holder or _free(result.id, taken)
    return Outcome(file, ADDED, document=name, converted=replace(result, id=name))


def _free(name: str, taken: set[str]) -> str:
    """The name, or with the next free number behind it: another document of that day and kind."""
    turn, free = 1, name
    while free in taken:
        turn += 1
        free = f"{name}-{turn}"
    return free


def _originals(content: Path) -> Iterator[tuple[str, str]]:
    """The id of each document and the sha256 of its original, as its front matter says."""
    for path in document_files(content):
        data, _ = read_file(content, path)
        divided, _ = divide(path.name, data) if data is not None else (None, [])
        if divided is not None:
            yield path.stem, divided.front.source.sha256
        elif found := _CHECKSUM.search(data or b""):  # something is wrong with it, and not this
            yield path.stem, found[1].decode()


def _write(outcome: Outcome, converted: Converted, content: Path, *, anew: bool) -> Outcome:
    """Write the original first and the document after it, each in one step, or neither."""
    document = content / "documents" / converted.authority / f"{outcome.document}.md"
    original = content / "originals" / f"{converted.sha256[:12]}{converted.suffix}"
    stood = original.exists()
    reason = ""
    try:
        data = read_plain(outcome.file, None, MOST_ORIGINAL)
        if hashlib.sha256(data).hexdigest() != converted.sha256:
            return Outcome(outcome.file, FAILED, "it changed while it was read; add it again.")
        text = converted.text
        # What was published under its address must go on landing.
        if anew and document.is_file():
            text = with_history(text, document.read_text("utf-8", "replace"))
        write_whole(original, data)
        write_whole(document, text.encode(), anew=anew)
        return outcome
    except NotReadable as found:
        reason = f"it cannot be opened: it {found}"
    except FileExistsError:
        reason = f"{document.name} was written meanwhile by somebody else; add it again."
    except OSError as error:
        reason = f"it cannot be written: {error.strerror}."
    finally:
        if not stood and not document.exists():
            original.unlink(missing_ok=True)
    return Outcome(outcome.file, FAILED, reason)
