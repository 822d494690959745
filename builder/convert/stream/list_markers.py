"""Marks of lists, counted or typed: "12.", "(iv)", "•"."""

from __future__ import annotations

import re
from collections.abc import Sequence

Part = tuple[str, str, str]
"""Words, their mark and their address: a `Span` in the making."""

_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_MOST_ROMAN = 3999
_LETTERS = 26
_MOST_LETTERS = 780
"""Word's own bound, thirty times the alphabet."""

_BULLET = r"[•●○◦▪■□▫◼◾‣⁃➢·](?=\s)|[-–*](?=\s)|o(?=\t)"
_TYPED = re.compile(
    rf"\s*(?P<mark>{_BULLET}|\d{{1,3}}\.(?=\s)|\(?(?:\d{{1,3}}|[a-z]|[ivx]{{1,5}})\)(?=\s)"
    r"|(?:[A-Za-z]|[ivx]{1,5})\.(?=\t)|\d{1,3}(?:\.\d{1,3})+\.?(?=\t))\s+(?=\S)"
)


def roman(number: int) -> str:
    """A number in small Roman figures, where there are any."""
    if not 0 < number <= _MOST_ROMAN:
        return str(number)
    figures = ""
    for value, letters in _ROMAN:
        figures += letters * (number // value)
        number %= value
    return figures


def letters(number: int, *, repeated: bool) -> str:
    """a, b … z, then aa, bb as in Word (`repeated`) or aa, ab as in browsers."""
    if not 0 < number <= _MOST_LETTERS:
        return str(number)
    turn, place = divmod(number - 1, _LETTERS)
    last = chr(ord("a") + place)
    if repeated or not turn:
        return last * (turn + 1 if repeated else 1)
    return letters(turn, repeated=False) + last


def typed(words: str) -> str:
    """The mark before a block's text with its space, or "".

    A tab is stronger evidence than a space.
    """
    match = _TYPED.match(words)
    return match[0] if match else ""


def without(parts: Sequence[Part], count: int) -> list[Part]:
    """Parts without their first characters."""
    kept: list[Part] = []
    for words, mark, href in parts:
        kept.append((words[count:], mark, href))
        count = max(0, count - len(words))
    return kept


def is_number(marker: str) -> bool:
    """Whether a mark may be a paragraph's number."""
    return bool(re.fullmatch(r"\d{1,3}\.", marker))
