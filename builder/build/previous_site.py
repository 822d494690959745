"""The last site, kept in the cache as the next build's staged tree.

Whatever was changed there is removed and made again.
"""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from builder.build.build_state import KEYS, Built, State, save
from builder.build.context import BuildContext
from builder.output.atomic_swap import Place
from builder.output.site_tree import Manifest, StagedTree, clear, follow

TREE = "tree"
"""The folder of the cache that holds the last site once more."""


def look_for_tree(context: BuildContext) -> Callable[[], Manifest]:
    """Begin to examine the cached tree beside other work; the returned function waits."""
    kept, site = context.cache.folder / TREE, context.before.site
    if kept.is_symlink() or not kept.is_dir() or not site:
        return dict
    missing = context.workers.beside(partial(clear, kept), site)

    def found() -> Manifest:
        gone = missing()
        return {path: each for path, each in site.items() if path not in gone} if gone else site

    return found


def open_tree(context: BuildContext, place: Place, standing: Manifest) -> StagedTree:
    """The staged tree, beside the site; `standing` is what the cached one holds."""
    tree = place.workshop / "new"
    for key in KEYS:  # they tell of a tree that is taken apart now
        context.cache.drop(key)
    if standing:
        _move(context.cache.folder / TREE, tree)
    else:
        tree.mkdir()
    return StagedTree(tree, standing)


def keep_for_next_build(context: BuildContext, place: Place, site: Manifest, built: Built) -> None:
    """Keep results, and the old site, brought up to date, as the next tree.

    The new site is in place; what cannot be kept is not.
    """
    old, kept = place.workshop / "new", context.cache.folder / TREE
    with suppress(OSError):
        if kept.is_symlink():
            kept.unlink()
        shutil.rmtree(kept, ignore_errors=True)
        old.mkdir(exist_ok=True)
        follow(old, place.site, context.before.site, site)
        _move(old, kept)
        context.cache.keep_only(context.kept_keys())
        state = State(context.made_with, context.fingerprint, site, context.results, built)
        save(context.cache, state)


def _move(folder: Path, to: Path) -> None:
    try:
        folder.rename(to)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        shutil.copytree(folder, to, symlinks=True)
        shutil.rmtree(folder, ignore_errors=True)
