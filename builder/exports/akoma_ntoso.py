"""Documents as Akoma Ntoso XML; each `eId` is an anchor of the page.

Source: OASIS LegalDocML, Akoma Ntoso 1.0, part 2.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from builder.model import (
    Block,
    Document,
    Item,
    List,
    Paragraph,
    Section,
    Span,
    Table,
    Text,
    plain,
)
from builder.model.text import NOTE

AKOMA_NTOSO = "data/akoma-ntoso.zip"
"""Where they stand in a site."""

_NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
_DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
_ARCHIVE, _PUBLISHER = "_archive", "_publisher"
"""Ids that no anchor can have."""
_TAGS = {"em": "i", "strong": "b", NOTE: "sup"}
_BEGINNING = (1980, 1, 1, 0, 0, 0)
"""The time of every file: output knows no clock."""

ElementTree.register_namespace("dc", _DUBLIN_CORE)


def pack_xml(packed: zipfile.ZipFile, document: Document, publisher: str) -> None:
    """Put a document into a file of many; the same documents give the same bytes."""
    info = zipfile.ZipInfo(f"{document.id}.akn.xml", _BEGINNING)
    info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    packed.writestr(info, document_xml(document, publisher))


def document_xml(document: Document, publisher: str) -> bytes:
    root = Element("akomaNtoso", xmlns=_NAMESPACE)
    doc = SubElement(root, "doc", name=document.front.kind)
    _add_meta(SubElement(doc, "meta"), document, publisher)
    open_parts = [(-1, SubElement(doc, "mainBody"))]
    for section in document.sections:
        while open_parts[-1][0] >= section.level:
            open_parts.pop()
        part = SubElement(open_parts[-1][1], "section", eId=section.id)
        open_parts.append((section.level, part))
        _add_section(part, section)
    written: bytes = ElementTree.tostring(root, "utf-8", xml_declaration=True)
    return written + b"\n"


def _add_meta(meta: Element, document: Document, publisher: str) -> None:
    front, corrections = document.front, document.history.corrections
    source, published = f"#{_ARCHIVE}", front.published.isoformat()
    newest = max((each.on.isoformat() for each in corrections), default=published)
    work = f"/akn/gb/doc/{front.kind}/{published}/{document.id}"
    expression = f"{work}/eng@{newest}"
    identification = SubElement(meta, "identification", source=source)
    about = SubElement(identification, "FRBRWork")
    _add_core(about, work, "/!main", ("publication", published), _PUBLISHER)
    about.insert(2, Element("FRBRalias", name="page", value=document.url))
    SubElement(about, "FRBRcountry", value="gb")
    about = SubElement(identification, "FRBRExpression")
    _add_core(about, expression, "/!main", ("version", newest), _PUBLISHER)
    SubElement(about, "FRBRlanguage", language="eng")
    about = SubElement(identification, "FRBRManifestation")
    _add_core(about, f"{expression}.akn", "", ("version", newest), _ARCHIVE)
    SubElement(about, "FRBRformat", value="application/akn+xml")
    SubElement(meta, "publication", date=published, name=front.kind, showAs=front.title)
    cycle = SubElement(meta, "lifecycle", source=source)
    SubElement(cycle, "eventRef", date=published, source=f"#{_PUBLISHER}", type="generation")
    for each in corrections:
        SubElement(cycle, "eventRef", date=each.on.isoformat(), source=source, type="amendment")
    references = SubElement(meta, "references", source=source)
    for id, name in ((_PUBLISHER, publisher), (_ARCHIVE, "The archive")):
        href = f"/akn/ontology/organization/gb/{id.strip('_')}"
        SubElement(references, "TLCOrganization", eId=id, href=href, showAs=name)
    if front.licence:
        own = SubElement(meta, "proprietary", source=source)
        SubElement(own, f"{{{_DUBLIN_CORE}}}rights").text = front.licence


def _add_core(about: Element, uri: str, part: str, day: tuple[str, str], author: str) -> None:
    """What a work, an expression and a manifestation all say of themselves."""
    SubElement(about, "FRBRthis", value=f"{uri}{part}")
    SubElement(about, "FRBRuri", value=uri)
    SubElement(about, "FRBRdate", name=day[0], date=day[1])
    SubElement(about, "FRBRauthor", href=f"#{author}")


def _add_section(part: Element, section: Section) -> None:
    """A section's heading and own blocks; sections below it come after them."""
    if plain(section.heading):
        _add_text(SubElement(part, "heading"), section.heading)
    line = section.grade_line
    blocks = [*_blocks([line] if line else ()), *_blocks(section.blocks)]
    if blocks:
        SubElement(part, "intro").extend(blocks)


def _blocks(blocks: Iterable[Block]) -> Iterator[Element]:
    for block in blocks:
        if isinstance(block, List):
            found = Element("blockList")
            found.extend(_entry("item", each.marker, each) for each in block.items)
            yield found
        elif isinstance(block, Table):
            yield _table(block)
        elif block.number is None and not block.note and not block.blocks:
            yield _paragraph(block.text, block.id)
        else:
            number = block.note if block.number is None else f"{block.number}."
            yield _entry("blockContainer", number, block)


def _entry(tag: str, number: str, block: Paragraph | Item) -> Element:
    """A numbered paragraph, a footnote or an entry of a list, with what belongs to it."""
    found = Element(tag, eId=block.id)
    if number:
        SubElement(found, "num").text = number
    found.append(_paragraph(block.text))
    found.extend(_blocks(block.blocks))
    return found


def _table(table: Table) -> Element:
    found = Element("table")
    if table.head:
        _add_cells(SubElement(found, "tr"), "th", table.head)
    for row in table.rows:
        _add_cells(SubElement(found, "tr", eId=row.id), "td", row.cells)
    return found


def _add_cells(row: Element, tag: str, cells: Sequence[Text]) -> None:
    for words in cells:
        SubElement(row, tag).append(_paragraph(words))


def _paragraph(text: Text, anchor: str = "") -> Element:
    found = Element("p", {"eId": anchor} if anchor else {})
    _add_text(found, text)
    return found


def _add_text(to: Element, text: Text) -> None:
    for span in text:
        within = to
        if span.href:
            within = SubElement(within, "a", href=span.href)
        for mark in span.mark.split():
            within = SubElement(within, _TAGS[mark])
        _add_lines(within, span)


def _add_lines(to: Element, span: Span) -> None:
    """A span's characters behind all that an element holds so far."""
    for number, line in enumerate(span.text.split("\n")):
        if number:
            SubElement(to, "br")
        if len(to):
            to[-1].tail = (to[-1].tail or "") + line
        else:
            to.text = (to.text or "") + line
