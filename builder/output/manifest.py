"""The published manifest: each file's size and SHA-256.

It alone names the commit.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping

from builder import __version__
from builder.core.safe_files import File
from builder.exports.log_files import CHECKPOINT
from builder.output.site_tree import Manifest

MANIFEST = "data/manifest.json"
UNLISTED = frozenset((MANIFEST, CHECKPOINT))
"""Itself, and what is signed when the site is published."""
_SHA256 = re.compile(r"[0-9a-f]{64}")

Listed = Mapping[str, tuple[str, int]]
"""The SHA-256 and the size of each file, by its path in the site."""


def manifest_file(site: Manifest, commit: str) -> File:
    """The manifest of all files but the `UNLISTED`; `commit` is that of the content, or ""."""
    listed = {path: (each.digest, each.stamp[0]) for path, each in site.items()}
    return File(MANIFEST, _written(__version__, commit, listed))


def with_file(manifest: bytes, file: File) -> bytes:
    """A manifest with one more file. Raises `ValueError` where it is none."""
    program, commit, listed = read_manifest(manifest)
    digest = hashlib.sha256(file.data).hexdigest()
    return _written(program, commit, {**listed, file.path: (digest, len(file.data))})


def read_manifest(data: bytes) -> tuple[str, str, Listed]:
    """The program's version, the commit or "", and the files. Raises `ValueError`."""
    try:
        read = json.loads(data)
        listed = {
            str(path): (str(each["sha256"]), int(each["size"]))
            for path, each in read["files"].items()
        }
        program, commit = str(read["program"]), str(read.get("commit", ""))
    except (AttributeError, KeyError, TypeError, ValueError):
        raise ValueError("no manifest") from None
    if not all(_SHA256.fullmatch(digest) for digest, _ in listed.values()):
        raise ValueError("no checksum")
    return program, commit, listed


def _written(program: str, commit: str, listed: Listed) -> bytes:
    head = {"program": program} | ({"commit": commit} if commit else {})
    lines = (
        f'  {json.dumps(path, ensure_ascii=False)}: {{"sha256": "{digest}", "size": {size}}}'
        for path, (digest, size) in sorted(listed.items())
        if path not in UNLISTED
    )
    inside = ",\n".join(lines)
    return f'{json.dumps(head)[:-1]}, "files": {{\n{inside}\n}}}}\n'.encode()
