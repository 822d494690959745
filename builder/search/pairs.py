"""Findings → where two words stand side by side.

In: the words of findings.  Out: their pairs, divided by their code.  A module of its own because
nothing but phrases in quotation marks looks at them, and no search without one fetches any.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from builder.search.arrays import Numbers, firsts, gaps, written
from builder.search.tokens import Tokens

POSITION = 10
_LONGEST = (1 << POSITION) - 1
_CODE = 32


def pairs(tokens: Tokens, drawers: int) -> tuple[bytes, ...]:
    """The pairs in so many drawers (a power of two), by the first bits of their code.

    Of each code the gap to the one before (to the lowest of its drawer for the first), how many
    places, and of each place the gap to the finding before and which word of it is the first."""
    keys = _keys(tokens)
    keys.sort()
    codes = keys >> _CODE
    begins = firsts(codes)
    known = codes[begins]
    width = np.uint64((1 << _CODE) // drawers)
    drawer = known // width
    opening = firsts(drawer)
    steps = gaps(known, opening)
    steps[opening] -= drawer[opening] * width
    findings = (keys & 0xFFFFFFFF) >> POSITION
    # Two numbers for each code, then two for each of its places.
    of_code = 2 * (begins + np.arange(len(begins)))
    counts = np.diff(begins, append=len(keys))
    of_place = 2 * (np.arange(len(keys)) + np.repeat(np.arange(len(begins)) + 1, counts))
    numbers = np.empty(2 * (len(keys) + len(begins)), np.uint64)
    numbers[of_code], numbers[of_code + 1] = steps, counts
    numbers[of_place], numbers[of_place + 1] = gaps(findings, begins), keys & _LONGEST
    data, ends = written(numbers)
    starts = np.concatenate(([0], ends))
    cuts = np.searchsorted(drawer, np.arange(drawers + 1, dtype=np.uint64))
    bounds = starts[np.append(of_code, len(numbers))[cuts]].tolist()
    return tuple(data[start:end] for start, end in pairwise(bounds))


def _keys(tokens: Tokens) -> Numbers:
    """Of each pair its code, its finding and the word on which it begins, in one number.  Two small
    words stand side by side nearly everywhere: instead of them, three words of which they are
    two."""
    words = tokens.each(lambda token: token.code).astype(np.uint64)
    small = tokens.small
    place = tokens.finding.astype(np.uint64) << POSITION | tokens.at.astype(np.uint64) & _LONGEST
    both = small[:-1] & small[1:]
    two = (words[:-1] * 31 + words[1:]) & 0xFFFFFFFF
    three = (two[:-1] * 31 + words[2:]) & 0xFFFFFFFF
    pair = tokens.together(1)[:-1] & ~both
    triple = tokens.together(2)[:-2] & (both[:-1] | both[1:])
    return np.concatenate(
        ((two << _CODE | place[:-1])[pair], (three << _CODE | place[:-2])[triple])
    )
