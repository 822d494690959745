"""A report of added files as Markdown, for reviewers.

Names and words come from anywhere: they are shown and never act as Markdown.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from builder.convert.one_file import Converted
from builder.convert.originals import ADDED, FAILED, Outcome, State
from builder.core.characters import printable
from builder.core.problems import count

MOST = 60
"""How many remarks on one file are listed; a reviewer reads no more, and hosts cut long pages."""

_PAGE_NUMBER = re.compile(r"^\d+(?: |$)|(?:^| )\d+$")
_MARKS = re.compile(r"([\\`*_\[\]<>#|])")


def said(state: State, *, dry_run: bool = False) -> str:
    """A file's outcome in words.

    >>> said(ADDED), said(ADDED, dry_run=True)
    ('added', 'would be added')
    """
    return "would be added" if dry_run and state == ADDED else state


def recognised_facts(converted: Converted) -> list[str]:
    """What was recognised in a file, each in a few words."""
    identity = converted.identity
    inspected = identity.inspected
    found = [
        identity.framework.short if identity.framework else "form not recognised",
        f"inspected {inspected.start} to {inspected.end}" if inspected else "",
        f"published {identity.published}"
        + (f" (from the {identity.published_from})" if identity.published_from else ""),
        count(converted.paragraphs, "numbered paragraph"),
        count(converted.headings, "heading"),
        "; ".join(f"{person.role} {person.name}" for person in identity.people),
    ]
    return [each for each in found if each]


def furniture_lines(converted: Converted) -> list[str]:
    """Running heads and page numbers, each once with its number of pages."""
    pages: dict[str, set[int]] = defaultdict(set)
    for each in converted.furniture:
        words = _PAGE_NUMBER.sub("", " ".join(each.text.split()))
        pages[f"“{words}”" if words else "page numbers"].add(each.page)
    return [f"{words} ({count(len(on), 'page')})" for words, on in pages.items()]


def to_check(converted: Converted | None) -> int:
    """How many things to look at in one file."""
    return len(converted.questions) + len(converted.remarks) if converted else 0


def report(outcomes: Sequence[Outcome], *, dry_run: bool = False) -> str:
    """Each file's outcome and what to check, as Markdown."""
    return "\n".join(_lines(outcomes, dry_run=dry_run)) + "\n"


def _lines(outcomes: Sequence[Outcome], *, dry_run: bool) -> Iterator[str]:
    if not outcomes:
        yield "There was no file to convert."
        return
    yield "| file | result | document | to check |"
    yield "|---|---|---|---|"
    for each in outcomes:
        remarks = to_check(each.converted)
        words = said(each.state, dry_run=dry_run)
        result = "**could not be read**" if each.state == FAILED else words
        yield (
            f"| {_shown(each.file.name)} | {result} | {_shown(each.document)} | {remarks or ''} |"
        )
    for each in outcomes:
        yield ""
        yield f"## {_shown(each.file.name)}"
        yield ""
        if each.converted is None:
            yield _shown(each.reason[:1].upper() + each.reason[1:])
            continue
        path = f"content/documents/{each.converted.authority}/{each.document}.md"
        yield f"{'Would become' if dry_run else 'Became'} `{path}`. Recognised:"
        yield ""
        yield from (f"- {_shown(fact)}" for fact in recognised_facts(each.converted))
        if furniture := furniture_lines(each.converted):
            yield f"- put aside as belonging to the pages: {_shown(', '.join(furniture))}"
        yield ""
        if each.reason:
            yield _shown(each.reason)
            yield ""
        if each.converted.questions:
            yield "To answer in its front matter before it can be published:"
            yield ""
            yield from (f"- [ ] {_shown(question)}" for question in each.converted.questions)
            yield ""
        remarks_on = each.converted.remarks
        if not remarks_on:
            yield "Nothing in it needs checking that the converter knows of."
            continue
        yield "To check against the original:"
        yield ""
        yield from (f"- [ ] {_shown(remark)}" for remark in remarks_on[:MOST])
        if more := len(remarks_on[MOST:]):
            yield f"- … and {count(more, 'remark')} more, in the command’s output."


def _shown(words: str) -> str:
    """Words escaped for Markdown, mentions of people too."""
    words = printable(" ".join(words.split()))
    return _MARKS.sub(r"\\\1", words).replace("@", "@\N{WORD JOINER}")
