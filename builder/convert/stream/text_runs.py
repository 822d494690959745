"""Characters and spans of text, the same for every reader."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from builder.core.characters import visible
from builder.model import Span, Text

HYPHEN = "\ufffe"
"""What pdfium writes for a hyphen at the end of a line."""

_SYMBOLS = {
    "\uf0b7": "•",
    "\uf0a7": "▪",
    "\uf06e": "■",
    "\uf0d8": "➢",
    "\uf0fc": "✓",
    "\uf0fb": "✗",
    "\uf02d": "–",
    "\uf0be": "–",
    "\uf0e0": "→",
    "\uf0a8": "☐",
    "\uf06f": "☐",
}
"""Symbol fonts that have no characters of their own, as what they show."""

SHOWN = str.maketrans(_SYMBOLS)
_TABLE = str.maketrans(
    {
        **_SYMBOLS,
        **{chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)},
        **dict.fromkeys("\t\r\n\v\f\x85\u00a0\u202f\u205f\u3000", " "),
        **{chr(code): " " for code in range(0x2000, 0x200B)},
        **dict.fromkeys("\0\x02\u200c\u200d", ""),
        HYPHEN: "-",
    }
)


def printed(text: str) -> str:
    """Characters as a reader sees them."""
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFC", visible(text.translate(_TABLE)))


def spans(parts: Sequence[tuple[str, str, str]]) -> Text:
    """Parts of a text as spans.

    White space is single, trimmed, and has typography only within words of the same.
    """
    made: list[tuple[list[str], str, str]] = []
    space = ""
    for words, mark, href in parts:
        inner = " ".join(words.split())
        if not inner:
            space = "\n" if "\n" in words or space == "\n" else space or (" " if words else "")
            continue
        if not made:
            made.append(([inner], mark, href))
        else:
            space = space or (" " if words[0].isspace() else "")
            last, *style = made[-1]
            if style == [mark, href] and (mark != "note" or not space):
                last += (space, inner)
            elif style == ["", ""]:
                last.append(space)
                made.append(([inner], mark, href))
            elif (mark, href) == ("", "") or not space:
                made.append(([space, inner], mark, href))
            else:
                made += [([space], "", ""), ([inner], mark, href)]
        space = " " if words[-1].isspace() else ""
    return tuple(Span("".join(words), mark, href) for words, mark, href in made)


def plain_words(text: Text) -> str:
    return "".join(span.text for span in text)
