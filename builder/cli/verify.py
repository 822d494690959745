"""The command that holds the pages of a site against their originals."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from builder.build.pipeline import read_archive, render_site
from builder.build.record_ledger import survey, unrecorded
from builder.build.workers import workers
from builder.cli.messages import complain, out
from builder.cli.progress import Watch
from builder.core.problems import Problem, ProblemsFound, count
from builder.core.safe_files import MOST_ORIGINAL, read_plain
from builder.reading.content_folder import must_exist
from builder.reading.document import document_files, read_file, shown_path
from builder.reading.front_matter import divide
from builder.store.build_key import TEMPLATES
from builder.verify import (
    Published,
    Verified,
    foreign,
    problems,
    published,
    read_from,
    verify_document,
    verify_documents,
)

_STAGE = "verifying"
_PAGES = 12
"""Pages of an original that are named one by one."""


def verify_site(content: Path, site: Path) -> bool:
    """Say how far every page of a site holds its original's words; whether all of them do."""
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
            results = verify_documents(documents, read_from(site), at_work, advance)
            tell(_STAGE, 1, 1)
    except ProblemsFound as found:
        complain(found.problems)
        return False
    for result in results:
        _report(result)
    _report_all(results)
    return all(result.whole for result in results)


def differences(content: Path) -> list[Problem]:
    """What a strict build complains of: words of originals that are not on their page, and
    addresses that are not recorded.  Raises `ProblemsFound` where the content is wrong."""
    archive = read_archive(content)
    files = {file.path: file.data for file in render_site(archive, TEMPLATES)[0]}

    def read_from_content(path: str) -> bytes:
        if path in files:
            return files[path]
        name = Path(path).name.removesuffix(".txt" if path.endswith(".html.txt") else "")
        return read_plain(content / "originals" / name, content, MOST_ORIGINAL)

    results = [
        verify_document(read_from_content, published(each.id, each.path, each.front))
        for each in archive.documents
    ]
    return [*problems(results), *unrecorded(survey(content)[1])]


def documents_of(content: Path) -> list[Published]:
    """The documents that content publishes.  Raises `ProblemsFound`."""
    must_exist(content)
    found, wrong = [], []
    for path in document_files(content):
        shown = shown_path(content, path)
        data, unread = read_file(content, path)
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
    """The sum of it, where there is more than a glance shows."""
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
    """The pages of an original, for people."""
    if not any(pages):
        return ""
    if len(pages) == 1:
        return f", page {pages[0]}"
    if len(pages) <= _PAGES:
        return f", pages {', '.join(map(str, pages))}"
    return f", {len(pages)} pages from {pages[0]} to {pages[-1]}"
