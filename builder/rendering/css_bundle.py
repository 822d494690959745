"""Bundle the style files into one without comments and indentation."""

from __future__ import annotations

import re
from pathlib import Path

from builder.core.safe_files import File

FIRST = "base.css"
"""Names the layers, whose order holds whatever the order of the other files."""

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_NEEDLESS = re.compile(r"(?<=[;{},])\n(?!\Z)|\n(?=\})")


def stylesheet(folder: Path) -> File:
    """`assets/style.css`, from every file of the folder."""
    paths = sorted(folder.glob("*.css"), key=lambda path: (path.name != FIRST, path.name))
    whole = "".join(path.read_text("utf-8") for path in paths)
    return File("assets/style.css", lean_css(whole).encode())


def lean_css(css: str) -> str:
    """CSS without comments, space around lines, and line breaks that nothing needs.

    >>> lean_css("a { /* quiet */\\n  color: red;\\n}\\n")
    'a {color: red;}\\n'
    """
    lines = (line.strip() for line in _COMMENT.sub("", css).splitlines())
    whole = "".join(f"{line}\n" for line in lines if line)
    return _NEEDLESS.sub("", whole)
