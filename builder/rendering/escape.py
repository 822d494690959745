"""Words → HTML, with what HTML would read as its own written otherwise.

In: words.  Out: the same as HTML.  A module of its own because every word of the site comes this
way: most hold nothing of the sort, and are looked at and no more.
"""

from __future__ import annotations


def escaped(words: str, quote: str = "&#34;", apostrophe: str = "&#39;") -> str:
    """Words as HTML; `quote` and `apostrophe` are how these two are written.

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
