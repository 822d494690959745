"""One document's own slips: numbering, repeated words, abbreviations, observations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from builder.analysis.checks.places import quoted, where
from builder.analysis.checks.sources import Sources
from builder.language.templates import normal
from builder.model import (
    ABBREVIATIONS,
    NUMBERING,
    REPEATED,
    Check,
    Document,
    Framework,
    Paragraph,
    numbered_in,
    plain,
)

LONG = 8
"""How many words a paragraph must have for its repetition to be worth a word."""


def numbering(sources: Sources, document: Document) -> Iterator[Check]:
    """Paragraph numbers printed twice or left out."""
    skipped, repeated = document.front.skipped_numbers, document.front.repeated_numbers
    first: dict[int, Paragraph] = {}
    before: Paragraph | None = None
    for paragraph in numbered_in(document.sections):
        value = paragraph.number or 0
        if value in repeated and value in first:
            yield Check(
                document.id,
                paragraph.id,
                NUMBERING,
                quoted(_printed(paragraph)),
                f"The number {value} is printed twice; this is the second paragraph with it.",
                ((document.id, first[value].id),),
            )
        elif (
            skipped and before is not None and (gap := _between(before.number or 0, value, skipped))
        ):
            yield Check(
                document.id,
                paragraph.id,
                NUMBERING,
                quoted(_printed(paragraph)),
                f"It follows paragraph {before.number}; the source prints no {gap}.",
                ((document.id, before.id),),
            )
        first.setdefault(value, paragraph)
        before = paragraph


def _printed(paragraph: Paragraph) -> str:
    return f"{paragraph.number or 0}. {plain(paragraph.text)}"


def _between(before: int, value: int, skipped: tuple[int, ...]) -> str:
    missing = [each for each in range(before + 1, value) if each in skipped]
    if not missing:
        return ""
    span = f"{missing[0]}" if len(missing) == 1 else f"{missing[0]} to {missing[-1]}"
    return f"paragraph {span}" if len(missing) == 1 else f"paragraphs {span}"


def repeated(sources: Sources, document: Document) -> Iterator[Check]:
    """Paragraphs that print another service's words and subject."""
    subjects = _subjects(document.framework)
    if len(subjects) < 2:
        return
    names = {each.id: each.name for each in document.framework.services}
    seen: dict[str, list[tuple[str, str]]] = {}
    for anchor, place in sources.places(document).items():
        service = document.sections[place.section].service
        if place.kind != "paragraph" or not service or len(place.words.split()) < LONG:
            continue
        twins = seen.setdefault(normal(place.words), [])
        for twin, other in twins:
            words = set(re.findall(r"[^\W\d_]+", normal(place.words)))
            about = [each for each in (service, other) if _is_about(words, subjects, each)]
            if other == service or len(about) != 1:
                continue
            wrong, right = (anchor, twin) if about == [other] else (twin, anchor)
            under = names[service if wrong == anchor else other]
            yield Check(
                document.id,
                wrong,
                REPEATED,
                quoted(place.words),
                f"It stands under “{under}” and prints the same words as "
                f"{where(document, right)}, which stands under “{names[about[0]]}”.",
                ((document.id, right),),
            )
        twins.append((anchor, service))


def _subjects(framework: Framework) -> dict[str, frozenset[str]]:
    """The words of each service's name that no other has."""
    words = {
        each.id: frozenset(re.findall(r"[^\W\d_]+", normal(each.name)))
        for each in framework.services
    }
    return {
        id: own - frozenset().union(*(each for other, each in words.items() if other != id))
        for id, own in words.items()
    }


def _is_about(words: set[str], subjects: dict[str, frozenset[str]], service: str) -> bool:
    """Whether words name a service's subject, and no other's."""
    return bool(subjects[service]) and all(
        (own <= words) == (id == service) for id, own in subjects.items()
    )


def abbreviations(sources: Sources, document: Document) -> Iterator[Check]:
    """Abbreviations that are probably misprints of others."""
    mentions = sources.links.mentions.get(document.id)
    for each in dict.fromkeys(mentions.misprints if mentions else ()):
        yield Check(
            document.id,
            each.anchor,
            ABBREVIATIONS,
            each.printed,
            f"“{each.printed}” is probably a misprint of {each.meant}.",
        )


def noticed(sources: Sources, document: Document) -> Iterator[Check]:
    """What was noticed when the document was read."""
    for each in document.observations:
        yield Check(document.id, each.anchor, each.rule, each.printed, each.text)
