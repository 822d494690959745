"""References that could not be resolved, with near candidates or the reason.

Documents that are only not held are listed elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator

from builder.analysis.checks.places import called, joined_words, sentence_with
from builder.analysis.checks.sources import Sources
from builder.core.characters import capital
from builder.model import AMBIGUOUS, REFERENCES, UNDATED, Check, Document, Reference


def unresolved(sources: Sources, document: Document) -> Iterator[Check]:
    """Unresolved references; those of one kind and reason together."""
    together: dict[tuple[str, str, tuple[str, ...], str], list[Reference]] = {}
    for each in sources.references(document):
        if each.state in (AMBIGUOUS, UNDATED):
            why = (each.kind, each.state, each.targets, each.because)
            together.setdefault(why, []).append(each)
    for (_, _, targets, because), (first, *further) in together.items():
        fitting = [called(sources.document(target)) for target in targets]
        reason = because or "The words do not say which document they mean."
        more = len(dict.fromkeys(each.anchor for each in further if each.anchor != first.anchor))
        places = "another place" if more == 1 else f"{more} other places"
        yield Check(
            document.id,
            first.anchor,
            REFERENCES,
            sentence_with(sources.words(document.id, first.anchor), first.printed),
            f"“{first.printed}” leads to no document. {reason}"
            + (f" {capital(joined_words(fitting))} would fit." if fitting else "")
            + (f" The same holds at {places} of this document." if more else ""),
            (
                *((document.id, each.anchor) for each in further if each.anchor != first.anchor),
                *((target, "") for target in targets),
            ),
        )
