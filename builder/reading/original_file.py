"""Check a document's original as its front matter names it, before any file is opened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from builder.core.identifiers import is_web_address
from builder.model import ENDINGS, Source


def check_source(source: Source) -> Iterator[tuple[str, str]]:
    """What is wrong, as (key, message)."""
    if not re.fullmatch(r"[0-9a-f]{64}", source.sha256):
        yield (
            "sha256",
            "“sha256” must be 64 hexadecimal digits; found "
            f"“{source.sha256}”; write what `sha256sum` prints for the original.",
        )
    if PurePosixPath(source.file).name != source.file or "\\" in source.file:
        yield (
            "file",
            f"“file” must be a plain file name; found “{source.file}”; write "
            "the name alone, without a folder.",
        )
    elif source.ending not in ENDINGS:
        yield (
            "file",
            f"an original must be one of .{', .'.join(ENDINGS)}; found “{source.file}”; keep the "
            "document as it was published, or saved as one of these.",
        )
    if source.url and not is_web_address(source.url):
        yield (
            "url",
            f"“url” must be a web address; found “{source.url}”; write it with https:// in front.",
        )


def original_of(content: Path, source: Source) -> Path | None:
    """The original's path; None if it is missing or its name is invalid."""
    if any(check_source(source)):
        return None
    path = content / "originals" / source.stored
    return path if path.is_file() else None
