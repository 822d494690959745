"""Characters that print nothing, and words without them."""

from __future__ import annotations

import re

_BLANK = (
    "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u2800\u3164\ufe00-\ufe0f\uffa0"
    "\U000e0100-\U000e01ef"
)
"""Fillers and selectors: letters and marks to Unicode, and yet nobody sees them."""

_INVISIBLE = (
    "\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb"
    f"\U000e0000-\U000e007f{_BLANK}"
)
"""Those that nobody sees.  Inside a word they hide it from whoever looks for it, and some turn
round what follows, so that a page would show what its source does not say."""

_NONCHARACTERS = "".join(
    chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF)
)

UNPRINTED = re.compile(
    rf"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029{_INVISIBLE}\ud800-\udfff\ufdd0-\ufdef"
    rf"{_NONCHARACTERS}]"
)
"""All of them: these, control characters, and what neither HTML nor XML may hold."""

_ODD = re.compile(rf"[\t\n]|{UNPRINTED.pattern}")
_UNSEEN = re.compile(f"[{_INVISIBLE}]")
_FILLER = re.compile(f"[{_BLANK}]")


def unprinted(words: str) -> re.Match[str] | None:
    """The first character that prints nothing, if any.

    >>> unprinted("plain\\u00a0words\\n"), unprinted("soft\\u00adly").start()
    (None, 4)
    """
    # Most text is seen at a glance to hold none.
    if words.replace("\n", " ").replace("\u00a0", " ").isprintable():
        return None if words.isascii() or not _FILLER.search(words) else UNPRINTED.search(words)
    return UNPRINTED.search(words)


def visible(words: str) -> str:
    """Words without invisible characters.

    >>> visible("soft\u00adly")
    'softly'
    """
    return words if words.isascii() else _UNSEEN.sub("", words)


def printable(words: str) -> str:
    """Words on one line, control characters and surrogates shown by their number.

    >>> printable("a\\x1b[31m.md")
    'a\\\\x1b[31m.md'
    """
    return _ODD.sub(lambda found: ascii(found[0])[1:-1], words)


def capital(words: str) -> str:
    """Words at the beginning of a sentence."""
    return words[:1].upper() + words[1:]
