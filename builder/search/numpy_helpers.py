"""Encode arrays of numbers.

Apart, because NumPy loads more slowly than a build with nothing to do.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.unsignedinteger[Any] | np.signedinteger[Any]]
Flags = NDArray[np.bool_]


_AT_ONCE = 1 << 15
"""So many numbers are written at a time: all that is looked at stands near the processor."""


def encoded(values: Numbers) -> tuple[bytes, Numbers]:
    """Numbers as `binary_packs.number` writes them, and where each ends.

    >>> encoded(np.array([300, 5], np.uint64))[0].hex()
    'ac0205'
    """
    ends = np.empty(len(values), np.int64)
    data = bytearray()
    for start in range(0, len(values), _AT_ONCE):
        some = slice(start, start + _AT_ONCE)
        part, ends[some] = _written(values[some])
        ends[some] += len(data)
        data += part
    return bytes(data), ends


def _written(values: Numbers) -> tuple[bytes, Numbers]:
    lengths = np.ones(len(values), np.int64)
    limit, highest = 1 << 7, int(values.max())
    while limit <= highest:
        lengths += values >= limit
        limit <<= 7
    ends = np.cumsum(lengths)
    starts = ends - lengths
    data = np.empty(int(ends[-1]), np.uint8)
    left = np.arange(len(values))
    for step in range(int(lengths.max())):
        left = left[lengths[left] > step]
        more = (lengths[left] > step + 1).astype(np.uint8) << 7
        data[starts[left] + step] = (values[left] >> 7 * step & 127).astype(np.uint8) | more
    return data.tobytes(), ends


def firsts(keys: NDArray[np.generic]) -> Numbers:
    """Where each run of alike keys begins."""
    if not len(keys):
        return np.empty(0, np.int64)
    return np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))


def gaps(values: Numbers, begins: Numbers) -> Numbers:
    """Differences between successive values, each run from 0."""
    found = np.empty_like(values)
    found[1:] = values[1:] - values[:-1]
    found[begins] = values[begins]
    return found


def laid_out(starts: Numbers, lengths: Numbers, which: Numbers) -> Numbers:
    """The positions in some runs of given starts and lengths, run after run."""
    lengths = lengths[which]
    ends = np.cumsum(lengths, dtype=np.int32)
    offsets = np.repeat((starts[which] - (ends - lengths)).astype(np.int32), lengths)
    offsets += np.arange(len(offsets), dtype=np.int32)
    return offsets
