"""The commands, and all that they print.

In: what was typed.  Out: words for people, and an exit status: 0 where all is well, 1 where
something of the content must be mended (each problem on a line of its own), 2 where the command
itself was not understood.

Each command loads what it needs when it is called: whether a site stands as it should is seen in
less time than it takes to load the program.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from builder.cli.say import out, say_built
from builder.standing import standing

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Builds the open archive of inspection reports.",
)
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
    kept = None if no_cache else cache
    began = time.perf_counter()
    if not (strict or scheduler) and (built := standing(content, output, base_url, cache=kept)):
        seconds = time.perf_counter() - began
        if timings:
            out.print(f"{'nothing changed':<24} {seconds:8.2f} s")
        say_built(built, output, seconds)
        return
    from builder.cli import building

    _end_unless(
        building.build(
            content,
            output,
            base_url,
            strict=strict,
            cache=kept,
            timings=timings,
            scheduler=scheduler,
        )
    )


@app.command()
def serve(
    content: Content = Path("content"),
    output: Output = Path("site"),
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port on this machine.")] = 8000,
    cache: Kept = CACHE,
) -> None:
    """Build the site, serve it on this machine only, and rebuild and reload on every change."""
    from builder.cli import serving

    _end_unless(serving.serve(content, output, port, cache))


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
    from builder.cli import checking

    _end_unless(checking.check(content, strict=strict))


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
    scheduler: Scheduler = None,
) -> None:
    """Convert originals to documents, and say what a person should check.

    The exit status is 1 if any file could not be read; the others are added all the same.
    """
    from builder.cli import adding

    _end_unless(
        adding.add(
            files,
            content,
            published,
            authority,
            dry_run=dry_run,
            force=force,
            move=move,
            report_to=report_to,
            scheduler=scheduler,
        )
    )


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
    from builder.cli import checking

    _end_unless(checking.record(content, on))


@app.command(name="verify")
def verify_originals(content: Content = Path("content")) -> None:
    """Hold every page against its original, word by word; print coverage and each difference."""
    from builder.cli import verifying

    _end_unless(verifying.verify_originals(content))


def _end_unless(well: bool) -> None:
    if not well:
        raise typer.Exit(1)
