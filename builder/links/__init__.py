"""Archive → `Links`: what each document names and refers to, and on which printed words that rests.

In: the archive.  Out: the links of every document.  A stage of its own because it needs every
document and all registries, and because a link is ours: it is shown beside the text, and never
guessed.  It has two steps.  What a document says is read from the document alone (`Mentions`);
what it refers to is looked up among the documents of the same authority.  So a document that is
added or changed is read again, and the documents of its authority are looked up again; no other
authority's links can change.
"""

from __future__ import annotations

from builder.archive import Archive
from builder.finder import Finder, registry_phrases
from builder.links.abbreviations import expansions, explained, likeness, misprints
from builder.links.echoes import echoes
from builder.links.follow_ups import follow_ups, topics_told
from builder.links.named import named
from builder.links.places import places
from builder.links.pointers import Pointing
from builder.links.resolve import known_not_held, references
from builder.model import Document, Echo, FollowUp, Links, Mentions, Reference, Registry

__all__ = ["known_not_held", "likeness", "link", "places", "topics_told"]


def link(archive: Archive) -> Links:
    """The links of every document."""
    finder = Finder(registry_phrases(archive.registry))
    pointing = Pointing(archive.registry)
    mentions = {
        each.id: _mentions(each, finder, pointing, archive.registry) for each in archive.documents
    }
    referred: dict[str, tuple[Reference, ...]] = {}
    echoed: dict[str, tuple[Echo, ...]] = {}
    followed: dict[str, tuple[tuple[FollowUp, ...], ...]] = {}
    for authority in archive.authorities:
        held = archive.of_authority(authority.id)
        pointers = {each.id: mentions[each.id].pointers for each in held}
        referred.update(references(held, pointers, archive.registry.references))
        echoed.update(echoes(held, referred))
        followed.update(follow_ups(authority, held, mentions, referred, echoed))
    return Links(mentions, referred, echoed, followed)


def _mentions(
    document: Document, finder: Finder, pointing: Pointing, registry: Registry
) -> Mentions:
    """What a document says, taken alone."""
    at = places(document)
    found = finder.find_in([each.words for each in at])
    boards = registry.authorities[document.front.authority].boards
    expanded = tuple(expansions(at, {short for each in boards for short in each.abbreviations}))
    short = explained(at, expanded, boards)
    naming = tuple(named(document, at, found))
    return Mentions(
        named=naming,
        expansions=expanded,
        abbreviations=short,
        misprints=tuple(misprints(at, {each.short for each in short})),
        pointers=tuple(pointing.pointers(document, at, found, naming)),
    )
