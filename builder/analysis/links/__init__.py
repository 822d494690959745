"""Link documents: what each names and refers to, and by which words.

What a document says is read from it alone (`Mentions`) and then looked up within its authority, so
a change affects that authority only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from builder.analysis.links.abbreviations import expansions, explained, likeness, misprints
from builder.analysis.links.echoes import echoes
from builder.analysis.links.follow_ups import follow_ups, recommendation_topics, topics_named
from builder.analysis.links.named import is_silent, registry_mentions
from builder.analysis.links.places import Running, places
from builder.analysis.links.pointers import Pointing
from builder.analysis.links.resolve import known_not_held, references
from builder.language.phrase_finder import Finder, registry_phrases
from builder.language.tokenizer import Words
from builder.model import (
    Authority,
    ComparedRecommendation,
    Document,
    Echo,
    FollowUp,
    Links,
    Mentions,
    Place,
    RecommendationId,
    Reference,
    Registry,
)
from builder.reading.archive import Archive

__all__ = [
    "Linker",
    "is_silent",
    "known_not_held",
    "likeness",
    "link",
    "places",
    "recommendation_topics",
    "topics_named",
]


class Linker:
    """Links documents by the words of one registry."""

    def __init__(self, registry: Registry, words: Words | None = None) -> None:
        """`words` may be given if already made."""
        self.registry = registry
        self._words = words or Words(registry.synonyms)
        self._finder = Finder(registry_phrases(registry))
        self._pointing = Pointing(registry)

    def link(self, archive: Archive, known: Mapping[str, Mentions] | None = None) -> Links:
        """The links of every document given.

        `known` are mentions by document id, as far as already read.
        """
        mentions = dict(known or {})
        referred: dict[str, tuple[Reference, ...]] = {}
        echoed: dict[str, tuple[Echo, ...]] = {}
        followed: dict[str, tuple[tuple[FollowUp, ...], ...]] = {}
        compared: dict[str, tuple[ComparedRecommendation, ...]] = {}
        for authority in archive.authorities:
            held = archive.of_authority(authority.id)
            # Places are many: no more than one authority's are kept at a time.
            at = {each.id: places(each) for each in held}
            for each in held:
                if each.id not in mentions:
                    mentions[each.id] = self._mentions(each, at[each.id])
            pointers = {each.id: mentions[each.id].pointers for each in held}
            referred.update(references(held, at, pointers, archive.registry.references))
            echoed.update(echoes(held, at, referred))
            everywhere = (*self.registry.checks.everywhere, *_names(authority))
            followed.update(follow_ups(" ".join(everywhere), held, at, mentions, referred, echoed))
            compared[authority.id] = tuple(
                chain.from_iterable(
                    self._compared(each, at[each.id], mentions[each.id]) for each in held
                )
            )
        in_order = {each.id: mentions[each.id] for each in archive.documents}
        return Links(in_order, referred, echoed, followed, compared)

    def _compared(
        self, document: Document, at: Sequence[Place], mentions: Mentions
    ) -> Iterator[ComparedRecommendation]:
        topics_of = recommendation_topics(document, at, topics_named(mentions))
        for number, (each, topics) in enumerate(
            zip(document.recommendations, topics_of, strict=True)
        ):
            stems = {token.stem for token in self._words.read(each.text) if not token.small}
            yield ComparedRecommendation(
                RecommendationId(document.id, number),
                document.front.authority,
                document.front.published,
                tuple(dict.fromkeys(mention.target for mention in topics)),
                tuple(sorted(stem for stem in stems if len(stem) > 2)),
                each.text,
                each.anchor,
            )

    def _mentions(self, document: Document, at: Sequence[Place]) -> Mentions:
        found = self._finder.find_in([each.words for each in at])
        boards = self.registry.authorities[document.front.authority].boards
        running = Running(at)
        expanded = tuple(
            expansions(running, {short for each in boards for short in each.abbreviations})
        )
        short = explained(running, expanded, boards)
        naming = tuple(registry_mentions(document, at, found))
        return Mentions(
            named=naming,
            expansions=expanded,
            abbreviations=short,
            misprints=tuple(misprints(running, {each.short for each in short})),
            pointers=tuple(self._pointing.pointers(document, at, found, naming)),
        )


def _names(authority: Authority) -> tuple[str, ...]:
    return (authority.name, authority.place, *authority.aliases)
