"""Problems as values: what is wrong with the content, where, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from builder.core.characters import printable

_LONGEST = 1000


class Problem(NamedTuple):
    """One thing wrong with the content; sorts by path and line."""

    path: str
    """The file, relative to the folder that holds the content folder, with forward slashes."""
    line: int
    """1-based; 1 where the whole file is meant."""
    message: str
    """What must hold, what was found, and how to fix it."""

    def __str__(self) -> str:
        """One line, whatever the names and values in it contain."""
        message = self.message
        if len(message) > _LONGEST:
            message = f"{message[: _LONGEST // 2]} […] {message[-_LONGEST // 2 :]}"
        return printable(f"{self.path}:{self.line}: {message}")


class ProblemsFound(Exception):
    """Raised by a stage that cannot go on, with all its problems, sorted and unique."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[ProblemsFound], tuple[tuple[Problem, ...]]]:
        """Pickle with its problems."""
        return ProblemsFound, (self.problems,)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A suggestion for the end of a message: the nearest known word, or nothing.

    >>> did_you_mean("plymoth", ["derby", "plymouth"])
    ' Did you mean “plymouth”?'
    """
    near = nearest(word, known)
    return f" Did you mean “{near}”?" if near else ""


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that a misspelt one is probably meant for, or ""."""
    import difflib  # only where something is wrong

    return next(iter(difflib.get_close_matches(word, sorted(known), n=1)), "")


def count(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun.

    >>> count(1, "page"), count(1200, "page"), count(2, "entry", "entries")
    ('1 page', '1,200 pages', '2 entries')
    """
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"
