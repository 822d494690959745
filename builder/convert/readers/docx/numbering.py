"""The marks of Word's lists: "9.", "(a)", "•".

They are in no file: Word counts them each time, and so must we.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element

from msgspec import Struct

from builder.convert.readers.docx.package import AGAIN, below
from builder.convert.readers.docx.styles import Style, Styles, value, whole_number
from builder.convert.stream.list_markers import letters, roman
from builder.convert.stream.pieces import CannotRead
from builder.convert.stream.text_runs import printed

_LEVELS = 9
_LONGEST_MARK = 255
"""In characters; it is made anew for every entry."""
_SYMBOL_FONTS = ("symbol", "wingdings", "webdings")
_PLAIN_BULLET = "•"


class _Level(Struct, frozen=True):
    """One level of a list."""

    form: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None
    """The level, counted from 1, whose next entry starts this one again; 0 is none."""
    legal: bool = False
    """The numbers of the levels above are shown in plain figures."""
    style: str = ""
    """The paragraph style that belongs to this level."""


class Numbering:
    """The lists of one file, counting."""

    def __init__(self, tree: Element | None, styles: Styles) -> None:
        self._abstract: dict[str, Element] = {}
        self._lists: dict[str, Element] = {}
        self._styles = styles
        self._made: dict[str, tuple[str, dict[int, _Level], dict[int, int]]] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._started: set[tuple[str, int]] = set()
        self._linked_styles: dict[str, str] = {}
        """Styles of lists, and the list that each of them is."""
        for each in tree if tree is not None else ():
            if each.tag == "w:abstractNum":
                name = each.get("w:abstractNumId", "")
                self._abstract[name] = each
                self._linked_styles[value(each, "w:styleLink") or ""] = name
            elif each.tag == "w:num":
                self._lists[each.get("w:numId", "")] = each

    def place(self, style: Style) -> tuple[str, int] | None:
        """A paragraph's list and level, or None."""
        if style.list_id is None or style.list_id not in self._lists:
            return None
        _, levels, _ = self._list(style.list_id)
        level = style.list_level
        if level is None:
            owned = (at for at, each in levels.items() if each.style and each.style == style.id)
            level = next(owned, 0)
        return style.list_id, min(max(level, 0), _LEVELS - 1)

    def mark(self, name: str, level: int) -> str:
        """Count and return the next mark of a list's level."""
        abstract, levels, starts = self._list(name)
        counts = self._counts.setdefault(abstract, [None] * _LEVELS)
        at = levels.get(level, _Level())
        before = counts[level]
        if level in starts and (name, level) not in self._started:
            self._started.add((name, level))
            counts[level] = starts[level]
        else:
            counts[level] = at.start if before is None else before + 1
        for deeper in range(level + 1, _LEVELS):
            restart = levels.get(deeper, _Level()).restart
            if restart is None or 0 < level + 1 <= restart:
                counts[deeper] = None
        if at.form == "bullet":
            return at.text

        def shown(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            other, count = levels.get(place, _Level()), counts[place]
            number = other.start if count is None else count
            return figure(number, "decimal" if at.legal else other.form)

        return " ".join(re.sub(r"%([1-9])", shown, at.text).split())

    def _list(self, name: str) -> tuple[str, dict[int, _Level], dict[int, int]]:
        """A list's counter, levels and starts."""
        if name not in self._made:
            listed = self._lists[name]
            abstract = self._linked(value(listed, "w:abstractNumId") or "")
            tree = self._abstract.get(abstract)
            levels = _levels(tree) if tree is not None else {}
            starts: dict[int, int] = {}
            for each in listed.iter("w:lvlOverride"):
                level = whole_number(each.get("w:ilvl")) or 0
                levels.update(_levels(each))
                start = whole_number(value(each, "w:startOverride"))
                if start is not None:
                    starts[level] = start
            self._made[name] = abstract, levels, starts
        return self._made[name]

    def _linked(self, abstract: str) -> str:
        """The list that another refers to by a list style."""
        tree = self._abstract.get(abstract)
        link = value(tree, "w:numStyleLink")
        if not link:
            return abstract
        if link in self._linked_styles:
            return self._linked_styles[link]
        linked = self._lists.get(self._styles.style(link).list_id or "")
        return value(linked, "w:abstractNumId") or abstract


def figure(count: int, form: str) -> str:
    """A number as a list prints it."""
    match form:
        case "none" | "bullet":
            return ""
        case "decimalZero":
            return f"{count:02}"
        case "lowerLetter" | "upperLetter":
            words = letters(count, repeated=True)
        case "lowerRoman" | "upperRoman":
            words = roman(count)
        case "ordinal":
            ends = {1: "st", 2: "nd", 3: "rd"}
            return f"{count}{'th' if 10 < count % 100 < 14 else ends.get(count % 10, 'th')}"
        case "numberInDash":
            return f"- {count} -"
        case _:
            return str(count)
    return words.upper() if form.startswith("upper") else words


def _levels(trees: Iterable[Element]) -> dict[int, _Level]:
    levels: dict[int, _Level] = {}
    for tree in trees:
        if tree.tag != "w:lvl":
            continue
        form = value(tree, "w:numFmt") or "decimal"
        text = value(tree, "w:lvlText") or ""
        if len(text) > _LONGEST_MARK:
            raise CannotRead(f"the mark of a list is longer than Word writes any; {AGAIN}")
        legal = below(tree, "w:isLgl")
        start = whole_number(value(tree, "w:start"))
        levels[whole_number(tree.get("w:ilvl")) or 0] = _Level(
            form=form,
            text=_bullet(text, tree) if form == "bullet" else printed(text),
            start=1 if start is None else start,
            restart=whole_number(value(tree, "w:lvlRestart")),
            legal=legal is not None and legal.get("w:val", "1") not in ("0", "false", "off"),
            style=value(tree, "w:pStyle") or "",
        )
    return levels


def _bullet(text: str, tree: Element) -> str:
    """A bullet as shown: symbol fonts encode bullets as letters."""
    fonts = below(tree, "w:rPr", "w:rFonts")
    font = (fonts.get("w:ascii", "") if fonts is not None else "").casefold()
    return symbol(text, font) if text.strip() else _PLAIN_BULLET


def symbol(text: str, font: str) -> str:
    """Characters of a symbol font as what they show."""
    if font.casefold().startswith(_SYMBOL_FONTS):
        text = "".join(chr(0xF000 + ord(each)) if ord(each) < 0x100 else each for each in text)
    shown = printed(text).strip()
    if re.fullmatch(r"\w", shown):
        return "◦"  # The letter o, which Word's lists take for a ring.
    return re.sub(r"[\ue000-\uf8ff]", _PLAIN_BULLET, shown)
