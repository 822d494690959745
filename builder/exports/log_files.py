"""The log of the ledger as static files: a transparency log that anyone can check.

Sources: C2SP tlog-tiles and tlog-checkpoint. `docs/data.md` describes the entries.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence

from builder.core.safe_files import File
from builder.ledger.merkle import bundles, leaf_hash, root_hash, tiles

CHECKPOINT = "log/checkpoint"
ENTRIES = "log/tile/entries"


def log_files(rows: Sequence[str], base_url: str) -> Iterator[File]:
    """The checkpoint, the tiles and the entries; nothing where nothing was logged."""
    if not rows:
        return
    entries = [row.encode() for row in rows]
    leaves = [leaf_hash(entry) for entry in entries]
    yield File(CHECKPOINT, checkpoint(base_url, len(leaves), root_hash(leaves)).encode())
    for name, data in tiles(leaves):
        yield File(f"log/tile/{name}", data)
    for name, data in bundles(entries):
        yield File(f"{ENTRIES}/{name}", data)


def checkpoint(base_url: str, size: int, root: bytes) -> str:
    """The text of a checkpoint, to which signatures may be added after an empty line."""
    origin = f"{base_url.partition('://')[2]}/log"
    return f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n"
