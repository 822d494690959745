"""An authority's documents in order of time, with what each says of earlier ones.

Documents spoken of and not held have an empty link at their time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from builder.model import HELD, Document, Echo, Links, Reference, Text
from builder.pages.parts.quotations import Quotation, Quotes, short_name
from builder.pages.parts.references import References
from builder.pages.parts.views import DocumentLine, Link, document_line
from builder.reading.archive import Archive

MOST = 3
"""How many sentences about one other document are quoted."""


class Saying(Struct, frozen=True):
    """What a document says of another."""

    of: Link
    ahead: bool
    """Whether the other one came later."""
    quotations: tuple[Quotation, ...]
    more: Text
    """Where it says more."""
    restated: Text
    """Which of the other's paragraphs it restates."""


class ChainDocument(Struct, frozen=True):
    document: DocumentLine
    sayings: tuple[Saying, ...]


class ChainGap(Struct, frozen=True):
    """A document that is spoken of and not held."""

    name: Link
    spoken: tuple[Text, ...]
    """Each document that speaks of it, with where it does."""


def chain(
    archive: Archive, authority: str, references: References
) -> tuple[ChainDocument | ChainGap, ...]:
    """An authority's documents and those they speak of, by time; undated ones are left out."""
    builder = _ChainBuilder(archive, references.links, references.quotes)
    dated: list[tuple[tuple[int, int, int], ChainDocument | ChainGap]] = []
    for entry in references.missing_of(authority):
        if entry.when is not None:
            missing = ChainGap(
                Link(references.name(entry), references.missing_url(entry)),
                references.spoken(entry),
            )
            dated.append(((entry.when.year, entry.when.month, 0), missing))
    for document in archive.of_authority(authority):
        published = document.front.published
        held = ChainDocument(document_line(archive, document), tuple(builder.sayings(document)))
        dated.append(((published.year, published.month, published.day), held))
    return tuple(each for _, each in sorted(dated, key=lambda one: one[0]))


class _ChainBuilder:
    def __init__(self, archive: Archive, links: Links, quotes: Quotes) -> None:
        self.archive = archive
        self.links = links
        self.quotes = quotes

    def sayings(self, document: Document) -> list[Saying]:
        """What a document says of each other one, by time."""
        said: dict[str, list[Reference]] = {}
        echoed: dict[str, list[Echo]] = {}
        for each in self.links.references.get(document.id, ()):
            if each.state == HELD:
                said.setdefault(each.targets[0], []).append(each)
        for echo in self.links.echoes.get(document.id, ()):
            echoed.setdefault(echo.target, []).append(echo)
        others = [
            each
            for each in self.archive.of_authority(document.front.authority)
            if each.id in said or each.id in echoed
        ]
        return [
            self.saying(document, each, said.get(each.id, ()), echoed.get(each.id, ()))
            for each in others
        ]

    def saying(
        self,
        document: Document,
        other: Document,
        references: Sequence[Reference],
        echoes: Iterable[Echo],
    ) -> Saying:
        quoted: dict[tuple[str, str], Quotation] = {}
        for each in references:
            quotation = self.quotes.quotation(document.id, each.anchor, each.printed)
            words = "".join(words for words, _ in quotation.said.parts)
            quoted.setdefault((each.anchor, words), quotation)
        shown = list(quoted)[:MOST]
        further = {anchor for anchor, _ in quoted} - {anchor for anchor, _ in shown}
        return Saying(
            of=Link(short_name(other), other.url),
            ahead=other.front.published > document.front.published,
            quotations=tuple(quoted[each] for each in shown),
            more=self.quotes.where(document.id, further),
            restated=self.quotes.where(other.id, {each.to for each in echoes}),
        )
