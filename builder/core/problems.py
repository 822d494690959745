"""Problems are values: what is wrong with the content, where, and how to mend it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from builder.core.characters import printable

_LONGEST = 1000


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong with the content, sorted by where it stands."""

    path: str
    """The file, relative to the folder that holds the content folder, with forward slashes."""
    line: int
    """1-based; 1 where the whole file is meant."""
    message: str
    """What must hold, what was found, and how to fix it."""

    def __str__(self) -> str:
        """One line, whatever the file is called and whatever was found in it."""
        message = self.message
        if len(message) > _LONGEST:
            message = f"{message[: _LONGEST // 2]} […] {message[-_LONGEST // 2 :]}"
        return printable(f"{self.path}:{self.line}: {message}")


class ProblemsFound(Exception):
    """Raised by a stage that cannot go on; carries every problem it found, sorted, once each."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[ProblemsFound], tuple[tuple[Problem, ...]]]:
        """So that it arrives whole from another process."""
        return ProblemsFound, (self.problems,)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A suggestion to append to a message: the nearest known word, or nothing.

    >>> did_you_mean("plymoth", ["derby", "plymouth"])
    ' Did you mean “plymouth”?'
    """
    near = difflib.get_close_matches(word, sorted(known), n=1)
    return f" Did you mean “{near[0]}”?" if near else ""


def count(number: int, noun: str, plural: str = "") -> str:
    """How many of something, in words.

    >>> count(1, "page"), count(1200, "page"), count(2, "entry", "entries")
    ('1 page', '1,200 pages', '2 entries')
    """
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"
