"""Letters without a known character: each becomes U+FFFD, and a person is asked.

pdfium gives a control character or U+FFFE for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from builder.convert.readers.pdf.runs import Run
from builder.convert.stream.pieces import Piece, Question
from builder.convert.stream.text_runs import HYPHEN, plain_words

UNKNOWN = "\ufffd"
MOST = 0.02
"""The part of a file's letters that may be unknown; past it a text cannot be read."""

_CONTROL = "\x01\x03-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
_ODD = re.compile(rf"[{_CONTROL}{HYPHEN}]")
_INNER = re.compile(rf"[{_CONTROL}]|{HYPHEN}(?!\s*$)")
_MARK = re.compile(rf"\s*[{_CONTROL}]\s*")
_NEAR = 40
"""Characters before the letters in question that tell where they are."""


def unknown_replaced(runs: Sequence[Run]) -> None:
    """Put U+FFFD for unknown letters, except hyphens at line ends and list marks."""
    for at, run in enumerate(runs):
        if (run.text.isascii() and run.text.isprintable()) or not _ODD.search(run.text):
            continue
        # pdfium takes the line's end for a part of the hyphen, so that only the places tell.
        below = runs[at + 1] if at + 1 < len(runs) else None
        ends_line = below is None or abs(below.y - run.y) > run.size / 2 or below.x0 < run.x0
        if _MARK.fullmatch(run.text) and "\n" in run.before:
            run.text = "•"
        elif ends_line:
            run.text = _INNER.sub(UNKNOWN, run.text)
        else:
            run.text = _ODD.sub(UNKNOWN, run.text)


def unknown(pieces: Iterable[Piece]) -> Iterator[Question]:
    """A question for each place with unknown letters."""
    for piece in pieces:
        for text in (piece.text, *(cell for row in piece.rows for cell in row)):
            if not any(UNKNOWN in span.text for span in text):
                continue
            words = plain_words(text)
            for found in re.finditer(rf"[^\s{UNKNOWN}]*{UNKNOWN}\S*", words):
                yield Question("letters", piece.page, after(words[: found.start()]), found[0])


def after(words: str) -> str:
    """A place, by the words before it."""
    near = " ".join(words[-_NEAR:].split())
    if len(words) > _NEAR:
        near = near.partition(" ")[2]
    return f"after “{near}”" if near else ""
