"""An index of page titles, by Pagefind.

Pagefind reads pages of titles alone, each under an anchor that is its page's address: its work
does not grow with the pages' length, and its index is few files. The search page fetches it only to
find pages, or if no finding answers.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import zlib
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from itertools import groupby
from pathlib import Path
from signal import Signals

from builder.core.durable_files import (
    make_folder,
    make_readable,
    put,
    remove,
    remove_folder,
    rename,
)
from builder.core.problems import Problem, ProblemsFound
from builder.pages import Page

BUNDLE = "pagefind"
"""The folder of the site that holds the index."""

_UNUSED = (
    "pagefind-ui.*",
    "pagefind-modular-ui.*",
    "pagefind-component-ui.*",
    "pagefind-highlight.*",
)
"""Ready-made interfaces that the archive does not use."""
_PACKED = b"\x1f\x8b"
_ROOM = 65_536
"""Bytes that a disk must still have room for when the index is written."""


TITLES_ON_A_PAGE = 200
"""How many titles stand on one of the pages that Pagefind reads."""

_ASIDE = ".titles"
"""Where the pages that Pagefind reads stand while it does, in the folder of the site."""


def executable() -> Path | None:
    """The program, if installed. Its package loads slowly, so only when needed."""
    from pagefind.service import get_executable

    return get_executable()


def page_titles(pages: Iterable[Page]) -> dict[str, str]:
    """Titles of pages by address.

    Without later parts of lists, former addresses, withdrawn documents and single files.
    """
    return {
        each.url: each.title
        for each in pages
        if each.title
        and each.url.endswith("/")
        and each.template not in ("moved.html", "shares.html", "withdrawn.html")
        and getattr(each.context.get("part"), "number", 1) == 1
    }


def title_pages(known: Mapping[str, str]) -> Iterator[str]:
    """The pages that Pagefind reads: titles by the folders of their addresses."""
    for _, held in groupby(sorted(known.items()), lambda each: each[0].split("/")[1]):
        found = list(held)
        for at in range(0, len(found), TITLES_ON_A_PAGE):
            yield "".join(
                f'<h2 id="{escape(url)}">{escape(title)}</h2>'
                for url, title in found[at : at + TITLES_ON_A_PAGE]
            )


def index_pages(folder: Path, known: Mapping[str, str]) -> None:
    """Index titles by address into a site's folder. Raises `ProblemsFound` if Pagefind fails."""
    aside, bundle = folder / _ASIDE, folder / BUNDLE
    make_folder(aside)
    for number, page in enumerate(title_pages(known)):
        words = f'<!doctype html><html lang="en-GB"><title>Pages</title>{page}'
        put(aside / f"{number}.html", words.encode())
    program = executable()
    if program is None:
        raise _failed("it is not installed", "make clean, then make site")
    try:
        done = subprocess.run(
            [str(program), "--site", str(aside), "--silent"],
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except OSError as error:
        raise _failed(f"it cannot be run: {error.strerror}", "make clean, then make site") from None
    if done.returncode:
        words = " ".join((done.stderr or done.stdout).split())
        if done.returncode < 0:
            words = f"it was ended by {Signals(-done.returncode).name}. {words}".strip()
        raise _failed(words, "run the command again, and report it if it stays")
    _must_be_whole(aside / "pagefind")
    remove_folder(bundle)  # files of an older index would stay
    rename(aside / "pagefind", bundle)
    remove_folder(aside)
    for pattern in _UNUSED:
        for unused in bundle.glob(pattern):
            remove(unused)
    make_readable(bundle)  # it was written under this machine's umask


def _must_be_whole(bundle: Path) -> None:
    """Raise if a file of the index is missing or cut short.

    On a full disk Pagefind leaves files empty and exits with 0; the write made here first then
    fails.
    """
    trial = bundle / "trial"
    put(trial, bytes(_ROOM))
    remove(trial)
    pages = 0
    for path in bundle.rglob("*"):
        if path.is_file():
            pages += path.suffix == ".pf_fragment"
            try:
                data = path.read_bytes()
                whole = bool(gzip.decompress(data) if data.startswith(_PACKED) else data)
            except (gzip.BadGzipFile, EOFError, zlib.error):
                whole = False
            if not whole:
                raise _failed(f"nothing, but left {path.name} cut short", "run the command again")
    try:
        entry = json.loads((bundle / "pagefind-entry.json").read_text("utf-8"))
        counted = sum(each["page_count"] for each in entry["languages"].values())
    except (OSError, ValueError, KeyError):
        counted = -1
    if counted != pages:
        raise _failed("nothing, but left a part of its index out", "run the command again")


def _failed(found: str, mend: str) -> ProblemsFound:
    return ProblemsFound(
        [
            Problem(
                "pagefind",
                1,
                f"the search index must be made; Pagefind says: {found.rstrip('.')}; {mend}.",
            )
        ]
    )
