"""Pages of changes, withdrawn documents and former addresses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from msgspec import Struct

from builder.analysis.change_log import NAMES, Change, sentence
from builder.ledger import MovedPages
from builder.model import Document, Withdrawn
from builder.pages.parts.views import Link, Page, day
from builder.reading.archive import Archive

SHOWN = 100
"""How many changes stand on one page."""

TITLE = "What changed"
MOVED = "moved.html"


class ChangeLine(Struct, frozen=True):
    """A change in a list."""

    what: str
    link: Link
    kind: str
    authority: Link
    published: str
    published_iso: str
    place: str
    words: str


class Day(Struct, frozen=True):
    """The changes of one day."""

    day: str
    iso: str
    lines: tuple[ChangeLine, ...]


def change_pages(archive: Archive, found: Sequence[Change]) -> Iterator[Page]:
    """The newest changes, and all in parts counted from the oldest, which stay as they are."""
    parts = len(found) // SHOWN if len(found) > SHOWN else 0
    oldest_first = found[::-1]
    older = []
    for part in range(1, parts + 1):
        first, last = (part - 1) * SHOWN, part * SHOWN
        within = oldest_first[first:last][::-1]
        link = Link(f"{day(within[-1].on)} to {day(within[0].on)}", f"/changes/{part}/")
        older.append(link)
        yield _page(archive, link.url, f"{TITLE}, {link.text}", within, (Link(TITLE, "/changes/"),))
    yield _page(archive, "/changes/", TITLE, found[:SHOWN], (), tuple(reversed(older)))


def _page(
    archive: Archive,
    url: str,
    title: str,
    found: Sequence[Change],
    crumbs: tuple[Link, ...],
    older: tuple[Link, ...] = (),
) -> Page:
    return Page(
        url=url,
        template="changes.html",
        title=title,
        description="Which documents were added to the archive, corrected or withdrawn, and when.",
        crumbs=crumbs,
        context={
            "days": tuple(
                Day(day(on), on.isoformat(), tuple(_line(archive, each) for each in group))
                for on, group in groupby(found, key=lambda each: each.on)
            ),
            "older": older,
        },
    )


def _line(archive: Archive, change: Change) -> ChangeLine:
    place = archive.registry.authorities[change.authority].place
    held = archive.of_authority(change.authority)
    return ChangeLine(
        NAMES[change.what],
        Link(change.title, change.url),
        archive.registry.site.words.kind(change.kind),
        Link(place, f"/authorities/{change.authority}/" if held else ""),
        day(change.published),
        change.published.isoformat(),
        change.place,
        change.words,
    )


def withdrawn_pages(archive: Archive) -> Iterator[Page]:
    """The page at each withdrawn document's address."""
    for each in archive.withdrawn:
        front, withdrawal = each.front, each.withdrawal
        authority = archive.registry.authorities[front.authority]
        yield Page(
            url=each.url,
            template="withdrawn.html",
            title=f"Withdrawn: {authority.place} {front.published.year}: {front.title}",
            description="This document was withdrawn.",
            crumbs=(Link(TITLE, "/changes/"),),
            context={
                "place": authority.place,
                "front": front,
                "kind": archive.registry.site.words.kind(front.kind),
                "published": day(front.published),
                "withdrawn": day(withdrawal.on),
                "withdrawn_iso": withdrawal.on.isoformat(),
                "added": day(each.history.added) if each.history.added else "",
                "reason": withdrawal.reason,
                "asked_by": withdrawal.asked_by,
                "anchors": each.history.published,
            },
        )


def former_pages(document: Document | Withdrawn) -> Iterator[Page]:
    """A page at each former address that leads to the document."""
    for former in document.front.formerly:
        yield Page(
            url=f"/documents/{former}/",
            template=MOVED,
            title=document.front.title,
            description="This document has moved.",
            context={
                "target": Link(document.front.title, document.url),
                "head": "This document has moved",
                "why": "",
                "anchors": document.history.published,
            },
        )


def leading(pages: Iterable[Page]) -> dict[str, str]:
    """Where the pages lead that only lead on."""
    return {each.url: each.context["target"].url for each in pages if each.template == MOVED}


def _why_gone(row: MovedPages | None) -> str:
    if row is None:
        return "The list that it was part of has fewer pages now."
    return f"{sentence(row.why)} Since {day(row.on)} this address leads on."


def gone_pages(
    leading: Mapping[str, tuple[str, MovedPages | None]], titles: Mapping[str, str]
) -> list[Page]:
    """A page at each published address without one, leading on; `titles` are by address."""
    return [
        Page(
            url=former,
            template=MOVED,
            title=titles.get(target, target),
            description="This page is gone.",
            context={
                "target": Link(titles.get(target, target), target),
                "head": "This page is gone",
                "why": _why_gone(row),
                "anchors": (),
            },
        )
        for former, (target, row) in leading.items()
    ]
