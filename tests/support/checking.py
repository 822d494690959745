"""What the archive notices in the small archive with some of its words replaced."""

from __future__ import annotations

import shutil
from pathlib import Path

from msgspec.structs import replace

from builder.analysis.checks import checks
from builder.analysis.links import places
from builder.model import HELD, Check, Echo, Links, Reference, ReferenceState, When
from builder.reading.archive import Archive
from tests.support.archive import read_archive
from tests.support.links import link_documents
from tests.support.small_archive import CONTENT

EARLIER = "northtown-2010-06-30-report"
LATER = "northtown-2014-05-20-report"
PAPER = "northtown-2014-07-08-paper"
SOUTHTOWN = "southtown-2011-08-31-report"
LETTER = "westshire-2012-02-10-letter"


class Build:
    """Makes the small archive with words of its documents, or of another file, replaced."""

    def __init__(self, folder: Path) -> None:
        self.content = folder / "content"

    def __call__(self, *changes: tuple[str, str, str]) -> Archive:
        shutil.copytree(CONTENT, self.content)
        for name, old, new in changes:
            (path,) = self.content.rglob(name if "." in name else f"{name}.md")
            words = path.read_text("utf-8")
            assert words.count(old) == 1, (name, old)
            path.write_text(words.replace(old, new), "utf-8")
        return read_archive(self.content)


def said_of(links: Links, *references: Reference) -> Links:
    """Links with other references."""
    by_document: dict[str, tuple[Reference, ...]] = {}
    for each in references:
        by_document[each.document] = (*by_document.get(each.document, ()), each)
    return Links(links.mentions, by_document, links.echoes, links.follow_ups)


def found(
    archive: Archive,
    rule: str,
    *references: Reference,
    echoes: tuple[Echo, ...] = (),
    document: str = "",
) -> list[Check]:
    """What a rule notices, with the references and echoes given and no others."""
    links = said_of(link_documents(archive), *references)
    by_document = {each: tuple(e for e in echoes if e.document == each) for each in archive.by_id}
    noticed = checks(archive, replace(links, echoes=by_document))
    return [each for each in noticed if each.rule == rule and document in ("", each.document)]


def anchor_of(archive: Archive, document: str, words: str) -> str:
    (anchor,) = [each.anchor for each in places(archive.by_id[document]) if words in each.words]
    return anchor


def refers(
    archive: Archive,
    document: str,
    printed: str,
    target: str,
    when: When | None = None,
    state: ReferenceState = HELD,
) -> Reference:
    anchor = anchor_of(archive, document, printed)
    targets = (target,) if target else ()
    return Reference(document, anchor, printed, "inspection", when, state, targets)
