"""A Merkle tree of entries: its root, proofs, and tiles.

Sources: RFC 6962 and RFC 9162 (hashes, proofs), C2SP tlog-tiles (tiles).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

WIDTH = 256
"""Hashes of a tile."""


def leaf_hash(entry: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_hash(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes."""
    if not leaves:
        return hashlib.sha256().digest()
    at = list(leaves)
    while len(at) > 1:  # the last of an odd number goes up as it is
        pairs = [node_hash(one, other) for one, other in zip(at[::2], at[1::2], strict=False)]
        at = pairs + at[len(pairs) * 2 :]
    return at[0]


def inclusion_proof(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    """The hashes beside the way from a leaf to the root, from below."""
    if len(leaves) == 1:
        return []
    half = 1 << (len(leaves) - 1).bit_length() - 1
    if index < half:
        return [*inclusion_proof(index, leaves[:half]), root_hash(leaves[half:])]
    return [*inclusion_proof(index - half, leaves[half:]), root_hash(leaves[:half])]


def root_by_proof(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes | None:
    """The root to which a proof leads, or None if it fits no tree of this size."""
    if not 0 <= index < size:
        return None
    at, last, found = index, size - 1, leaf
    for beside in proof:
        if last == 0:
            return None
        if at % 2 or at == last:
            found = node_hash(beside, found)
            while at % 2 == 0 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, beside)
        at, last = at >> 1, last >> 1
    return found if last == 0 else None


def tiles(leaves: Sequence[bytes]) -> Iterator[tuple[str, bytes]]:
    """The tiles of hashes: paths below `tile/`, and bytes."""
    level, hashes = 0, list(leaves)
    while hashes:
        for start in range(0, len(hashes), WIDTH):
            part = hashes[start : start + WIDTH]
            yield f"{level}/{tile_name(start // WIDTH, len(part))}", b"".join(part)
        whole = len(hashes) // WIDTH * WIDTH
        hashes = [root_hash(hashes[at : at + WIDTH]) for at in range(0, whole, WIDTH)]
        level += 1


def bundles(entries: Sequence[bytes]) -> Iterator[tuple[str, bytes]]:
    """The bundles of entries: paths below `tile/entries/`, and bytes."""
    for start in range(0, len(entries), WIDTH):
        part = entries[start : start + WIDTH]
        data = b"".join(len(each).to_bytes(2, "big") + each for each in part)
        yield tile_name(start // WIDTH, len(part)), data


def entries_of(bundle: bytes) -> Iterator[bytes]:
    """The entries of a bundle. Raises `ValueError` where it is cut short."""
    at = 0
    while at < len(bundle):
        length = int.from_bytes(bundle[at : at + 2], "big")
        entry = bundle[at + 2 : at + 2 + length]
        if len(entry) != length:
            raise ValueError("cut short")
        yield entry
        at += 2 + length


def tile_name(number: int, width: int) -> str:
    """The name of a tile within its level.

    >>> tile_name(1234067, 256), tile_name(3, 7)
    ('x001/x234/067', '003.p/7')
    """
    digits = str(number)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    parts = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    name = "/".join([*(f"x{each}" for each in parts[:-1]), parts[-1]])
    return name if width == WIDTH else f"{name}.p/{width}"
