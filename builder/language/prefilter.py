"""Words that must occur in whatever a regular expression matches.

Testing for them takes a hundredth of the time of a failed match. Only what is certain is used.
"""

from __future__ import annotations

import re

_LEAST = 4
"""Shorter words stand nearly everywhere."""

_NOT_PLAIN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[.^$\ue000-\U0010ffff]", re.DOTALL)
_MAY_BE_ABSENT = re.compile(r"[^()|\0](?:[?*]|\{0?,)")
_GROUP = re.compile(
    r"\((?P<sort>\?(?::|-?[a-z]+:|p<\w+>|<?[=!]))?(?P<inner>[^()]*)\)(?P<times>[?*+]|\{[\d,]*\})?"
)
_RUN = re.compile(rf"[a-z' ]{{{_LEAST},}}")
_BREAK = "\0"
_FIRST = 0xE000
"""Sets stand in the expression as characters of private use."""

Needles = tuple[frozenset[str], ...]


def needles(expression: str) -> Needles:
    """The sets of lower-case words, smallest first; a match has a word of each.

    >>> [sorted(each) for each in needles("(?:the )?(?:last|latest) (?:full )?inspections? in")]
    [['inspection'], ['last', 'latest']]
    """
    sets: list[frozenset[str]] = []

    def found(part: str) -> list[frozenset[str]]:
        runs = [frozenset({run}) for run in _RUN.findall(part)]
        return runs + [sets[ord(each) - _FIRST] for each in part if ord(each) >= _FIRST]

    def closed(group: re.Match[str]) -> str:
        times = group["times"] or ""
        if (group["sort"] or "").endswith(("=", "!")) or times.startswith(("?", "*", "{0", "{,")):
            return _BREAK
        parts = [found(each) for each in group["inner"].split("|")]
        if len(parts) == 1:
            return group["inner"] + (_BREAK if times else "")
        if not all(parts):
            return _BREAK
        likeliest = [max(each, key=lambda words: min(map(len, words))) for each in parts]
        sets.append(frozenset().union(*likeliest))
        return chr(_FIRST + len(sets) - 1)

    left = _NOT_PLAIN.sub(_BREAK, expression).lower()
    left = _MAY_BE_ABSENT.sub(_BREAK, left)
    groups = 1
    while groups:
        left, groups = _GROUP.subn(closed, left)
    return tuple(sorted(found(left), key=len)) if "|" not in left else ()


def may_match(lower: str, sets: Needles) -> bool:
    """Whether words in lower case hold what they must."""
    for words in sets:
        for word in words:
            if word in lower:
                break
        else:
            return False
    return True
