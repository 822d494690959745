"""A feed of each kind of recommendation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from builder.core.safe_files import File
from builder.exports.feeds import NEWEST, recommendation_feed
from builder.pages import Accounts, Contributions
from builder.pages.parts.recommendation_entries import DocumentRecommendations, EntryFacets
from builder.pages.parts.topic_recommendations import TopicRecommendation, topic_rows


def kind_feeds(known: Accounts, contributions: Contributions, base_url: str) -> Iterator[File]:
    """`/recommendations/kind/<kind>/feed.xml` of each kind that has a page, newest first."""
    archive = known.archive
    of_document: dict[str, list[EntryFacets]] = defaultdict(list)
    for own in contributions("entries").values():
        for line in own:
            of_document[line.document].append(line)
    kinds: dict[str, list[EntryFacets]] = defaultdict(list)
    for document in reversed(archive.documents):
        for line in of_document.get(document.id, ()):
            for value in line.values["kind"]:
                if len(kinds[value.slug]) < NEWEST:
                    kinds[value.slug].append(line)
    shown = {line.document for lines in kinds.values() for line in lines}
    documents = {
        each: next(iter(contributions(f"recommendations/{each}").values()))
        for each in sorted(shown)
    }
    for kind, lines in sorted(kinds.items()):
        if len(lines) > 1:
            rows = topic_rows(archive, known.histories, _by_authority(known, lines, documents))
            title = f"{rows[0].recommendation.kind}: what {archive.registry.site.words.authorities}"
            folder = f"recommendations/kind/{kind}/"
            yield recommendation_feed(
                archive, rows, f"{title} were asked to improve", folder, base_url
            )


def _by_authority(
    known: Accounts, lines: list[EntryFacets], documents: Mapping[str, DocumentRecommendations]
) -> Mapping[str, list[TopicRecommendation]]:
    found: dict[str, list[TopicRecommendation]] = defaultdict(list)
    for line in lines:
        entry = documents[line.document].entries[line.number]
        authority = known.archive.by_id[line.document].front.authority
        found[authority].append(
            TopicRecommendation(line.document, entry.text, entry.kind_name, entry.url, ())
        )
    return found
