"""The commands `check` and `record`, which build no site."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from builder.analysis.authority import LinkedAuthority
from builder.analysis.checks import anchor_lines
from builder.build.pipeline import read_content
from builder.build.record_ledger import (
    check_log,
    ledger_growth,
    log_problems,
    unrecorded,
    write_log,
)
from builder.build.record_ledger import write_growth as write_ledger
from builder.cli.messages import complain, errors, out, remark
from builder.core.problems import Problem, ProblemsFound, count
from builder.language.templates import Recogniser
from builder.model import Document
from builder.reading.doubts import doubts, outlined
from builder.verify import lost_log_rows


def check_and_report(content: Path, *, strict: bool) -> bool:
    """Print every problem and check; False if there are problems."""
    try:
        with read_content(content) as read:
            missing = ledger_growth(read, read.addresses())
            noticed = sorted(each for held in read.authorities() for each in _noticed(held))
            documents, unused = len(read.known.archive.documents), read.unused()
            doubted = [
                each for document in read.known.archive.documents for each in _doubted(document)
            ]
        if strict and (wrong := [*unrecorded(missing), *log_problems(content)]):
            raise ProblemsFound(wrong)
    except ProblemsFound as found:
        complain(found.problems)
        return False
    remark([*unused, *doubted])
    for path, line, words in noticed:
        out.print(f"{path}:{line}: {words}")
    new = ""
    if missing:
        new = f" {count(len(missing), 'file')} of the ledger to grow: archive record --on DAY."
    out.print(
        f"{count(documents, 'document')} checked: nothing to mend, "
        f"{count(len(noticed), 'thing')} noticed in the sources.{new}"
    )
    return True


def _noticed(held: LinkedAuthority) -> Iterator[tuple[str, int, str]]:
    places = {
        each: anchor_lines(held.archive.by_id[each]) for each in {c.document for c in held.checks}
    }
    for each in held.checks:
        line = places[each.document].get(each.anchor, 1)
        path = held.archive.by_id[each.document].path
        yield path, line, f"noticed ({each.rule}): “{each.printed}” – {each.says}"


def _doubted(document: Document) -> Iterator[Problem]:
    recogniser = Recogniser(document.framework)
    for line, words in doubts(outlined(document.sections, recogniser), recogniser):
        yield Problem(document.path, line, words)


def record_and_report(content: Path, published: date | None, site: Path | None = None) -> bool:
    """Enter what is new in the ledger; False on failure.

    `site` is the one that was last published, where it is at hand.
    """
    try:
        with read_content(content) as read:
            missing = ledger_growth(read, read.addresses())
        log = check_log(content)
        if site and (gone := [*lost_log_rows(site, content, log.rows)]):
            raise ProblemsFound(gone)
    except ProblemsFound as found:
        complain(found.problems)
        return False
    undated = [each for each in missing if each.undated]
    if undated and published is None:
        raise click.UsageError(
            f"--on must give the day of publication of what is new ({undated[0].what} and "
            f"{count(len(undated) - 1, 'file')} more of the ledger); found none.",
            click.get_current_context(silent=True),
        )
    try:
        write_ledger(missing, content, published or date.min)
        logged = write_log(content, published)
    except OSError as error:
        errors.print(f"{content}: the ledger cannot be written: {error.strerror}.")
        return False
    for each in missing:
        out.print(f"{content.name}/{each.file}: {each.new} new, {each.changed} changed")
    out.print(
        f"{count(len(missing), 'file')} of the ledger written, {count(logged, 'row')} entered in "
        "its log."
    )
    return True
