"""PDF pages as rendered: whether a word shows or is covered."""

from __future__ import annotations

import ctypes
from contextlib import closing
from typing import Any

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as pdf  # type: ignore[import-untyped]

_SCALE = 1.5
"""Pixels a point, where it is looked whether a word can be seen."""
_CONTRAST = 24
"""Shades of 256 between the lightest and the darkest pixel of a word that can be seen."""


def painted_over(page: pdfium.PdfPage, drawn: Any, x: float, y: float) -> bool:
    """Whether a picture or an area is drawn over a place after some text."""
    left, right, foot, top = (ctypes.c_float() for _ in range(4))
    over = False
    for at in range(pdf.FPDFPage_CountObjects(page)):
        each = pdf.FPDFPage_GetObject(page, at)
        kind = pdf.FPDFPageObj_GetType(each)
        if kind == pdf.FPDF_PAGEOBJ_TEXT:
            over = over and not (drawn and _address(each) == _address(drawn))
            continue
        pdf.FPDFPageObj_GetBounds(each, left, foot, right, top)
        over = over or (left.value <= x <= right.value and foot.value <= y <= top.value)
    return over


def _address(drawn: Any) -> int | None:
    return ctypes.cast(drawn, ctypes.c_void_p).value


class PagePicture:
    """A page as it is printed, in shades of grey."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self._bitmap = page.render(scale=_SCALE, grayscale=True)
        self._pixels = bytes(self._bitmap.buffer)
        self._size = page.get_size()
        self._crop = page.get_cropbox()
        self._turned = page.get_rotation()
        self.darkest = 255
        """Of the part that was last looked at."""

    @classmethod
    def of(cls, document: pdfium.PdfDocument, number: int) -> PagePicture | None:
        """None for a page that is too large to look at."""
        with closing(document[number - 1]) as page:
            width, height = page.get_size()
            return cls(page) if width * height < 20_000_000 else None

    def differs(self, left: float, foot: float, right: float, top: float) -> bool:
        """Whether anything can be told from its background in a part of the page."""
        if self._turned:
            return True
        x0, y0 = self._crop[0], self._crop[1]
        inset = 0.3 * (top - foot)  # the next line may reach into it
        columns = self._range(left - x0, right - x0, self._bitmap.width)
        high = self._size[1]
        rows = self._range(
            high - (top - y0) + inset, high - (foot - y0) - inset, self._bitmap.height
        )
        stride = self._bitmap.stride
        lightest, darkest = 0, 255
        for row in rows:
            part = self._pixels[row * stride + columns.start : row * stride + columns.stop]
            if part:
                lightest, darkest = max(lightest, *part, 0), min(darkest, *part, 255)
        self.darkest = darkest
        return lightest - darkest > _CONTRAST

    @staticmethod
    def _range(begin: float, end: float, most: int) -> range:
        return range(max(0, int(begin * _SCALE)), min(most, int(end * _SCALE) + 1))
