"""What a site is made with: this program, what it stands on, and the templates.

In: the templates.  Out: keys.  A stage of its own because whatever is kept between two builds holds
only for the program that made it.
"""

from __future__ import annotations

import platform
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from builder.cache import digest

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"

_PROGRAM = Path(__file__).resolve().parent
_LIBRARIES = ("jinja2", "markdown-it-py", "markupsafe", "pagefind", "pyyaml")
"""Those on which it depends what is made."""


@lru_cache(maxsize=1)
def program_key() -> str:
    """The key of this program and of what it is made with."""
    versions = (f"{each} {version(each)}" for each in _LIBRARIES)
    return digest(platform.python_version(), *versions, *_files(_PROGRAM, "*.py"))


def templates_key(templates: Path, pattern: str = "*.html") -> str:
    """The key of the templates, and of the program that fills them."""
    return digest(program_key(), *_files(templates, pattern))


def _files(folder: Path, pattern: str) -> list[bytes | str]:
    """The names and the bytes of the files of a folder."""
    found: list[bytes | str] = []
    for path in sorted(folder.rglob(pattern)):
        if path.is_file():
            found += [path.relative_to(folder).as_posix(), path.read_bytes()]
    return found
