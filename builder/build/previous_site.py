"""The last site, kept in the cache as the tree that the next build begins with.

In: what the build before left.  Out: a tree that holds what of it still stands; and, at the end,
the tree and the state for the next one.  A stage of its own because what lies in the cache may have
been touched: what is not as it was is removed, and made again.
"""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path

from builder.build.authority_job import Held
from builder.build.build_state import KEYS, Built, Filed, State, save
from builder.build.context import Desk
from builder.output.atomic_swap import Place
from builder.output.site_tree import Manifest, clear, follow

TREE = "tree"
"""The folder of the cache that holds the last site once more."""


def look_for_tree(desk: Desk) -> Callable[[], Manifest]:
    """Begin to look at what the cache holds of the last site, beside other work; what is returned
    tells what stands in it."""
    kept, site = desk.cache.folder / TREE, desk.before.site
    if kept.is_symlink() or not kept.is_dir() or not site:
        return lambda: {}
    missing = desk.workers.beside(partial(clear, kept), site)

    def found() -> Manifest:
        gone = missing()
        return {path: each for path, each in site.items() if path not in gone} if gone else site

    return found


def open_tree(desk: Desk, place: Place, found: Callable[[], Manifest]) -> tuple[Path, Manifest]:
    """A tree for the new site, in the place's workshop, and what stands in it already: what was
    `found` of the last site."""
    tree, stands = place.workshop / "new", found()
    for key in KEYS:  # they tell of a tree that is taken apart now
        desk.cache.drop(key)
    if stands:
        _move(desk.cache.folder / TREE, tree)
    else:
        tree.mkdir()
    return tree, stands


def keep_tree(
    desk: Desk,
    place: Place,
    held: Iterable[Held],
    site: Manifest,
    searched: str,
    built: Built,
) -> None:
    """Keep for the next build what this one made, and the old site, brought up to date, as the tree
    that it begins with.  The new one stands: what cannot be kept is not."""
    old, kept = place.workshop / "new", desk.cache.folder / TREE
    with suppress(OSError):
        if kept.is_symlink():
            kept.unlink()
        shutil.rmtree(kept, ignore_errors=True)
        old.mkdir(exist_ok=True)
        follow(old, place.site, desk.before.site, site)
        _move(old, kept)
        papers = {
            paper.name: Filed(paper.digest, original)
            for each in held
            for paper, original in zip(each.papers, each.originals, strict=True)
        }
        desk.cache.keep_only(desk.used)
        save(desk.cache, State(desk.made_with, desk.stands, papers, site, searched, built))


def _move(folder: Path, to: Path) -> None:
    try:
        folder.rename(to)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        shutil.copytree(folder, to, symlinks=True)
        shutil.rmtree(folder, ignore_errors=True)
