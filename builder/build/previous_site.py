"""The last site, kept in the cache as the next build's staged tree.

Whatever was changed there is removed and made again.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from builder.build.build_state import KEYS, BuildState, Built, save
from builder.build.context import BuildContext
from builder.core.durable_files import (
    make_folder,
    move_folder,
    remove_anything,
    remove_folder,
    sync_disk,
)
from builder.output.atomic_swap import SitePlace
from builder.output.site_tree import Manifest, StagedTree, clear, follow
from builder.store.cache import Cache

TREE = "tree"
"""The folder of the cache that holds the last site once more."""


def open_tree(context: BuildContext, place: SitePlace) -> StagedTree:
    """The staged tree, beside the site, with what of the cached one is as it was."""
    kept, held = context.cache.folder / TREE, context.before.tree
    standing = clear(kept, held) if held and kept.is_dir() and not kept.is_symlink() else {}
    tree = place.workshop / "new"
    for key in KEYS:  # they tell of a tree that is taken apart now
        context.cache.drop(key)
    if standing:
        move_folder(kept, tree)
    else:
        make_folder(tree)
    return StagedTree(tree, standing)


def keep_for_next_build(
    context: BuildContext, place: SitePlace, cache: Path, site: Manifest, built: Built
) -> None:
    """Keep results in `cache`, and the old site, brought up to date, as the next tree.

    The new site is in place; what cannot be kept is not.
    """
    old, made = place.workshop / "new", context.cache.folder
    with suppress(OSError):
        if made != cache:  # the build used nothing of what was kept
            remove_anything(cache)
            make_folder(cache.parent)
            move_folder(made, cache)
        kept = cache / TREE
        remove_anything(kept)
        if not context.before.site:  # what stands there is not known
            remove_folder(old)
        make_folder(old)
        tree = follow(old, place.site, context.before.site, site)
        move_folder(old, kept)
        cached = Cache(cache)
        cached.keep_only(context.kept_keys())
        # The state says that the tree is there: what a power cut can take must be there first.
        sync_disk(kept)
        save(
            cached,
            BuildState(context.made_with, context.fingerprint, site, tree, context.results, built),
        )
