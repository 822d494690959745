"""Add many originals to `content/`, each whole or not at all.

A file's failure is reported and the others go on. Edited documents are overwritten only if told so;
a held original is known by its checksum.
"""

from __future__ import annotations

import hashlib
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from builder.convert.carry_over import CannotCarryOver, carried_over, changes, former
from builder.convert.limited_workers import Ended, LimitedWorkers, Pending
from builder.convert.one_file import Converted, convert
from builder.convert.options import AddOptions
from builder.convert.originals import (
    ADDED,
    FAILED,
    HELD,
    Outcome,
    front_matter_of,
    held_document,
    held_originals,
    kept_original,
    original_bytes,
    put_back,
    remove_added,
    write_converted,
)
from builder.convert.stream.pieces import CannotRead
from builder.convert.writers.head_keys import unedited
from builder.core.durable_files import remove_unfinished
from builder.model import Registry
from builder.reading.document import document_files, read_document_file

_AHEAD = 8
"""How many files may be under way before the first is written."""


class ConversionTask(Struct, frozen=True):
    """A file to convert; can be sent to another machine."""

    file: Path
    registry: Registry
    options: AddOptions
    name: str = ""
    """The original's name, where the file has another."""


def convert_file(task: ConversionTask) -> Converted | str:
    """The converted file or why it failed. Runs in a worker; raises only `MemoryError`."""
    try:
        name = task.name or task.file.name
        return convert(name, original_bytes(task.file), task.registry, task.options)
    except CannotRead as error:
        return str(error)
    except MemoryError:
        raise
    except Exception as error:
        return (
            f"conversion fails on it ({_at(error)}); nothing of it was written; please report it."
        )


def add_originals(
    files: Iterable[Path],
    content: Path,
    registry: Registry,
    options: AddOptions,
    executor: Callable[[], Executor] | None = None,
    *,
    done: Callable[[Outcome], None] = lambda outcome: None,
    changed: Callable[[str], None] = lambda difference: None,
) -> list[Outcome]:
    """Add files to the archive; `done` is told of each in order.

    `changed` is told what changes in a document before it is rewritten. `executor` replaces local
    processes and their limits. Few files are in memory at a time.
    """
    if not options.dry_run:
        remove_unfinished(content)
    held = dict(held_originals(content))
    taken = {path.stem for path in document_files(content)}
    outcomes: list[Outcome] = []
    with _converting(registry, options, executor) as begin:
        known = held.keys() if not options.force else set[str]()

        def convert_anew(path: Path, checksum: str) -> Wait:
            return begin(_task(path, held.get(checksum), content, registry, options))

        for path, checksum, wait in _under_way(list(files), known, convert_anew):
            outcome = _outcome(path, checksum, wait, held, taken, force=options.force)
            if outcome.converted is not None and checksum in held:
                outcome, difference = _carried(outcome, content, registry, options)
                changed(difference)
            if outcome.converted is not None:
                slim = replace(outcome.converted, text="")
                if not options.dry_run:
                    anew = checksum in held
                    outcome = write_converted(outcome, outcome.converted, content, anew=anew)
                outcome = replace(outcome, converted=slim if outcome.state == ADDED else None)
            if outcome.state == ADDED:
                held[checksum] = outcome.document
                taken.add(outcome.document)
            if outcome.state == HELD and not options.dry_run:
                outcome = put_back(outcome, checksum, content)
            if options.move and not options.dry_run and outcome.state != FAILED:
                outcome = remove_added(outcome, checksum, content)
            outcomes.append(outcome)
            done(outcome)
    return outcomes


def unedited_originals(content: Path) -> tuple[list[Path], list[Outcome]]:
    """Originals of unedited documents; for every other document, why it is left."""
    originals: list[Path] = []
    left: list[Outcome] = []
    for path in document_files(content):
        data, _ = read_document_file(content, path)
        front = front_matter_of(content, path)
        if front is not None and front.withdrawn is not None:
            continue
        kept = kept_original(front.source.sha256, content) if front is not None else None
        as_converted = unedited((data or b"").decode("utf-8", "replace"))
        if kept is not None and as_converted:
            originals.append(kept)
            continue
        if front is None:
            reason = "it cannot be read; see what `check` says of it."
        elif kept is None:
            reason = "its original is missing or damaged."
        elif as_converted is None:
            reason = "it does not say what conversion wrote, so that it may have been edited."
        else:
            reason = "it was edited since it was converted."
        left.append(Outcome(path, HELD if kept is not None else FAILED, reason, path.stem))
    return originals, left


def waiting(paths: Iterable[Path]) -> Iterator[Path]:
    """The files to convert; a folder stands for its files, but README and hidden ones."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        for each in sorted(path.rglob("*")):
            hidden = any(part.startswith(".") for part in each.relative_to(path).parts)
            if each.is_file() and not hidden and each.stem.casefold() != "readme":
                yield each


Wait = Callable[[], Converted | str]
"""Waits until a file is converted."""


@contextmanager
def _converting(
    registry: Registry, options: AddOptions, executor: Callable[[], Executor] | None
) -> Iterator[Callable[[ConversionTask], Wait]]:
    if executor is None:
        # The registry is in every worker already, and is not sent with every file.
        convert_here = partial(_convert_here, registry=registry)
        with LimitedWorkers(convert_here, options.seconds, options.memory) as workers:

            def begin_here(task: ConversionTask) -> Wait:
                return partial(_ended, workers.submit((task.file, task.name, task.options)))

            yield begin_here
        return
    with executor() as pool:

        def begin(task: ConversionTask) -> Wait:
            with suppress(BrokenExecutor):
                future = pool.submit(convert_file, task)
                return lambda: _alone(future.result, task, executor)
            return lambda: _alone(None, task, executor)

        yield begin


def _convert_here(job: tuple[Path, str, AddOptions], registry: Registry) -> Converted | str:
    file, name, options = job
    return convert_file(ConversionTask(file, registry, options, name))


def _task(
    path: Path, holder: str | None, content: Path, registry: Registry, options: AddOptions
) -> ConversionTask:
    """What to convert; a held document keeps what its editor said of the file."""
    task = ConversionTask(path, registry, options)
    front = front_matter_of(content, held_document(content, holder)) if holder else None
    if front is None:
        return task
    said = front.published if front.published_from == "editor" else None
    known = replace(
        options,
        published=options.published or said,
        authority=options.authority or front.authority,
    )
    return replace(task, options=known, name=front.source.file)


def _ended(pending: Pending[Converted | str]) -> Converted | str:
    try:
        return pending.result()
    except Ended as error:
        return f"{error}; it may be damaged: fetch it again."


def _alone(
    result: Wait | None, task: ConversionTask, executor: Callable[[], Executor]
) -> Converted | str:
    """A task's result; if workers died it is tried again alone."""
    if result is not None:
        with suppress(BrokenExecutor):
            return result()
    try:
        with executor() as pool:
            return pool.submit(convert_file, task).result()
    except BrokenExecutor:
        return "it brings the reader down; it may be damaged: fetch it again."


def _under_way(
    paths: Sequence[Path], known: Iterable[str], begin: Callable[[Path, str], Wait]
) -> Iterator[tuple[Path, str, Wait]]:
    """Each file with its checksum and pending conversion; some begin ahead.

    Files whose bytes are `known` or under way are not converted.
    """
    ahead: deque[tuple[Path, str, Wait]] = deque()
    for path in paths:
        checksum, wait = _looked_at(path)
        if not wait:
            busy = checksum in known or any(checksum == each for _, each, _ in ahead)
            wait = partial(_begun_late, begin, path, checksum) if busy else begin(path, checksum)
        ahead.append((path, checksum, wait))
        if len(ahead) > _AHEAD:
            yield ahead.popleft()
    yield from ahead


def _begun_late(begin: Callable[[Path, str], Wait], path: Path, checksum: str) -> Converted | str:
    return begin(path, checksum)()


def _looked_at(path: Path) -> tuple[str, Wait | None]:
    """A file's checksum, or a function that says why it cannot be read."""
    try:
        return hashlib.sha256(original_bytes(path)).hexdigest(), None
    except CannotRead as error:
        reason = str(error)
        return "", lambda: reason


def _at(error: Exception) -> str:
    """An exception and where it was raised, in few words."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return type(error).__name__
    return f"{type(error).__name__} in {trace.tb_frame.f_globals.get('__name__', '')}"


def _outcome(
    file: Path, checksum: str, wait: Wait, held: dict[str, str], taken: set[str], *, force: bool
) -> Outcome:
    holder = held.get(checksum)
    if holder and not force:
        return Outcome(file, HELD, f"the archive holds this original as {holder}.", holder)
    try:
        result = wait()
    except MemoryError:
        result = "it takes too much memory; it may be damaged: fetch it again."
    if isinstance(result, str):
        return Outcome(file, FAILED, result)
    return Outcome(file, ADDED, document=holder or _free(result.id, taken), converted=result)


def _carried(
    outcome: Outcome, content: Path, registry: Registry, options: AddOptions
) -> tuple[Outcome, str]:
    """A held document with what must not be lost, and its changes."""
    converted = outcome.converted
    if converted is None:
        return outcome, ""
    path = held_document(content, outcome.document)
    try:
        if not re.fullmatch(rf"{re.escape(converted.id)}(-\d+)?", path.stem):
            raise CannotCarryOver(
                f"it would now be {converted.id}, and its address is {path.stem}; rename the "
                "document by hand, with its old id under “formerly”."
            )
        before = former(content, path, registry)
        text = carried_over(converted.text, before, registry, options.on)
    except CannotCarryOver as error:
        return replace(outcome, state=FAILED, reason=str(error), converted=None), ""
    difference = changes(before.text, text, path.name)
    if not difference:
        reason = f"{path.stem} stays as it is: conversion writes the same."
        return replace(outcome, state=HELD, reason=reason, converted=None), ""
    return replace(outcome, converted=replace(converted, text=text)), difference


def _free(name: str, taken: set[str]) -> str:
    turn, free = 1, name
    while free in taken:
        turn += 1
        free = f"{name}-{turn}"
    return free
