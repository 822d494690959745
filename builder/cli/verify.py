"""The command that holds pages against their originals.

In: the content folder.  Out: words for people; whether all is well.  A module of its own because it
loads what reads originals.
"""

from __future__ import annotations

from pathlib import Path

from builder.build.pipeline import read_archive, render_site
from builder.build.record_ledger import survey, unrecorded
from builder.cli.messages import complain, out
from builder.core.problems import Problem, ProblemsFound, count
from builder.core.safe_files import file_of
from builder.store.build_key import TEMPLATES
from builder.verify.word_by_word import Verified, verify


def verify_originals(content: Path) -> bool:
    """Say how far every page holds its original's words; whether all of them do."""
    try:
        results = _verify(content)
    except ProblemsFound as found:
        complain(found.problems)
        return False
    for result in results:
        _report(result)
    return all(result.whole for result in results)


def differences(content: Path) -> list[Problem]:
    """What a strict build complains of: words of originals that are not on their page, and
    addresses that are not recorded.  Raises `ProblemsFound` where the content is wrong."""
    different = [
        Problem(
            result.path,
            1,
            f"the page must hold its original's words; {each}; "
            "correct the text, or declare what was repaired or left out.",
        )
        for result in _verify(content)
        if not result.whole
        for each in result.differences
    ]
    return [*different, *unrecorded(survey(content)[1])]


def _verify(content: Path) -> list[Verified]:
    archive = read_archive(content)
    files, _ = render_site(archive, TEMPLATES)
    by_path = {file.path: file.data for file in files}
    pages = {each.id: by_path[file_of(each.url)] for each in archive.documents}
    return list(verify(archive, content, pages))


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
        words = sum(count for _, count in result.placed)
        parts.append(
            f"{count(len(result.placed), 'run')} ({words} words) drawn elsewhere in the "
            "file than read."
        )
    if result.repaired:
        parts.append(f"{count(result.repaired, 'paragraph number')} repaired.")
    out.print(" ".join(parts))
    for difference in result.differences:
        out.print(f"  {result.path}: {difference}")
