"""The look of Word's words, as far as it decides whether they are seen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from builder.verify.original import Aside

_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFF = ("0", "false", "off")
_SMALLEST = 6
"""Half points below which nobody reads a letter."""


def name_of(element: Element) -> str:
    """An element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def value_of(element: Element | None, name: str = "val") -> str:
    """An attribute of Word's own, or ""."""
    if element is None:
        return ""
    return element.get(_W + name) or element.get(_STRICT + name) or ""


def child_of(element: Element | None, *names: str) -> Element | None:
    """The element at the end of a path of names."""
    for name in names:
        if element is None:
            return None
        element = next((each for each in element if name_of(each) == name), None)
    return element


def switched_on(element: Element | None) -> bool:
    """Whether a property that is there or not is on."""
    return element is not None and value_of(element) not in _OFF


class Looks:
    """The styles of a file, and what words look like by them."""

    def __init__(self, tree: Element | None) -> None:
        self._styles: Mapping[str, Element] = {}
        self._defaults: Element | None = None
        self._usual = ""
        """The style of paragraphs that name none."""
        if tree is None:
            return
        self._styles = {
            value_of(each, "styleId"): each for each in tree if name_of(each) == "style"
        }
        self._defaults = child_of(tree, "docDefaults", "rPrDefault", "rPr")
        for id, each in self._styles.items():
            usual = value_of(each, "default") not in ("", *_OFF)
            if usual and value_of(each, "type") == "paragraph":
                self._usual = id

    def chain(self, id: str) -> Iterator[Element]:
        """A style and those that it is based on."""
        for _ in range(20):
            style = self._styles.get(id)
            if style is None:
                return
            yield style
            id = value_of(child_of(style, "basedOn"))

    def _of(self, run: Element | None, layout: Element | None) -> Iterator[Element | None]:
        """A run's properties, nearest first: style, run, paragraph."""
        yield child_of(run, "rPr")
        for style in self.chain(value_of(child_of(run, "rPr", "rStyle"))):
            yield child_of(style, "rPr")
        for style in self._of_paragraph(layout):
            yield child_of(style, "rPr")
        yield self._defaults

    def _of_paragraph(self, layout: Element | None) -> Iterator[Element]:
        named = value_of(child_of(layout, "pStyle"))
        return self.chain(named if named in self._styles else self._usual)

    def _first(self, run: Element | None, layout: Element | None, name: str) -> Element | None:
        found = (child_of(each, name) for each in self._of(run, layout))
        return next((each for each in found if each is not None), None)

    def switched(self, run: Element | None, layout: Element | None, name: str) -> bool:
        """Whether a property is on; nested styles toggle it."""
        own = child_of(run, "rPr", name)
        if own is not None:
            return switched_on(own)
        styles = self.chain(value_of(child_of(run, "rPr", "rStyle")))
        letters = (child_of(each, "rPr", name) for each in styles)
        around = [child_of(each, "rPr", name) for each in self._of_paragraph(layout)]
        around.append(child_of(self._defaults, name))
        inner = next((switched_on(each) for each in letters if each is not None), False)
        outer = next((switched_on(each) for each in around if each is not None), False)
        return inner != outer

    def aside(self, run: Element | None, layout: Element | None, *, on_white: bool) -> Aside:
        """Why a run's words are not seen, or ""; `on_white`: it lies on the page."""
        size = value_of(self._first(run, layout, "sz"))
        if self.switched(run, layout, "vanish") or (size.isdecimal() and 0 < int(size) < _SMALLEST):
            return "hidden"
        colour = _colour(value_of(self._first(run, layout, "color")))
        highlight = value_of(self._first(run, layout, "highlight")).replace("none", "")
        fill = self._fill(run, layout)
        if on_white and not fill and not highlight and colour == "ffffff":
            return "hidden"
        if highlight == "black" and colour in ("", "000000"):
            return "covered"
        return "covered" if fill and fill == colour and not highlight else ""

    def _fill(self, run: Element | None, layout: Element | None) -> str:
        shades = [child_of(each, "shd") for each in self._of(run, None)][:-1]
        shades += [child_of(layout, "shd")]
        for style in self._of_paragraph(layout):
            shades += [child_of(style, "rPr", "shd"), child_of(style, "pPr", "shd")]
        return next(filter(None, (_colour(value_of(each, "fill")) for each in shades)), "")

    def is_heading(self, layout: Element | None) -> bool:
        """Whether a paragraph is a heading by its style or its outline level."""
        chain = list(self.chain(value_of(child_of(layout, "pStyle"))))
        levels = (child_of(each, "pPr", "outlineLvl") for each in chain)
        own = value_of(child_of(layout, "outlineLvl"))
        level = own or next((value_of(each) for each in levels if each is not None), "")
        names = (value_of(child_of(each, "name")).casefold() for each in chain)
        return (level.isdecimal() and int(level) < 9) or any(
            each.startswith("heading ") for each in names
        )

    def is_numbered(self, layout: Element | None) -> bool:
        """Whether Word counts a paragraph."""
        own = child_of(layout, "numPr", "numId")
        if own is not None:
            return value_of(own) != "0"
        chain = self.chain(value_of(child_of(layout, "pStyle")))
        return any(child_of(each, "pPr", "numPr") is not None for each in chain)


def _colour(text: str) -> str:
    return text.lower() if re.fullmatch(r"[0-9A-Fa-f]{6}", text) else ""
