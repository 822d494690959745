"""Whether a folder holds a site made from some content."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from builder.core.problems import Problem
from builder.core.safe_files import MOST_ORIGINAL, NotReadable, read_plain
from builder.verify.documents import PublishedDocument

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
