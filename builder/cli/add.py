"""The command `add`. Apart, because it loads every reader."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from builder.build.registries import load_registries, registries_key
from builder.cli.messages import cluster_of, complain, errors, out, unknown_authority
from builder.convert.editor_report import furniture_lines, recognised_facts, report, said, to_check
from builder.convert.fetch.state import fetched_addresses
from builder.convert.many_files import add_originals as add_files
from builder.convert.many_files import unedited_originals, waiting
from builder.convert.options import AddOptions
from builder.convert.originals import ADDED, FAILED, HELD, Outcome
from builder.core.characters import printable
from builder.core.durable_files import overwrite
from builder.core.problems import ProblemsFound
from builder.reading.content_folder import must_exist
from builder.store.cache import Cache


def add_and_report(
    files: Sequence[Path],
    content: Path,
    options: AddOptions,
    *,
    cache: Path,
    again: bool = False,
    report_to: Path | None = None,
    scheduler: str | None = None,
) -> bool:
    """Convert originals and report; False if any could not be read.

    `again` stands for the originals of all unedited documents.
    """
    try:
        must_exist(content)
        key = registries_key(content)
        registry = load_registries(content, Cache(cache), key, keep=not options.dry_run)
        options = replace(options, addresses=fetched_addresses(content))
    except ProblemsFound as found:
        complain(found.problems)
        return False
    authority = options.authority
    if authority and authority not in registry.authorities:
        raise unknown_authority(authority, registry.authorities.values())
    executor = cluster_of(scheduler)
    left: list[Outcome] = []
    if again:
        originals, left = unedited_originals(content)
        options = replace(options, force=True, move=False)
    else:
        originals = list(waiting(files))
    if scheduler:
        originals = [each.absolute() for each in originals]
    console = Console(stderr=True)
    progress = Progress(
        console=console,
        transient=True,
        disable=not console.is_terminal,
        auto_refresh=False,  # a thread beside this one would be copied into the workers
    )
    with progress:
        bar = progress.add_task("Converting", total=len(originals))
        outcomes = add_files(
            originals,
            content,
            registry,
            options,
            executor,
            done=lambda outcome: progress.update(bar, advance=1, refresh=True),
            changed=lambda difference: out.print(difference) if difference else None,
        )
    outcomes = [*left, *outcomes]
    for outcome in outcomes:
        report_outcome(outcome, dry_run=options.dry_run)
    _summarise(outcomes, dry_run=options.dry_run)
    written = report_to is None or _report(outcomes, report_to, dry_run=options.dry_run)
    return written and all(outcome.state != FAILED for outcome in outcomes)


def _report(outcomes: list[Outcome], to: Path, *, dry_run: bool) -> bool:
    try:
        overwrite(to, report(outcomes, dry_run=dry_run).encode())
    except OSError as error:
        errors.print(f"{to}: the report cannot be written: {error.strerror}.")
        return False
    return True


def report_outcome(outcome: Outcome, *, dry_run: bool) -> None:
    """What was recognised in a file, what was not, what to check."""
    converted = outcome.converted
    if converted is None:
        errors.print(f"{printable(str(outcome.file))}: {outcome.reason}")
        return
    would = "would become" if dry_run else "→"
    out.print(f"{outcome.file} {would} {outcome.document}")
    if outcome.reason:
        errors.print(f"{outcome.file}: {outcome.reason}")
    out.print("  " + ", ".join(recognised_facts(converted)))
    if furniture := furniture_lines(converted):
        out.print("  put aside as belonging to the pages: " + ", ".join(furniture))
    for question in converted.questions:
        out.print(f"  answer: {question}")
    for remark in converted.remarks:
        out.print(f"  check: {remark}")


def _summarise(outcomes: list[Outcome], *, dry_run: bool) -> None:
    """A table of several files' outcomes; plain lines if not on a terminal."""
    if not outcomes:
        out.print("There was no file to convert.")
    if len(outcomes) < 2:
        return
    rows = [
        (
            printable(each.file.name),
            said(each.state, dry_run=dry_run),
            each.document,
            str(to_check(each.converted) or ""),
        )
        for each in outcomes
    ]
    console = Console(soft_wrap=True, highlight=False, markup=False, emoji=False)
    if console.is_terminal:
        table = Table(box=None, pad_edge=False)
        for name in ("File", "Result", "Document", "To check"):
            table.add_column(name, overflow="fold")
        for row in rows:
            table.add_row(*row)
        console.print(table)
    else:
        for name, state, document, checks in rows:
            became = " → ".join(filter(None, (name, document)))
            out.print(f"{state}: {became}" + (f", {checks} to check" if checks else ""))
    counts = {
        state: sum(each.state == state for each in outcomes) for state in (ADDED, HELD, FAILED)
    }
    out.print(
        ", ".join(f"{count} {said(state, dry_run=dry_run)}" for state, count in counts.items())
        + "."
    )
