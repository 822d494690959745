"""A PDF's bytes → runs of text by page, and one tree of tags.

Raises `CannotRead`. Only this module holds pdfium's pages open.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from typing import Any

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as pdf  # type: ignore[import-untyped]
from msgspec import Struct, field

from builder.convert.readers.pdf import quick
from builder.convert.readers.pdf.drawings import STREAM, drawings
from builder.convert.readers.pdf.guard import Examined, examine
from builder.convert.readers.pdf.hidden import with_hidden
from builder.convert.readers.pdf.letters import unknown_replaced
from builder.convert.readers.pdf.prepared import beside_labels, prepared, questions
from builder.convert.readers.pdf.runs import (
    Run,
    columns,
    link,
    page_runs,
)
from builder.convert.stream.pieces import CannotRead, Question

MOST_PAGES = 250
"""No report has a third of them; a longer file is a pack that holds one among other papers."""
MOST_CHARACTERS = 5_000_000
MOST_STEPS = 10_000_000
"""Steps along the tree of tags."""

_LEAST = 1.0
"""The height, in points, of a page that says it has none."""
_DEEPEST = 60
"""Tags inside tags; Word's own lists in tables in lists take fifteen."""
_ENCRYPTED = 4


class Node(Struct):
    """A tag; one on several pages is one node."""

    role: str
    """Its standard name: "P", "H2", "LBody" …"""
    kids: dict[int, Node | tuple[int, int]] = field(default_factory=dict)
    """By their place: tags, and runs by (page, content id)."""
    across: int = 1
    """Of a table's cell: how many columns it takes."""
    down: int = 1
    met: int = 0
    """Where among its kids the last one was met; the next page most often goes on there."""

    def inner(self) -> Iterator[Node | tuple[int, int]]:
        return (self.kids[place] for place in sorted(self.kids))

    def contents(self) -> Iterator[tuple[int, int]]:
        """The runs it names, as (page, content id)."""
        for kid in self.kids.values():
            if isinstance(kid, tuple):
                yield kid
            elif kid.role != "Artifact":
                yield from kid.contents()


class PdfPage(Struct):
    number: int
    height: float
    runs: list[Run]
    pictures: bool
    """It shows something that is no text."""
    linked: bool
    """All of its links were held against its runs."""
    remarks: list[str]
    """What notes beside it say."""
    questions: list[Question]
    """What its fields and notes leave open."""


class PdfFile(Struct):
    pages: list[PdfPage]
    tree: Node
    damaged: bool
    """A part of it does not unpack; what it held is lost."""


def read_file(data: bytes) -> PdfFile:
    """Everything that a PDF says of its text."""
    with _opened(data) as (document, examined):
        tree = Node("Document")
        steps = _Steps()
        characters = 0
        pages = []
        for number in range(1, len(document) + 1):
            with prepared(document, number) as found, _text(found.page) as text:
                page = found.page
                count = pdf.FPDFText_CountChars(text)
                characters += max(0, count)
                if characters > MOST_CHARACTERS:
                    raise CannotRead(
                        f"it holds more than {MOST_CHARACTERS:,} characters, more than any report."
                    )
                shown = drawings(page)
                shown.masked = found.masked
                height = page.get_height()
                drawn = list(page_runs(number, height, text, count, shown))
                runs = with_hidden(page, text, drawn, shown, layers=examined.layers)
                unknown_replaced(runs)
                inked = {run.content for run in runs if run.text.strip()}
                _grow(tree, page, _Growth(number, steps, inked))
                if not tree.kids:
                    runs = list(columns(text, runs))
                linked = link(found.links, height, runs)
                asked = list(questions(number, height, found, runs))
                runs = beside_labels(found, height, runs)
                pages.append(
                    PdfPage(
                        number, height or _LEAST, runs, shown.pictures, linked, found.remarks, asked
                    )
                )
        return PdfFile(pages, tree, examined.damaged)


class _Steps(Struct):
    taken: int = 0

    def take(self, count: int) -> int:
        """Count pdfium's work for a tag: every child on every page."""
        self.taken += max(0, count)
        if self.taken > MOST_STEPS:
            raise CannotRead("its tags are more than those of any report; it may be damaged.")
        return count


@contextmanager
def _opened(data: bytes) -> Iterator[tuple[pdfium.PdfDocument, Examined]]:
    examined = examine(data)
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == _ENCRYPTED:
            raise CannotRead("it is encrypted; remove the password and try again.") from None
        raise CannotRead(
            "it is damaged and cannot be opened as a PDF; get it again from its source."
        ) from None
    try:
        document.init_forms()
        if len(document) > MOST_PAGES:
            raise CannotRead(
                f"it has {len(document):,} pages; at most {MOST_PAGES:,} can be read; "
                "take the report out of the pack it stands in, as published, and try again."
            )
        if len(document) == 0:
            raise CannotRead("it has no pages; get it again from its source.")
        yield document, examined
    finally:
        document.close()


@contextmanager
def _text(page: pdfium.PdfPage) -> Iterator[pdfium.PdfTextPage]:
    text = page.get_textpage()
    try:
        yield text
    finally:
        text.close()


class _Growth(Struct):
    """What is looked for in the tree of one page."""

    number: int
    steps: _Steps
    wanted: set[int]
    """The ids of contents that no tag has named yet."""
    streams: dict[int, list[int]] = field(default_factory=dict)
    """By the number that a tag gives: the ids of the contents that have it, the page's own first.
    A tag does not say whose number it means; in order, each is meant once."""

    def __post_init__(self) -> None:
        self.wanted.discard(-1)
        for content in sorted(self.wanted):
            self.streams.setdefault(content % STREAM, []).append(content)

    def named(self, number: int) -> int:
        """The id of the content that a tag names by its number."""
        found = self.streams.get(number)
        if not found:
            return number
        content = found.pop(0) if len(found) > 1 else found[0]
        self.wanted.discard(content)
        return content


def _grow(tree: Node, page: pdfium.PdfPage, growth: _Growth) -> None:
    """Add a page to the tree, until all wanted contents are found.

    pdfium gives each page a tree in which tags keep their positions among siblings: these identify
    a tag across pages.
    """
    root = pdf.FPDF_StructTree_GetForPage(page)
    if not root:
        return
    try:
        count = growth.steps.take(pdf.FPDF_StructTree_CountChildren(root))
        handle = quick.handle(root)
        for place in _places(tree, count, growth.wanted):
            if element := quick.child_of_root(handle, place):
                tree.met = place
                _add(tree, place, element, growth, 0)
    finally:
        pdf.FPDF_StructTree_Close(root)


def _places(node: Node, count: int, wanted: set[int]) -> Iterator[int]:
    """Positions of a tag's children after the last one met, while any are wanted."""
    met = node.met
    for place in chain(range(met, count), range(met - 1, -1, -1)):
        if not wanted:
            return
        yield place


def _add(parent: Node, place: int, element: int, growth: _Growth, depth: int) -> None:
    node = parent.kids.get(place)
    if not isinstance(node, Node):
        node = parent.kids[place] = Node(quick.role_of(element))
        if node.role in ("TD", "TH"):
            cell = quick.pointer(element, pdf.FPDF_STRUCTELEMENT)
            node.across, node.down = _number(cell, b"ColSpan"), _number(cell, b"RowSpan")
    count = growth.steps.take(quick.children_of(element))
    for inner in _places(node, count, growth.wanted):
        if child := quick.child_of(element, inner):
            node.met = inner
            if depth < _DEEPEST:
                _add(node, inner, child, growth, depth + 1)
            continue
        content = quick.content_of_child(element, inner)
        if content >= 0:
            node.met = inner
            node.kids[inner] = (growth.number, growth.named(content))


def _number(element: Any, name: bytes) -> int:
    """A cell's span or other count."""
    found = ctypes.c_float()
    for at in range(pdf.FPDF_StructElement_GetAttributeCount(element)):
        attribute = pdf.FPDF_StructElement_GetAttributeAtIndex(element, at)
        value = pdf.FPDF_StructElement_Attr_GetValue(attribute, name) if attribute else None
        if value and pdf.FPDF_StructElement_Attr_GetNumberValue(value, found):
            return min(50, max(1, int(found.value)))
    return 1
