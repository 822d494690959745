"""Escape words for HTML."""

from __future__ import annotations


def escaped(words: str, quote: str = "&#34;", apostrophe: str = "&#39;") -> str:
    """Words as HTML; `quote` and `apostrophe` are how these are written.

    >>> escaped("Health & safety"), escaped("the council's", apostrophe="'")
    ('Health &amp; safety', "the council's")
    """
    if "&" in words or "<" in words or ">" in words or '"' in words or "'" in words:
        return (
            words.replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace(">", "&gt;")
            .replace('"', quote)
            .replace("'", apostrophe)
        )
    return words
