"""Make and check proofs that a passage is in the ledger's log.

The text is a C2SP tlog-proof with the log's row as extra data.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from builder.core.safe_files import MOST_ORIGINAL, NotReadable, read_plain
from builder.exports.log_files import CHECKPOINT, ENTRIES
from builder.ledger.merkle import (
    WIDTH,
    entries_of,
    inclusion_proof,
    leaf_hash,
    root_by_proof,
    root_hash,
    tile_name,
)
from builder.ledger.rows import both_marks

_FIRST = "c2sp.org/tlog-proof@v1"


class NotProved(Exception):
    """The message says what is wrong, as a sentence."""


class Proof(Struct, frozen=True):
    """A row of the log, with what leads from it to a checkpoint."""

    row: str
    index: int
    size: int
    root: bytes

    @property
    def address(self) -> str:
        return self.row.split(",")[0]

    @property
    def mark(self) -> str:
        return self.row.split(",")[1]

    @property
    def since(self) -> str:
        return self.row.split(",")[2]


def read_site_log(site: Path) -> tuple[list[bytes], list[bytes], str]:
    """The entries of a site's log, their hashes, and its checkpoint. Raises `NotProved`."""
    note = _read(site, CHECKPOINT).decode("utf-8", "replace")
    size, root = _checkpoint(note)
    entries = list(_entries(site, size))
    leaves = [leaf_hash(each) for each in entries]
    if root_hash(leaves) != root:
        raise NotProved("the site's log does not hold what its checkpoint says.")
    return entries, leaves, note


def make_proof(site: Path, address: str) -> str:
    """A proof of the newest row of an address. Raises `NotProved`."""
    return proof_of(address, *read_site_log(site))


def proof_of(address: str, entries: Sequence[bytes], leaves: Sequence[bytes], note: str) -> str:
    """The same from a log that was read. Raises `NotProved`."""
    start = f"{address},".encode()
    index = max((at for at, each in enumerate(entries) if each.startswith(start)), default=-1)
    if index < 0:
        raise NotProved(f"the log holds no row of {address}.")
    lines = [_FIRST, f"extra {_base64(entries[index])}", f"index {index}"]
    lines += map(_base64, inclusion_proof(index, leaves))
    return "\n".join([*lines, "", note])


def check_proof(text: str) -> Proof:
    """What a proof proves. Raises `NotProved`."""
    try:
        head, note = text.split("\n\n", 1)
        first, extra, index, *hashes = head.split("\n")
        row = base64.b64decode(extra.removeprefix("extra "), validate=True)
        path = [base64.b64decode(each, validate=True) for each in hashes]
        at = int(index.removeprefix("index "))
        shown = row.decode()
    except ValueError:
        raise NotProved("the file is no proof of this archive, or is cut short.") from None
    if first != _FIRST or shown.count(",") != 2 or any(len(each) != 32 for each in path):
        raise NotProved("the file is no proof of this archive.")
    size, root = _checkpoint(note)
    if root_by_proof(leaf_hash(row), at, size, path) != root:
        raise NotProved("the row is not in the log of which the checkpoint tells.")
    return Proof(shown, at, size, root)


def check_site(proof: Proof, site: Path) -> None:
    """Hold a site's log and words against a proof. Raises `NotProved`."""
    entries, leaves, _ = read_site_log(site)
    if root_hash(leaves[: proof.size]) != proof.root:
        raise NotProved("the site's log is another one: rows of it were changed or removed.")
    if not proof.mark:
        return
    start = f"{proof.address},".encode()
    if any(each.startswith(start) for each in entries[proof.index + 1 :]):
        return  # the words were corrected since, which the document's page tells
    words = words_at(site, proof.address)
    if words is None or proof.mark not in both_marks(words):
        raise NotProved(f"the words at {proof.address} are not those that were recorded.")


def words_at(site: Path, address: str) -> str | None:
    """The words at a document's anchor, as its `index.json` has them."""
    page, _, anchor = address.partition("#")
    try:
        document = json.loads(_read(site, f"{page.strip('/')}/index.json"))
        found = dict(_passages(document["sections"]))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    moved = document.get("moved", {})
    return found.get(anchor, found.get(moved.get(anchor, "")))


def _passages(parts: Sequence[Any]) -> Iterator[tuple[str, str]]:
    """Anchors and words of sections, and of the blocks in them."""
    for part in parts:
        if "cells" in part:
            yield part["id"], " ".join(part["cells"])
        elif "heading" in part or "text" in part:
            yield part["id"], part.get("heading", part.get("text"))
        if part.get("label_id"):
            yield part["label_id"], part["label"]
        for name in ("blocks", "items", "rows"):
            yield from _passages(part.get(name, ()))


def _checkpoint(note: str) -> tuple[int, bytes]:
    try:
        _, size, root, _ = note.split("\n", 3)
        return int(size), base64.b64decode(root, validate=True)
    except ValueError:
        raise NotProved("the checkpoint of the log cannot be read.") from None


def _entries(site: Path, size: int) -> Iterator[bytes]:
    for start in range(0, size, WIDTH):
        name = tile_name(start // WIDTH, min(WIDTH, size - start))
        try:
            yield from entries_of(_read(site, f"{ENTRIES}/{name}"))
        except ValueError:
            raise NotProved(f"{site}/{ENTRIES}/{name} is cut short.") from None


def _read(site: Path, path: str) -> bytes:
    try:
        return read_plain(site / path, None, MOST_ORIGINAL)
    except NotReadable:
        raise NotProved(f"{site}/{path} cannot be read; build the site, or name it.") from None


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()
