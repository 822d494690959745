"""The archive's changes: documents added, corrected and withdrawn, newest first.

The page of changes, the feeds, margins and page stamps all use it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct

from builder.analysis.checks import labels
from builder.model import (
    CORRECTED,
    REMOVED,
    RESTORED,
    Correction,
    Document,
    Renumbering,
    Withdrawn,
)
from builder.reading.archive import Archive

ADDED, RENUMBERED, WITHDRAWN = "added", "renumbered", "withdrawn"

NAMES = {
    ADDED: "Added",
    CORRECTED: "Corrected",
    RESTORED: "Restored",
    REMOVED: "Removed",
    RENUMBERED: "Renumbered",
    WITHDRAWN: "Withdrawn",
}

_CONTEXT = 3
"""How many words around those that differ are shown."""


class Change(Struct, frozen=True):
    """One thing that happened to one document."""

    on: date
    what: str
    """A key of `NAMES`."""
    document: str
    authority: str
    kind: str
    title: str
    publisher: str
    published: date
    url: str
    """Of the document, or of the place in it."""
    place: str = ""
    """What the place is called, or ""."""
    words: str = ""
    """Why, what it said before, who asked: sentences, or ""."""


class Stamp(Struct, frozen=True):
    """How fresh some documents are, by their own dates."""

    newest: date
    """The date of the newest of them."""
    changed: date
    """When something became of one of them last."""
    of: str = ""
    """The place that they are about; "" for those of the whole archive."""


def freshness_stamp(archive: Archive, found: Sequence[Change], of: str = "") -> Stamp:
    """The stamp of an archive or a part of it; `found` are its changes."""
    newest = max((each.front.published for each in archive.kept), default=archive.newest)
    if archive.documents:
        newest = archive.newest
    return Stamp(newest, max((each.on for each in found), default=newest), of)


def all_changes(archive: Archive) -> tuple[Change, ...]:
    """Every change of the archive, newest first."""
    found = [change for each in archive.documents for change in of_document(archive, each)]
    found += [change for each in archive.withdrawn for change in _of_withdrawn(archive, each)]
    return newest_first(found)


def newest_first(found: Sequence[Change]) -> tuple[Change, ...]:
    """Newest first; within a day by document, then in reading order."""
    return tuple(
        sorted(
            sorted(found, key=lambda each: (each.published, each.document), reverse=True),
            key=lambda each: each.on,
            reverse=True,
        )
    )


def of_document(archive: Archive, document: Document) -> Iterator[Change]:
    """A document's changes: it was added, then corrected."""
    yield _change(archive, document, _added(document), ADDED)
    if document.history.corrections or document.front.renumbered:
        names = labels(document)
        for correction in document.history.corrections:
            place = names.get(correction.anchor, "the document")
            yield _change(
                archive,
                document,
                correction.on,
                correction.what,
                f"#{correction.anchor}",
                place,
                correction_words(correction),
            )
        for each in document.front.renumbered:
            yield _change(archive, document, each.on, RENUMBERED, words=renumbered(each))


def correction_words(correction: Correction) -> str:
    """A correction's reason and former words, in sentences."""
    why = sentence(correction.why)
    if correction.what == RESTORED:
        return f"{why} It was missing until then."
    was, now = differing(correction.was, correction.now)
    if correction.what == REMOVED:
        return f"{why} Here stood “{was}”."
    return f"{why} It said “{was}”; it says “{now}” now."


def renumbered(each: Renumbering) -> str:
    """Which paragraphs took which numbers, in sentences."""
    before = f"Paragraphs {each.start} to {each.end}"
    if each.start == each.end:
        before = f"Paragraph {each.start}"
    after = f"{each.start + each.by} to {each.end + each.by}"
    if each.start == each.end:
        after = f"{each.start + each.by}"
    return f"{sentence(each.why)} {before} became {after}."


def sentence(words: str) -> str:
    """Words that end as a sentence does."""
    return words if words.endswith((".", "?", "!", "…")) else f"{words}."


def differing(was: str, now: str) -> tuple[str, str]:
    """Where two texts differ, with a few words around.

    >>> differing("charring of meetings", "chairing of meetings")
    ('charring of meetings', 'chairing of meetings')
    >>> differing("One two three four five six seven.", "One two three four 5 six seven.")
    ('… two three four five six seven.', '… two three four 5 six seven.')
    """
    before, after = was.split(), now.split()
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    start, end = max(start - _CONTEXT, 0), max(end - _CONTEXT, 0)
    return _within(before, start, end), _within(after, start, end)


def _within(words: Sequence[str], start: int, end: int) -> str:
    shown = " ".join(words[start : len(words) - end])
    return f"{'… ' if start else ''}{shown}{' …' if end else ''}"


def _of_withdrawn(archive: Archive, document: Withdrawn) -> Iterator[Change]:
    withdrawal = document.withdrawal
    words = f"{sentence(withdrawal.reason)} Asked for by {sentence(withdrawal.asked_by)}"
    yield _change(archive, document, withdrawal.on, WITHDRAWN, words=words)
    if document.history.added is not None:
        yield _change(archive, document, document.history.added, ADDED)


def _added(document: Document) -> date:
    return document.history.added or document.front.published


def _change(
    archive: Archive,
    document: Document | Withdrawn,
    on: date,
    what: str,
    anchor: str = "",
    place: str = "",
    words: str = "",
) -> Change:
    front = document.front
    return Change(
        on,
        what,
        document.id,
        front.authority,
        front.kind,
        front.title,
        archive.registry.frameworks[front.framework].inspectorate
        or archive.registry.authorities[front.authority].name,
        front.published,
        document.url + anchor,
        place,
        words,
    )
