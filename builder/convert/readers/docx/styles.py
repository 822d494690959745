"""Word styles → the look of runs and paragraphs, with bases and defaults resolved."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element

from msgspec import Struct, field
from msgspec.structs import replace

from builder.convert.readers.docx.package import below

_TOGGLES = ("w:b", "w:i", "w:vanish", "w:caps", "w:strike", "w:dstrike")
_OFF = ("0", "false", "off")
_BODY_TEXT = 9
"""The outline level that is none."""
_SIZE = 20
"""Half points, where a file says nothing."""
_SMALLEST = 6
"""Half points below which nobody reads a word."""
_WHITE, _BLACK = "ffffff", "000000"


class Look(Struct, frozen=True):
    """How a run is printed."""

    bold: bool
    italic: bool
    hidden: bool
    """Nobody sees it: hidden by Word, white on a white page, too small."""
    covered: bool
    """It is drawn in the colour of what lies behind it, which is not the page."""
    struck: bool
    capitals: bool
    size: float
    """In points."""


class Style(Struct, frozen=True):
    """What a style says, its bases' words included."""

    id: str = ""
    name: str = ""
    toggles: Mapping[str, bool] = field(default_factory=dict)
    size: int | None = None
    colour: str = ""
    """Of the letters, as six hexadecimal digits; "" where the file does not say."""
    highlight: str = ""
    """A colour's name, as Word has them."""
    fill: str = ""
    """The colour behind the paragraph or the run."""
    outline: int | None = None
    list_id: str | None = None
    list_level: int | None = None


class Styles:
    """The styles of one file."""

    def __init__(self, tree: Element | None) -> None:
        self._found: dict[str, Element] = {}
        self._made: dict[str, Style] = {}
        self._defaults = Style()
        self._default_paragraph = ""
        if tree is None:
            return
        self._defaults = _extended(
            Style(), None, below(tree, "w:docDefaults", "w:rPrDefault", "w:rPr")
        )
        for each in tree.iter("w:style"):
            name = each.get("w:styleId", "")
            self._found[name] = each
            if each.get("w:type") == "paragraph" and _on(each.get("w:default", "0")):
                self._default_paragraph = name

    def paragraph(self, properties: Element | None) -> Style:
        """A paragraph's style with what the paragraph says itself."""
        name = value(properties, "w:pStyle")
        known = name if name in self._found else self._default_paragraph
        return _extended(self.style(known), properties, None)

    def run(self, properties: Element | None, paragraph: Style, *, on_page: bool = False) -> Look:
        """A run's look; `on_page`: it lies on white."""
        character = self.style(value(properties, "w:rStyle") or "")
        own = _extended(Style(), None, properties)
        looks: dict[str, bool] = {}
        for name in _TOGGLES:
            above = paragraph.toggles.get(name, self._defaults.toggles.get(name, False))
            # Bold inside bold is not bold: so Word has it for styles.
            looks[name] = own.toggles.get(name, above != character.toggles.get(name, False))
        sizes = (own.size, character.size, paragraph.size, self._defaults.size, _SIZE)
        size = next(each for each in sizes if each)
        chain = (own, character, paragraph, self._defaults)
        colour = next((each.colour for each in chain if each.colour), "")
        fill = next((each.fill for each in chain if each.fill), "")
        highlight = next((each.highlight for each in chain if each.highlight), "")
        on_white = on_page and not fill and not highlight
        return Look(
            bold=looks["w:b"],
            italic=looks["w:i"],
            hidden=looks["w:vanish"] or size < _SMALLEST or (on_white and colour == _WHITE),
            covered=(highlight == "black" and colour in ("", _BLACK))
            or bool(fill and fill == colour and not highlight),
            struck=looks["w:strike"] or looks["w:dstrike"],
            capitals=looks["w:caps"],
            size=size / 2,
        )

    def style(self, name: str) -> Style:
        """A style by its id; an empty one if the file lacks it."""
        chain: dict[str, None] = {}
        above: str | None = name
        while above and above in self._found and above not in self._made and above not in chain:
            chain[above] = None
            above = value(self._found[above], "w:basedOn")
        made = self._made.get(above or "", Style())
        for each in reversed(chain):
            tree = self._found[each]
            made = _extended(made, below(tree, "w:pPr"), below(tree, "w:rPr"))
            made = replace(made, id=each, name=(value(tree, "w:name") or "").casefold())
            if made.outline is None and (match := re.fullmatch(r"heading (\d)", made.name)):
                made = replace(made, outline=int(match[1]) - 1)
            self._made[each] = made
        return made


def value(parent: Element | None, name: str) -> str | None:
    """A property's value, or None."""
    found = below(parent, name)
    return found.get("w:val") if found is not None else None


def whole_number(text: str | None) -> int | None:
    """A whole number of a file, or None for what is none."""
    return int(text) if text and re.fullmatch(r"-?\d{1,9}", text) else None


def is_on(properties: Element | None, name: str) -> bool:
    """Whether an on/off property is on."""
    found = below(properties, name)
    return found is not None and _on(found.get("w:val", "1"))


def _on(text: str) -> bool:
    return text not in _OFF


def _extended(style: Style, paragraph: Element | None, run: Element | None) -> Style:
    """A style with direct properties applied."""
    if paragraph is not None:
        outline = whole_number(value(paragraph, "w:outlineLvl"))
        listed = below(paragraph, "w:numPr")
        level = whole_number(value(listed, "w:ilvl"))
        style = replace(
            style,
            outline=style.outline if outline is None else min(outline, _BODY_TEXT),
            fill=_fill(paragraph) or style.fill,
            list_id=value(listed, "w:numId") or style.list_id,
            list_level=style.list_level if level is None else level,
        )
    if run is not None:
        said = {name: is_on(run, name) for name in _TOGGLES if below(run, name) is not None}
        size = whole_number(value(run, "w:sz"))
        highlight = value(run, "w:highlight") or style.highlight
        style = replace(
            style,
            toggles={**style.toggles, **said},
            size=size or style.size,
            colour=_colour(value(run, "w:color")) or style.colour,
            highlight="" if highlight == "none" else highlight,
            fill=_fill(run) or style.fill,
        )
    return style


def _fill(properties: Element) -> str:
    """The background colour of a paragraph or run, or ""."""
    shading = below(properties, "w:shd")
    return _colour(shading.get("w:fill")) if shading is not None else ""


def _colour(text: str | None) -> str:
    return text.lower() if text and re.fullmatch(r"[0-9A-Fa-f]{6}", text) else ""


def heading_level(style: Style) -> int:
    """1 to 6 for a heading by its style, else 0."""
    if style.name == "title":
        return 1
    if style.outline is None or not 0 <= style.outline < _BODY_TEXT:
        return 0
    return min(style.outline + 1, 6)
