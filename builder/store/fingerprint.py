"""The fingerprint of the content folder: tells a change without opening a file."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

INBOX = "inbox"
"""Where originals wait to be converted; nothing of it is read by a build."""
_PASSED_OVER = re.compile(r"\..*|.*~|~\$.*|#.*#|.*\.tmp|Thumbs\.db|desktop\.ini", re.IGNORECASE)
"""What editors, file managers and version control leave beside files."""

Fingerprint = dict[str, tuple[int, int, int, int]]


def files(content: Path) -> Iterator[str]:
    """Every relative path of the content folder, without other programs' leavings."""
    root = os.fspath(content)
    for folder, folders, names in os.walk(root):
        inside = folder[len(root) :].replace(os.sep, "/").strip("/")
        below = (name for name in folders if inside or name != INBOX)
        folders[:] = sorted(name for name in below if not _PASSED_OVER.fullmatch(name))
        for name in sorted(names):
            if not _PASSED_OVER.fullmatch(name):
                yield f"{inside}/{name}" if inside else name


def holds(content: Path, folder: Path) -> bool:
    """Whether a folder is part of the content."""
    inside = folder.resolve().parts[len(content.resolve().parts) :]
    if not folder.resolve().is_relative_to(content.resolve()) or inside[:1] == (INBOX,):
        return False
    return not any(_PASSED_OVER.fullmatch(name) for name in inside)


def fingerprint(content: Path) -> Fingerprint:
    """When the bytes and the entry of each file last changed, its size and its inode."""
    root = os.fspath(content)
    found: Fingerprint = {}
    for name in files(content):
        try:
            at = os.stat(f"{root}/{name}")  # noqa: PTH116 (many thousands of times)
        except OSError:
            continue
        found[name] = (at.st_mtime_ns, at.st_ctime_ns, at.st_size, at.st_ino)
    return found
