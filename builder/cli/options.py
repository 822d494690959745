"""Options that several commands share, and what may stand behind them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

import click

PATH = click.Path(path_type=Path)
Command = TypeVar("Command", bound=Callable[..., object])
Shown = Callable[[click.Context, click.Parameter, Path], Path]


def as_day(_: click.Context, __: click.Parameter, written: str | None) -> date | None:
    """A day in the one form in which content has it."""
    if written is None:
        return None
    try:
        day = date.fromisoformat(written)
    except ValueError:
        day = None
    if day is None or day.isoformat() != written:  # another form, such as 2024-W11-5
        raise click.BadParameter(f"must be a day written 2024-03-15; found “{written}”.")
    return day


def as_base_url(_: click.Context, __: click.Parameter, address: str | None) -> str | None:
    """An address below which a site or files can stand."""
    if address is None:
        return None
    from builder.core.identifiers import is_base_url  # a build with nothing to do needs none

    if not is_base_url(address):
        raise click.BadParameter(
            f"must be a web address, such as https://www.example.org/archive; found “{address}”."
        )
    return address


def _with_a_name(_: click.Context, __: click.Parameter, folder: Path) -> Path:
    """A folder by its name, which problems begin with; “.” has none."""
    return folder if folder.name else folder.absolute()


def _commit(_: click.Context, __: click.Parameter, commit: str) -> str:
    if commit and not re.fullmatch(r"[0-9a-f]{7,64}", commit):
        raise click.BadParameter(f"must be the digits of a commit; found “{commit}”.")
    return commit


def folder_option(
    name: str, default: str, does: str, shown: Shown | None = None
) -> Callable[[Command], Command]:
    """An option for a folder; `shown` makes what problems call it."""
    return click.option(
        name, type=PATH, callback=shown, default=Path(default), show_default=True, help=does
    )


content_option = folder_option(
    "--content", "content", "The folder that holds the content.", _with_a_name
)
output_option = folder_option("--output", "site", "The folder to write the site to.")
cache_option = folder_option(
    "--cache", ".cache/archive", "The folder that keeps what later builds can use."
)
scheduler_option = click.option(
    "--scheduler",
    help="A Dask cluster whose workers do what can be divided: tcp://host:8786.",
)
commit_option = click.option(
    "--commit",
    envvar="ARCHIVE_COMMIT",
    default="",
    callback=_commit,
    help="The commit of the content, for the manifest; else $ARCHIVE_COMMIT.",
)
