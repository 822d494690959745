"""What the founding documents cite, read through the registry of the real archive."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from builder.archive import Archive
from builder.build import read_archive
from builder.links import link
from builder.model import Document, Mention, Paragraph, paragraphs

CONTENT = Path(__file__).parents[1] / "content"

LETTER = "plymouth-2009-10-28-letter"
PLYMOUTH = "plymouth-2010-05-21-report"
PORTSMOUTH = "portsmouth-2011-06-27-report"
DERBY = "derby-2011-06-27-report"
PAPER = "plymouth-2015-01-13-paper"

CITED = {
    LETTER: [(None, "education-and-inspections-act-2006")],
    PLYMOUTH: [
        (1, "children-act-2004"),
        (2, "working-together-2006"),
        (27, "tellus-4-survey-2009"),
        (42, "race-equality-standard-1995"),
    ],
    PORTSMOUTH: [
        (1, "children-act-2004"),
        (5, "index-of-multiple-deprivation-2007"),
        (9, "working-together-2010"),
        (12, "working-together-2010"),
        (12, "working-together-2010"),
        (20, "working-together-2010"),
    ],
    DERBY: [
        (1, "children-act-2004"),
        (2, "working-together-2010"),
        *((number, "care4me-survey-2010") for number in (81, 86, 88, 93, 97, 100, 108, 110, 110)),
    ],
    PAPER: [
        (None, "single-inspection-framework-2013"),
        (None, "inspection-of-local-authorities-regulations-2007"),
        (None, "inspection-of-local-authorities-regulations-2007"),
        (None, "inspection-handbook-2013"),
    ],
}
"""Document → the number of the paragraph (None where none is printed) and what it cites."""


@pytest.fixture(scope="module")
def archive() -> Archive:
    return read_archive(CONTENT)


@pytest.fixture(scope="module")
def cited(archive: Archive) -> dict[str, list[Mention]]:
    return {
        document: [each for each in mentions.named if each.what == "citation"]
        for document, mentions in link(archive).mentions.items()
    }


def numbered(document: Document) -> Iterator[tuple[str, int | None]]:
    """Each paragraph's anchor with its number, or that of the paragraph whose list it stands in."""
    number = None
    for section in document.sections:
        for part in paragraphs(section.blocks):
            if isinstance(part, Paragraph) and part.number is not None:
                number = part.number
            yield part.id, number


@pytest.mark.parametrize("document", CITED)
def test_a_citation_of_a_founding_document_is_lost_or_invented(
    document: str, archive: Archive, cited: dict[str, list[Mention]]
) -> None:
    number = dict(numbered(archive.by_id[document]))
    assert [(number[each.anchor], each.target) for each in cited[document]] == CITED[document]


def test_a_citation_rests_on_other_words_than_are_printed(
    cited: dict[str, list[Mention]],
) -> None:
    printed = {each.printed for each in cited[PORTSMOUTH]}
    assert "Working Together to Safeguard Children, 2010" in printed
    assert "Working Together to Safeguard Children 2010" in printed
    assert "Working Together 2010" in printed
