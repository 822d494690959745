"""Postings: which findings hold a word, and the weight that orders results."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

import numpy as np

from builder.search.binary_packs import JOINT, TOPIC, number_bytes
from builder.search.numpy_helpers import Numbers, encoded, firsts, gaps, laid_out
from builder.search.tokens import Tokens

BITS = 3
LEVELS = (1 << BITS) - 1
"""How finely the weight of a word in a finding is told; 0 is a word of what stands above it."""
WINDOWS = 8
"""Into how many equal parts a finding is divided to tell where in it a word stands: words that
stand together answer better than words that are strewn over a page."""
NEAR = 16
"""A finding of so few words is not divided: all of them stand together."""
TYPICAL, LEAST = 60, 30
"""Words of a finding: of a typical one, and as many as a shorter one counts for, so that a label of
three words is not better than any sentence."""
SATURATION, LENGTHS = 1.2, 0.55
"""How soon more of the same word adds no more weight, and how much the length of a finding matters
(the k1 and b of BM25)."""
DENSE, MANY = 4, 256
"""Among so many findings and more, a word that more than one in eight holds is told as one bit for
each of them, and what it weighs there is not."""

_NOWHERE, _EVERYWHERE, _SEVERAL, _RUN = range(WINDOWS, WINDOWS + 4)
_STAND = 4
"""How windows are told in so many bits: which one it is, or none, or all; or another number follows
with those in which the word stands, or in how many findings running it stands in none."""

_OWN, _FINDING, _FORM = 1, 1 + WINDOWS, 1 + WINDOWS + 27
"""The parts of a number that tells of a form in a finding, from the lowest bit: whether it stands
in its own words, the windows, the finding, the form."""


class Besides:
    """What findings are found by besides their words: what is above them, and topics."""

    def __init__(self) -> None:
        self._sets: dict[frozenset[str], int] = {}
        self._added = array("q")

    def add(self, finding: int, forms: frozenset[str]) -> None:
        self._added.append(finding)
        self._added.append(self._sets.setdefault(forms, len(self._sets)))

    def forms_of(self, forms: dict[str, int]) -> tuple[Numbers, Numbers]:
        """Each form's number and finding."""
        sets = [
            [forms.setdefault(form, len(forms)) for form in sorted(each)] for each in self._sets
        ]
        finding, which = np.array(self._added, np.int64).reshape(-1, 2).T
        lengths = np.array([len(each) for each in sets], np.int64)
        flat = np.array(list(chain.from_iterable(sets)), np.int64)
        form = flat[laid_out(np.cumsum(lengths) - lengths, lengths, which)]
        return form, np.repeat(finding, lengths[which])


def postings(tokens: Tokens, besides: Besides, weights: Sequence[float]) -> dict[str, bytes]:
    """The findings of each word, meaning and topic; `weights` are the findings'.

    A posting is one number: gap to the finding before, weight, window; a second where there are
    several windows, or successive findings that have the word above only.
    """
    forms = tokens.vocabulary.forms
    keys = _gathered(tokens, besides, forms)
    keys.sort()
    once = firsts(keys >> _FINDING)
    if not len(once):
        return {}
    times = np.add.reduceat(keys & _OWN, once)
    windows = np.bitwise_or.reduceat(keys >> 1 & (1 << WINDOWS) - 1, once)
    places = keys[once] >> _FINDING
    form, finding = places >> _FORM - _FINDING, places & (1 << _FORM - _FINDING) - 1
    level = _levels(times, tokens.lengths[finding], np.array(weights)[finding])
    level[times == 0] = 0
    begins = firsts(form)
    every = list(forms)
    named = [every[each] for each in form[begins].tolist()]
    for sort, own in ((TOPIC, 1), (JOINT, LEVELS // 2 + 1)):
        of_sort = np.array([each.startswith(sort) for each in named])
        level[np.repeat(of_sort, np.diff(begins, append=len(form)))] = own
    return dict(
        zip(named, _parts(finding, level, windows, begins, len(tokens.lengths)), strict=True)
    )


def _parts(
    finding: Numbers, level: Numbers, windows: Numbers, begins: Numbers, count: int
) -> Iterator[bytes]:
    """Each form's postings after their length and whether they are a bit a finding."""
    steps = gaps(finding, begins)
    held = level > 0
    # What stands above one finding stands above the next as well: such runs are told at once.
    goes_on = np.append(False, ~held[1:] & ~held[:-1] & (steps[1:] == 1))
    goes_on[begins] = False
    told = np.flatnonzero(~goes_on)
    long = np.diff(told, append=len(finding))
    stand: Numbers = np.where(long > 1, _RUN, _STANDS[windows[told]])
    counts = np.zeros(len(finding), np.int64)
    counts[told] = 1 + (stand >= _SEVERAL)
    ends = np.cumsum(counts)
    numbers = np.empty(int(ends[-1]), np.int64)
    numbers[ends[told] - 1] = np.where(stand == _RUN, long, windows[told])
    first = steps[told] << BITS + _STAND | level[told] << _STAND | stand
    numbers[(ends - counts)[told]] = first
    data, at = encoded(numbers)
    ends_at = at[ends - 1]
    own = np.add.reduceat(held.astype(np.int64), begins)
    bounds = np.append(begins, len(finding))
    for which, (start, end) in enumerate(pairwise(bounds.tolist())):
        dense = count >= MANY and own[which] * DENSE > count
        if dense:
            flags = np.zeros(count, bool)
            flags[finding[start:end][held[start:end]]] = True
            part = np.packbits(flags, bitorder="little").tobytes()
        else:
            part = data[ends_at[start - 1] if start else 0 : ends_at[end - 1]]
        yield number_bytes(len(part) << 1 | bool(dense)) + part


def _gathered(tokens: Tokens, besides: Besides, forms: dict[str, int]) -> Numbers:
    """Each word, synonym and other form in one number."""
    words = ~tokens.small
    stems = tokens.vocabulary.stems(tokens.which)
    windows = _windows(tokens) << 1 | _OWN
    place = tokens.finding.astype(np.int64) << _FINDING
    meanings, starts, ends = tokens.meanings()
    form, finding = besides.forms_of(forms)
    return np.concatenate(
        (
            (stems << _FORM | place | windows)[words],
            meanings << _FORM | place[starts] | windows[starts] | windows[ends],
            form << _FORM | finding << _FINDING,
        )
    )


_STANDS = np.full(1 << WINDOWS, _SEVERAL)
_STANDS[[1 << window for window in range(WINDOWS)]] = range(WINDOWS)
_STANDS[[0, -1]] = _NOWHERE, _EVERYWHERE


def _windows(tokens: Tokens) -> Numbers:
    """Each word's window of its finding, as one bit."""
    length = tokens.lengths[tokens.finding]
    return np.where(length <= NEAR, (1 << WINDOWS) - 1, 1 << tokens.at * WINDOWS // length)


def _levels(times: Numbers, length: Numbers, weight: Numbers) -> Numbers:
    """A word's weight by occurrences and the finding's length."""
    damped = SATURATION * (1 - LENGTHS + LENGTHS * np.maximum(length, LEAST) / TYPICAL)
    level = LEVELS * weight * times / (times + damped)
    return np.minimum(1 + level.astype(np.int64), LEVELS)
