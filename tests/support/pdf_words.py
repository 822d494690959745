"""A PDF's words, read once more in another way."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator

import pypdfium2.raw as pdf  # type: ignore[import-untyped]

from builder.convert.readers.pdf.file import _LEAST, _opened, _text
from builder.convert.readers.pdf.furniture import PageLine, furniture
from builder.convert.readers.pdf.prepared import prepared
from builder.convert.readers.pdf.runs import apart, characters_of, height
from builder.convert.stream.text_runs import printed


def read_lines(data: bytes) -> Iterator[list[tuple[str, float, float]]]:
    """Each page's lines by pdfium itself: words, distance from top, letter height.

    Independent of runs and tags, so that it can bear witness.
    """
    with _opened(data) as (document, _):
        for number in range(1, len(document) + 1):
            with prepared(document, number) as found, _text(found.page) as text:
                page = found.page
                count = pdf.FPDFText_CountChars(text)
                lines = []
                at = 0
                for line in re.findall(r"[^\n]*\n|[^\n]+", characters_of(text, count)):
                    words = line.strip()
                    if words:
                        first = at + len(line) - len(line.lstrip())
                        top = ctypes.c_double()
                        side = ctypes.c_double()
                        pdf.FPDFText_GetCharOrigin(text, first, side, top)
                        words = apart(text, first, words)
                        place = 1 - top.value / (page.get_height() or _LEAST)
                        lines.append((words, place, height(text, first)))
                    at += len(line)
                yield lines


def original_words(data: bytes) -> list[str]:
    """A PDF's words in drawing order, as a witness against `read`.

    From pdfium's plain text, without tags and runs, it shows words lost, doubled, cut, glued or
    moved; not what pdfium itself misses, nor furniture. Where text is drawn in another order only
    the words can be compared.
    """
    pages = list(read_lines(data))
    found = [
        PageLine(number, place, line.replace("\ufffe", "-"), height)
        for number, page in enumerate(pages, 1)
        for line, place, height in page
    ]
    gone = furniture(found, len(pages))
    kept = (printed(line.text) for at, line in enumerate(found) if at not in gone)
    # A number that touches the first word of its paragraph is its mark all the same.
    return " ".join(re.sub(r"^(\d{1,3}\.)(?=[^\W\d_])", r"\1 ", line) for line in kept).split()
