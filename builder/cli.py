"""The commands, and all that they print.

In: what was typed.  Out: words for people, and an exit status: 0 where all is well, 1 where
something of the content must be mended (each problem on a line of its own), 2 where the command
itself was not understood.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from builder import serve as server
from builder.addresses import is_base_url
from builder.archive import Archive
from builder.build import (
    TEMPLATES,
    build_site,
    check_originals,
    read_archive,
    render_site,
    silent,
    unused,
)
from builder.checks import checks, lines
from builder.cluster import ClusterNotFound, cluster
from builder.convert.add import ADDED, FAILED, HELD, Outcome, waiting
from builder.convert.add import add as add_files
from builder.convert.convert import Wishes
from builder.convert.report import count, facts, report
from builder.desk import Tell
from builder.files import file_of
from builder.links import link
from builder.problems import Problem, ProblemsFound, did_you_mean
from builder.record import record as write_ledger
from builder.record import survey, unrecorded
from builder.registry import read_registry
from builder.verify import Verified, verify
from builder.watch import Watch
from builder.workers import processes

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Builds the open archive of inspection reports.",
)
out = Console(soft_wrap=True, highlight=False, markup=False, emoji=False)
errors = Console(soft_wrap=True, highlight=False, markup=False, emoji=False, stderr=True)

Content = Annotated[Path, typer.Option(help="The folder that holds the content.")]
Output = Annotated[Path, typer.Option(help="The folder to write the site to.")]
CACHE = Path(".cache/archive")
Kept = Annotated[Path, typer.Option(help="The folder that keeps what later builds can use.")]
Scheduler = Annotated[
    str | None,
    typer.Option(help="A Dask cluster whose workers do what can be divided: tcp://host:8786."),
]
BaseUrl = Annotated[
    str | None, typer.Option(help="Where the site will stand, if not as site.yaml says.")
]


@app.command()
def build(
    content: Content = Path("content"),
    output: Output = Path("site"),
    base_url: BaseUrl = None,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict", help="First hold every page against its original, and the ledger."
        ),
    ] = False,
    cache: Kept = CACHE,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Make everything anew, and keep nothing.")
    ] = False,
    timings: Annotated[
        bool, typer.Option("--timings", help="Say how long each stage took.")
    ] = False,
    scheduler: Scheduler = None,
) -> None:
    """Build the site from the content.

    What is made of the same things as before is taken from the cache; the site is the same with it
    and without.

    With any problem, every problem is listed and the site that stood there stays as it was.
    """
    if base_url is not None and not is_base_url(base_url):
        errors.print(
            f"--base-url must be a web address, such as https://www.example.org/archive; found "
            f"“{base_url}”."
        )
        raise typer.Exit(2)
    executor = _cluster(scheduler)
    watch = Watch(out if timings else None)
    with watch:
        done = _build(
            content,
            output,
            base_url,
            strict=strict,
            cache=None if no_cache else cache,
            executor=executor,
            tell=watch.tell,
        )
    if not done:
        raise typer.Exit(1)


@app.command()
def serve(
    content: Content = Path("content"),
    output: Output = Path("site"),
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port on this machine.")] = 8000,
    cache: Kept = CACHE,
) -> None:
    """Build the site, serve it on this machine only, and rebuild and reload on every change."""

    def rebuild() -> bool:
        return _build(content, output, None, cache=cache)

    if not content.is_dir():  # nothing to watch until it is there
        rebuild()
        raise typer.Exit(1)
    try:
        server.serve(output, [content, TEMPLATES], rebuild, port, out.print)
    except server.PortNotFree as error:
        errors.print(str(error))
        raise typer.Exit(1) from None


@app.command()
def check(
    content: Content = Path("content"),
    strict: Annotated[
        bool, typer.Option("--strict", help="Complain of addresses that are not recorded.")
    ] = False,
) -> None:
    """List everything that `build` would complain of, and what the archive noticed in its sources.

    Nothing is written.  What was noticed is no fault of the content: the exit status stays 0.
    """
    try:
        archive, missing = survey(content)
        check_originals(archive, content)
        if strict and missing:
            raise ProblemsFound(unrecorded(missing))
    except ProblemsFound as found:
        _complain(found.problems)
        raise typer.Exit(1) from None
    _remark(unused(content, archive))
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


def _noticed(archive: Archive) -> Iterator[tuple[str, int, str]]:
    """What the archive noticed in its sources: file, line, words."""
    standing = lru_cache(maxsize=64)(lambda id: lines(archive.by_id[id]))
    for each in checks(archive, link(archive)):
        line = standing(each.document).get(each.anchor, 1)
        path = archive.by_id[each.document].path
        yield path, line, f"noticed ({each.rule}): “{each.printed}” – {each.says}"


@app.command()
def add(
    files: Annotated[
        list[Path],
        typer.Argument(help="Originals: .pdf, .txt, .docx, .html; or folders that hold them."),
    ],
    content: Content = Path("content"),
    published: Annotated[
        str | None,
        typer.Option(help="The day of publication (2024-03-15), where none is printed."),
    ] = None,
    authority: Annotated[
        str, typer.Option(help="The authority's id, where the document does not name it.")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write nothing.")] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Write documents anew that the archive holds already.")
    ] = False,
    move: Annotated[
        bool, typer.Option("--move", help="Remove each file once the archive holds it.")
    ] = False,
    report_to: Annotated[
        Path | None,
        typer.Option("--report", help="A file to write the report to, as Markdown."),
    ] = None,
) -> None:
    """Convert originals to documents, and say what a person should check.

    The exit status is 1 if any file could not be read; the others are added all the same.
    """
    day = _day("--published", published)
    try:
        registry = read_registry(content)
    except ProblemsFound as found:
        _complain(found.problems)
        raise typer.Exit(1) from None
    if authority and authority not in registry.authorities:
        hint = did_you_mean(authority, registry.authorities)
        errors.print(f"--authority must be an id of authorities.yaml; found “{authority}”.{hint}")
        raise typer.Exit(2)
    originals = list(waiting(files))
    with Progress(console=errors, transient=True, disable=not errors.is_terminal) as progress:
        bar = progress.add_task("Converting", total=len(originals))
        outcomes = add_files(
            originals,
            content,
            registry,
            Wishes(day, authority),
            processes,
            force=force,
            dry_run=dry_run,
            move=move,
            done=lambda outcome: progress.advance(bar),
        )
    for outcome in outcomes:
        _report_outcome(outcome, dry_run=dry_run)
    _summarise(outcomes)
    if report_to:
        report_to.write_text(report(outcomes), encoding="utf-8")
    if any(outcome.state == FAILED for outcome in outcomes):
        raise typer.Exit(1)


@app.command()
def record(
    content: Content = Path("content"),
    on: Annotated[
        str | None, typer.Option(help="The day of publication (2024-03-15) of what is new.")
    ] = None,
) -> None:
    """Enter every address and paragraph that is not in the ledger yet: they are published now.

    From then on no build may lose them.  Run again, it changes nothing.  A corrected paragraph is
    entered under the day of its correction; anything else needs `--on`.
    """
    day = _day("--on", on)
    try:
        _, missing = survey(content)
    except ProblemsFound as found:
        _complain(found.problems)
        raise typer.Exit(1) from None
    undated = [each for each in missing if each.undated]
    if undated and day is None:
        errors.print(
            f"--on must give the day of publication of what is new ({undated[0].what} and "
            f"{count(len(undated) - 1, 'file')} more of the ledger); found none."
        )
        raise typer.Exit(2)
    try:
        write_ledger(missing, content, day or date.min)
    except OSError as error:
        errors.print(f"{content}: the ledger cannot be written: {error.strerror}.")
        raise typer.Exit(1) from None
    for each in missing:
        out.print(f"{content.name}/{each.file}: {each.new} new, {each.changed} changed")
    out.print(f"{count(len(missing), 'file')} of the ledger written.")


def _day(option: str, written: str | None) -> date | None:
    """A day as it was typed."""
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        errors.print(f"{option} must be a day written 2024-03-15; found “{written}”.")
        raise typer.Exit(2) from None


@app.command(name="verify")
def verify_originals(content: Content = Path("content")) -> None:
    """Hold every page against its original, word by word; print coverage and each difference."""
    try:
        results = _verify(content)
    except ProblemsFound as found:
        _complain(found.problems)
        raise typer.Exit(1) from None
    for result in results:
        _report(result)
    if not all(result.whole for result in results):
        raise typer.Exit(1)


def _cluster(scheduler: str | None) -> Callable[[], Executor] | None:
    """Makes the executor of a cluster, if one is named."""
    if scheduler is None:
        return None
    try:
        return cluster(scheduler)
    except ClusterNotFound as error:
        errors.print(str(error))
        raise typer.Exit(2) from None


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
            _complain(ended.problems)
        if stood and _identity(output) == stood:
            errors.print(f"{output}/ was left as it was.")
        if isinstance(ended, ProblemsFound):
            return False
        raise
    _remark(built.unused)
    seconds = time.perf_counter() - started
    out.print(
        f"Built {count(built.pages, 'page')} from {count(built.documents, 'document')} "
        f"({count(built.files, 'file')} and the search index) in {output}/ "
        f"in {seconds:.1f} s."
    )
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


def _report_outcome(outcome: Outcome, *, dry_run: bool) -> None:
    """What was recognised in one file, what was not, and what a person should check."""
    converted = outcome.converted
    if converted is None:
        errors.print(f"{outcome.file}: {outcome.reason}")
        return
    would = "would become" if dry_run else "→"
    out.print(f"{outcome.file} {would} {outcome.document}")
    out.print("  " + ", ".join(facts(converted)))
    for remark in converted.remarks:
        out.print(f"  check: {remark}")


def _summarise(outcomes: list[Outcome]) -> None:
    """A table of what became of the files, where there were several."""
    if not outcomes:
        out.print("There was no file to convert.")
    if len(outcomes) < 2:
        return
    table = Table(box=None, pad_edge=False)
    for name in ("File", "Result", "Document", "To check"):
        table.add_column(name, overflow="fold")
    for outcome in outcomes:
        remarks = len(outcome.converted.remarks) if outcome.converted else 0
        table.add_row(outcome.file.name, outcome.state, outcome.document, str(remarks or ""))
    out.print(table)
    counts = {
        state: sum(each.state == state for each in outcomes) for state in (ADDED, HELD, FAILED)
    }
    out.print(", ".join(f"{count} {state}" for state, count in counts.items()) + ".")


def _complain(problems: Iterable[Problem]) -> None:
    listed = list(problems)
    for problem in listed:
        errors.print(str(problem))
    errors.print(f"{count(len(listed), 'problem')} found.")


def _remark(remarks: Iterable[Problem]) -> None:
    """Say what an editor should know and nothing forbids."""
    for remark in remarks:
        errors.print(str(remark))
