"""What a witness reads in an original: words in the file's order, and structure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Literal, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

Aside = Literal[
    "",
    "page furniture",
    "hidden",
    "covered",
    "deleted",
    "outside the main part",
    "small words above others",
]
"""Why words of an original may be absent from the page: none, or what they are."""
UNSEEN: frozenset[Aside] = frozenset({"hidden", "covered"})
"""Words that stand in a sentence and that nobody sees there."""


BLACK = "▮"
"""Stands for a word that the original covers."""


class CannotVerify(Exception):
    """A witness cannot read the file; the message tells an editor why."""


class OriginalLine(Struct):
    """A printed line of a PDF or text; elsewhere a paragraph, cell or entry."""

    page: int = 0
    """1-based; 0 where the file has no pages."""
    aside: Aside = ""
    apart: bool = False
    """It is a note or stands in a text box: it is read before or after what surrounds it."""
    counted: bool = False
    """The file numbers it or marks it; its words do not hold the number."""


TextPart = tuple[str, Aside]
"""Text, and why it may be absent from the page."""


class FileElement(NamedTuple):
    """A heading, an entry of a list or a row of a table."""

    page: int
    words: str
    certain: bool = True
    """Whether there can be no doubt that it is one."""


class Structure(Struct, frozen=True):
    """A file's headings, lists and tables."""

    headings: tuple[FileElement, ...] = ()
    entries: tuple[FileElement, ...] = ()
    rows: tuple[FileElement, ...] = ()


class OriginalWords:
    """The words of an original, each with the line it stands in."""

    drawn = False
    """Whether words have places on a page, so that their order in the file need not be the
    order of reading, and spaces are guessed from gaps."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.line_of: list[int] = []
        """The place in `lines` of each word's line."""
        self.lines: list[OriginalLine] = []
        self.structure: Structure | None = None
        """None where the file says nothing of it."""

    def add(self, text: str, line: OriginalLine) -> None:
        """Add the words of a line; one without words is left away."""
        if words := text.split():
            self.lines.append(line)
            self.words += words
            self.line_of += [len(self.lines) - 1] * len(words)

    def add_parts(self, parts: Sequence[TextPart], line: OriginalLine) -> None:
        """Add a line with parts that need not be on the page.

        Hidden characters inside a word do not divide it.
        """
        joined: list[TextPart] = []
        for text, why in parts:
            if joined and joined[-1][1] == why:
                joined[-1] = (joined[-1][0] + text, why)
            elif text:
                joined.append((text, why))
        behind: list[TextPart] = []
        kept: list[TextPart] = []
        for at, (text, why) in enumerate(joined):
            after = joined[at + 1][0][:1] if at + 1 < len(joined) else " "
            before = kept[-1][0][-1:] if kept else " "
            if why and not (before.isspace() or after.isspace()):
                behind.append((text, why))
            elif kept and kept[-1][1] == why:
                kept[-1] = (kept[-1][0] + text, why)
            else:
                kept.append((text, why))
        for text, why in (*kept, *behind):
            self.add(plainly(text), replace(line, aside=why or line.aside))

    def line(self, at: int) -> OriginalLine:
        """The line of a word."""
        return self.lines[self.line_of[at]]

    def parted(self, at: int) -> bool:
        """Whether no sentence runs through a word and the one before."""
        if at in (0, len(self.words)) or self.line_of[at] == self.line_of[at - 1]:
            return at in (0, len(self.words))
        return self.line(at).apart or self.line(at - 1).apart

    def follows(self, before: int, after: int) -> bool:
        """Whether a word may be read right after another, as far as their places tell."""
        return before + 1 == after

    def begins_line(self, at: int) -> bool:
        """Whether a word is the first of its line, or of its column."""
        return at == 0 or self.line_of[at] != self.line_of[at - 1]

    def seen(self, places: Sequence[int]) -> bool:
        """Whether any of the words can be seen on the printed page."""
        return any(self.line(at).aside not in UNSEEN for at in places)

    def shown(self, at: int) -> str:
        """A word as it may be repeated: one that was blacked out is not."""
        return BLACK if self.line(at).aside == "covered" else self.words[at]


_LIGATURES = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}


_FILLERS = frozenset(
    map(
        chr, (0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x180F, 0x2800, 0x3164)
    )
) | frozenset(map(chr, (0xFFA0, *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
"""Letters and marks to Unicode that nobody sees."""


def plainly(text: str) -> str:
    """Text without control and format characters; every space is plain."""
    if text.isascii() and text.isprintable():
        return text
    kept = []
    for letter in unicodedata.normalize("NFC", text.translate(_LIGATURES)):
        kind = unicodedata.category(letter)
        if kind in ("Zs", "Zl", "Zp") or letter in "\t\n\r\v\f\x85":
            kept.append(" ")
        elif kind not in ("Cf", "Cc", "Cs", "Cn") and letter not in _FILLERS:
            kept.append(letter)
    return "".join(kept)


def is_symbol(word: str) -> bool:
    """Whether a word is one character, neither letter nor digit."""
    return len(word) == 1 and not word.isalnum()


SENTENCE_END = re.compile(r"[.!?:;][)’”'\"\]]*$")
