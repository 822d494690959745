"""The witness of text files: the bytes, line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from builder.verify.original import OriginalLine, OriginalWords, plainly

_MARK = re.compile(r"^\s*[-•*]\s+|^\s*-$")
_LINK = re.compile(r"\[([^\[\]]+)\]\((?:https?://|mailto:|[/#])[^)\s\[]*\)")
_STRONG = re.compile(r"(?<![A-Z*])\*\*(?=\S)([^*]+?)(?<=\S)\*\*(?![\w*])")
_EMPHASIS = re.compile(r"(?<![\w*])\*(?=\S)([^*]+?)(?<=\S)\*(?![\w*])")


@contextmanager
def opened(data: bytes) -> Iterator[OriginalWords]:
    """The words of a text file."""
    original = OriginalWords()
    for line in data.decode("utf-8-sig", errors="replace").splitlines():
        original.add(line_words(line), OriginalLine())
    yield original


def line_words(line: str) -> str:
    """A line without marks of lists, emphasis and links."""
    words = _MARK.sub("", plainly(line))
    words = _LINK.sub(r"\1", words)
    words = _STRONG.sub(r" \1", words)
    return _EMPHASIS.sub(r"\1", words)
