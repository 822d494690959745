"""What was recognised → front matter as YAML."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct

from builder.convert.stream.pieces import Question
from builder.convert.structure.blocks import Block
from builder.convert.structure.identify import Identity
from builder.core.characters import printable
from builder.model import WrittenQuestion

_PLAIN = re.compile(r"(?![-?:,\[\]{}#&*!|>'\"%@`\s])(?:(?!: | #)[^\n\t])*(?<![:\s])")
"""What YAML reads as it stands in a block mapping."""
_ENDS = 5
"""How many words tell where a run begins and ends."""


class Facts(Struct, frozen=True):
    """What the front matter says beside what was recognised."""

    published: date
    authority: str
    file: str
    """The original's name."""
    sha256: str
    pages: Mapping[int, str]
    """Page of the original → the first block on it."""
    skipped: Sequence[int]
    """Paragraph numbers that the document leaves out."""
    questions: Sequence[Question] = ()
    url: str = ""
    """Where the original was fetched from."""
    decimal: bool = False
    """Whether paragraphs are numbered "1.3"."""


def to_front_matter(identity: Identity, blocks: Sequence[Block], facts: Facts) -> str:
    """The front matter, between its lines of `---`."""
    lines = [
        f"kind: {identity.kind}",
        f"title: {scalar(identity.title.strip().rstrip('.'))}",
        f"authority: {facts.authority}",
        f"framework: {identity.framework.id if identity.framework else 'unknown'}",
    ]
    if identity.inspected:
        lines += [
            "inspected:",
            f"  from: {identity.inspected.start}",
            f"  to: {identity.inspected.end}",
        ]
    if identity.periods:
        lines.append("inspection_periods:")
        for period in identity.periods:
            lines += [f"  - from: {period.start}", f"    to: {period.end}"]
    lines.append(f"published: {facts.published}")
    if identity.published_from:
        lines.append(f"published_from: {identity.published_from}")
    if identity.meeting:
        lines.append(f"meeting: {identity.meeting}")
    lines += [f"{fact}: {scalar(words)}" for fact, words in identity.facts.items()]
    if identity.people:
        lines.append("people:")
        for person in identity.people:
            lines.append(f"  - name: {scalar(person.name)}")
            lines.append(f"    role: {scalar(person.role)}")
            if person.post:
                lines.append(f"    post: {scalar(person.post)}")
    else:
        lines.append("people: []")
    if identity.licence:
        lines.append(f"licence: {scalar(' '.join(identity.licence.split()))}")
    lines += ["source:", f"  file: {scalar(facts.file)}", f"  sha256: {facts.sha256}"]
    if facts.url:
        lines.append(f"  url: {scalar(facts.url)}")
    lines += _left_out(blocks)
    lines += _repairs(blocks)
    lines += question_lines([written_question(each) for each in facts.questions])
    if facts.decimal:
        lines.append("numbering: decimal")
    if facts.skipped:
        lines.append(f"skipped_numbers: [{', '.join(map(str, facts.skipped))}]")
    if facts.pages:
        lines.append("pages:")
        lines += [f"  {page}: {scalar(at)}" for page, at in facts.pages.items()]
    return "---\n" + "\n".join(lines) + "\n---\n"


def _left_out(blocks: Sequence[Block]) -> list[str]:
    """Each run of contents rows, by first and last words."""
    runs: list[list[str]] = []
    before = ""
    for block in blocks:
        if block.kind == "contents":
            if before != "contents":
                runs.append([])
            runs[-1].extend(block.words.split())
        before = block.kind
    if not runs:
        return []
    lines = ["left_out:"]
    for words in runs:
        lines.append("  - what: Contents list")
        lines.append(f"    from: {scalar(' '.join(words[:_ENDS]))}")
        lines.append(f"    to: {scalar(' '.join(words[-_ENDS:]))}")
    return lines


def _repairs(blocks: Sequence[Block]) -> list[str]:
    mended = [block for block in blocks if block.repair]
    lines = ["repairs:"] if mended else []
    for block in mended:
        lines += [f"  - at: p{block.number}", f"    what: {block.repair}"]
        if block.printed:
            lines.append(f"    printed: {scalar(block.printed)}")
    return lines


def written_question(question: Question) -> WrittenQuestion:
    """A reader's question for the front matter, unprintable characters by number."""
    words, place = printable(question.words), printable(question.place)
    return WrittenQuestion(question.kind, words, place, question.page)


def question_lines(questions: Sequence[WrittenQuestion]) -> list[str]:
    """Each question, for an editor to answer."""
    lines = ["questions:"] if questions else []
    for each in questions:
        lines.append(f"  - kind: {each.kind}")
        if each.page:
            lines.append(f"    page: {each.page}")
        if each.place:
            lines.append(f"    place: {scalar(each.place)}")
        if each.words:
            lines.append(f"    words: {scalar(each.words)}")
        lines.append(
            f"    answer: {scalar(each.answer)}".rstrip() if each.answer else "    answer:"
        )
    return lines


def scalar(words: str) -> str:
    """Words as a YAML value that reads back the same."""
    if _PLAIN.fullmatch(words) and words.lower() not in ("yes", "no", "true", "false", "null"):
        return words
    return json.dumps(words, ensure_ascii=False)
