"""The content folder as files: which are read, and whether they change during a build.

A file that is silently skipped is a document lost.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path, PurePosixPath

from msgspec.structs import fields

from builder.core.problems import Problem, ProblemsFound, did_you_mean
from builder.model import Registry
from builder.store.fingerprint import Fingerprint, files, fingerprint

_FOLDERS = {"frameworks.yaml", "publishers.yaml"}
REGISTRIES = {f"{each.name}.yaml" for each in fields(Registry)} - _FOLDERS
"""The files that may stand in the content folder itself."""


def must_exist(content: Path) -> None:
    """Raise `ProblemsFound` where there is no content folder."""
    if not content.is_dir():
        message = "the content folder must exist; it was not found; name it with --content."
        raise ProblemsFound([Problem(str(content), 1, message)])


_USUAL = re.compile(r"documents/[^/]+/[^/]+\.md|originals/[^/]+|ledger/documents/[^/]+/[^/]+\.csv")
"""Nearly all files: they are seen to stand where they should without being taken apart."""


def misplaced(content: Path) -> Iterator[Problem]:
    """Files that stand where nothing reads them."""
    for name in files(content):
        if not _USUAL.fullmatch(name) and (message := _misplaced(PurePosixPath(name))):
            yield Problem(f"{content.name}/{name}", 1, message)


def _misplaced(path: PurePosixPath) -> str:
    match path.parts:
        case (name,) if name in REGISTRIES or name.casefold().startswith("readme"):
            return ""
        case (name,) if path.suffix in (".yaml", ".yml"):
            return (
                f"a registry must have one of the names that are read; found “{name}”; rename it "
                f"or move it out of the content folder.{did_you_mean(name, REGISTRIES)}"
            )
        case ("documents", _, _) if path.suffix == ".md":
            return ""
        case ("frameworks", _) if path.suffix == ".yaml":
            return ""
        case ("publishers", _) if path.suffix in (".yaml", ".csv"):
            return ""
        case ("outcomes", _) if path.suffix == ".csv":
            return ""
        case ("originals", _):
            return ""
        case ("ledger", "documents", _, _) | ("ledger", "pages" | "log", _) if (
            path.suffix == ".csv"
        ):
            return ""
        case ("ledger", "moved.yaml"):
            return ""
        case ("frameworks", *_):
            return (
                "a framework must stand in frameworks/ itself and its name end in “.yaml”; found "
                f"“{path}”; move or rename it."
            )
        case ("ledger", *_):
            return (
                "a file of the ledger must be named ledger/documents/<authority>/<id>.csv, as "
                f"`archive record` names it; found “{path}”; move it, or restore it from the "
                "history of the repository."
            )
        case ("originals", *_):
            return f"an original must stand in originals/ itself; found “{path}”; move it there."
        case _:
            return (
                "a document must be named documents/<authority>/<id>.md, and its original stand in "
                f"originals/; found “{path}”, which nothing reads; move it, rename it, or keep it "
                "outside the content folder."
            )


def unnamed(content: Path, originals: Collection[str]) -> Iterator[Problem]:
    """Originals that no document names."""
    for name in files(content):
        folder, _, stored = name.rpartition("/")
        if folder == "originals" and stored not in originals:
            yield Problem(
                f"{content.name}/{name}",
                1,
                "an original should have a document that names it; found none; add it again with "
                "`add`, or remove it.",
            )


def changed(content: Path, before: Fingerprint) -> list[Problem]:
    """The files that are no longer as they were."""
    now = fingerprint(content)
    return [
        not_as_it_was(f"{content.name}/{name}")
        for name in sorted(before.keys() | now.keys())
        if before.get(name) != now.get(name)
    ]


def not_as_it_was(shown: str) -> Problem:
    return Problem(
        shown,
        1,
        "must stay as it is while the site is built; it was changed, added or removed "
        "meanwhile; run the command again.",
    )
