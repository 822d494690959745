"""Runs of words for searches in quotation marks, divided by code.

Stop words are adjacent nearly everywhere, so a run spans from one other word to the next, over the
stop words between; added are parts that a phrase can begin or end with, and stop words alone in
threes and fours. Two runs of a phrase share a word, identified by how often it occurred before in
the finding: that is mostly 0 and costs little.
"""

from __future__ import annotations

import numpy as np

from builder.search.numpy_helpers import Flags, Numbers, encoded, firsts, gaps
from builder.search.postings import DENSE, MANY
from builder.search.tokens import Tokens

ALONE = (3, 4)
"""How many small words are a run by themselves."""
_LONGEST = 63
"""Words of a run at most: only nonsense has more."""
_CODE, _FIRST = 32, 6
"""Where, in the number of a run, its code begins and that of its first word."""
_IN_ONE = 3
"""Up to this the two words of a place are told in the number that tells where it is."""


def phrase_runs(tokens: Tokens, drawers: int) -> tuple[bytes, list[int]]:
    """The runs by code, and where each of `drawers` (a power of two) begins and the last ends.

    Bytes: docs/search.md.
    """
    runs = _runs(tokens)
    runs.sort()
    begins = firsts(runs >> _CODE)
    known = (runs[begins] >> _CODE).astype(np.int64)
    bounds = np.append(begins, len(runs))
    of = np.repeat(np.arange(len(begins), dtype=np.int32), np.diff(bounds))
    finding, again, words = _places(tokens, runs, of)
    count = len(tokens.lengths)
    held = np.bincount(of[~again], minlength=len(begins))
    dense = (held * DENSE > count) & (count >= MANY)
    listed = ~dense[of] | again | (words > 0)
    first, second, two = _numbers(finding, again, words, of, held, dense, listed)

    width = (1 << _CODE) // drawers
    drawer = known // width
    opening = firsts(drawer)
    steps = gaps(known, opening)
    steps[opening] -= drawer[opening] * width - 1
    # A number for each code, another where bits are told, then those of its places; where a drawer
    # ends, a 0 is left.
    heads = 1 + dense
    sizes = listed.astype(np.int8) + two
    of_codes = heads + np.add.reduceat(sizes, begins, dtype=np.int64) if len(begins) else heads
    begun = np.cumsum(of_codes) - of_codes + drawer
    at = np.cumsum(sizes, dtype=np.int32) - sizes
    at += (np.cumsum(heads) + drawer).astype(np.int32)[of]
    numbers = np.zeros(int(of_codes.sum()) + drawers, np.int32)
    numbers[begun] = steps << 1 | dense
    numbers[begun[dense] + 1] = np.bincount(of[listed], minlength=len(begins))[dense]
    numbers[at[listed]] = first[listed]
    numbers[at[two] + 1] = second[two]
    data, ends = encoded(numbers)
    # The bits of a code stand behind its numbers.
    parts: list[bytes] = []
    last = 0
    for code in np.flatnonzero(dense).tolist():
        end = int(ends[begun[code] + of_codes[code] - 1])
        flags = np.zeros(count, bool)
        flags[finding[bounds[code] : bounds[code + 1]]] = True
        parts += data[last:end], np.packbits(flags, bitorder="little").tobytes()
        last = end
    up_to = np.searchsorted(drawer, np.arange(drawers), "right")
    closing = np.append(0, np.cumsum(of_codes))[up_to] + np.arange(drawers)
    bits = np.append(0, np.cumsum(dense))[up_to] * ((count + 7) // 8)
    return b"".join((*parts, data[last:])), [0, *(ends[closing] + bits).tolist()]


def _runs(tokens: Tokens) -> Numbers:
    """Each run's code, first word and length in one number."""
    words = tokens.codes.astype(np.uint64)
    small = tokens.small
    at = np.arange(len(words))
    left = tokens.lengths[tokens.finding] - tokens.at
    code: Numbers = words
    found: list[Numbers] = [np.empty(0, np.uint64)]
    for more in range(1, _LONGEST):
        goes_on = left[at] > more
        at, code = at[goes_on], code[goes_on]
        code = code * 31 + words[at + more] & (1 << _CODE) - 1
        on_small = small[at + more]
        run = ~on_small | ~small[at] | (more + 1 in ALONE)
        found.append((code << _CODE | at.astype(np.uint64) << _FIRST | more)[run])
        at, code = at[on_small], code[on_small]
        if not len(at):
            break
    return np.concatenate(found)


def _places(tokens: Tokens, runs: Numbers, of: Numbers) -> tuple[Numbers, Flags, Numbers]:
    """Each run's finding; whether the one before is alike and there too; earlier occurrences.

    These are of its first and last word; a stop word's are told only if both are.
    """
    start = (runs >> _FIRST & (1 << _CODE - _FIRST) - 1).astype(np.int32)
    end = start + (runs & (1 << _FIRST) - 1).astype(np.int32)
    finding = tokens.finding[start]
    once = firsts(of.astype(np.int64) << _CODE | finding)
    again = np.ones(len(runs), bool)
    again[once] = False
    times = _counted(once, len(runs))
    before, small = _before(tokens), tokens.small
    alone = small[start] & small[end]
    one = np.where(small[start] & ~alone, 0, np.maximum(before[start] - times, 0))
    two = np.where(small[end] & ~alone, 0, np.maximum(before[end] - times, 0))
    return finding, again, (one + two) * (one + two + 1) // 2 + two


def _before(tokens: Tokens) -> Numbers:
    """How often each word occurred before in its finding."""
    keys = tokens.finding.astype(np.int64) << _CODE | tokens.codes
    order = np.argsort(keys, kind="stable")
    found = np.empty(len(keys), np.int32)
    found[order] = _counted(firsts(keys[order]), len(keys))
    return found


def _counted(begins: Numbers, length: int) -> Numbers:
    """Each element's index in its run."""
    begun = np.repeat(begins.astype(np.int32), np.diff(begins, append=length))
    return np.arange(length, dtype=np.int32) - begun


def _numbers(
    finding: Numbers,
    again: Flags,
    words: Numbers,
    of: Numbers,
    held: Numbers,
    dense: Flags,
    listed: Flags,
) -> tuple[Numbers, Numbers, Flags]:
    """Each place's first and second number, and whether it has one."""
    last = np.append(of[1:] != of[:-1], True)
    first = gaps(finding, firsts(of)) << 2 | (words > 0) << 1 | last
    # Among the findings of which bits tell, those of which more is to be told.
    some = np.flatnonzero(listed & dense[of])
    rank = np.cumsum((~again).astype(np.int64))[some] - (np.cumsum(held) - held)[of[some]] - 1
    few = np.minimum(words[some], _IN_ONE)
    first[some] = gaps(rank, firsts(of[some])) << 3 | again[some] << 2 | few
    second = words.copy()
    second[some] -= _IN_ONE
    two = words > 0
    two[some] = few == _IN_ONE
    return first, second, two & listed
