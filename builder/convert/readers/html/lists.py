"""List marks as browsers print them: "•", "3.", "c."."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct

from builder.convert.readers.html.source import Close, Event, Open
from builder.convert.stream.list_markers import letters, roman

_TYPES = {
    "1": "decimal",
    "a": "lower-alpha",
    "A": "upper-alpha",
    "i": "lower-roman",
    "I": "upper-roman",
}
_STYLE = re.compile(
    r"list-style(?:-type)?\s*:[^;]*?\b(none|(?:lower|upper)-(?:alpha|latin|roman))\b"
)


class HtmlList(Struct):
    """A list, counting."""

    ordered: bool = False
    style: str = "disc"
    count: int = 1
    step: int = 1

    def next(self, attributes: Mapping[str, str]) -> str:
        """The mark of the next entry."""
        if not self.ordered:
            return "" if self.style == "none" else "•"
        count = _number(attributes.get("value"))
        self.count = self.count if count is None else count
        mark = _figure(self.count, self.style)
        self.count += self.step
        return mark


class HtmlEntry(Struct):
    """An entry of a list, whose mark stands before the first of its blocks."""

    marker: str
    depth: int

    def use(self) -> str:
        marker, self.marker = self.marker, ""
        return marker


def list_of(tag: str, attributes: Mapping[str, str], count: int) -> HtmlList:
    """The list that an element with `count` entries begins."""
    match = _STYLE.search(attributes.get("style", "").lower())
    if tag != "ol":
        return HtmlList(style="none" if match and match[1] == "none" else "disc")
    style = match[1] if match else _TYPES.get(attributes.get("type", "1"), "decimal")
    start = _number(attributes.get("start"))
    if "reversed" not in attributes:
        return HtmlList(True, style, 1 if start is None else start)
    return HtmlList(True, style, count if start is None else start, -1)


def entries(found: Sequence[Event]) -> Mapping[int, int]:
    """Each list's number of entries, by its start."""
    counts: dict[int, int] = {}
    begun: list[int] = []
    for at, event in enumerate(found):
        if isinstance(event, Open) and event.tag in ("ol", "ul"):
            begun.append(at)
            counts[at] = 0
        elif isinstance(event, Open) and event.tag == "li" and begun:
            counts[begun[-1]] += 1
        elif isinstance(event, Close) and event.tag in ("ol", "ul"):
            begun.pop()
    return counts


def _number(text: str | None) -> int | None:
    match = re.match(r"\s*([+-]?[0-9]{1,9})", text or "")
    return int(match[1]) if match else None


def _figure(count: int, style: str) -> str:
    if style == "none":
        return ""
    if style.endswith("roman"):
        words = roman(count)
    elif style.endswith(("alpha", "latin")):
        words = letters(count, repeated=False)
    else:
        words = str(count)
    return f"{words.upper() if style.startswith('upper') else words}."
