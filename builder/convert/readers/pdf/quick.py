"""pdfium's most frequent functions on plain numbers.

pypdfium2's wrappers convert each argument, which costs more than most answers. A handle is an
address; an answer's place is a ctypes value's.
"""

from __future__ import annotations

import ctypes
from ctypes import c_double, c_float, c_int, c_uint, c_ulong, c_void_p
from typing import Any

import pypdfium2.raw as pdf  # type: ignore[import-untyped]


def _plain(function: Any, result: Any, *parameters: Any) -> Any:
    address = ctypes.cast(function, c_void_p).value or 0
    return ctypes.CFUNCTYPE(result, *parameters)(address)


def handle(pointer: Any) -> int:
    """The address of what a pointer of pdfium's names."""
    return ctypes.cast(pointer, c_void_p).value or 0


def pointer(address: int, kind: Any = pdf.FPDF_PAGEOBJECT) -> Any:
    """What draws something, or another kind, for pdfium's other functions."""
    return ctypes.cast(address, kind)


object_of_page = _plain(pdf.FPDFPage_GetObject, c_void_p, c_void_p, c_int)
object_of_form = _plain(pdf.FPDFFormObj_GetObject, c_void_p, c_void_p, c_ulong)
type_of = _plain(pdf.FPDFPageObj_GetType, c_int, c_void_p)
content_of = _plain(pdf.FPDFPageObj_GetMarkedContentID, c_int, c_void_p)
object_of_letter = _plain(pdf.FPDFText_GetTextObject, c_void_p, c_void_p, c_int)
font_of = _plain(pdf.FPDFTextObj_GetFont, c_void_p, c_void_p)
mode_of = _plain(pdf.FPDFTextObj_GetTextRenderMode, c_int, c_void_p)
child_of_root = _plain(pdf.FPDF_StructTree_GetChildAtIndex, c_void_p, c_void_p, c_int)
child_of = _plain(pdf.FPDF_StructElement_GetChildAtIndex, c_void_p, c_void_p, c_int)
children_of = _plain(pdf.FPDF_StructElement_CountChildren, c_int, c_void_p)
content_of_child = _plain(pdf.FPDF_StructElement_GetChildMarkedContentID, c_int, c_void_p, c_int)
_role = _plain(pdf.FPDF_StructElement_GetType, c_ulong, c_void_p, c_void_p, c_ulong)
_origin = _plain(pdf.FPDFText_GetCharOrigin, c_int, c_void_p, c_int, c_void_p, c_void_p)
_box = _plain(pdf.FPDFText_GetLooseCharBox, c_int, c_void_p, c_int, c_void_p)
_matrix = _plain(pdf.FPDFText_GetMatrix, c_int, c_void_p, c_int, c_void_p)
_size = _plain(pdf.FPDFTextObj_GetFontSize, c_int, c_void_p, c_void_p)
_colour = _plain(pdf.FPDFPageObj_GetFillColor, c_int, c_void_p, *[c_void_p] * 4)


def role_of(tag: int) -> str:
    """The standard name of a tag."""
    length = _role(tag, None, 0)
    name = ctypes.create_string_buffer(max(2, length))
    _role(tag, ctypes.addressof(name), length)
    return name.raw[: max(0, length - 2)].decode("utf-16-le", "replace")


class Letters:
    """The letters of a page, asked one by one."""

    def __init__(self, text: Any) -> None:
        self.text = handle(text)
        self.x, self.y, self.size = c_double(), c_double(), c_float()
        self.box, self.matrix = pdf.FS_RECTF(), pdf.FS_MATRIX()
        self._places = tuple(map(ctypes.addressof, (self.x, self.y)))
        self._box, self._matrix = ctypes.addressof(self.box), ctypes.addressof(self.matrix)
        self._size = ctypes.addressof(self.size)

    def origin(self, at: int) -> tuple[float, float]:
        """Where a letter's baseline begins."""
        _origin(self.text, at, *self._places)
        return self.x.value, self.y.value

    def right(self, at: int) -> float:
        """Where a letter ends."""
        _box(self.text, at, self._box)
        return float(self.box.right)

    def shape(self, at: int, drawn: int) -> tuple[float, tuple[float, float, float, float]]:
        """The size of the type of a letter, and how it is turned and stretched: a, b, c, d."""
        _matrix(self.text, at, self._matrix)
        _size(drawn, self._size)
        matrix = self.matrix
        return self.size.value, (matrix.a, matrix.b, matrix.c, matrix.d)


class Colours:
    """What objects are filled with."""

    def __init__(self) -> None:
        self.parts = tuple(c_uint() for _ in range(4))
        self._places = tuple(map(ctypes.addressof, self.parts))

    def of(self, drawn: int) -> tuple[int, int, int, int] | None:
        """Red, green, blue and how much of them covers, of 255."""
        if not _colour(drawn, *self._places):
            return None
        red, green, blue, ink = self.parts
        return red.value, green.value, blue.value, ink.value
