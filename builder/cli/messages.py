"""What all commands print: problems, remarks, invalid days."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.core.characters import printable
from builder.core.problems import Problem, count

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from builder.build.build_state import Built
    from builder.model import Authority


class NotSaid(Exception):
    """Output failed; what is being written is not at fault."""


class NobodyReads(NotSaid):
    """Whoever read the output has gone, as `head` does when it has enough."""


class Voice:
    """Prints words, control characters by their number."""

    def __init__(self, stream: str) -> None:
        self._stream = stream

    def print(self, words: str) -> None:
        """Print some lines, and let them go at once."""
        stream = getattr(sys, self._stream)  # a bar that is shown puts itself in its place
        try:
            print("\n".join(map(printable, words.split("\n"))), file=stream, flush=True)
        except BrokenPipeError as error:
            raise NobodyReads(error.strerror) from error
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


def shell_word(path: str) -> str:
    """A path as it can be typed into a shell.

    >>> print(shell_word("my archive"), shell_word("-x"), shell_word("a\\nb"))
    'my archive' ./-x $'a\\nb'
    """
    if printable(path) != path:  # a line break, as all shells of today read it
        path = path.replace("\\", r"\\").replace("'", r"\'")
        return f"$'{printable(path)}'"
    return shlex.quote(f"./{path}" if path.startswith("-") else path)


def unknown_authority(typed: str, known: Iterable[Authority]) -> click.BadParameter:
    """Wrong usage: what was typed behind `--authority` is no id. Says which come near."""
    import difflib  # only where something is wrong

    ids = {
        name.lower(): each.id
        for each in known
        for name in (each.id, each.place, each.name, *each.aliases)
    }
    name = typed.lower()
    names = [name] if name in ids else difflib.get_close_matches(name, ids)
    near = dict.fromkeys(ids[each] for each in names)
    hint = " or ".join(f"“{each}”" for each in near)
    says = f"Did you mean {hint}?" if hint else f"None of the {len(set(ids.values()))} is like it."
    return click.BadParameter(
        f"must be an id of authorities.yaml; found “{typed}”. {says}",
        click.get_current_context(silent=True),
        param_hint="'--authority'",
    )


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
