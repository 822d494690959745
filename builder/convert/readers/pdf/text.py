"""A block's runs → text with typography and mark, wrapped lines joined."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence, Set

from msgspec import Struct
from msgspec.structs import replace

from builder.convert.readers.pdf.runs import Run
from builder.convert.stream.pieces import Kind, Piece
from builder.convert.stream.text_runs import HYPHEN, SHOWN, printed, spans
from builder.language.sentences import begins_inside, ends_sentence
from builder.model import Text

_BULLETS = "•●○◦▪■□▫◼◾‣⁃➢✓✗☐→"
_BULLET = re.compile(rf"[{_BULLETS}\ue000-\uf8ff](?=\s|\w|[‘“(])|[{_BULLETS}\ue000-\uf8ff]$")
_NUMBER = re.compile(r"\(?\d{1,3}[.)](?=\s|$)")
_LISTED = re.compile(
    r"[–—−‐‑‒―─⎯\u0336\-o*](?=\s|$)|\d{1,3}\.(?=\s|$|[^\W\d_]|[“‘(])"
    r"|\(?\d{1,3}(?:\.\d{1,3})*[.)](?=\s|$)|\d{1,3}(?:\.\d{1,3})+(?=\s|$)|\(?(?:[ivx]{1,5}|[A-Za-z])[.)](?=\s|$)"
)
"""What marks an entry only where the file says that it is one."""

_LONGEST_HEADING = 200
"""In characters."""

_SUSPENDED = re.compile(r"(?:and|or|to)\s")
"""What follows the first of two words that share their end."""
_NOTE = re.compile(r"(\d{1,3}|\*{1,3}|[†‡§])")
_MARKS = {
    (False, False): "",
    (True, False): "em",
    (False, True): "strong",
    (True, True): "em strong",
}
"""The typography of a span: of italic, bold."""
_ADDRESS = re.compile(r"(?:[\w.-]+@|www\.|https?://)\S+")
_CUT = re.compile(rf"\w-$|{HYPHEN}$")
_FIRST = re.compile(r"\s*\S*")
_WORD_END = re.compile(r"[^\W\d_]\W?$|[.,;:)’”]$")
_TAGGED_NOTE = re.compile(r"(?:\d{1,3}|\*{1,3}|[†‡§])(?![\d.)*])")
_LEADERS = re.compile(r"\s*+(\d{1,4})\s*+(?:[.…]\s?){4}")
"""Of a text read backwards, so that it is looked at once."""
_APART = 2
"""How many lines further the next row of a contents list may end, as headings wrap."""
_LONG_LINE = 0.6
"""The part of the width of the text from which a line is no entry of a list."""
_NARROW = 0.6
"""The part of the width of the text that no paragraph is as narrow as."""
_FEW = 2
"""Ends of lines beyond which one alone that does not fill its line is no break."""
UNNUMBERED = 5
"""Pages by which printed numbers may run ahead of those of the file."""


class Measure(Struct, frozen=True):
    """What the whole document says of its text."""

    right: float = 0.0
    """Where its lines end, as near as can be told."""
    notes: Set[tuple[int, str]] = frozenset()
    """The page and mark of every footnote."""


def leaders(text: str) -> int | None:
    """The number at the end of a line of a contents list, after dots."""
    found = _LEADERS.match(text[::-1])
    return int(found[1][::-1]) if found else None


def contents_rows(texts: Sequence[str], pages: int) -> set[int]:
    """The rows of a contents list: several in a row with rising page numbers.

    Dotted blanks of a form are none.
    """
    found: set[int] = set()
    row: list[int] = []
    last = 0
    for at, text in enumerate(texts):
        number = leaders(text)
        if number is None:
            continue
        if row and (at - row[-1] > _APART or number < last):
            row = []
        row.append(at)
        last = number
        # Two alone may be blanks that happen to grow.
        if len(row) > 2 or (len(row) > 1 and number <= pages + UNNUMBERED):
            found.update(row[-3:])
    return found


def piece(
    kind: Kind,
    runs: Sequence[Run],
    measure: Measure,
    *,
    level: int = 0,
    marker: str = "",
    listed: bool = False,
    breaks: bool = True,
) -> Piece | None:
    """A block's runs as a piece, or None if empty.

    `listed`: the file calls it a list entry. `breaks`: line breaks count (not in cells, whose width
    is unknown).
    """
    runs = inked(runs)
    if not runs:
        return None
    first = runs[0]
    if kind == "heading" and sum(len(run.text) for run in runs) > _LONGEST_HEADING:
        kind, level = "paragraph", 0  # An author's style, put on a paragraph by mistake.
    note = ""
    if kind != "heading" and not marker:
        note = leading_note(runs, tagged=kind == "footnote")
        if note and (kind == "footnote" or (first.page, note) in measure.notes):
            kind, runs = "footnote", _without(runs, note)
        else:
            kind, note = ("paragraph" if kind == "footnote" else kind), ""
    if kind in ("paragraph", "item") and not marker:
        marker = begins(runs, listed)
        runs = _without(runs, marker)
    text = joined(runs, measure, breaks=breaks)
    marker = printed(marker).strip()
    if not text and not (any(map(str.isalnum, marker)) or note):
        return None
    sizes: Counter[float] = Counter()
    for run in runs or (first,):
        sizes[round(run.size, 1)] += len(run.text.strip())
    return Piece(
        kind,
        text,
        page=first.page,
        level=level,
        size=max(sizes, key=lambda size: (sizes[size], size)),
        bold=bool(text) and all(run.bold for run in runs if run.text.strip()),
        left=round(first.x0, 1),
        top=round(first.y, 1),
        marker=marker,
        note=note,
    )


def leading_note(runs: Sequence[Run], *, tagged: bool = False) -> str:
    """The mark that begins a footnote, or "".

    A `tagged` one may be as large as its words.
    """
    runs = inked(runs)
    if not runs:
        return ""
    words = runs[0].text.strip()
    if tagged:
        mark = _TAGGED_NOTE.match(words)
        return mark[0] if mark and (len(runs) > 1 or mark.end() < len(words)) else ""
    return words if len(runs) > 1 and _NOTE.fullmatch(words) and _raised(runs[0], runs[1]) else ""


def joined(runs: Sequence[Run], measure: Measure, *, breaks: bool = True) -> Text:
    """A block's text: lines joined, typography as spans."""
    parts: list[tuple[str, str, str]] = []
    dividers = _dividers(runs, measure, breaks)
    for at, run in enumerate(runs):
        words = printed(run.text)
        styled = runs[at - 1] if (run.italic or run.bold) and _stray(runs, at) else run
        mark = _MARKS[styled.italic, styled.bold]
        if at and _is_mark(run, runs[at - 1], measure):
            mark = "note"
        parts.append((dividers[at], "", ""))
        parts.append((words, mark, run.href))
    return spans(parts)


def _stray(runs: Sequence[Run], at: int) -> bool:
    """Whether a run is signs alone, bold or italic unlike the words on both sides.

    An author's slip: an italic full stop behind upright words.
    """
    run = runs[at]
    if not at or any(map(str.isalnum, run.text)):
        return False
    beside = {(each.italic, each.bold) for each in (runs[at - 1], *runs[at + 1 : at + 2])}
    return (run.italic, run.bold) not in beside


def _dividers(runs: Sequence[Run], measure: Measure, breaks: bool) -> list[str]:
    """Before each run: nothing, a space, or a line break."""
    dividers = [""]
    wraps: list[int] = []
    for at in range(1, len(runs)):
        last, run = runs[at - 1], runs[at]
        same_page = run.page == last.page
        beside = same_page and abs(run.y - last.y) < 0.6 * max(run.size, last.size)
        if lost_mark(run, last, measure):
            dividers.append(" ")
        elif same_page and run.order == last.order + 1 and "\n" not in run.before:
            dividers.append(run.before)
        elif beside and run.x0 > last.x0 and last.upright:
            dividers.append(" " if run.x0 - last.x1 > 0.15 * max(run.size, last.size) else "")
        elif _hyphenated(runs, at, dividers):
            dividers.append("")
        else:
            dividers.append(" ")
            wraps.append(at)
    if breaks and wraps and all(run.upright for run in runs):
        ends = [runs[at - 1].x1 for at in wraps] + [runs[-1].x1]
        # Several lines show themselves how far they may reach; two may both be short.
        right = max(ends)
        if len(wraps) == 1:
            right = max(right, runs[0].x0 + 0.7 * (measure.right - runs[0].x0))
        edge = max(right, measure.right)
        forced = [at for at in wraps if _fits(runs, at, right)]
        # Where most lines end early somebody set them so, the one that happens to be full too.
        if right - runs[0].x0 < _NARROW * (measure.right - runs[0].x0):
            forced = sorted({*forced, *(at for at in wraps if _is_address(runs, at))})
        alone = len(forced) == 1 and len(wraps) > _FEW
        for at in wraps if 2 * len(forced) > len(wraps) else forced:
            if not _within_sentence(runs, at, edge, alone=alone):
                dividers[at] = "\n"
    return dividers


def _hyphenated(runs: Sequence[Run], at: int, dividers: Sequence[str]) -> bool:
    """Whether a word continues after a hyphen at a line's end.

    "16-" above "and 17-year-olds" does not.
    """
    above = runs[at - 1].text
    if above in ("-", HYPHEN) and at > 1 and not dividers[at - 1]:
        above = runs[at - 2].text + above
    if not _CUT.search(above):
        return False
    word = ""
    for run in runs[at : at + 4]:
        if word and (run.before or " " in word.strip()):
            word += " "
            break
        word += run.text
    return above.endswith(HYPHEN) or not _SUSPENDED.match(word.lstrip() + " ")


def _is_address(runs: Sequence[Run], at: int) -> bool:
    """Whether a line is an address of the web and nothing else, as in a letterhead."""
    words = ""
    for turn, run in enumerate(runs[at:]):
        if turn and "\n" in run.before:
            break
        words += (" " if turn and run.before else "") + run.text
    return bool(_ADDRESS.fullmatch(words.strip()))


def _within_sentence(runs: Sequence[Run], at: int, right: float, *, alone: bool) -> bool:
    """Whether a long line's sentence goes on in the next without a set break.

    The next begins with a small letter, or is the only one of many that does not fill its line.
    """
    last, left = runs[at - 1], runs[0].x0
    return (
        (alone or begins_inside(runs[at].text.lstrip()))
        and not ends_sentence(last.text)
        and last.x1 - left > _LONG_LINE * (right - left)
    )


def _fits(runs: Sequence[Run], at: int, right: float) -> bool:
    """Whether a line's first word had room on the line above."""
    last = runs[at - 1]
    end = last.x1 - (0.3 * last.size if last.text.endswith(" ") else 0)
    return end + first_word(runs, at) + 1.5 * last.size < right


def first_word(runs: Sequence[Run], at: int) -> float:
    """The width of the word that begins with a run."""
    width = 0.0
    for run in runs[at:]:
        if width and (run.before or run.page != runs[at].page):
            break
        length = len(_FIRST.match(run.text)[0])  # type: ignore[index]
        width += (run.x1 - run.x0) * length / max(1, len(run.text))
        if length < len(run.text):
            break
    return width


def _is_mark(run: Run, last: Run, measure: Measure) -> bool:
    """Whether a run is the mark of a footnote on its page."""
    words = run.text.strip()
    return (run.page, words) in measure.notes and _raised(run, last)


def lost_mark(run: Run, last: Run, measure: Measure) -> bool:
    """Whether a run is the mark of a missing footnote: small, raised, behind a word."""
    if run.size >= 0.85 * last.size or run.y >= last.y:
        return False
    words = run.text.strip()
    return (
        words.isdigit()
        and bool(_NOTE.fullmatch(words))
        and bool(_WORD_END.search(last.text))
        and (run.page, words) not in measure.notes
        and run.page == last.page
    )


def _raised(run: Run, other: Run) -> bool:
    return run.size < 0.85 * other.size or (
        run.page == other.page and 0.15 * other.size < other.y - run.y < 0.7 * other.size
    )


def is_marker(text: str) -> bool:
    """Whether what is tagged as a mark can be one."""
    found = _LISTED.match(text.translate(SHOWN)) or _BULLET.match(text.translate(SHOWN))
    return bool(found) and len(text) <= 8


def begins(runs: Sequence[Run], listed: bool = False) -> str:
    """The mark with which a block begins, or ""."""
    start = ""
    for at, run in enumerate(runs):
        start += (" " if at and run.before else "") + run.text
        if len(start) > 12:
            break
    start = start.lstrip()
    shown = start.translate(SHOWN)
    # A dash of a symbol font is a mark even where words follow it at once.
    found = _BULLET.match(shown) or _BULLET.match(start) or _NUMBER.match(shown)
    if not found and listed:
        found = _LISTED.match(shown)
    return start[: found.end()] if found else ""


def _without(runs: Sequence[Run], mark: str) -> Sequence[Run]:
    """Runs without the mark that they begin with."""
    if not mark:
        return runs
    left = list(runs)
    while mark and left:
        words = left[0].text.lstrip()
        if len(words) <= len(mark):
            mark = mark.removeprefix(words).lstrip()
            left.pop(0)
            continue
        run = left[0]
        text = words.removeprefix(mark)
        share = (run.x1 - run.x0) * (len(run.text) - len(text)) / max(1, len(run.text))
        left[0] = replace(run, text=text, x0=run.x0 + share)
        mark = ""
    return left


def inked(runs: Sequence[Run]) -> Sequence[Run]:
    """Runs without the blank ones at both ends."""
    start, end = 0, len(runs)
    while start < end and not runs[start].text.strip():
        start += 1
    while end > start and not runs[end - 1].text.strip():
        end -= 1
    return runs[start:end]
