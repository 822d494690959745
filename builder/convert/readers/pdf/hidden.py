"""Text that does not show: clipped, tiny, off the page, white, covered.

Cheap signs name suspects; the rendered page decides.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Literal

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as pdf  # type: ignore[import-untyped]
from msgspec.structs import replace

from builder.convert.readers.pdf import quick
from builder.convert.readers.pdf.drawings import Box, Drawings
from builder.convert.readers.pdf.runs import Run

How = Literal["", "hidden", "covered"]
SMALLEST = 3.0
"""Points below which nobody reads a letter."""
_WHITE = 235
"""From this value of red, green and blue on, letters may not be seen on paper."""
_CONTRAST = 24
"""How far the lightest and the darkest point of letters that are seen differ, of 255."""
_EDGE_OF_PIXELS = 4
"""A row wider than this may lose the points at its ends, which are half of something else."""
_MOST_PIXELS = 2000
"""Along the longer side of a page's picture: enough to see letters on A4, bounded on a poster."""


def with_hidden(
    page: pdfium.PdfPage,
    text: pdfium.PdfTextPage,
    drawn: Sequence[tuple[Run, int]],
    shown: Drawings,
    *,
    layers: bool,
) -> list[Run]:
    """A page's runs, hidden ones marked, partly covered ones cut.

    `layers`: the file has parts that may be switched off.
    """
    bounds = pdf.FS_RECTF()
    pdf.FPDF_GetPageBoundingBox(page, bounds)
    height = page.get_height()
    suspects: list[tuple[Run, How, float, float]] = []
    plain: list[tuple[Run, int]] = []
    colours = quick.Colours()
    sides = bounds.left, bounds.bottom, bounds.right, bounds.top
    for run, handle in drawn:
        if not run.visible or not run.text.strip():
            continue
        if 0 < run.size < SMALLEST or not _meets(run, height - run.y, sides):
            run.hidden = "hidden"
        elif layers or _white(handle, colours):
            suspects.append((run, "hidden", run.x0, run.x1))
        else:
            plain.append((run, handle))
    for run in _clipped(plain, height):
        run.hidden = "hidden"
    cuts = _covered(plain, shown, height)
    if not (suspects or cuts):
        return [run for run, _ in drawn]
    runs: list[Run] = []
    for run, _ in drawn:
        parts = list(_parts(text, run, cuts[id(run)])) if id(run) in cuts else [(run, False)]
        for part, under in parts:
            runs.append(replace(part, order=len(runs)) if len(parts) > 1 or cuts else part)
            if under:
                # The last letter may stick out of what covers the word.
                left = max(part.x0, min(box[0] for box in cuts[id(run)]))
                right = min(part.x1, max(box[2] for box in cuts[id(run)]))
                if any(box in shown.masked for box in cuts[id(run)]):
                    runs[-1].hidden = "covered"
                    continue
                suspects.append((runs[-1], "covered", left, right))
    if cuts:
        twins = {(run.start, run.text): run for run in runs}
        suspects = [
            (twins.get((each[0].start, each[0].text), each[0]), *each[1:]) for each in suspects
        ]
    picture = _Picture(page)
    for run, how, left, right in suspects:
        if run.upright and not picture.shows(run, left, right, height):
            run.hidden = how
    return runs


def _parts(text: pdfium.PdfTextPage, run: Run, boxes: Sequence[Box]) -> Iterator[tuple[Run, bool]]:
    """A run cut where it is covered, each part with whether it is."""
    x, y = ctypes.c_double(), ctypes.c_double()
    edges = []
    for at in range(len(run.text)):
        pdf.FPDFText_GetCharOrigin(text, run.start + at, x, y)
        edges.append(x.value)
    edges.append(run.x1)
    under = [
        any(left <= (first + last) / 2 <= right for left, _, right, _ in boxes)
        for first, last in pairwise(edges)
    ]
    start = 0
    for value, group in groupby(under):
        end = start + sum(1 for _ in group)
        yield (
            replace(
                run,
                start=run.start + start,
                text=run.text[start:end],
                before=run.before if not start else "",
                x0=edges[start],
                x1=edges[end],
            ),
            value,
        )
        start = end


def _meets(run: Run, foot: float, page: Box) -> bool:
    """Whether a run stands on the page."""
    left, bottom, right, top = page
    low, high = (run.x0, run.x1) if run.x0 <= run.x1 else (run.x1, run.x0)
    across = high > left and low < right
    return across and foot + run.size > bottom and foot - run.size / 3 < top


def _white(handle: int, colours: quick.Colours) -> bool:
    colour = colours.of(handle)
    if colour is None:
        return False
    red, green, blue, ink = colour
    return ink < _CONTRAST or (red >= _WHITE and green >= _WHITE and blue >= _WHITE)


def _clipped(drawn: Sequence[tuple[Run, int]], height: float) -> list[Run]:
    """Runs outside the clipping path; the first and last of a tag tell for all."""
    groups: dict[int, list[tuple[Run, int]]] = {}
    for at, (run, handle) in enumerate(drawn):
        groups.setdefault(run.content if run.content >= 0 else -2 - at, []).append((run, handle))
    found = []
    for group in groups.values():
        ends = (group[0], group[-1]) if len(group) > 1 else group
        if any(_outside(run, handle, height) for run, handle in ends):
            found += [run for run, handle in group if _outside(run, handle, height)]
    return found


def _outside(run: Run, handle: int, height: float) -> bool:
    clip = pdf.FPDFPageObj_GetClipPath(quick.pointer(handle))
    foot = height - run.y
    x, y = ctypes.c_float(), ctypes.c_float()
    for path in range(max(0, pdf.FPDFClipPath_CountPaths(clip)) if clip else 0):
        xs, ys = [], []
        for at in range(min(100, pdf.FPDFClipPath_CountPathSegments(clip, path))):
            segment = pdf.FPDFClipPath_GetPathSegment(clip, path, at)
            pdf.FPDFPathSegment_GetPoint(segment, x, y)
            xs.append(x.value)
            ys.append(y.value)
        if xs and (
            run.x1 <= min(xs)
            or run.x0 >= max(xs)
            or foot + run.size * 0.8 <= min(ys)
            or foot - run.size * 0.2 >= max(ys)
        ):
            return True
    return False


def _covered(
    drawn: Sequence[tuple[Run, int]], shown: Drawings, height: float
) -> dict[int, list[Box]]:
    """What is painted over each run, by identity."""
    painted = [*shown.painted, *((shown.count + 1, box) for box in shown.masked)]
    if not painted:
        return {}
    last = painted[-1][0]
    found: dict[int, list[Box]] = {}
    for run, handle in drawn:
        place = shown.texts.get(handle)
        if place is None or place > last or not run.upright:
            continue
        middle = height - run.y + run.size * 0.3
        over = [
            box
            for at, box in painted
            if at > place
            and box[1] <= middle <= box[3]
            and min(box[2], run.x1) - max(box[0], run.x0) > run.size * 0.3
        ]
        if over:
            found[id(run)] = over
    return found


class _Picture:
    """A page as it is shown, in greys."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        width, height = page.get_size()
        scale = min(2.0, _MOST_PIXELS / max(width, height, 1.0))
        bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=False)
        self.page = page
        self.width, self.height, self.stride = bitmap.width, bitmap.height, bitmap.stride
        self.points = bytes(bitmap.buffer)
        bitmap.close()

    def shows(self, run: Run, start: float, end: float, height: float) -> bool:
        """Whether a run shows anything from `start` to `end`."""
        foot = height - run.y
        corners = [
            self.place(start, foot),
            self.place(end, foot + run.size * 0.5),
        ]
        left, right = sorted(max(0, min(self.width - 1, x)) for x, _ in corners)
        top, bottom = sorted(max(0, min(self.height - 1, y)) for _, y in corners)
        if right - left > _EDGE_OF_PIXELS:
            left, right = left + 1, right - 1
        darkest, lightest = 255, 0
        for line in range(top, bottom + 1):
            points = self.points[line * self.stride + left : line * self.stride + right + 1]
            darkest, lightest = min(darkest, *points, 255), max(lightest, *points, 0)
        return lightest - darkest >= _CONTRAST

    def place(self, x: float, y: float) -> tuple[int, int]:
        across, down = ctypes.c_int(), ctypes.c_int()
        pdf.FPDF_PageToDevice(self.page, 0, 0, self.width, self.height, 0, x, y, across, down)
        return across.value, down.value
