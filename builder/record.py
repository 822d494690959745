"""Content → its ledger brought up to date: what is published from now on is never lost.

In: the archive, its content folder and the day of publication.  Out: the files of the ledger that
must grow, and by what.  A stage of its own, and a command of its own, because a build changes
nothing of the content: an address enters the ledger when a person says that it is published.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from builder.anchors import Anchored, anchored
from builder.archive import Archive
from builder.files import write_whole
from builder.ledger import State, document_ledger, mark, read_own, unfinished, written
from builder.model import REMOVED, Document
from builder.problems import Problem


@dataclass(frozen=True)
class Growth:
    """What a file of the ledger does not hold yet."""

    file: PurePosixPath
    """Inside the content folder."""
    address: str
    path: str
    """The file of the content that is published there."""
    new: int
    """How many addresses and anchors are not in it at all …"""
    changed: int
    """… and how many led to other words."""
    undated: bool
    """Whether the day must be given, as no correction gives it."""
    places: tuple[Anchored, ...]
    document: Document


def growth(archive: Archive, content: Path) -> Iterator[Growth]:
    """What the ledger does not hold yet, file by file."""
    for document in archive.documents:
        states = _own(document, content)
        known = {each.anchor for each in states}
        places = tuple(unfinished(anchored(document.sections), states))
        if places:
            new = sum(each.anchor not in known for each in places)
            yield Growth(
                document_ledger(document.front.authority, document.id),
                document.url,
                document.path,
                new,
                len(places) - new,
                not states or any(_changed_on(document, each.anchor) is None for each in places),
                places,
                document,
            )


def unrecorded(grown: Iterable[Growth]) -> list[Problem]:
    """What is not in the ledger yet as problems: none for a draft, one for what is published."""
    return [
        Problem(
            each.path,
            1,
            f"what is published must be in the ledger; found {each.new} anchors of {each.address} "
            f"that are not, and {each.changed} with words that are not; run `archive record --on "
            "DAY` with the day of publication.",
        )
        for each in grown
    ]


def record(grown: Sequence[Growth], content: Path, on: date) -> None:
    """Write the rows that are missing; those without a correction that dates them get `on`."""
    for each in grown:
        rows = grow(each.document, _own(each.document, content), each.places, on)
        write_whole(content / each.file, written(rows))


def grow(
    document: Document, states: Sequence[State], missing: Sequence[Anchored], on: date
) -> list[State]:
    """The rows of a document's ledger with those that are missing, in the document's order: a new
    anchor after the one that stands before it."""
    by_anchor: dict[str, list[State]] = {}
    for state in states:
        by_anchor.setdefault(state.anchor, []).append(state)
    order = list(by_anchor)
    wanted = {each.anchor for each in missing}
    before = -1
    for each in anchored(document.sections):
        if each.anchor not in by_anchor:
            order.insert(before + 1, each.anchor)
            by_anchor[each.anchor] = []
        before = order.index(each.anchor)
        if each.anchor in wanted:
            rows = by_anchor[each.anchor]
            since = (_changed_on(document, each.anchor) if states else None) or on
            # A row is never older than the one before it.
            since = max(since, rows[-1].since) if rows else since
            rows.append(State(each.anchor, mark(each.words), since))
    return [state for anchor in order for state in by_anchor[anchor]]


def _changed_on(document: Document, anchor: str) -> date | None:
    """The day since which an anchor leads to its words, where the front matter says so."""
    corrected = [
        each.on
        for each in document.history.corrections
        if each.anchor == anchor and each.what != REMOVED
    ]
    number = anchor[1:]
    shifted = [
        each.on
        for each in document.front.renumbered
        if anchor[:1] == "p"
        and number.isdigit()
        and each.start + each.by <= int(number) <= each.end + each.by
    ]
    return max((*corrected, *shifted), default=None)


def _own(document: Document, content: Path) -> tuple[State, ...]:
    return read_own(content, document.front.authority, document.id)[0]
