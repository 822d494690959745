"""The titles of the archive's pages → an index of them.

In: the titles.  Out: the `pagefind/` folder of a staged site.  A module of its own because it is
the only one that knows Pagefind.

Findings have an index of their own (see `builder.search`).  Pagefind knows the archive's pages by
the words of their titles: each authority, topic, judgement, law, inspector and document, one small
record a page.  It reads not the site but a page of nothing but the title for each, so that its work
grows with the number of pages and not with their length.  The search page fetches it only when a
reader looks for a page, or when no finding answers.
"""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import zlib
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path
from signal import Signals

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


_ASIDE = ".titles"
"""Where the pages that Pagefind reads stand while it does, in the folder of the site."""


def executable() -> Path | None:
    """The program, where it is installed.  Its package is loaded only when there is something to
    index: it takes longer than most builds look at titles."""
    from pagefind.service import get_executable

    return get_executable()


def titles(pages: Iterable[Page]) -> dict[str, str]:
    """The titles by which pages are found, by address: those of the pages that have one of their
    own, not of the parts of a long list, of former addresses, of what was withdrawn or of single
    files."""
    return {
        each.url: each.title
        for each in pages
        if each.title
        and each.url.endswith("/")
        and each.template not in ("moved.html", "passages.html", "withdrawn.html")
    }


def index_pages(folder: Path, known: Mapping[str, str]) -> None:
    """Index titles, by address, into a folder that holds the site.

    Raises `ProblemsFound` with Pagefind's own words where it fails.
    """
    aside, bundle = folder / _ASIDE, folder / BUNDLE
    for url, title in known.items():
        path = aside / url.strip("/") / "index.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        words = escape(title)
        path.write_text(
            f'<!doctype html><html lang="en-GB"><title>{words}</title><h1>{words}</h1>', "utf-8"
        )
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
    shutil.rmtree(bundle, ignore_errors=True)  # files of an older index would stay
    (aside / "pagefind").rename(bundle)
    shutil.rmtree(aside)
    for pattern in _UNUSED:
        for unused in bundle.glob(pattern):
            unused.unlink()


def _must_be_whole(bundle: Path) -> None:
    """Raise where a file of the index is missing or cut short.

    On a full disk Pagefind leaves files empty and says that all went well.  What is written here
    first, and not yet read by anybody, fails if the disk is full, and is then the site's problem.
    """
    trial = bundle / "trial"
    trial.write_bytes(bytes(_ROOM))
    trial.unlink()
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
