"""The files of a published site held against its manifest: none changed, missing or added."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from builder.core.problems import Problem
from builder.core.safe_files import MOST_ORIGINAL, NotReadable, read_plain
from builder.exports.log_files import CHECKPOINT, ENTRIES
from builder.output.manifest import MANIFEST, UNLISTED, read_manifest
from builder.verify.proof import NotProved, read_site_log

_MEND = "publish the site again, from a build that nobody has touched."


def manifest_problems(site: Path) -> Iterator[Problem]:
    """A problem for each file that is not as the manifest says."""
    try:
        _, _, listed = read_manifest(read_plain(site / MANIFEST, None, MOST_ORIGINAL))
    except (NotReadable, ValueError):
        yield Problem(
            str(site / MANIFEST),
            1,
            "a site must hold the list of its files; found none that can be read; build the site "
            "again.",
        )
        return
    present = set(_files(site))
    for path, (digest, size) in listed.items():
        if path not in present:
            yield _problem(site, path, "must be there, for the manifest lists it; found no file")
            continue
        try:
            data = read_plain(site / path, None, max(size, MOST_ORIGINAL))
        except NotReadable as found:
            yield Problem(str(site / path), 1, str(found))
            continue
        if (seen := hashlib.sha256(data).hexdigest()) != digest:
            yield _problem(
                site,
                path,
                f"must have the checksum that the manifest gives, {digest[:12]}…; found "
                f"{seen[:12]}…",
            )
    yield from log_problem(site, logged=any(path.startswith(f"{ENTRIES}/") for path in listed))
    for path in sorted(present - listed.keys() - UNLISTED):
        yield _problem(site, path, "must be listed in the manifest; found a file that is not")


def log_problem(site: Path, *, logged: bool) -> Iterator[Problem]:
    """A problem if the checkpoint of a site's log is missing or not of its entries."""
    if logged or (site / CHECKPOINT).exists():
        try:
            read_site_log(site)
        except NotProved as found:
            what = f"must be of the entries of the log; found that {str(found).rstrip('.')}"
            yield _problem(site, CHECKPOINT, what)


def _problem(site: Path, path: str, what: str) -> Problem:
    return Problem(str(site / path), 1, f"{what}; {_MEND}")


def _files(site: Path) -> Iterator[str]:
    """Every file of a site, and every link: no build makes one."""
    root = os.fspath(site)
    for folder, folders, names in os.walk(root):
        inside = folder[len(root) :].replace(os.sep, "/").strip("/")
        links = [name for name in folders if os.path.islink(f"{folder}/{name}")]  # noqa: PTH114
        for name in (*names, *links):
            yield f"{inside}/{name}" if inside else name
