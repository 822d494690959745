"""Prepare a page as readers see it.

It is turned upright in the open file, and values of fields and notes are drawn into it, so that
later steps see only the page as shown.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as pdf  # type: ignore[import-untyped]
from msgspec import Struct
from msgspec.structs import replace

from builder.convert.readers.pdf.drawings import Box
from builder.convert.readers.pdf.letters import after
from builder.convert.readers.pdf.runs import Run
from builder.convert.stream.pieces import CannotRead, Question

MOST_NOTES = 2_000
"""Fields and notes of a page; a form has a hundred."""
_UNSEEN = pdf.FPDF_ANNOT_FLAG_HIDDEN | pdf.FPDF_ANNOT_FLAG_NOVIEW | pdf.FPDF_ANNOT_FLAG_INVISIBLE
_TEXT_FIELDS = (
    pdf.FPDF_FORMFIELD_TEXTFIELD,
    pdf.FPDF_FORMFIELD_COMBOBOX,
    pdf.FPDF_FORMFIELD_LISTBOX,
)
_ONE_LINE = 0.5
"""How far the feet of a label and of what is filled in may differ, in type sizes."""
_LONGEST = 20_000
"""Bytes of a field's value or of a note that are read."""

_CLOSED = (pdf.FPDF_ANNOT_LINK, pdf.FPDF_ANNOT_POPUP, pdf.FPDF_ANNOT_TEXT)
"""What draws no words: links, and notes that open when somebody points at them."""
_TOLD = {
    **dict.fromkeys(
        (
            pdf.FPDF_ANNOT_TEXT,
            pdf.FPDF_ANNOT_HIGHLIGHT,
            pdf.FPDF_ANNOT_UNDERLINE,
            pdf.FPDF_ANNOT_SQUIGGLY,
            pdf.FPDF_ANNOT_STRIKEOUT,
            pdf.FPDF_ANNOT_CARET,
        ),
        "a note that opens beside it was left out",
    ),
    pdf.FPDF_ANNOT_FREETEXT: "a note that was put on it stands in the text",
}
"""What an editor is told of a note's words."""


class Prepared(Struct):
    """A page, open, and what stands on it beside its own text."""

    page: pdfium.PdfPage
    links: list[tuple[Box, str]]
    """Where addresses of the web lie, and which."""
    values: list[tuple[Box, str]]
    """Where fields lie, and what is filled in."""
    remarks: list[str]
    """What its notes say."""
    struck: list[Box]
    """What notes strike out."""
    masked: list[Box]
    """What is marked to be blacked out."""
    drawn: list[Box]
    """Where fields and notes are that show words on the page."""


@contextmanager
def prepared(document: pdfium.PdfDocument, number: int) -> Iterator[Prepared]:
    """A page of an open file.  Raises `CannotRead`."""
    page = _opened(document, number)
    try:
        if page.get_rotation():
            _turn(page)
            page.close()
            page = _opened(document, number)
        found = Prepared(page, [], [], [], [], [], [])
        if pdf.FPDFPage_GetAnnotCount(page) > 0:
            found.links = list(_links(document, page))
            if _notes(document, page, found) and pdf.FPDFPage_Flatten(page, pdf.FLAT_NORMALDISPLAY):
                page.close()
                page = found.page = _opened(document, number)
        yield found
    finally:
        page.close()


def _opened(document: pdfium.PdfDocument, number: int) -> pdfium.PdfPage:
    try:
        return document[number - 1]
    except pdfium.PdfiumError:
        raise CannotRead(
            f"it is damaged: page {number} cannot be opened; get it again from its source."
        ) from None


def _turn(page: pdfium.PdfPage) -> None:
    """Turn a page in the open file, so that its coordinates are as shown."""
    box = pdf.FS_RECTF()
    pdf.FPDF_GetPageBoundingBox(page, box)
    width, height = page.get_size()
    sides = {
        90: (0, -1, 1, 0, -box.bottom, box.right),
        180: (-1, 0, 0, -1, box.right, box.top),
        270: (0, 1, -1, 0, box.top, -box.left),
    }[page.get_rotation()]
    pdf.FPDFPage_SetRotation(page, 0)
    pdf.FPDFPage_SetMediaBox(page, 0, 0, width, height)
    pdf.FPDFPage_SetCropBox(page, 0, 0, width, height)
    pdf.FPDFPage_TransFormWithClip(page, pdf.FS_MATRIX(*sides), None)
    pdf.FPDFPage_TransformAnnots(page, *sides)


def _links(document: pdfium.PdfDocument, page: pdfium.PdfPage) -> Iterator[tuple[Box, str]]:
    place = ctypes.c_int(0)
    link = pdf.FPDF_LINK()
    box = pdf.FS_RECTF()
    while pdf.FPDFLink_Enumerate(page, place, link):
        action = pdf.FPDFLink_GetAction(link)
        length = pdf.FPDFAction_GetURIPath(document, action, None, 0) if action else 0
        if length <= 1 or not pdf.FPDFLink_GetAnnotRect(link, box):
            continue
        address = ctypes.create_string_buffer(length)
        pdf.FPDFAction_GetURIPath(document, action, address, length)
        href = address.value.decode("utf-8", "replace").strip()
        # Others are, most often, a path on the author's own disk.
        if href.lower().startswith(("http://", "https://", "mailto:")):
            yield (box.left, box.bottom, box.right, box.top), href


def _notes(document: pdfium.PdfDocument, page: pdfium.PdfPage, found: Prepared) -> bool:
    """Examine fields and notes; True if any is drawn."""
    drawn = False
    looked = 0
    box = pdf.FS_RECTF()
    for at in range(pdf.FPDFPage_GetAnnotCount(page)):
        note = pdf.FPDFPage_GetAnnot(page, at)
        if not note:
            continue
        kind = pdf.FPDFAnnot_GetSubtype(note)
        looked += kind != pdf.FPDF_ANNOT_LINK
        if looked > MOST_NOTES:
            raise CannotRead(
                "it has more fields and notes than any report; print it to a PDF and add that."
            )
        if not pdf.FPDFAnnot_GetFlags(note) & _UNSEEN and pdf.FPDFAnnot_GetRect(note, box):
            place = (box.left, box.bottom, box.right, box.top)
            if kind not in _CLOSED:
                drawn = True
                found.drawn.append(place)
            _look(document, note, kind, place, found)
        pdf.FPDFPage_CloseAnnot(note)
    return drawn


def _look(document: pdfium.PdfDocument, note: Any, kind: int, place: Box, found: Prepared) -> None:
    """Keep what a field or note says."""
    form = document.formenv
    if kind == pdf.FPDF_ANNOT_WIDGET and form:
        if pdf.FPDFAnnot_GetFormFieldType(form, note) in _TEXT_FIELDS:
            value = _words(pdf.FPDFAnnot_GetFormFieldValue, form, note)
            found.values += [(place, value)] if value else []
        return
    told = _TOLD.get(kind)
    if told and (words := _words(pdf.FPDFAnnot_GetStringValue, note, b"Contents")):
        found.remarks.append(f"{told}: “{words}”")
    if kind == pdf.FPDF_ANNOT_STRIKEOUT:
        found.struck.append(place)
    elif kind == pdf.FPDF_ANNOT_REDACT:
        found.masked.append(place)


def _words(ask: Any, *what: Any) -> str:
    """What pdfium gives as UTF-16, on one line."""
    buffer = (ctypes.c_ushort * (_LONGEST // 2))()
    length = min(_LONGEST, ask(*what, buffer, _LONGEST))
    return " ".join(bytes(buffer)[: max(0, length - 2)].decode("utf-16-le", "replace").split())


def questions(
    number: int, height: float, found: Prepared, runs: Sequence[Run]
) -> Iterator[Question]:
    """Questions on a page's fields and on words that its notes strike out."""
    for box, value in found.values:
        shown = "".join(run.text for run in runs if _lies_in(run, height, box))
        if _bare(value) not in _bare(shown):
            yield Question("form", number, _before(runs, height, box), value)
    for box in found.struck:
        struck = [run for run in runs if _lies_in(run, height, box)]
        words = " ".join("".join(run.before + run.text for run in struck).split())
        if words:
            yield Question("struck", number, _before(runs, height, box), words)


def beside_labels(found: Prepared, height: float, runs: Sequence[Run]) -> list[Run]:
    """A page's runs, with what stands in fields and notes where it is seen: behind what is left of
    it on its line, else above what is below it.  It is drawn last, whatever stands beside it.
    """
    last = len(runs)
    while last and any(_lies_in(runs[last - 1], height, box) for box in found.drawn):
        last -= 1
    placed = list(runs[:last])
    for run in runs[last:]:
        line = [at for at, each in enumerate(placed) if _left_on_line(each, run)]
        below = (at for at, each in enumerate(placed) if each.y > run.y)
        if line:
            at = max(line, key=lambda at: (placed[at].x0, at)) + 1
            placed.insert(at, replace(run, before=run.before.strip("\n") or " "))
        else:
            placed.insert(next(below, len(placed)), run)
    if last == len(runs):
        return placed
    return [replace(run, order=order) for order, run in enumerate(placed)]


def _left_on_line(one: Run, run: Run) -> bool:
    return (
        bool(one.text.strip())
        and one.x0 <= run.x0
        and abs(one.y - run.y) < _ONE_LINE * max(one.size, run.size)
    )


def _lies_in(run: Run, height: float, box: Box) -> bool:
    left, bottom, right, top = box
    middle = (run.x0 + run.x1) / 2, height - run.y + 0.3 * run.size
    return left <= middle[0] <= right and bottom <= middle[1] <= top


def _before(runs: Sequence[Run], height: float, box: Box) -> str:
    """A place on a page, by the words before it."""
    _, bottom, _, top = box
    foot = height - (bottom + top) / 2
    words = [
        run.text
        for run in sorted(runs, key=lambda run: (run.y, run.x0))
        if run.text.strip() and run.y < foot + run.size and not _lies_in(run, height, box)
    ]
    return after(" ".join(words))


def _bare(words: str) -> str:
    return re.sub(r"\W+", "", words)
