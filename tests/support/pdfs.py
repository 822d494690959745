"""Small PDFs for tests, written by hand: text at places, tags, links, and what breaks readers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from builder.convert.stream.pieces import Piece, Stream
from builder.model import Text, plain

FONTS = {
    "plain": b"Helvetica",
    "bold": b"Helvetica-Bold",
    "italic": b"Helvetica-Oblique",
}


@dataclass
class Words:
    """A piece of text on a page."""

    text: str
    x: float = 72
    y: float = 700
    size: float = 12
    font: str = "plain"
    content: int | None = None
    """The id by which a tag names it."""
    before: bytes = b""
    """Operators before it, such as a mode of drawing."""


@dataclass
class Tag:
    """A tag, its contents by (page from 0, content id), and the tags inside it."""

    role: str
    inner: Sequence[Tag | tuple[int, int]] = ()
    attributes: bytes = b""


@dataclass
class Pdf:
    """A PDF that is put together page by page."""

    pages: list[list[Words]]
    tags: Sequence[Tag] = ()
    roles: dict[str, str] = field(default_factory=dict)
    links: dict[int, list[tuple[tuple[float, float, float, float], str]]] = field(
        default_factory=dict
    )
    streams: dict[int, bytes] = field(default_factory=dict)
    """What a page draws besides its words."""
    resources: bytes = b""
    catalogue: bytes = b""
    """Further keys of the catalogue."""
    page_keys: dict[int, bytes] = field(default_factory=dict)
    """Further keys of a page."""
    objects: list[bytes] = field(default_factory=list)

    def add(self, content: bytes) -> int:
        self.objects.append(content)
        return len(self.objects)

    def stream(self, content: bytes, keys: bytes = b"") -> int:
        length = b"%d" % len(content)
        return self.add(b"<<%s /Length %s>>\nstream\n%s\nendstream" % (keys, length, content))

    def data(self, *, encrypted: bool = False, filters: bytes = b"") -> bytes:
        """The bytes of the whole."""
        catalogue, pages = self.add(b""), self.add(b"")
        fonts = {
            name: self.add(
                b"<</Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding>>" % base
            )
            for name, base in FONTS.items()
        }
        named = b" ".join(b"/%s %d 0 R" % (name.encode(), at) for name, at in fonts.items())
        numbers = [self.page(at, pages, named) for at in range(len(self.pages))]
        kids = b" ".join(b"%d 0 R" % number for number in numbers)
        self.objects[pages - 1] = b"<</Type /Pages /Kids [%s] /Count %d>>" % (kids, len(numbers))
        tree = (
            b"/MarkInfo <</Marked true>> /StructTreeRoot %d 0 R" % self.tree(numbers)
            if self.tags
            else b""
        )
        self.objects[catalogue - 1] = b"<</Type /Catalog /Pages %d 0 R %s %s>>" % (
            pages, tree, self.catalogue,
        )  # fmt: skip
        keys = b"/Root %d 0 R" % catalogue
        if encrypted:
            # Nobody knows a password that makes these values, so none opens it.
            values = b"00" * 32
            keys += (
                b" /Encrypt <</Filter /Standard /V 1 /R 2 /P -44 /O <%s> /U <%s>>> /ID [<00> <00>]"
                % (values, values)
            )
        return self.assembled(keys)

    def page(self, at: int, parent: int, fonts: bytes) -> int:
        drawn = b"\n".join(draw(words) for words in self.pages[at])
        content = self.stream(drawn + self.streams.get(at, b""))
        links = [
            self.add(
                b"<</Type /Annot /Subtype /Link /Rect [%g %g %g %g] /A <</S /URI /URI (%s)>>>>"
                % (*box, address.encode())
            )
            for box, address in self.links.get(at, [])
        ]
        return self.add(
            b"<</Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] /StructParents %d /Annots [%s] "
            b"/Contents %d 0 R /Resources <</Font <<%s>> %s>> %s>>"
            % (
                parent,
                at,
                b" ".join(b"%d 0 R" % link for link in links),
                content,
                fonts,
                self.resources,
                self.page_keys.get(at, b""),
            )
        )

    def tree(self, pages: list[int]) -> int:
        root = self.add(b"")
        parents: dict[int, dict[int, int]] = {at: {} for at in range(len(pages))}
        tops = [self.tag(tag, root, pages, parents) for tag in self.tags]
        numbers = b" ".join(
            b"%d [%s]"
            % (
                at,
                b" ".join(
                    b"%d 0 R" % named[each] if each in named else b"null"
                    for each in range(max(named, default=-1) + 1)
                ),
            )
            for at, named in parents.items()
        )
        roles = b" ".join(b"/%s /%s" % (a.encode(), b.encode()) for a, b in self.roles.items())
        self.objects[root - 1] = (
            b"<</Type /StructTreeRoot /K [%s] /ParentTree <</Nums [%s]>> /RoleMap <<%s>>>>"
            % (b" ".join(b"%d 0 R" % top for top in tops), numbers, roles)
        )
        return root

    def tag(
        self, tag: Tag, parent: int, pages: list[int], parents: dict[int, dict[int, int]]
    ) -> int:
        number = self.add(b"")
        kids = []
        for kid in tag.inner:
            if isinstance(kid, Tag):
                kids.append(b"%d 0 R" % self.tag(kid, number, pages, parents))
            else:
                page, content = kid
                parents[page][content] = number
                kids.append(b"<</Type /MCR /Pg %d 0 R /MCID %d>>" % (pages[page], content))
        self.objects[number - 1] = b"<</Type /StructElem /S /%s /P %d 0 R /K [%s] %s>>" % (
            tag.role.encode(), parent, b" ".join(kids), tag.attributes,
        )  # fmt: skip
        return number

    def assembled(self, keys: bytes) -> bytes:
        out = bytearray(b"%PDF-1.7\n")
        places = []
        for number, content in enumerate(self.objects, 1):
            places.append(len(out))
            out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
        start = len(out)
        out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
        out += b"".join(b"%010d 00000 n \n" % place for place in places)
        out += b"trailer\n<</Size %d %s>>\nstartxref\n%d\n%%%%EOF\n" % (
            len(places) + 1,
            keys,
            start,
        )
        return bytes(out)


def draw(words: Words) -> bytes:
    """The operators that draw some words."""
    text = (
        words.text.encode("cp1252")
        .replace(b"\\", b"\\\\")
        .replace(b"(", b"\\(")
        .replace(b")", b"\\)")
    )
    shown = b"q BT %s /%s %g Tf 1 0 0 1 %g %g Tm (%s) Tj ET Q" % (
        words.before, words.font.encode(), words.size, words.x, words.y, text,
    )  # fmt: skip
    if words.content is None:
        return shown
    return b"/P <</MCID %d>> BDC %s EMC" % (words.content, shown)


def texts(piece: Piece) -> Iterator[Text]:
    yield piece.text
    for row in piece.rows:
        yield from row


def words_of(stream: Stream) -> list[str]:
    """The words of the pieces, the marks of footnotes as words of their own."""
    found: list[str] = []
    for piece in stream.pieces:
        found += [mark for mark in (piece.note, piece.marker) if mark]
        for text in texts(piece):
            parts = (f" {s.text} " if s.mark == "note" else s.text for s in text)
            found += "".join(parts).split()
    return found


def shape(stream: Stream) -> list[tuple[str, str, str]]:
    """Of each piece what it is, its mark and its words."""
    return [(piece.kind, piece.marker or piece.note, plain(piece.text)) for piece in stream.pieces]
