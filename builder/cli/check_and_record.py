"""The commands that look at the content: check, record.

In: the content folder.  Out: words for people; whether all is well.  A module of its own because
neither of them builds a site.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path

import click

from builder.analysis.checks import checks, lines
from builder.analysis.links import link
from builder.build.pipeline import check_originals, unused
from builder.build.record_ledger import record as write_ledger
from builder.build.record_ledger import survey, unrecorded
from builder.cli.messages import complain, day, errors, out, remark
from builder.core.problems import ProblemsFound, count
from builder.reading.archive import Archive


def check(content: Path, *, strict: bool) -> bool:
    """Say everything that `build` would complain of, and what the archive noticed; False where
    there is something to complain of."""
    try:
        archive, missing = survey(content)
        check_originals(archive, content)
        if strict and missing:
            raise ProblemsFound(unrecorded(missing))
    except ProblemsFound as found:
        complain(found.problems)
        return False
    remark(unused(content, archive))
    noticed = sorted(_noticed(archive))
    for path, line, words in noticed:
        out.print(f"{path}:{line}: {words}")
    new = ""
    if missing:
        new = f" {count(len(missing), 'file')} of the ledger to grow: archive record --on DAY."
    out.print(
        f"{count(len(archive.documents), 'document')} checked: nothing to mend, "
        f"{count(len(noticed), 'thing')} noticed in the sources.{new}"
    )
    return True


def _noticed(archive: Archive) -> Iterator[tuple[str, int, str]]:
    """What the archive noticed in its sources: file, line, words."""
    standing = lru_cache(maxsize=64)(lambda id: lines(archive.by_id[id]))
    for each in checks(archive, link(archive)):
        line = standing(each.document).get(each.anchor, 1)
        path = archive.by_id[each.document].path
        yield path, line, f"noticed ({each.rule}): “{each.printed}” – {each.says}"


def record(content: Path, on: str | None) -> bool:
    """Enter in the ledger what is new; False where the content or the disk is against it."""
    published = day("--on", on)
    try:
        _, missing = survey(content)
    except ProblemsFound as found:
        complain(found.problems)
        return False
    undated = [each for each in missing if each.undated]
    if undated and published is None:
        errors.print(
            f"--on must give the day of publication of what is new ({undated[0].what} and "
            f"{count(len(undated) - 1, 'file')} more of the ledger); found none."
        )
        raise click.exceptions.Exit(2)
    try:
        write_ledger(missing, content, published or date.min)
    except OSError as error:
        errors.print(f"{content}: the ledger cannot be written: {error.strerror}.")
        return False
    for each in missing:
        out.print(f"{content.name}/{each.file}: {each.new} new, {each.changed} changed")
    out.print(f"{count(len(missing), 'file')} of the ledger written.")
    return True
