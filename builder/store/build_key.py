"""Keys of what a site is made with: program, libraries, templates."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from builder.store.cache import digest

_PROGRAM = Path(__file__).resolve().parents[1]


def beside_program(name: str) -> Path:
    """A file that comes with the program: in `share/` when installed, else beside the package."""
    installed = _PROGRAM / "share" / name
    return installed if installed.exists() else _PROGRAM.parent / name


TEMPLATES = beside_program("templates")
HOSTING = beside_program("netlify.toml")
"""Which headers the site is sent with."""

_LIBRARIES = frozenset(
    (
        "ahocorasick_rs",
        "jinja2",
        "markdown_it_py",
        "markupsafe",
        "mdurl",
        "msgspec",
        "numpy",
        "pagefind",
        "pagefind_bin",
        "pyyaml",
        "rapidfuzz",
    )
)
"""Those that what is built depends on."""


@lru_cache(maxsize=1)
def program_key() -> str:
    """The key of this program, of Python and of the libraries."""
    return digest(sys.version, *installed(sys.path), *_files(_PROGRAM, ".py"))


def installed(path: Iterable[str]) -> list[str]:
    """The libraries in some folders with versions, from their metadata folders' names.

    `importlib.metadata` takes longer to load than a build with nothing to do.
    """
    found = set()
    for folder in path:
        with suppress(OSError):  # the path may name what is not there
            for name in os.listdir(folder or "."):  # noqa: PTH208 (hundreds of names, no paths)
                library, _, version = name.lower().removesuffix(".dist-info").partition("-")
                if library in _LIBRARIES and name.endswith(".dist-info"):
                    found.add(f"{library} {version}")
    return sorted(found)


def templates_key(templates: Path, ending: str = ".html") -> str:
    """The key of the program and a folder of templates, or of its files with an ending."""
    return digest(program_key(), *_files(templates, ending))


def _files(folder: Path, ending: str) -> Iterator[bytes | str]:
    root = os.fspath(folder)
    for inside, folders, names in os.walk(root):
        folders.sort()
        for name in sorted(names):
            path = f"{inside}/{name}"
            if name.endswith(ending) and os.path.isfile(path):  # noqa: PTH113 (hundreds of names)
                yield path[len(root) :]
                with open(path, "rb") as file:  # noqa: PTH123
                    yield file.read()
