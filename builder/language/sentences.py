"""Where sentences begin and end, as far as words alone tell."""

from __future__ import annotations

import re

_STOPS = (".", "!", "?", ":", ";")
_WEB = re.compile(r"://\S+$")
_ADDRESS = re.compile(r"\S*(?:@|www\.|://|\w\.\w)")
"""What begins with a small letter and no sentence: an address of the web, "ofsted.gov.uk"."""
_UNFINISHED = re.compile(
    r"(?:,|(?<!\w)(?:a|an|and|as|at|by|for|from|in|of|on|or|than|that|the|their|to|which|with))$"
)
"""A comma, or a word with which no sentence ends."""
_NUMERAL = re.compile(r"\(?(?:[a-z]|[ivx]{1,5})[.)]\s")
"""The mark of an entry that no list holds: "b) …", "(iv) …"."""


def ends_sentence(words: str) -> bool:
    """Whether words end as a sentence, a list's heading or a quotation does.

    >>> ends_sentence("Plans are “clear.”"), ends_sentence("Plans that are")
    (True, False)
    """
    bare = words.rstrip("\"'’”)] ")
    return bare.endswith(_STOPS) or bool(_WEB.search(bare))


def begins_inside(words: str) -> bool:
    """Whether words begin within a sentence: with a small letter.

    >>> begins_inside("made in time"), begins_inside("b) made"), begins_inside("a.b.example")
    (True, False, False)
    """
    return words[:1].islower() and not _ADDRESS.match(words) and not _NUMERAL.match(words)


def needs_more(words: str) -> bool:
    """Whether words cannot end a sentence: a comma, or a binding word.

    >>> needs_more("Their plans, and"), needs_more("Their plans,"), needs_more("Their plans")
    (True, True, False)
    """
    return bool(_UNFINISHED.search(words.rstrip()))
