"""The commands that make a site: build, serve, verify.

In: what was asked for.  Out: words for people; whether all is well.  A module of its own because a
site in which nothing has changed is seen without all that this loads.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path

import typer

from builder.addresses import is_base_url
from builder.build import build_site, read_archive, render_site
from builder.cli.say import cluster_of, complain, errors, out, say_built
from builder.desk import Tell, silent
from builder.files import file_of
from builder.hosting import PortNotFree
from builder.preview import Preview
from builder.problems import Problem, ProblemsFound, count
from builder.program import TEMPLATES
from builder.record import survey, unrecorded
from builder.serve import serve as serve_site
from builder.verify import Verified, verify
from builder.watch import Watch


def build(
    content: Path,
    output: Path,
    base_url: str | None,
    *,
    strict: bool,
    cache: Path | None,
    timings: bool,
    scheduler: str | None,
) -> bool:
    """Build and say so; False, with every problem said, where something is wrong."""
    if base_url is not None and not is_base_url(base_url):
        errors.print(
            f"--base-url must be a web address, such as https://www.example.org/archive; found "
            f"“{base_url}”."
        )
        raise typer.Exit(2)
    executor = cluster_of(scheduler)
    with Watch(out if timings else None) as watch:
        return _build(
            content,
            output,
            base_url,
            strict=strict,
            cache=cache,
            executor=executor,
            tell=watch.tell,
        )


def serve(content: Path, output: Path, port: int, cache: Path) -> bool:
    """Serve until Ctrl-C; False where that cannot be."""

    preview = Preview(content, output, cache)

    def rebuild() -> bool:
        built = _build(content, output, None, cache=cache)
        preview.renew()
        return built

    if not content.is_dir():  # nothing to watch until it is there
        rebuild()
        return False
    try:
        serve_site(output, [content, TEMPLATES], rebuild, port, out.print, preview.page)
    except PortNotFree as error:
        errors.print(str(error))
        return False
    return True


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


def _build(
    content: Path,
    output: Path,
    base_url: str | None,
    *,
    strict: bool = False,
    cache: Path | None = None,
    executor: Callable[[], Executor] | None = None,
    tell: Tell = silent,
) -> bool:
    """Build and say so; False, with every problem said, where something is wrong."""
    started = time.perf_counter()
    stood = _identity(output)
    try:
        if strict:
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
            unknown = unrecorded(survey(content)[1])
            if problems := [*different, *unknown]:
                raise ProblemsFound(problems)
        built = build_site(content, output, base_url, cache=cache, executor=executor, tell=tell)
    except (ProblemsFound, KeyboardInterrupt, SystemExit) as ended:
        if isinstance(ended, ProblemsFound):
            complain(ended.problems)
        if stood and _identity(output) == stood:
            errors.print(f"{output}/ was left as it was.")
        if isinstance(ended, ProblemsFound):
            return False
        raise
    say_built(built, output, time.perf_counter() - started)
    return True


def _identity(output: Path) -> int:
    """What tells one site in its place from another; 0 where none stands."""
    return output.stat().st_ino if output.exists() else 0


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
