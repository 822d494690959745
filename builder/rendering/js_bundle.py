"""Bundle each script with its imports, without comments and indentation.

Modules of a script share one scope: no top-level name twice, no import under another name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from builder.core.safe_files import File

_IMPORT = re.compile(r'^import \{[\w\s,]+\} from "(\.[^"]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=async |class |const |function )", re.MULTILINE)
_NOTE = re.compile(r" // [^\"'`]*$")


def scripts(folder: Path) -> Iterator[File]:
    """`assets/<name>` for each script of the folder."""
    for path in sorted(folder.glob("*.js")):
        whole = "".join(modules(path.resolve(), []))
        yield File(f"assets/{path.name}", lean_js(whole).encode())


def modules(path: Path, seen: list[Path]) -> Iterator[str]:
    """A script after its imports, each once; only its own exports remain."""
    entry = not seen
    seen.append(path)
    text = path.read_text("utf-8")
    for imported in _IMPORT.findall(text):
        other = (path.parent / imported).resolve()
        if other not in seen:
            yield from modules(other, seen)
    own = _IMPORT.sub("", text)
    yield own if entry else _EXPORT.sub("", own)


def lean_js(script: str) -> str:
    """A script without comments and space around lines.

    >>> lean_js("// Quiet.\\nif (one) {\\n  two(); // at once\\n}\\n")
    'if (one) {\\ntwo();\\n}\\n'
    """
    lines = (_NOTE.sub("", line).strip() for line in script.splitlines())
    return "".join(f"{line}\n" for line in lines if line and not line.startswith("//"))
