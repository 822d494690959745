"""Word files → stream of pieces.

Reads the XML itself: automatic numbers are in no file, and neither python-docx nor mammoth computes
them; they are addresses here. Pages are not known. A paragraph counted by Word is an "item"; one
with a typed number is a "paragraph" with a mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from msgspec.structs import replace

from builder.convert.readers.docx.inline import Inline, PrintedLine, Seen, chosen
from builder.convert.readers.docx.numbering import Numbering
from builder.convert.readers.docx.package import Package, below
from builder.convert.readers.docx.styles import (
    Style,
    Styles,
    heading_level,
    is_on,
    value,
    whole_number,
)
from builder.convert.stream.list_markers import Part, is_number, typed, without
from builder.convert.stream.pieces import CannotRead, Furniture, Kind, Piece, Stream
from builder.convert.stream.text_runs import plain_words, spans
from builder.model import Span, Text, unmarked

_TRACKED = frozenset(
    f"w:{name}"
    for name in (
        *("ins", "del", "moveFrom", "moveTo", "delText", "delInstrText"),
        *("cellIns", "cellDel", "cellMerge", "moveFromRangeStart", "moveToRangeStart"),
    )
)
_EMBEDDED = frozenset({"w:altChunk", "w:subDoc"})
_TRANSPARENT = frozenset({"w:sdtContent", "w:customXml", "w:smartTag"})
_CONTENTS_STYLE = re.compile(r"toc (?:\d|heading)|table of figures")
_CONTENTS_TITLE = ("contents", "table of contents")
_HEADING = 200
"""Characters beyond which a style does not make a heading."""
_MOST_COLUMNS = 100


def read(data: bytes) -> Stream:
    """Read a Word file. Raises only `CannotRead`, whatever the bytes."""
    return _Reader(Package(data)).stream()


class _Reader:
    """Reads one file in order, counting lists and notes."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.relations = package.relations(package.main)
        parts = {each.kind: each.target for each in self.relations.values() if not each.external}
        self.tree = package.tree(package.main)
        used = ("styles", "numbering", "footnotes", "endnotes", "settings")
        trees = {kind: package.tree(target) for kind, target in parts.items() if kind in used}
        self.notes = {
            (kind, note.get("w:id", "")): note
            for kind in ("footnote", "endnote")
            for note in _children(trees.get(f"{kind}s"))
            if note.get("w:type", "normal") == "normal"
            and any(each.text for each in note.iter("w:t"))
        }
        self.note_relations = {
            kind: package.relations(parts[f"{kind}s"])
            for kind in ("footnote", "endnote")
            if f"{kind}s" in parts
        }
        for tree in (self.tree, trees.get("footnotes"), trees.get("endnotes")):
            _refuse(tree)
        self.styles = Styles(trees.get("styles"))
        self.numbering = Numbering(trees.get("numbering"), self.styles)
        self.seen = Seen()
        self.inline = Inline(
            self.styles,
            self.relations,
            _forms(self.tree, trees.get("settings")),
            self.notes,
            self.seen,
        )
        self.gap = False
        self.on_page = self.tree is None or below(self.tree, "w:background") is None
        """Whether what is read lies on white: not in a cell or box, which may have a colour."""
        self.depths: list[int] = []
        """The levels of the list entries that the next one may stand in."""

    def stream(self) -> Stream:
        body = below(self.tree, "w:body")
        pieces = list(self._blocks(body)) if body is not None else []
        if self.inline.fields:
            self.seen.warn("A field of it has no end; hold the text against the original.")
        pieces = [*_contents_titled(pieces), *self._notes()]
        if not pieces:
            raise CannotRead(
                "it holds pictures and no text; get the original, or have its text recognised, "
                "and try again."
                if self.seen.pictures
                else "it holds no text; get it again from its source."
            )
        furniture = tuple(Furniture(0, words) for words in self._furniture())
        asked = tuple(self.seen.questions)
        return Stream(tuple(pieces), furniture, tuple(self._warnings()), questions=asked)

    def _blocks(self, parent: Iterable[Element], contents: bool = False) -> Iterator[Piece]:
        for block, listed in _flat(parent, ("w:p", "w:tbl"), contents):
            if block.tag == "w:tbl":
                yield from self._table(block)
            else:
                yield from self._paragraph(block, listed)

    def _paragraph(self, paragraph: Element, contents: bool) -> Iterator[Piece]:
        properties = below(paragraph, "w:pPr")
        style = self.styles.paragraph(properties)
        line = self.inline.line(paragraph, style, on_page=self.on_page)
        marker = self._marker(line, properties, style)
        piece = self._piece(line, style, marker, contents)
        if piece is not None:
            yield piece
        elif not line.boxes:
            self.gap = True
        before, self.on_page = self.on_page, False  # a box may be filled
        for box in line.boxes:
            yield from self._blocks(box)
        self.on_page = before

    def _piece(
        self, line: PrintedLine, style: Style, marker: tuple[str, int] | None, contents: bool
    ) -> Piece | None:
        """A paragraph's line as a piece, or None if empty."""
        text = spans(line.parts)
        mark, depth = marker or ("", 0)
        if not text:
            if re.search(r"\w", mark):
                self.seen.warn(f"A paragraph numbered {mark} is empty; it was left out.")
            return None
        size = max(line.sizes, key=lambda each: (line.sizes[each], each), default=0.0)
        piece = Piece("paragraph", text, size=size, bold=line.bold, gap=self.gap)
        self.gap = False
        level = heading_level(style)
        if contents or line.contents or _CONTENTS_STYLE.match(style.name):
            return replace(piece, kind="contents", text=_after(mark, text))
        if level and len(unmarked(text)) <= _HEADING:
            figures = mark if re.search(r"\w", mark) else ""
            return replace(piece, kind="heading", text=_after(figures, text), level=level)
        if mark:
            return replace(piece, kind="item", marker=mark, level=depth)
        if before := typed(line.raw):
            rest = spans(without(line.parts, len(before)))
            kind: Kind = "paragraph" if is_number(before.strip()) else "item"
            return replace(piece, kind=kind, marker=before.strip(), text=rest)
        return piece

    def _marker(
        self, line: PrintedLine, properties: Element | None, style: Style
    ) -> tuple[str, int] | None:
        """A paragraph's mark, and its depth among entries."""
        place = self.numbering.place(style)
        printed = any(words.strip() for words, _, _ in line.parts)
        own = below(properties, "w:rPr")
        if place is None or (not printed and is_on(own, "w:vanish")):
            if printed:
                self.depths = []
            return None
        name, level = place
        while self.depths and self.depths[-1] >= level:
            self.depths.pop()
        self.depths.append(level)
        return self.numbering.mark(name, level), len(self.depths) - 1

    def _table(self, table: Element) -> Iterator[Piece]:
        rows = [row for row, _ in _flat(table, ("w:tr",), False)]
        if len(rows) == 1:
            cells = [cell for cell, _ in _flat(rows[0], ("w:tc",), False)]
            if len(cells) == 1:  # A box around text.
                before, self.on_page = self.on_page, False
                yield from self._blocks(cells[0])
                self.on_page = before
                return
        made: list[tuple[Text, ...]] = []
        header_rows = 0
        for row in rows:
            properties = below(row, "w:trPr")
            texts = tuple(map(spans, self._cells(row, properties)))
            if is_on(properties, "w:hidden"):
                self.seen.hidden.extend(f" {unmarked(text)}" for text in texts)
            elif any(texts):
                if header_rows == len(made) and is_on(properties, "w:tblHeader"):
                    header_rows += 1
                made.append(texts)
        self.depths = []
        if made:
            gap, self.gap = self.gap, False
            yield Piece("table", (), rows=_even(made), header_rows=header_rows, gap=gap)

    def _cells(self, row: Element, properties: Element | None) -> Iterator[list[Part]]:
        """The parts of each cell, with an empty one for each further column it spans."""
        yield from self._skipped(properties, "w:gridBefore")
        for cell, _ in _flat(row, ("w:tc",), False):
            own = below(cell, "w:tcPr")
            merged = below(own, "w:vMerge") is not None
            parts = list(self._cell(cell))
            # What a cell holds that is merged into the one above is not shown.
            hides = merged and value(own, "w:vMerge") != "restart"
            if hides and (words := "".join(each[0] for each in parts).strip()):
                self.seen.hidden.append(words)
            yield [] if hides else parts
            span = whole_number(value(own, "w:gridSpan")) or 1
            yield from ([] for _ in range(min(span, _MOST_COLUMNS) - 1))
        yield from self._skipped(properties, "w:gridAfter")

    def _skipped(self, properties: Element | None, name: str) -> Iterator[list[Part]]:
        count = whole_number(value(properties, name)) or 0
        yield from ([] for _ in range(min(count, _MOST_COLUMNS)))

    def _cell(self, cell: Iterable[Element]) -> Iterator[Part]:
        """A cell's lines; an inner table's cells are a line each."""
        for block, _ in _flat(cell, ("w:p", "w:tbl"), False):
            if block.tag == "w:tbl":
                for row, _ in _flat(block, ("w:tr",), False):
                    for inner, _ in _flat(row, ("w:tc",), False):
                        yield from self._cell(inner)
                continue
            properties = below(block, "w:pPr")
            style = self.styles.paragraph(properties)
            line = self.inline.line(block, style)
            marker = self._marker(line, properties, style)
            yield "\n", "", ""
            if marker and any(words.strip() for words, _, _ in line.parts):
                yield f"{marker[0]} ", "", ""
            yield from line.parts
            for box in line.boxes:
                yield from self._cell(box)

    def _notes(self) -> Iterator[Piece]:
        marks: set[str] = set()
        for kind, name, mark in list(self.seen.notes):
            own = bool(mark) and mark not in marks
            if not own:
                self.seen.warn(f"A note has the mark “{mark}”, which tells it from no other.")
            marks.add(mark)
            self.inline = Inline(self.styles, self.note_relations[kind], {}, {}, self.seen)
            text = spans(list(self._cell(self.notes[kind, name])))
            if text:
                yield Piece("footnote" if own else "paragraph", text, note=mark if own else "")

    def _furniture(self) -> Iterator[str]:
        """Lines of pages' heads and feet, each once."""
        said_before: set[str] = set()
        read_before: set[str] = set()
        for each in self.tree.iter() if self.tree is not None else ():
            if each.tag not in ("w:headerReference", "w:footerReference"):
                continue
            relation = self.relations.get(each.get("r:id", ""))
            if relation is None or relation.external or relation.target in read_before:
                continue
            read_before.add(relation.target)
            tree = self.package.tree(relation.target)
            self.inline = Inline(
                self.styles, self.package.relations(relation.target), {}, {}, Seen()
            )
            text = plain_words(spans(list(self._cell(tree)))) if tree is not None else ""
            for words in filter(None, text.split("\n")):
                if words not in said_before:
                    said_before.add(words)
                    yield words
            if text and each.get("w:type") == "first":
                self.seen.warn(
                    f"The head or foot of its first page was left out: “{_beginning(text)}”"
                )

    def _warnings(self) -> Iterator[str]:
        if self.seen.hidden:
            words = " ".join("".join(self.seen.hidden).split())
            if words:
                yield f"Hidden text was left out: “{_beginning(words)}”"
        if self.seen.pictures:
            yield f"It holds pictures ({self.seen.pictures}); see whether they show words."
        if self.seen.comments:
            yield f"It holds comments ({self.seen.comments}); they were left out."
        yield from self.seen.warnings


def _children(tree: Element | None) -> Iterable[Element]:
    return tree if tree is not None else ()


def _flat(
    parent: Iterable[Element], wanted: tuple[str, ...], contents: bool
) -> Iterator[tuple[Element, bool]]:
    """A part's blocks, in content controls too, and whether each is in a contents list."""
    for each in parent:
        if each.tag in wanted:
            yield each, contents
        elif each.tag == "w:sdt":
            gallery = below(each, "w:sdtPr", "w:docPartObj", "w:docPartGallery")
            is_list = gallery is not None and gallery.get("w:val") == "Table of Contents"
            yield from _flat(each, wanted, contents or is_list)
        elif each.tag in _TRANSPARENT:
            yield from _flat(each, wanted, contents)
        elif each.tag == "mc:AlternateContent":
            yield from _flat(chosen(each), wanted, contents)


def _refuse(tree: Element | None) -> None:
    """Refuse a file whose words are not certain."""
    for each in tree.iter() if tree is not None else ():
        if each.tag in _TRACKED:
            raise CannotRead(
                "it holds tracked changes; accept or reject them in Word and try again."
            )
        if each.tag in _EMBEDDED:
            raise CannotRead(
                "another file is embedded in it; open it in Word, save it again and try again."
            )


def _forms(tree: Element | None, settings: Element | None) -> dict[str, str]:
    """How notes are numbered, by file or section."""
    forms: dict[str, str] = {}
    for parent in (settings, *(tree.iter("w:sectPr") if tree is not None else ())):
        for kind in ("footnote", "endnote"):
            own = below(parent, f"w:{kind}Pr")
            if form := value(own, "w:numFmt"):
                forms.setdefault(kind, form)
    return forms


def _even(rows: list[tuple[Text, ...]]) -> tuple[tuple[Text, ...], ...]:
    """Rows of one length, without empty columns."""
    width = max(map(len, rows))
    if width > _MOST_COLUMNS:
        raise CannotRead(f"a table of it has more than {_MOST_COLUMNS} columns; mend it in Word.")
    full = [(*row, *((),) * (width - len(row))) for row in rows]
    used = [at for at in range(width) if any(row[at] for row in full)]
    return tuple(tuple(row[at] for at in used) for row in full)


def _after(mark: str, text: Text) -> Text:
    return (Span(f"{mark} "), *text) if mark else text


def _contents_titled(pieces: list[Piece]) -> Iterator[Piece]:
    """Pieces with the contents list's title as part of it."""
    for at, piece in enumerate(pieces):
        below = pieces[at + 1].kind if at + 1 < len(pieces) else ""
        is_title = unmarked(piece.text).strip(" :").casefold() in _CONTENTS_TITLE
        if below == "contents" and is_title and piece.kind in ("heading", "paragraph"):
            piece = replace(piece, kind="contents", level=0)
        yield piece


def _beginning(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= 60 else words[:60].rsplit(" ", 1)[0] + " …"
