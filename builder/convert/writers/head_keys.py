"""Keys of a front matter with their lines as written, and whether the document was edited."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

Keys = Mapping[str, tuple[str, ...]]
"""Each key of the front matter with its lines, in their order."""

EDITORS = ("notes", "formerly", "moved", "corrections", "renumbered")
"""Keys that only an editor writes; no conversion knows them."""
_ANYBODYS = (*EDITORS, "questions", "converted")
"""Keys of which a change is no edit of what conversion wrote."""


def divided(text: str) -> tuple[dict[str, tuple[str, ...]], str]:
    """The keys of a document's front matter, and its body.

    >>> divided("---\\nkind: a\\npeople:\\n  - name: b\\n---\\nText\\n")
    ({'kind': ('kind: a',), 'people': ('people:', '  - name: b')}, 'Text\\n')
    """
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    found = re.match(r"---[ \t]*\n(.*?)^---[ \t]*(?:\n|$)", plain, re.DOTALL | re.MULTILINE)
    if found is None:
        return {}, text
    keys: dict[str, list[str]] = {}
    name = ""
    for line in found[1].split("\n")[:-1]:
        if line and not line[0].isspace() and line[0] not in "-#":
            name = line.partition(":")[0]
        keys.setdefault(name, []).append(line)
    return {name: tuple(lines) for name, lines in keys.items()}, plain[found.end() :]


def document(keys: Keys, body: str) -> str:
    """A document's text of its keys and body."""
    return "".join(
        ["---\n", *(f"{line}\n" for each in keys.values() for line in each), "---\n", body]
    )


def with_checksum(text: str) -> str:
    """A converted document with the checksum that shows later edits."""
    keys, body = divided(text)
    return document({**keys, "converted": (f"converted: {_digest(keys, body)}",)}, body)


def unedited(text: str) -> bool | None:
    """Whether a document is as converted; None without checksum.

    Notes, answers and declarations do not count: they are carried over.
    """
    keys, body = divided(text)
    if "converted" not in keys:
        return None
    return keys["converted"][0] == f"converted: {_digest(keys, body)}"


def _digest(keys: Keys, body: str) -> str:
    kept = {name: lines for name, lines in keys.items() if name not in _ANYBODYS}
    return hashlib.sha256(document(kept, body.rstrip("\n")).encode()).hexdigest()[:16]
