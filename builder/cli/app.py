"""Commands and options.

Exit status: 0 fine, 1 content to be mended, 2 wrong usage. Commands import what they need when
called: a build with nothing to do ends sooner than the program loads.
"""

from __future__ import annotations

import gc
import time
from datetime import date
from pathlib import Path

import click

from builder import __version__
from builder.cli.messages import out, say_built
from builder.cli.options import (
    PATH,
    as_base_url,
    as_day,
    cache_option,
    commit_option,
    content_option,
    folder_option,
    output_option,
    scheduler_option,
)


class Commands(click.Group):
    """Commands in the order of their definition."""

    def list_commands(self, _: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:  # Click would print an empty line
            raise click.Abort from None


@click.group(cls=Commands, no_args_is_help=True)
@click.version_option(__version__, prog_name="archive", message="%(prog)s %(version)s")
@click.pass_context
def app(context: click.Context) -> None:
    """Builds the open archive of inspection reports."""
    if context.invoked_subcommand != "build":  # which ends before there is much to collect
        gc.enable()


@app.command(short_help="Make a new archive in a folder.")
@click.argument("folder", type=PATH, metavar="DIR")
@click.option("--example", is_flag=True, help="With invented towns and their documents.")
def init(*, folder: Path, example: bool) -> None:
    """Make a new archive in DIR: registries that say what belongs into them, and no document.

    It can be built at once.
    """
    from builder.cli.init import make_archive

    _end_unless(make_archive(folder, example=example))


@app.command()
@content_option
@output_option
@click.option(
    "--base-url", callback=as_base_url, help="Where the site will stand, if not as site.yaml says."
)
@click.option(
    "--originals",
    callback=as_base_url,
    help="Where originals stand, at a host of their own; they are not copied.",
)
@click.option(
    "--strict",
    is_flag=True,
    help="Make everything anew; hold every page against its original, and the ledger.",
)
@cache_option
@click.option("--no-cache", is_flag=True, help="Make everything anew, and keep nothing.")
@commit_option
@click.option("--timings", is_flag=True, help="Say how long each stage took.")
@scheduler_option
def build(
    *,
    content: Path,
    output: Path,
    base_url: str | None,
    originals: str | None,
    strict: bool,
    cache: Path,
    no_cache: bool,
    commit: str,
    timings: bool,
    scheduler: str | None,
) -> None:
    """Build the site from the content.

    What is made of the same things as before is taken from the cache; the site is the same with it
    and without.

    With any problem, every problem is listed and the site that stood there stays as it was.
    """
    from builder.build.up_to_date import made_with, up_to_date
    from builder.store.build_key import TEMPLATES

    kept = None if no_cache else cache
    began = time.perf_counter()
    if not (strict or scheduler) and (
        built := up_to_date(
            content, output, made_with(content, TEMPLATES, (base_url, originals, commit)), kept
        )
    ):
        seconds = time.perf_counter() - began
        if timings:
            out.print(f"{'nothing changed':<24} {seconds:8.2f} s")
        say_built(built, output, seconds)
        return
    from builder.cli.build import run_build as build_archive

    _end_unless(
        build_archive(
            content,
            output,
            base_url,
            originals=originals,
            strict=strict,
            cache=kept,
            commit=commit,
            timings=timings,
            scheduler=scheduler,
        )
    )


@app.command(short_help="Show the site on this machine, anew on every change.")
@content_option
@output_option
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8000,
    show_default=True,
    help="The port on this machine.",
)
@cache_option
def serve(*, content: Path, output: Path, port: int, cache: Path) -> None:
    """Build the site, serve it on this machine only, and rebuild and reload on every change."""
    from builder.cli.serve import serve_and_report as serve_site

    _end_unless(serve_site(content, output, port, cache))


@app.command(short_help="List what `build` would complain of, and what was noticed.")
@content_option
@click.option("--strict", is_flag=True, help="Complain of addresses that are not recorded.")
@click.option(
    "--near", metavar="WORD", help="List words that stand in like company: candidates for synonyms."
)
def check(*, content: Path, strict: bool, near: str | None) -> None:
    """List everything that `build` would complain of, and what the archive noticed in its sources.

    Nothing is written.  What was noticed is no fault of the content: the exit status stays 0.
    """
    if near is not None:
        from builder.cli.synonym_candidates import print_candidates

        _end_unless(print_candidates(content, near))
        return
    from builder.cli.check_and_record import check_and_report as check_content

    _end_unless(check_content(content, strict=strict))


@app.command(short_help="Fetch new reports from their publishers' pages.")
@content_option
@click.option(
    "--authority", "authorities", multiple=True, help="Look at the page of this authority alone."
)
@click.option(
    "--limit",
    type=click.IntRange(0, 10_000),
    default=50,
    show_default=True,
    metavar="N",
    help="How many reports to take at most.",
)
@click.option(
    "--corrections", is_flag=True, help="Ask whether reports that are held have changed, too."
)
@click.option("--dry-run", is_flag=True, help="Say what would be taken, and take nothing.")
@click.option(
    "--looked", callback=as_day, help="The day (2024-03-15) to enter as that of the last look."
)
@click.option(
    "--report", "report_to", type=PATH, help="A file to write the report to, as Markdown."
)
@cache_option
def fetch(
    *,
    content: Path,
    authorities: tuple[str, ...],
    limit: int,
    corrections: bool,
    dry_run: bool,
    looked: date | None,
    report_to: Path | None,
    cache: Path,
) -> None:
    """Look at the pages of content/publishers/ for reports that the archive does not hold, and put
    them into content/inbox/.

    One request a second, to the publisher's own hosts, as its robots.txt allows.  The exit status
    is 1 if anything was not as it should be; the rest is taken all the same.
    """
    from builder.cli.fetch import fetch_and_report as fetch_new
    from builder.convert.fetch.new_reports import FetchOptions

    options = FetchOptions(authorities, limit, corrections, dry_run)
    fetched = fetch_new(
        content,
        options,
        cache=cache,
        looked=looked,
        report_to=report_to,
    )
    _end_unless(fetched)


@app.command(short_help="Convert originals to documents.")
@click.argument("files", type=PATH, nargs=-1)
@content_option
@click.option(
    "--published",
    callback=as_day,
    help="The day of publication (2024-03-15), where none is printed.",
)
@click.option(
    "--authority", default="", help="The authority's id, where the document does not name it."
)
@click.option("--dry-run", is_flag=True, help="Write nothing.")
@click.option("--force", is_flag=True, help="Write documents anew that the archive holds already.")
@click.option(
    "--again", is_flag=True, help="Convert every original again whose document nobody has edited."
)
@click.option(
    "--on",
    callback=as_day,
    help="The day (2024-03-15) of corrections, where published words change.",
)
@click.option("--move", is_flag=True, help="Remove each file once the archive holds it.")
@click.option(
    "--seconds",
    type=click.IntRange(1, 3600),
    default=60,
    show_default=True,
    metavar="N",
    help="The seconds of processor time that one file may take.",
)
@click.option(
    "--report", "report_to", type=PATH, help="A file to write the report to, as Markdown."
)
@cache_option
@scheduler_option
def add(
    *,
    files: tuple[Path, ...],
    content: Path,
    published: date | None,
    authority: str,
    dry_run: bool,
    force: bool,
    again: bool,
    on: date | None,
    move: bool,
    seconds: int,
    report_to: Path | None,
    cache: Path,
    scheduler: str | None,
) -> None:
    """Convert originals to documents, and say what a person should check.

    FILES are originals (.pdf, .txt, .docx, .html), or folders that hold them.

    The exit status is 1 if any file could not be read; the others are added all the same.
    """
    from builder.cli.add import add_and_report as add_files
    from builder.convert.options import AddOptions

    options = AddOptions(
        published=published,
        authority=authority,
        force=force,
        on=on,
        dry_run=dry_run,
        move=move,
        seconds=seconds,
    )
    if bool(files) == again:
        raise click.UsageError("Name the files to add, or give --again, which names none.")
    added = add_files(
        files,
        content,
        options,
        cache=cache,
        again=again,
        report_to=report_to,
        scheduler=scheduler,
    )
    _end_unless(added)


@app.command(short_help="Enter what is published into the ledger.")
@content_option
@click.option("--on", callback=as_day, help="The day of publication (2024-03-15) of what is new.")
@click.option("--site", type=PATH, help="The site that was last published: its log must stay.")
def record(*, content: Path, on: date | None, site: Path | None) -> None:
    """Enter every address and paragraph that is not in the ledger yet: they are published now.

    From then on no build may lose them.  Run again, it changes nothing.  A corrected paragraph is
    entered under the day of its correction; anything else needs `--on`.
    """
    from builder.cli.check_and_record import record_and_report as record_ledger

    _end_unless(record_ledger(content, on, site))


@app.command(short_help="Hold every page of a site against its original.")
@content_option
@folder_option("--site", "site", "The folder of the site that is held against the originals.")
def verify(*, content: Path, site: Path) -> None:
    """Hold every page of a built site against the original that it offers, word by word.

    Coverage is printed, what was put aside, where headings, lists and tables differ from what the
    original says of itself, and each difference.  The exit status is 1 if there is any.
    """
    from builder.cli.verify import verify_site

    _end_unless(verify_site(content, site))


@app.command(short_help="Prove that a passage was recorded, or check such a proof.")
@click.argument("address", default="")
@folder_option("--site", "site", "The folder of the site whose log is read.")
@click.option("--output", type=PATH, help="A file for the proof; else it is printed.")
@click.option("--check", "proof", type=PATH, help="A proof to check, in place of an address.")
def prove(*, address: str, site: Path, output: Path | None, proof: Path | None) -> None:
    """Prove from a site's log that a passage was recorded, with which words and on which day.

    ADDRESS is that of a passage (/documents/<id>/#p28) or of another page. A proof is less than a
    page of text and needs no network to be checked; where the site is at hand, its log and its
    words are held against it too.
    """
    from builder.cli.prove import check_and_report_proof, prove_and_report

    if bool(address) == (proof is not None):
        raise click.UsageError("Name the address of a passage, or give --check with a proof.")
    if proof is not None:
        _end_unless(check_and_report_proof(proof, site))
    else:
        _end_unless(prove_and_report(site, address, output))


@app.command(short_help="Make one SQLite database of a built site's data.")
@folder_option("--site", "site", "The folder of the site whose data files are read.")
def database(*, site: Path) -> None:
    """Make `data/archive.sqlite` in a built site: its tables and every passage, with full-text
    search.

    The same site gives the same bytes.  The next build takes it away again.
    """
    from builder.cli.further_files import make_database

    _end_unless(make_database(site))


@app.command(short_help="Make Akoma Ntoso XML of a built site's documents.")
@content_option
@folder_option("--site", "site", "The folder of the site that holds the documents' pages.")
def akoma_ntoso(*, content: Path, site: Path) -> None:
    """Make `data/akoma-ntoso.zip` in a built site: each document as Akoma Ntoso XML, in the words
    of its page and with its anchors.

    The same content gives the same bytes.  The next build takes it away again.
    """
    from builder.cli.further_files import make_akoma_ntoso

    _end_unless(make_akoma_ntoso(content, site))


def _end_unless(well: bool) -> None:
    if not well:
        raise click.exceptions.Exit(1)
