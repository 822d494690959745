"""What a page draws, in order, nested drawings included.

A nested drawing numbers its contents itself: equal numbers of two streams must not merge.
"""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as pdf  # type: ignore[import-untyped]
from msgspec import Struct, field

from builder.convert.readers.pdf import quick

Box = tuple[float, float, float, float]
"""Left, bottom, right, top, in the page's own points."""

STREAM = 1 << 24
"""Added to the ids of each further stream's contents, so that they differ from the page's."""
_LEAST_BOX = 4.0
"""Points; what is painted thinner is a line."""
_DEEPEST = 40
"""Drawings inside drawings; pdfium itself stops there."""


class Drawings(Struct):
    """What a page draws."""

    texts: dict[int, int] = field(default_factory=dict)
    """The place in the order of drawing of each command that draws text, by its address."""
    streams: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Of text inside a drawing: the turn of that drawing, from 1, and the id of its own content
    in the page, or -1; by its address."""
    painted: list[tuple[int, Box]] = field(default_factory=list)
    """What may hide what lies under it: its place in the order of drawing, and where it is."""
    masked: list[Box] = field(default_factory=list)
    """What somebody marked to be covered."""
    pictures: bool = False
    """It shows something that is no text."""
    count: int = 0
    forms: int = 0


def drawings(page: pdfium.PdfPage) -> Drawings:
    """Everything that a page draws."""
    found = Drawings()
    handle, at_place, type_of = quick.handle(page.raw), quick.object_of_page, quick.type_of
    for at in range(pdf.FPDFPage_CountObjects(page)):
        each = at_place(handle, at)
        # Most of what a page draws is text.
        if type_of(each) == pdf.FPDF_PAGEOBJ_TEXT:
            found.count += 1
            found.texts[each] = found.count
        else:
            _add(found, each, None, (0, -1), 0)
    return found


def _add(found: Drawings, each: int, matrix: Any, stream: tuple[int, int], depth: int) -> None:
    found.count += 1
    kind = quick.type_of(each)
    if kind == pdf.FPDF_PAGEOBJ_TEXT:
        found.texts[each] = found.count
        if stream[0]:
            found.streams[each] = stream
    elif kind in (pdf.FPDF_PAGEOBJ_PATH, pdf.FPDF_PAGEOBJ_IMAGE):
        found.pictures = found.pictures or kind == pdf.FPDF_PAGEOBJ_IMAGE
        box = _painted(quick.pointer(each), kind, matrix)
        if box is not None:
            found.painted.append((found.count, box))
    elif kind == pdf.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
        form = quick.pointer(each)
        own = pdf.FS_MATRIX()
        pdf.FPDFPageObj_GetMatrix(form, own)
        placed = own if matrix is None else _times(own, matrix)
        found.forms += 1
        content = pdf.FPDFPageObj_GetMarkedContentID(form)
        # A drawing without a content of its own belongs where the drawing around it does.
        named = content + stream[0] * STREAM if content >= 0 else stream[1]
        inside = found.forms, named
        for at in range(max(0, pdf.FPDFFormObj_CountObjects(form))):
            _add(found, quick.object_of_form(each, at), placed, inside, depth + 1)


def _times(first: Any, second: Any) -> Any:
    return pdf.FS_MATRIX(
        first.a * second.a + first.b * second.c,
        first.a * second.b + first.b * second.d,
        first.c * second.a + first.d * second.c,
        first.c * second.b + first.d * second.d,
        first.e * second.a + first.f * second.c + second.e,
        first.e * second.b + first.f * second.d + second.f,
    )


def _painted(each: Any, kind: int, matrix: Any) -> Box | None:
    """Where a drawing hides what lies under it."""
    if kind == pdf.FPDF_PAGEOBJ_PATH:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdf.FPDFPath_GetDrawMode(each, fill, stroke)
        if not fill.value:
            return None
    sides = [ctypes.c_float() for _ in range(4)]
    if not pdf.FPDFPageObj_GetBounds(each, *sides):
        return None
    left, bottom, right, top = (side.value for side in sides)
    if matrix is not None:
        corners = [
            (matrix.a * x + matrix.c * y + matrix.e, matrix.b * x + matrix.d * y + matrix.f)
            for x in (left, right)
            for y in (bottom, top)
        ]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        left, bottom, right, top = min(xs), min(ys), max(xs), max(ys)
    wide, high = right - left >= _LEAST_BOX, top - bottom >= _LEAST_BOX
    return (left, bottom, right, top) if wide and high else None
