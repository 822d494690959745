"""Differences in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from builder.verify.compare.alignment import CONTEXT, Alignment, runs_of

_SHOWN = 14
"""Words shown of a difference itself."""


def list_differences(alignment: Alignment) -> None:
    on_page, original = alignment.page.words, alignment.original
    elsewhere = {" ".join(on_page[at] for at in run) for run in runs_of(alignment.extra)}
    moved = set()
    for run in runs_of(alignment.missing):
        text = " ".join(map(alignment.word, run))
        page = original.line(run[0]).page
        where = f" (page {page})" if page else ""
        if text in elsewhere:
            moved.add(text)
            what = "out of its place on the page"
        else:
            what = "missing from the page"
        shown = _around(run, len(original.words), original.shown)
        alignment.differences.append(f"{what}: {shown}{where}")
    for run in runs_of(alignment.extra):
        if " ".join(on_page[at] for at in run) not in moved:
            shown = _around(run, len(on_page), on_page.__getitem__)
            alignment.differences.append(f"not in the original: {shown}")


def _around(run: Sequence[int], size: int, word: Callable[[int], str]) -> str:
    """A run of words with those on both sides; `word` says each of them."""

    def said(places: Iterable[int]) -> str:
        return " ".join(map(word, places))

    before = said(range(max(run[0] - CONTEXT, 0), run[0]))
    if len(run) <= _SHOWN:
        shown = said(run)
    else:
        begin, end = said(run[: _SHOWN - CONTEXT]), said(run[-CONTEXT:])
        shown = f"{begin} … ({len(run):,} words) … {end}"
    after = said(range(run[-1] + 1, min(run[-1] + 1 + CONTEXT, size)))
    return f"“{f'{before} ' if before else ''}[{shown}]{f' {after}' if after else ''}”"
