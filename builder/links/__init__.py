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
from builder.links.named import named
from builder.links.places import places
from builder.model import Document, Links, Mentions, Registry

__all__ = ["link", "places"]


def link(archive: Archive) -> Links:
    """The links of every document."""
    finder = Finder(registry_phrases(archive.registry))
    mentions = {each.id: _mentions(each, finder, archive.registry) for each in archive.documents}
    return Links(mentions, {}, {}, {})


def _mentions(document: Document, finder: Finder, registry: Registry) -> Mentions:
    """What a document says, taken alone."""
    at = tuple(places(document))
    return Mentions(
        named=tuple(named(at, finder, document.front.authority)),
        expansions=(),
        misprints=(),
        pointers=(),
    )
