"""Printed dates that another place contradicts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from builder.analysis.checks.places import called
from builder.analysis.checks.sources import Sources
from builder.core.characters import capital
from builder.core.dates import written_date, written_month, written_period
from builder.language.numbers import attributed
from builder.language.title_block import prints_title_block, read_inspected, read_publication_date
from builder.model import DATES, HELD, Check, Document, Paragraph, When, plain


def referred(sources: Sources, document: Document) -> Iterator[Check]:
    """References that give an inspection another date than its own."""
    patterns = sources.rules.publication.patterns
    for each in sources.references(document):
        # A reference without a year of its own takes that of another.
        if each.state != HELD or each.when is None or str(each.when.year) not in each.printed:
            continue
        target = sources.document(each.targets[0])
        inspected, published = target.front.inspected, target.front.published
        if inspected is None or _within(each.when, inspected.start, inspected.end):
            continue
        of_publication = _within(each.when, published, published)
        if of_publication and attributed(each.printed, patterns):
            continue
        given = written_month(each.when.year, each.when.month)
        yield Check(
            document.id,
            each.anchor,
            DATES,
            each.printed,
            f"It gives {given}. {capital(called(target))} is of an inspection of "
            f"{written_period(inspected.start, inspected.end)}; {given} is "
            f"{'when it was published' if of_publication else 'no date of it'}.",
            ((target.id, each.to),),
        )


def dated_twice(sources: Sources, document: Document) -> Iterator[Check]:
    """Title-page lines with other dates than the first."""
    block = document.framework.title_block
    front = document.front
    if block is None:
        return
    for section in document.sections:
        for paragraph in section.blocks:
            if not isinstance(paragraph, Paragraph) or paragraph.number is not None:
                continue
            words = plain(paragraph.text)
            if not any(map(str.isdigit, words)) or not prints_title_block(words, block):
                continue
            inspected, published = read_inspected(words, block), read_publication_date(words, block)
            first = None
            if inspected and front.inspected and inspected != front.inspected:
                first = written_period(front.inspected.start, front.inspected.end)
            elif published and published != front.published:
                first = written_date(front.published)
            if first:
                yield Check(
                    document.id, paragraph.id, DATES, words, f"The title page gives {first}."
                )


def _within(when: When, start: date, end: date) -> bool:
    if not when.month:
        return start.year <= when.year <= end.year
    return (start.year, start.month) <= (when.year, when.month) <= (end.year, end.month)
