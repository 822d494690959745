"""Bundle the style files into one without comments and needless space."""

from __future__ import annotations

import re
from pathlib import Path

from builder.core.safe_files import File

FIRST = "base.css"
"""Names the layers, whose order holds whatever the order of the other files."""

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_NEEDLESS = re.compile(r"(?<=[;{},])\n(?!\Z)|\n(?=\})")
_SPACED = re.compile(r"""("[^"]*"|'[^']*')|(?<=[\w-]:) | (?=\{)|(?<=[{;,]) | (?=\})|;(?= ?\})""")
"""A string, which stays, or a space or sign that says nothing."""


def stylesheet(folder: Path) -> File:
    """`assets/style.css`, from every file of the folder."""
    paths = sorted(folder.glob("*.css"), key=lambda path: (path.name != FIRST, path.name))
    whole = "".join(path.read_text("utf-8") for path in paths)
    return File("assets/style.css", lean_css(whole).encode())


def lean_css(css: str) -> str:
    """CSS without comments and what else nothing needs.

    >>> lean_css('a { /* quiet */\\n  color: red;\\n}\\nb::after { content: ", "; }\\n')
    'a{color:red}b::after{content:", "}\\n'
    """
    lines = (line.strip() for line in _COMMENT.sub("", css).splitlines())
    whole = "".join(f"{line}\n" for line in lines if line)
    return _SPACED.sub(r"\1", _NEEDLESS.sub("", whole))
