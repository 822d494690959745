"""Fields and notes of a PDF that show words on the page itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as pdf  # type: ignore[import-untyped]

_SHOWING = {pdf.FPDF_ANNOT_WIDGET, pdf.FPDF_ANNOT_FREETEXT, pdf.FPDF_ANNOT_STAMP}
"""Notes that show words on the page itself."""

Box = tuple[float, float, float, float]
"""Left, foot, right, top, in points from a page's lower left corner."""


@contextmanager
def as_shown(
    document: pdfium.PdfDocument, number: int
) -> Iterator[tuple[pdfium.PdfPage, list[Box]]]:
    """A page with what is filled in and noted on it, which pdfium does not count as its text, and
    where that stands."""
    page = document[number - 1]
    boxes: list[Box] = []
    box = pdf.FS_RECTF()
    try:
        for at in range(pdf.FPDFPage_GetAnnotCount(page)):
            if note := pdf.FPDFPage_GetAnnot(page, at):
                if pdf.FPDFAnnot_GetSubtype(note) in _SHOWING and pdf.FPDFAnnot_GetRect(note, box):
                    boxes.append((box.left, box.bottom, box.right, box.top))
                pdf.FPDFPage_CloseAnnot(note)
        if boxes and pdf.FPDFPage_Flatten(page, pdf.FLAT_NORMALDISPLAY):
            page.close()
            page = document[number - 1]
        yield page, boxes
    finally:
        page.close()
