"""What places of a document are called in sentences, the same in every rule."""

from __future__ import annotations

from collections.abc import Mapping

from builder.core.dates import written_date
from builder.language.templates import sentences
from builder.model import Document, Paragraph, Row, Section, Table, paragraphs, unmarked

QUOTED = 40
"""How many words of a sentence are quoted at most."""


def called(document: Document) -> str:
    """A document in a sentence: "the report of 21 May 2010"."""
    return f"the {document.front.kind} of {written_date(document.front.published)}"


def headed(section: Section) -> str:
    """A section in a sentence."""
    name = unmarked(section.heading).rstrip(" .:")
    return f"“{name}”" if name else "the opening"


def labels(document: Document) -> dict[str, str]:
    """What each place is called: "paragraph 14", a row's first words, or its heading.

    With its service where two would be called the same.
    """
    services = {each.id: each.name for each in document.framework.services}
    of_row = {award.anchor: award.service for award in document.awards}
    names: dict[str, tuple[str, str]] = {}
    found: dict[str, str] = {}
    for section in document.sections:
        heading = headed(section)
        names[section.id] = heading, section.service
        within = [section.grade_line] if section.grade_line is not None else []
        for block in (*within, *section.blocks):
            if isinstance(block, Table):
                names.update((row.id, (_name(row), of_row.get(row.id, ""))) for row in block.rows)
            elif isinstance(block, Paragraph) and block.number is not None:
                paragraph = f"paragraph {block.number}"
                found.update((part.id, paragraph) for part in paragraphs((block,)))
            else:
                names.update((part.id, names[section.id]) for part in paragraphs((block,)))
    alike: dict[str, set[str]] = {}
    for name, service in names.values():
        alike.setdefault(name, set()).add(service)
    for anchor, (name, service) in names.items():
        beside = f" ({services[service]})" if service and len(alike[name]) > 1 else ""
        found[anchor] = name + beside
    return found


def where(document: Document, anchor: str) -> str:
    """A place in a sentence."""
    return labels(document).get(anchor, "the document")


def within(document: Document, anchor: str) -> str:
    """A place of another document in a sentence."""
    place = where(document, anchor)
    joined = f"{place} of" if place.startswith("paragraph ") else f"the text under {place} in"
    return f"{joined} {called(document)}"


def _name(row: Row) -> str:
    words = next((words for cell in row.cells if (words := unmarked(cell).strip())), "")
    return f"“{words}”"


def anchor_lines(document: Document) -> Mapping[str, int]:
    """The line of each anchor in the document's file."""
    found: dict[str, int] = {}
    for section in document.sections:
        found[section.id] = section.line
        if section.grade_line is not None:
            found[section.grade_line.id] = section.grade_line.line
        for part in paragraphs(section.blocks):
            found[part.id] = part.line
        for block in section.blocks:
            if isinstance(block, Table):
                found.update((row.id, row.line) for row in block.rows)
    return found


def sentence_with(words: str, printed: str) -> str:
    """The sentence that holds some words, or the words themselves."""
    return next((each for each in sentences(words) if printed in each), printed)


def quoted(words: str) -> str:
    """Words for quoting: the beginning of what is long."""
    split = words.split()
    return " ".join(split if len(split) <= QUOTED else [*split[:QUOTED], "…"])


def joined_words(parts: list[str], join: str = "and") -> str:
    """Join words as a sentence does.

    >>> joined_words(["a", "b", "c"])
    'a, b and c'
    """
    *first, last = parts or [""]
    return f"{', '.join(first)} {join} {last}" if first else last
