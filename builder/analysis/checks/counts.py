"""Numbers stated in sentences that differ from the lists they speak of, in any document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from msgspec import Struct

from builder.analysis.checks.places import called, headed, sentence_with, within
from builder.analysis.checks.sources import Sources
from builder.core.characters import capital
from builder.language.numbers import Stated, graded_counts, stated, written_number
from builder.language.templates import is_printed_as
from builder.model import (
    COUNTS,
    RECOMMENDING,
    Check,
    Document,
    Framework,
    List,
    Reference,
    Section,
    Table,
    unmarked,
)
from builder.reading.archive import judgement_state


class _Said(Struct, frozen=True):
    """A stated number of a part's entries, and where."""

    document: Document
    anchor: str
    sentence: str
    stated: Stated


def counts(sources: Sources, document: Document) -> Iterator[Check]:
    """What is stated of the document's lists, by any document, and does not hold."""
    parts = _parts(document.framework)
    here = tuple(_here(sources, document, parts)) if parts else ()
    elsewhere = tuple(_elsewhere(sources, document, parts)) if parts else ()
    for role in RECOMMENDING:
        sections = [each for each in document.sections if each.role == role]
        of_role = [each for each in here if each.stated.part == role]
        of_others = [each for each in elsewhere if each.stated.part == role]
        if sections and (of_role or of_others):
            yield from _compared(document, role, sections, of_role, of_others)
    yield from _groups(sources, document)


def _compared(
    document: Document,
    role: str,
    sections: list[Section],
    here: list[_Said],
    elsewhere: list[_Said],
) -> Iterator[Check]:
    right = _countings(document, role, sections)
    total = sum(each.kind == role for each in document.recommendations)
    first = next((each for each in sections if each.heading), sections[0])
    lists = f"{written_number(total)} {'is' if total == 1 else 'are'} listed under {headed(first)}"
    wrong = [each for each in here if each.stated.number not in right]
    others = "".join(
        f" {capital(within(each.document, each.anchor))} says {written_number(each.stated.number)}."
        for each in elsewhere
    )
    for each in wrong:
        yield Check(
            document.id,
            each.anchor,
            COUNTS,
            each.sentence,
            f"It says {written_number(each.stated.number)}; {lists}.{others}",
            ((document.id, first.id), *((other.document.id, other.anchor) for other in elsewhere)),
        )
    for each in () if wrong else elsewhere:
        if each.stated.number not in right:
            yield Check(
                each.document.id,
                each.anchor,
                COUNTS,
                each.sentence,
                f"It says {written_number(each.stated.number)}; in {called(document)} {lists}.",
                ((document.id, first.id), *((document.id, own.anchor) for own in here)),
            )


def _countings(document: Document, role: str, sections: list[Section]) -> set[int]:
    """Every way to count a list: all, by service, timescale or section."""
    asked = [each for each in document.recommendations if each.kind == role]
    anchors = {each.anchor for each in asked}
    return {
        len(asked),
        *Counter(each.service for each in asked).values(),
        *Counter(each.timescale for each in asked).values(),
        *(len(anchors & set(_entries(section))) for section in sections),
    }


def _entries(section: Section) -> Iterator[str]:
    """The anchors of possible entries of a part."""
    for block in section.blocks:
        if isinstance(block, List):
            yield from (item.id for item in block.items)
        elif isinstance(block, Table):
            yield from (row.id for row in block.rows)
        else:
            yield block.id


def _parts(framework: Framework) -> Mapping[str, str]:
    """Printed names of a framework's recommending parts → roles."""
    return {
        name: part.role
        for part in framework.parts
        if part.role in RECOMMENDING
        for name in part.printed
    }


def _here(sources: Sources, document: Document, parts: Mapping[str, str]) -> Iterator[_Said]:
    """What a document states of its own lists."""
    pointing: dict[str, list[str]] = {}
    for reference in sources.references(document):
        pointing.setdefault(reference.anchor, []).append(reference.printed)
    for anchor, place in sources.places(document).items():
        for each in stated(place.words, sources.rules.stated.patterns, parts):
            sentence = sentence_with(place.words, each.printed)
            if not any(printed in sentence for printed in pointing.get(anchor, ())):
                yield _Said(document, anchor, sentence, each)


def _elsewhere(sources: Sources, document: Document, parts: Mapping[str, str]) -> Iterator[_Said]:
    """What sentences of other documents state of this document's lists alone."""
    for reference in sources.links.referring.get(document.id, ()):
        if not isinstance(reference, Reference):
            continue
        other = sources.document(reference.document)
        words = sources.words(other.id, reference.anchor)
        sentence = sentence_with(words, reference.printed)
        targets = {
            each.targets
            for each in sources.references(other)
            if each.anchor == reference.anchor and each.printed in sentence
        }
        if len(targets) == 1:
            for each in stated(sentence, sources.rules.stated_elsewhere.patterns, parts):
                yield _Said(other, reference.anchor, sentence, each)


def _groups(sources: Sources, document: Document) -> Iterator[Check]:
    """Sentences that say how many parts of a group have a grade, where the grades differ."""
    scale = {
        label.casefold(): grade
        for grade in document.framework.scale
        for label in (grade.label, *grade.also)
    }
    if not document.framework.groups or not scale:
        return
    for anchor, place in sources.places(document).items():
        service = document.sections[place.section].service
        for each in graded_counts(place.words, sources.rules.graded.patterns, scale):
            parts = _grouped(sources, document, each.subject, service)
            grade = scale[each.label.casefold()]
            having = [name for name, given in parts.items() if given == grade.number]
            if parts and len(having) != each.number:
                names = f": {'; '.join(having)}" if having else ""
                yield Check(
                    document.id,
                    anchor,
                    COUNTS,
                    sentence_with(place.words, each.printed),
                    f"It says {written_number(each.number)}; of {written_number(len(parts))} parts "
                    f"{written_number(len(having))} {'is' if len(having) == 1 else 'are'} graded "
                    f"{grade.label}{names}.",
                )


def _grouped(sources: Sources, document: Document, subject: str, service: str) -> dict[str, int]:
    """Grades of the one group whose heading names the subject.

    Empty where a part has no grade or several.
    """
    headings = [unmarked(each.heading) for each in document.sections if each.service == service]
    groups = [
        group
        for group in document.framework.groups
        if group.service == service
        and any(subject.casefold() in re.findall(r"\w+", name.casefold()) for name in group.printed)
        and any(is_printed_as(heading, group.printed) for heading in headings)
    ]
    if len(groups) != 1:
        return {}
    found: dict[str, int] = {}
    for name in groups[0].holds:
        judgement = sources.recogniser(document).judgement(name, service)
        given = judgement_state(document, judgement.id).grades if judgement else ()
        if len(given) != 1:
            return {}
        found[name] = given[0].number
    return found
