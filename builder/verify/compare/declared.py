"""What editors declare: parts left out, numbers repaired, questions answered."""

from __future__ import annotations

import re
from collections.abc import Sequence

from builder.model import LeftOut, Repair
from builder.verify.compare.alignment import Alignment, Places, find, runs_of
from builder.verify.compare.aside import put_aside


def without_left_out(
    alignment: Alignment, must: Places, left_out: Sequence[LeftOut]
) -> tuple[Places, tuple[tuple[str, int], ...]]:
    """The places without the declared runs, and how long each run is."""
    kept, counts = list(must), []
    for run in left_out:
        start, end = run.start.split(), run.end.split()
        words = [alignment.word(at) for at in kept]
        first = find(words, start, 0)
        last = find(words, end, first) if first >= 0 else -1
        if last < 0:
            alignment.differences.append(
                f"left out but not in the original: “{run.start} … {run.end}”"
            )
            continue
        stop = last + len(end)
        counts.append((run.what, stop - first))
        kept[first:stop] = []
    return kept, tuple(counts)


def take_repair(alignment: Alignment, repair: Repair) -> int:
    """Take a declared repair's words; complain if there are none.

    The page gains just the paragraph's number; the original loses at most the quoted one, with the
    words around it.
    """
    number = re.sub(r"^p(\d+).*$", r"\1.", repair.at)
    gained = next((at for at in alignment.extra if alignment.page.words[at] == number), None)
    quoted = repair.printed.split()
    lost = next(
        (
            at
            for at in alignment.missing
            if re.fullmatch(r"\d+\.?", alignment.word(at))
            and alignment.word(at) in quoted
            and _stands(alignment.original.words, at, quoted)
        ),
        None,
    )
    if gained is None or (lost is None) != (repair.what == "number-lost"):
        alignment.differences.append(
            f"declared as repaired, but not so in the original: {repair.at}"
        )
        return 0
    alignment.found([] if lost is None else [lost], [gained])
    return 1


def take_answered(alignment: Alignment, answered: Sequence[str]) -> None:
    """Words of which a person decided that they need not be on the page."""
    for text in answered:
        words = text.split()
        if not words:  # covered words are not repeated in what an editor is asked
            continue
        for run in runs_of(alignment.missing):
            own = [alignment.word(each) for each in run]
            at = find(own, words, 0)
            if at >= 0:
                run = run[at : at + len(words)]
            elif find(words, own, 0) < 0:
                continue
            put_aside(alignment, "decided by an editor", run)
            alignment.found(run, [])
            break


def _stands(words: Sequence[str], at: int, quoted: Sequence[str]) -> bool:
    """Whether the quoted words stand around a place."""
    return any(
        list(words[at - offset : at - offset + len(quoted)]) == list(quoted)
        for offset in range(len(quoted))
        if at >= offset
    )
