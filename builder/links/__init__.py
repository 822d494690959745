"""Archive → `Links`: what each document names and refers to, and on which printed words that rests.

In: the archive.  Out: the links of every document.  A stage of its own because it needs every
document and all registries, and because a link is ours: it is shown beside the text, and never
guessed.  It has two steps.  What a document says is read from the document alone (`Mentions`);
what it refers to is looked up among the documents of the same authority.  So a document that is
added or changed is read again, and the documents of its authority are looked up again; no other
authority's links can change.
"""

from __future__ import annotations

from collections.abc import Sequence

from builder.archive import Archive
from builder.finder import Finder, registry_phrases
from builder.links.abbreviations import expansions, explained, likeness, misprints
from builder.links.echoes import echoes
from builder.links.follow_ups import follow_ups, topics_named, topics_told
from builder.links.named import named
from builder.links.places import Running, places
from builder.links.pointers import Pointing
from builder.links.resolve import known_not_held, references
from builder.model import Document, Echo, FollowUp, Links, Mentions, Place, Reference, Registry

__all__ = ["known_not_held", "likeness", "link", "places", "topics_named", "topics_told"]


def link(archive: Archive) -> Links:
    """The links of every document."""
    finder = Finder(registry_phrases(archive.registry))
    pointing = Pointing(archive.registry)
    mentions: dict[str, Mentions] = {}
    referred: dict[str, tuple[Reference, ...]] = {}
    echoed: dict[str, tuple[Echo, ...]] = {}
    followed: dict[str, tuple[tuple[FollowUp, ...], ...]] = {}
    for authority in archive.authorities:
        held = archive.of_authority(authority.id)
        # Places are many: no more than one authority's are kept at a time.
        at = {each.id: places(each) for each in held}
        for each in held:
            mentions[each.id] = _mentions(each, at[each.id], finder, pointing, archive.registry)
        pointers = {each.id: mentions[each.id].pointers for each in held}
        referred.update(references(held, at, pointers, archive.registry.references))
        echoed.update(echoes(held, at, referred))
        followed.update(follow_ups(authority, held, at, mentions, referred, echoed))
    in_order = {each.id: mentions[each.id] for each in archive.documents}
    return Links(in_order, referred, echoed, followed)


def _mentions(
    document: Document,
    at: Sequence[Place],
    finder: Finder,
    pointing: Pointing,
    registry: Registry,
) -> Mentions:
    """What a document says, taken alone; `at` are its places."""
    found = finder.find_in([each.words for each in at])
    boards = registry.authorities[document.front.authority].boards
    running = Running(at)
    expanded = tuple(
        expansions(running, {short for each in boards for short in each.abbreviations})
    )
    short = explained(running, expanded, boards)
    naming = tuple(named(document, at, found))
    return Mentions(
        named=naming,
        expansions=expanded,
        abbreviations=short,
        misprints=tuple(misprints(running, {each.short for each in short})),
        pointers=tuple(pointing.pointers(document, at, found, naming)),
    )
