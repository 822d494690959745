"""Reads the stylesheet as far as tests need it: its rules, and its colours in each setting."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    media: tuple[str, ...]
    """The conditions of the @media rules around it."""
    selector: str
    declared: Mapping[str, str]
    """Property → value; the last of the same name."""


def rules(css: str) -> Iterator[Rule]:
    """The rules of a stylesheet, in order."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    around: list[str] = []
    for words, sign in re.findall(r"([^{};]*(?:;[^{};]*)*)([{}])", css):
        if sign == "{":
            around.append(words.rsplit(";", 1)[-1].strip())
            continue
        head = around.pop()
        if not head.startswith("@"):
            parts = (each.partition(":") for each in words.split(";") if ":" in each)
            declared = {name.strip(): value.strip() for name, _, value in parts}
            media = tuple(
                each.removeprefix("@media").strip() for each in around if each.startswith("@media")
            )
            yield Rule(media, head, declared)


def colours(css: str, holds: set[str]) -> dict[str, str]:
    """The custom properties of the page where some media features hold, by name."""
    found: dict[str, str] = {}
    for rule in rules(css):
        if rule.selector == ":root" and all(
            set(condition.split(" and ")) <= holds for condition in rule.media
        ):
            found.update((name, value) for name, value in rule.declared.items() if name[:2] == "--")
    return found


def contrast(one: str, other: str) -> float:
    """How far two colours stand apart, as WCAG reckons it: 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(each * 2 for each in digits)
    parts = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
