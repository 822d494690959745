"""The command `verify`, and what a strict build checks."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from builder.build.pipeline import StagedSite
from builder.build.record_ledger import ledger_growth, log_problems, unrecorded
from builder.build.workers import workers
from builder.cli.messages import complain, out
from builder.cli.progress import Watch
from builder.core.problems import Problem, ProblemsFound, count
from builder.ledger import read_log
from builder.output.manifest import MANIFEST
from builder.reading.content_folder import must_exist
from builder.reading.document import document_files, read_document_file, shown_path
from builder.reading.front_matter import divide
from builder.verify import (
    PublishedDocument,
    Verified,
    foreign,
    lost_log_rows,
    manifest_problems,
    problems,
    published,
    read_from,
    verify_documents,
)

_STAGE = "verifying"
_PAGES = 12
"""Pages of an original that are named one by one."""


def verify_site(content: Path, site: Path) -> bool:
    """Report how pages match their originals; False for any difference."""
    try:
        documents = list(documents_of(content))
        if wrong := list(foreign(site, documents)):
            raise ProblemsFound(wrong)
        with Watch() as tell, workers() as at_work:
            done = 0

            def advance(units: int) -> None:
                nonlocal done
                done += units
                tell(_STAGE, done, len(documents))

            tell(_STAGE, 0, 0)
            results = verify_documents(documents, read_from(site, content), at_work, advance)
            tell(_STAGE, 1, 1)
    except ProblemsFound as found:
        complain(found.problems)
        return False
    for result in results:
        _report(result)
    _report_all(results)
    log, wrong_log = read_log(content)
    changed = [*manifest_problems(site), *(wrong_log or lost_log_rows(site, content, log.rows))]
    if changed:
        complain(changed)
    else:
        digest = hashlib.sha256((site / MANIFEST).read_bytes()).hexdigest()
        out.print(f"Every file is as {MANIFEST} says, whose sha256 is {digest}.")
    return not changed and all(result.whole for result in results)


def strict_problems(site: StagedSite) -> Iterator[Problem]:
    """Differences from originals, and unrecorded addresses. Raises `ProblemsFound`."""
    context = site.content.context
    documents = list(documents_of(context.content))
    read = read_from(site.folder, context.content)
    yield from problems(verify_documents(documents, read, context.workers, lambda _: None))
    yield from unrecorded(ledger_growth(site.content, site.addresses))
    yield from log_problems(context.content)
    yield from lost_log_rows(site.before, context.content, read_log(context.content)[0].rows)


def documents_of(content: Path) -> list[PublishedDocument]:
    """The documents that content publishes.  Raises `ProblemsFound`."""
    must_exist(content)
    found, wrong = [], []
    for path in document_files(content):
        shown = shown_path(content, path)
        data, unread = read_document_file(content, path)
        wrong += unread
        if data is None:
            continue
        divided, unread = divide(shown, data)
        wrong += unread
        if divided is not None and divided.front.withdrawn is None:
            found.append(published(path.stem, shown, divided.front, divided.body))
    if wrong:
        raise ProblemsFound(wrong)
    return found


def _report(result: Verified) -> None:
    share = 100 * result.found / result.words if result.words else 0.0
    shown = "100%" if result.found == result.words else f"{min(share, 99.99):.2f}%"
    parts = [
        f"{result.document}: {result.found:,} of {result.words:,} words on the page, in order "
        f"({shown})."
    ]
    if result.left_out:
        runs = ", ".join(f"{what.lower()} ({words} words)" for what, words in result.left_out)
        parts.append(f"Left out: {runs}.")
    if result.placed:
        moved = sum(words for _, words in result.placed)
        parts.append(
            f"{count(len(result.placed), 'run')} ({moved} words) drawn elsewhere in the "
            "file than read."
        )
    if result.repaired:
        parts.append(f"{count(result.repaired, 'paragraph number')} repaired.")
    out.print(" ".join(parts))
    for why, words, pages in result.put_aside:
        out.print(f"  put aside ({why}): “{words}”{_on(pages)}")
    for remark in result.remarks:
        out.print(f"  see: {remark}")
    for difference in result.differences:
        out.print(f"  {result.path}: {difference}")


def _report_all(results: Sequence[Verified]) -> None:
    different = [each for each in results if not each.whole]
    words = sum(each.found for each in results)
    out.print(
        f"{count(len(results), 'document')}, {words:,} words: "
        + (
            f"{count(len(different), 'document')} with differences."
            if different
            else "every page holds its original."
        )
    )


def _on(pages: Sequence[int]) -> str:
    if not any(pages):
        return ""
    if len(pages) == 1:
        return f", page {pages[0]}"
    if len(pages) <= _PAGES:
        return f", pages {', '.join(map(str, pages))}"
    return f", {len(pages)} pages from {pages[0]} to {pages[-1]}"
