"""Whether a folder holds a site made from some content."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from builder.core.problems import Problem
from builder.core.safe_files import MOST_ORIGINAL, NotReadable, read_plain
from builder.verify.documents import PublishedDocument
from builder.verify.proof import NotProved, read_site_log

_LIST = "data/documents.json"
"""Where a site lists its documents."""
_BUILD = "build the site from this content, or name another with --site."


def foreign(site: Path, documents: Sequence[PublishedDocument]) -> Iterator[Problem]:
    """Problems of a site that lacks documents, has others, or is none."""
    try:
        listed = json.loads(read_plain(site / _LIST, None, MOST_ORIGINAL))
        held = {str(each["id"]) for each in listed}
    except (NotReadable, ValueError, TypeError, KeyError):
        yield Problem(
            str(site), 1, f"must hold a site of this archive; found no list {_LIST}; {_BUILD}"
        )
        return
    known = {each.id for each in documents}
    for id in sorted(held - known):
        yield Problem(
            f"{site}/{_LIST}",
            1,
            f"a site must hold the content's documents only; found “{id}”, which the content does "
            f"not hold; {_BUILD}",
        )
    for document in documents:
        if document.id not in held or not (site / document.page).is_file():
            yield Problem(
                document.path,
                1,
                f"every document must have its page in the site; found no {site}/{document.page}; "
                f"{_BUILD}",
            )


def lost_log_rows(site: Path, content: Path, rows: Sequence[str]) -> Iterator[Problem]:
    """A problem where the log of a site was not the beginning of the content's `rows`.

    A site without a log, or whose log is damaged, shows nothing of what was published.
    """
    try:
        entries, _, _ = read_site_log(site)
    except NotProved:
        return
    known = [each.encode() for each in rows[: len(entries)]]
    if known == entries:
        return
    at = next(
        (at for at, pair in enumerate(zip(entries, known, strict=False)) if len(set(pair)) > 1),
        len(known),
    )
    found = f"“{rows[at]}”" if at < len(known) else "none"
    yield Problem(
        f"{content.name}/ledger/log",
        1,
        f"the log must keep every row that was published; row {at + 1} of {site.name}/log is "
        f"“{entries[at].decode('utf-8', 'replace')}”, found {found}; restore {content.name}/ledger "
        "from the history of the repository, or name another folder if this site is of another "
        "archive.",
    )
