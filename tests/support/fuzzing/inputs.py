"""Inputs for fuzzing: small valid ones, changed in their own terms.

A seed is a list of parts: words and signs of a text, tags of a page, objects of a PDF.  A change
takes parts out, repeats them, moves them, or puts others among them; so what comes out is close
to what a reader expects, and gets past its first look.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from hypothesis import strategies as st

Parts = list[str]

MOST = 65_536
"""Characters: enough to see quadratic work, little enough for ten thousand of them."""
_LENGTHS = (1, 1, 1, 2, 3, 5, 9, 24)
"""Parts that one change takes at a time."""
_TIMES = (1, 1, 2, 3, 9, 40, 400)
_DROP, _REPEAT, _MOVE, _PUT, _REPLACE, _SPLICE, _CHARACTERS = range(7)

_PLACE = st.integers(0, 2**16)
_CHANGE = st.tuples(
    st.integers(0, _CHARACTERS),
    _PLACE,
    st.sampled_from(_LENGTHS),
    _PLACE,
    st.sampled_from(_TIMES),
    st.text(max_size=8),
)
_SIGNS = tuple("\x00\x07\x1b\x85\xa0\xad\u200b\u2028\u202e\ufeff\ufffd\ufffe\U0001f3f4İßﬁ٣²")
"""Characters that mean something to somebody, and that a keyboard does not have."""


def parts_of(text: str) -> Parts:
    """A text as its words, blanks, line ends and signs."""
    return re.findall(r"\w+|\n+|[^\S\n]+|[^\w\s]", text)


def changed(seeds: Sequence[Parts], others: Sequence[str]) -> st.SearchStrategy[Parts]:
    """One of the seeds, changed a few times; `others` are parts that may be put in."""
    others = (*others, *_SIGNS)
    return st.tuples(st.integers(0, len(seeds) - 1), st.lists(_CHANGE, min_size=1, max_size=4)).map(
        lambda drawn: _change(list(seeds[drawn[0]]), drawn[1], seeds, others)
    )


def _change(
    parts: Parts,
    changes: Sequence[tuple[int, int, int, int, int, str]],
    seeds: Sequence[Parts],
    others: Sequence[str],
) -> Parts:
    for what, place, length, second, times, characters in changes:
        at = place % (len(parts) + 1)
        run = parts[at : at + length]
        if what == _DROP:
            del parts[at : at + length]
        elif what == _REPEAT:
            parts[at:at] = _bounded(run, times)
        elif what == _MOVE:
            del parts[at : at + length]
            to = second % (len(parts) + 1)
            parts[to:to] = run
        elif what == _PUT:
            parts[at:at] = _bounded([others[second % len(others)]], times)
        elif what == _REPLACE:
            parts[at : at + 1] = [others[second % len(others)]]
        elif what == _SPLICE:
            other = seeds[second % len(seeds)]
            parts[at:at] = other[place % max(len(other), 1) :][:length]
        else:
            parts[at:at] = [characters]
    return parts


def _bounded(run: Parts, times: int) -> Parts:
    """A run so many times, or as often as is not too long."""
    return run * min(times, 1 + MOST // (6 * (1 + sum(map(len, run)))))


def revalued(
    texts: Sequence[str],
    place: re.Pattern[str],
    values: st.SearchStrategy[str],
    written: Callable[[str], str],
) -> st.SearchStrategy[str]:
    """Texts in which what stands at some places is something else: right in form, odd in what
    they say.  `place` matches what is replaced."""

    def put(drawn: tuple[int, list[tuple[int, str]]]) -> str:
        text = texts[drawn[0]]
        for which, value in drawn[1]:
            found = list(place.finditer(text))
            if not found:
                break
            at = found[which % len(found)]
            text = text[: at.start()] + written(value) + text[at.end() :]
        return text

    changes = st.lists(st.tuples(_PLACE, values), min_size=1, max_size=4)
    return st.tuples(st.integers(0, len(texts) - 1), changes).map(put)


def damaged(data: bytes, drawn: tuple[int, Sequence[tuple[int, bytes]]]) -> bytes:
    """Bytes cut short, or with others over them: what a bad copy looks like."""
    keep, written = drawn
    found = bytearray(data[: len(data) * keep // 100])
    for place, piece in written:
        at = place % (len(found) + 1)
        found[at : at + len(piece)] = piece
    return bytes(found)


DAMAGE = st.tuples(
    st.sampled_from((100, 100, 100, 99, 50)),
    st.lists(st.tuples(_PLACE, st.binary(min_size=1, max_size=4)), max_size=3),
)
