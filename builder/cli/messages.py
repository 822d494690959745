"""What all commands print: problems, remarks, invalid days."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.core.characters import printable
from builder.core.problems import Problem, count

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from builder.build.build_state import Built


class NotSaid(Exception):
    """Output failed; what is being written is not at fault."""


class Voice:
    """Prints words, control characters by their number."""

    def __init__(self, stream: str) -> None:
        self._stream = stream

    def print(self, words: str) -> None:
        """Print some lines, and let them go at once."""
        stream = getattr(sys, self._stream)  # a bar that is shown puts itself in its place
        try:
            print("\n".join(map(printable, words.split("\n"))), file=stream, flush=True)
        except OSError as error:
            raise NotSaid(error.strerror) from error


out, errors = Voice("stdout"), Voice("stderr")


def complain(problems: Iterable[Problem]) -> None:
    """Say every problem, and how many they are."""
    listed = list(problems)
    for problem in listed:
        errors.print(str(problem))
    errors.print(f"{count(len(listed), 'problem')} found.")


def remark(remarks: Iterable[Problem]) -> None:
    """Say what an editor should know and nothing forbids."""
    for each in remarks:
        errors.print(str(each))


def typed_day(option: str, written: str | None) -> date | None:
    """A day as it was typed."""
    try:
        read = date.fromisoformat(written) if written else None
        if read and read.isoformat() != written:  # another way to write one, such as 2024-W11-5
            raise ValueError
        return read
    except ValueError:
        errors.print(f"{option} must be a day written 2024-03-15; found “{written}”.")
        raise click.exceptions.Exit(2) from None


def say_built(built: Built, output: Path, seconds: float) -> None:
    """Print what a build made and its remarks."""
    remark(built.unused)
    out.print(
        f"Built {count(built.pages, 'page')} from {count(built.documents, 'document')} "
        f"({count(built.files, 'file')} and the search index) in {output}/ "
        f"in {seconds:.1f} s."
    )


def cluster_of(scheduler: str | None) -> Callable[[], Executor] | None:
    """A maker of executors on the named cluster, if any."""
    if scheduler is None:
        return None
    from builder.build.dask_executor import ClusterNotFound, cluster

    try:
        return cluster(scheduler)
    except ClusterNotFound as error:
        errors.print(str(error))
        raise click.exceptions.Exit(2) from None
