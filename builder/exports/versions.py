"""What each anchor of a document said since when, and a TimeMap of its original.

Source: RFC 7089 (Memento). Names of fields are a contract.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from datetime import UTC, date, datetime, time

from msgspec import json

from builder.core.safe_files import File
from builder.ledger import LedgerRow, mark, short_mark
from builder.model import Document
from builder.model.anchors import anchored
from builder.reading.archive import Archive

TIMEMAP = "timemap.link"


def version_files(
    archive: Archive, document: Document, rows: Sequence[LedgerRow], base_url: str
) -> Iterator[File]:
    """A document's files; a TimeMap only where the original's own address is known.

    `rows` are its ledger's; `base_url` has no final slash.
    """
    folder = f"documents/{document.id}"
    text = json.format(json.encode(versions(document, rows)), indent=0)
    yield File(f"{folder}/versions.json", text + b"\n")
    if copies := _copies(archive, document):
        yield File(f"{folder}/{TIMEMAP}", timemap(archive, document, copies, base_url).encode())


def versions(document: Document, rows: Sequence[LedgerRow]) -> dict[str, object]:
    """What was recorded of each anchor, oldest first."""
    now = {each.anchor: (mark(each.words), each.words) for each in anchored(document.sections)}
    words = _by_mark(document, now.values(), {each.mark for each in rows})
    leads = {gone: anchor for anchor, former in document.history.aliases.items() for gone in former}
    return {
        "id": document.id,
        "url": document.url,
        "versions": [
            {
                "anchor": each.anchor,
                "since": each.since.isoformat(),
                "mark": each.mark,
                "words": _words(each, now, words),
                "at": leads.get(each.anchor, each.anchor),
            }
            for each in rows
        ],
    }


def _words(row: LedgerRow, now: Mapping[str, tuple[str, str]], by_mark: Mapping[str, str]) -> str:
    """An anchor's own words where they have the mark: others may differ in white space."""
    own, words = now.get(row.anchor, ("", ""))
    return words if own == row.mark else by_mark.get(row.mark, "")


def _by_mark(
    document: Document, now: Iterable[tuple[str, str]], wanted: Set[str]
) -> Mapping[str, str]:
    """Words that a document has or had by their `wanted` marks, none that share a short one."""
    before = ((mark(each.before), each.before) for each in document.history.corrections)
    long = dict([*before, *now])
    if long.keys() >= wanted:
        return long
    short: dict[str, str] = {}
    for each in long.values():
        own = short_mark(each)
        short[own] = "" if own in short else each
    return {**short, **long}


def _copies(archive: Archive, document: Document) -> list[tuple[date, Document]]:
    """Our copies of what stood at the address of a document's original, oldest first."""
    url = document.front.source.url
    return sorted(
        (
            (each.history.added, each)
            for each in archive.of_authority(document.front.authority)
            if url and each.front.source.url == url and each.history.added
        ),
        key=lambda copy: (copy[0], copy[1].id),
    )


def timemap(
    archive: Archive,
    document: Document,
    copies: Sequence[tuple[date, Document]],
    base_url: str,
) -> str:
    """A TimeMap in the form of links (RFC 7089, 5): copies alone, for no other state can be had."""
    days = [_instant(day) for day, _ in copies]
    lines = [
        f'<{document.front.source.url}>; rel="original"',
        f'<{base_url}{document.url}{TIMEMAP}>; rel="self"; type="application/link-format"; '
        f'from="{days[0]}"; until="{days[-1]}"',
    ]
    for at, (_, each) in enumerate(copies):
        ends = ("first ", at == 0), ("last ", at == len(copies) - 1)
        rel = "".join(word for word, holds in ends if holds) + "memento"
        address = archive.registry.site.original_at(each.url, each.front.source)
        address = f"{base_url}{address}" if address.startswith("/") else address
        lines.append(f'<{address}>; rel="{rel}"; datetime="{days[at]}"')
    return ",\n".join(lines) + "\n"


def _instant(day: date) -> str:
    """The beginning of a day, as HTTP writes it."""
    from email.utils import format_datetime  # for the few that have versions: it loads sockets

    return format_datetime(datetime.combine(day, time(), UTC), usegmt=True)
