"""Differences in words."""

from __future__ import annotations

from collections.abc import Sequence

from builder.verify.compare.alignment import CONTEXT, Alignment, runs_of

_SHOWN = 14
"""Words shown of a difference itself."""


def list_differences(alignment: Alignment) -> None:
    on_page = alignment.page.words
    elsewhere = {" ".join(on_page[at] for at in run) for run in runs_of(alignment.extra)}
    moved = set()
    for run in runs_of(alignment.missing):
        text = " ".join(map(alignment.word, run))
        page = alignment.original.line(run[0]).page
        where = f" (page {page})" if page else ""
        if text in elsewhere:
            moved.add(text)
            what = "out of its place on the page"
        else:
            what = "missing from the page"
        alignment.differences.append(f"{what}: {_around(alignment.original.words, run)}{where}")
    for run in runs_of(alignment.extra):
        if " ".join(on_page[at] for at in run) not in moved:
            alignment.differences.append(f"not in the original: {_around(on_page, run)}")


def _around(words: Sequence[str], run: Sequence[int]) -> str:
    """A run of words with those on both sides."""
    first, last = run[0], run[-1] + 1
    before = " ".join(words[max(first - CONTEXT, 0) : first])
    shown = list(words[first:last])
    if len(shown) > _SHOWN:
        shown = [*shown[: _SHOWN - CONTEXT], f"… ({len(run):,} words) …", *shown[-CONTEXT:]]
    after = " ".join(words[last : last + CONTEXT])
    return f"“{f'{before} ' if before else ''}[{' '.join(shown)}]{f' {after}' if after else ''}”"
