"""The Merkle tree of the log, held against RFC 6962, and its tiles."""

from __future__ import annotations

import hashlib
from itertools import groupby

import pytest

from builder.ledger.merkle import (
    WIDTH,
    bundles,
    entries_of,
    inclusion_proof,
    leaf_hash,
    root_by_proof,
    root_hash,
    tile_name,
    tiles,
)

# Of Certificate Transparency's own tests.
ENTRIES = [
    bytes.fromhex(each)
    for each in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657",
                 "606162636465666768696a6b6c6d6e6f")
]  # fmt: skip
ROOTS = {
    0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


def leaves(count: int) -> list[bytes]:
    return [leaf_hash(str(each).encode()) for each in range(count)]


@pytest.mark.parametrize("size", ROOTS)
def test_a_root_is_that_of_the_standard(size: int) -> None:
    assert root_hash([leaf_hash(each) for each in ENTRIES[:size]]).hex() == ROOTS[size]


def test_every_proof_leads_to_the_root_and_to_no_other() -> None:
    for size in range(1, 40):
        every = leaves(size)
        root = root_hash(every)
        for index in range(size):
            proof = inclusion_proof(index, every)
            assert root_by_proof(every[index], index, size, proof) == root
            assert root_by_proof(leaf_hash(b"other"), index, size, proof) != root
            assert root_by_proof(every[index], (index + 1) % size, size, proof) != root or size == 1
            assert root_by_proof(every[index], index, size, [*proof, root]) != root
            if proof:
                assert root_by_proof(every[index], index, size, proof[:-1]) != root
        assert root_by_proof(every[0], size, size, []) is None
        assert root_by_proof(every[0], -1, size, []) is None


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 700, 256 * 256 + 3])
def test_the_tiles_hold_the_tree(size: int) -> None:
    every = leaves(size)
    made = dict(tiles(every))
    below: dict[str, list[bytes]] = {}
    for level, group in groupby(made, key=lambda name: name.split("/")[0]):
        hashes = b"".join(made[name] for name in group)
        below[level] = [hashes[at : at + 32] for at in range(0, len(hashes), 32)]
    assert below["0"] == every
    for level in range(1, len(below)):
        under = below[f"{level - 1}"]
        assert below[f"{level}"] == [
            root_hash(under[at : at + WIDTH])
            for at in range(0, len(under) - len(under) % WIDTH, WIDTH)
        ]
    assert len(below) == (1 if size < WIDTH else 2 if size < WIDTH**2 else 3)


@pytest.mark.parametrize("size", [1, 256, 300])
def test_the_bundles_hold_the_entries(size: int) -> None:
    entries = [hashlib.sha256(bytes([each % 251])).digest()[: each % 33] for each in range(size)]
    made = dict(bundles(entries))
    assert [each for data in made.values() for each in entries_of(data)] == entries
    assert list(made)[-1] == tile_name((size - 1) // WIDTH, size - (size - 1) // WIDTH * WIDTH)
    with pytest.raises(ValueError, match="cut short"):
        list(entries_of(next(iter(made.values())) + b"\x00\x05ab"))


@pytest.mark.parametrize(
    ("number", "width", "name"),
    [
        (0, 256, "000"), (999, 256, "999"), (1000, 256, "x001/000"),
        (1234067, 256, "x001/x234/067"), (273, 255, "273.p/255"), (1000, 1, "x001/000.p/1"),
    ],
)  # fmt: skip
def test_a_tile_has_the_name_of_the_standard(number: int, width: int, name: str) -> None:
    assert tile_name(number, width) == name
