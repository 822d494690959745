"""Published reports keep every word and every numbered paragraph; skipped where they are not."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from builder.convert.readers.pdf.reader import read
from builder.convert.stream.pieces import CannotRead
from builder.model import plain
from tests.support.paths import SHARED
from tests.support.pdf_words import original_words
from tests.support.pdfs import words_of

CORPUS = SHARED / "corpus"
PUBLISHED = sorted(CORPUS.glob("*/*.pdf"))
NO_PDF = CORPUS / "blackpool" / "inspection---13-july-2012.pdf"


@pytest.mark.parametrize(
    "path", [each for each in PUBLISHED if each != NO_PDF], ids=lambda p: p.stem
)
def test_published_reports_lose_no_word(path: Path) -> None:
    data = path.read_bytes()
    stream = read(data)
    # The witness takes what the file holds, whether or not the page shows it.
    unseen = [
        word
        for told in stream.warnings
        if "does not show" in told
        for word in told.partition("“")[2].rstrip("”").split()
    ]
    witness, found = Counter(original_words(data)), Counter(words_of(stream) + unseen)
    differences = (witness - found).total() + (found - witness).total()
    assert differences <= 0.001 * witness.total()


def facts() -> dict[str, Any]:
    path = CORPUS / "facts.json"
    return json.loads(path.read_text()) if path.exists() else {}


@pytest.mark.parametrize(
    ("name", "last"),
    [
        (name, fact["numbered_paragraphs_last"])
        for name, fact in facts().items()
        if fact and fact.get("numbered_paragraphs_last")
    ],
)
def test_published_reports_have_every_numbered_paragraph(name: str, last: int) -> None:
    stream = read((CORPUS / name).read_bytes())
    found = {piece.marker for piece in stream.pieces}
    unpunctuated = {
        match[0] + "." for p in stream.pieces if (match := re.match(r"\d+(?= \w)", plain(p.text)))
    }
    assert {f"{number}." for number in range(1, last + 1)} <= found | unpunctuated


@pytest.mark.skipif(not NO_PDF.exists(), reason="the published reports are not here")
def test_a_web_page_called_pdf_is_refused() -> None:
    with pytest.raises(CannotRead, match="it is a web page, not a PDF"):
        read(NO_PDF.read_bytes())
