"""Read plain files safely: content may hold links, devices and endless files."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import NamedTuple

MOST_ORIGINAL = 100_000_000
"""Bytes of an original."""
MOST_WRITTEN = 2_000_000
"""Bytes of a file that an editor writes; the longest report has a fifteenth of that."""


class File(NamedTuple):
    path: str
    """Inside the site's folder, with forward slashes."""
    data: bytes
    sha256: str = ""
    """The checksum of the data, where it is known already."""


def file_of(url: str) -> str:
    """The path of the file behind an address of the site.

    >>> file_of("/about/"), file_of("/404.html")
    ('about/index.html', '404.html')
    """
    path = url.removeprefix("/")
    return path + "index.html" if not path or path.endswith("/") else path


def same_name(one: str, other: str) -> str:
    """The message for two files of the site that would have one name."""
    return (
        "no two files of the site may have one name, whatever their capitals; "
        f"found {one} and {other}; change one of their ids."
    )


class NotReadable(Exception):
    """A file was refused; the message says what must hold, what was found, what to do."""


def read_plain(path: Path, within: Path | None, most: int) -> bytes:
    """Read a plain file of at most `most` bytes, inside the folder `within` if given.

    Raises `NotReadable` for links out of the folder, pipes, devices and files that cannot be read.
    """
    try:
        if within is not None and not path.resolve().is_relative_to(within.resolve()):
            raise NotReadable(
                "must be a file of the content folder; found a link that leads out of it; put the "
                "file itself there."
            )
        # Opened without waiting, and only then looked at: between the two it could be exchanged.
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(handle, "rb") as file:
            found = os.fstat(handle)
            if not stat.S_ISREG(found.st_mode):
                raise NotReadable(
                    "must be a file; found a folder, a pipe or a device; remove it, or put the "
                    "file itself there."
                )
            data = file.read(most + 1)
    except (OSError, RuntimeError) as error:  # RuntimeError: links that lead to one another
        found_instead = getattr(error, "strerror", None) or "links that lead to one another"
        raise NotReadable(
            f"must be a file that can be read; found {found_instead}; restore it, or check its "
            "permissions."
        ) from None
    if len(data) > most:
        raise NotReadable(
            f"must hold at most {most // 1_000_000} MB; found more; it is no document of this "
            "archive, or more than one."
        )
    return data
