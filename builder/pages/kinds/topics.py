"""Topics: where and when each subject occurs, paragraph by paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from msgspec import Struct

from builder.model import Authority, Document
from builder.pages.parts.listing import EntryLine, Listed, Way, share_pages
from builder.pages.parts.paged import paged
from builder.pages.parts.passage import DocumentPassages, Passage
from builder.pages.parts.subjects import Subjects
from builder.pages.parts.topic_recommendations import ON_A_PAGE, TopicRow
from builder.pages.parts.views import (
    TOLD,
    DocumentLine,
    Link,
    Page,
    authorities_link,
    counted,
    document_line,
)
from builder.reading.archive import Archive

FIRST = 12
"""How many places of a document, recurring subjects of an authority, or documents that name it, are
shown unfolded."""

CRUMBS = (Link("Topics", "/topics/"),)


class SubjectLine(Struct, frozen=True):
    """A topic in its list of one document."""

    topic: Link
    passages: int
    asked: int
    places: tuple[Link, ...]
    """The first of them: a paragraph by its number, others by the heading that they stand under."""
    more: int
    """How many are not shown."""
    rest: str
    """Where they are listed."""


class CountCell(Struct, frozen=True):
    """A topic in one inspection."""

    passages: int
    asked: int
    url: str
    """The first of its places."""


class RecurringRow(Struct, frozen=True):
    topic: Link
    cells: tuple[CountCell | None, ...]


class Recurring(Struct, frozen=True):
    """Topics in more than one inspection of an authority."""

    columns: tuple[DocumentLine, ...]
    first: tuple[RecurringRow, ...]
    rest: tuple[RecurringRow, ...]


def topic_share_pages(
    archive: Archive,
    authority: Authority,
    found: Mapping[str, Sequence[DocumentPassages]],
    ways: Mapping[str, Way],
) -> Iterator[Page]:
    """The pages of an authority's shares of the divided topics."""
    names = {topic: archive.registry.topics[topic].name for topic in found}
    return share_pages(authority, found, ways, names, (CRUMBS[0], authorities_link(archive)))


def topics_page(listed: Listed) -> Page:
    """The list of topics; needs no document's text."""
    topics = listed.archive.registry.topics
    groups: dict[str, list[EntryLine]] = {}
    for id, each in topics.items():
        if id in listed.ways:
            groups.setdefault(each.group, []).append(listed.entry_line(id, each.name))
    return Page(
        url="/topics/",
        template="topics.html",
        title="Topics",
        description="The subjects that people look for, and where the documents speak of them.",
        context={
            "groups": tuple(
                (group, tuple(sorted(lines, key=lambda line: line.link.text)))
                for group, lines in groups.items()
            ),
            "absent": tuple(each.name for each in topics.values() if each.id not in listed.ways),
            "years": listed.archive.years,
        },
    )


def topic_pages(listed: Listed, id: str, rows: Sequence[TopicRow]) -> Iterator[Page]:
    """A topic's pages.

    The first has the newest of what councils were asked, and where documents speak of it; the
    others the rest of what was asked.
    """
    archive = listed.archive
    words = archive.registry.site.words
    title = f"{archive.registry.topics[id].name}: what {words.authorities} were asked to improve"
    topic, shown = archive.registry.topics[id], listed.listing(id)
    parts = paged(f"{shown.url}recommendations/", rows, ON_A_PAGE, first=shown.url)
    context = {
        "topic": topic,
        "topic_url": shown.url,
        "asked": counted(len(rows), *TOLD),
        "councils": counted(
            len({each.authority for each in rows}), words.authority, words.authorities
        ),
    }
    yield Page(
        url=shown.url,
        template="topic.html",
        title=topic.name,
        description=f"{title}, with the grade then and at "
        "the next graded inspection, and what the documents say of it, by year.",
        crumbs=CRUMBS,
        context={**context, "part": parts[0], "listing": shown, "years": archive.years},
    )
    for part in parts[1:]:
        yield Page(
            url=part.url,
            template="topic_recommendations.html",
            title=f"{title}, page {part.number}",
            description=f"What {words.authorities} were asked to improve about {topic.name}, "
            f"newest first: page {part.number} of {part.of}.",
            crumbs=(*CRUMBS, Link(topic.name, shown.url)),
            context={**context, "part": part},
        )


def subject_lines(archive: Archive, document: Document, known: Subjects) -> tuple[SubjectLine, ...]:
    """A document's topics, most frequent first."""
    found = []
    for topic, passages in known.of_document.get(document.id, {}).items():
        leads = known.ways[topic]
        places = _places(passages)
        found.append(
            SubjectLine(
                topic=Link(archive.registry.topics[topic].name, leads.address),
                passages=len(passages),
                asked=sum(1 for each in passages if each.instruction),
                places=tuple([Link(name, f"#{at}") for name, at in islice(places.items(), FIRST)]),
                more=max(len(places) - FIRST, 0),
                rest=leads.share(document.front.authority),
            )
        )
    return tuple(sorted(found, key=lambda line: (-line.passages, line.topic.text)))


def _places(passages: Iterable[Passage]) -> dict[str, str]:
    """Anchors of passages by paragraph number, or else heading, each name once."""
    first: dict[str, str] = {}
    for each in passages:
        name = str(each.place.number or each.under.heading or "Opening")
        first.setdefault(name, each.place.anchor)
    return first


def recurring(archive: Archive, authority: str, known: Subjects) -> Recurring | None:
    """Topics in more than one inspection, commonest first, or None."""
    inspections = archive.inspections(authority)
    counted: dict[str, list[CountCell | None]] = {}
    for at, document in enumerate(inspections):
        for topic, passages in known.of_document.get(document.id, {}).items():
            cells = counted.setdefault(topic, [None] * len(inspections))
            asked = [each for each in passages if each.instruction]
            cells[at] = CountCell(len(passages), len(asked), passages[0].url)
    rows = [
        RecurringRow(
            Link(archive.registry.topics[topic].name, known.ways[topic].share(authority)),
            tuple(cells),
        )
        for topic, cells in counted.items()
        if sum(1 for each in cells if each) > 1
    ]
    if not rows:
        return None
    rows.sort(key=_most_first)
    return Recurring(
        tuple(document_line(archive, each) for each in inspections),
        tuple(rows[:FIRST]),
        tuple(rows[FIRST:]),
    )


def _most_first(row: RecurringRow) -> tuple[int, int, str]:
    held = [each for each in row.cells if each]
    return -len(held), -sum(each.passages for each in held), row.topic.text
