"""Words that need not be on the page: page furniture, and what nobody sees."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby

from builder.verify.compare.alignment import Alignment, runs_of
from builder.verify.original import UNSEEN


def take_aside_lines(alignment: Alignment) -> None:
    """Words of the page that the witness took for furniture: they are in the original."""
    lines: dict[int, list[int]] = defaultdict(list)
    for at, line in enumerate(alignment.original.line_of):
        if alignment.original.lines[line].aside:
            lines[line].append(at)
    if not lines or not alignment.extra:
        return
    known: dict[tuple[str, ...], list[list[int]]] = defaultdict(list)
    for places in lines.values():
        known[tuple(map(alignment.word, places))].append(places)
    for run in runs_of(alignment.extra):
        words = [alignment.page.words[at] for at in run]
        at = 0
        while at < len(words):
            for key, stands in known.items():
                end = at + len(key)
                if (
                    stands
                    and tuple(words[at:end]) == key
                    and alignment.page.begins_block(run[at])
                    and alignment.page.begins_block(run[at] + len(key))
                ):
                    own = stands.pop(0)
                    for offset, place in enumerate(own):
                        alignment.on_page[place] = run[at + offset]
                    alignment.found([], run[at:end])
                    at = end
                    break
            else:
                at += 1


def take_hidden(alignment: Alignment) -> None:
    """Words that nobody sees who looks at the printed page."""
    hidden = [at for at in alignment.missing if not alignment.original.seen([at])]
    for run in runs_of(hidden):
        for part in [run] if alignment.original.drawn else _by_line(alignment, run):
            put_aside(alignment, "hidden", part)
    alignment.found(hidden, [])


def _by_line(alignment: Alignment, run: Sequence[int]) -> Iterator[list[int]]:
    for _, places in groupby(run, alignment.original.line_of.__getitem__):
        yield list(places)


def put_aside(alignment: Alignment, why: str, places: Sequence[int]) -> None:
    text = " ".join(map(alignment.original.shown, places))
    if why == "page furniture":  # one line, whatever page number it has
        text = re.sub(r"^\d+(?: |$)|(?:^| )\d+$", "", text) or "page numbers"
    alignment.aside[why, text][alignment.original.line(places[0]).page] = None


def list_aside(alignment: Alignment) -> None:
    """What was put aside because of where it stands."""
    lines: dict[int, list[int]] = defaultdict(list)
    for at, line in enumerate(alignment.original.line_of):
        aside = alignment.original.lines[line].aside
        if aside and aside not in UNSEEN and at not in alignment.on_page:
            lines[line].append(at)
    for line, places in lines.items():
        put_aside(alignment, alignment.original.lines[line].aside, places)
