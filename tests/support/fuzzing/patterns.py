"""Patterns of registries: whichever passes is tried on texts made of its own words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from builder.core.problems import Problem
from builder.language.reference_patterns import SORTS
from builder.language.regex_safety import fault
from builder.registry.load import read_registry
from tests.support.fuzzing.content import plain_problems, text_inputs
from tests.support.fuzzing.target import Target
from tests.support.paths import PROJECT

LONGEST = 1_000
"""Characters of a long sentence."""
SEEDS = (
    r"(?:the )?overall (?:judgement|effectiveness)(?: of .{3,100}?)? (?:is|are) x\W*$",
    r"(?:(?! (?:is|are)\b).){1,80}? (?:in|provided by) \w+, \w+",
    r"\b(?:\w+\s)*(?:one|other){0,40}[ab]?[^b]*(?<!a)(?P<n>[A-Z]\w*-)+(?(n)b|c)!",
)
PARTS = (
    *("*", "+", "?", "*?", "{0,3}", "{2}", "{1,12}", "{0,100}", "{0,1000}", "{99999}", "++", "|"),
    *("(?:", "(", ")", "(?=", "(?!", "(?<=", "(?<!", "(?>", "(?i:", "(?P<a>", "(?P=a)", r"\1"),
    *(".", ".*", r"\w", r"\w+", r"\s*", "[ab]", "[^b]", "[", "]", r"\b", "^", "$", r"\Z", "a"),
    *("(?:a|ab)", "(?:ab|b|a)*", "(?:a?){20}", ".{0,140}", " ", r"\d{1,2}", r"\x00", "İ", "(?#"),
)


def _written() -> Iterator[str]:
    for row in read_registry(PROJECT / "content").references.values():
        for sort in SORTS:
            yield from getattr(row, sort)


def hostile(pattern: str) -> Iterator[str]:
    """Long texts of a pattern's words, and of single letters."""
    words = re.findall(r"[^\W\d_]+", pattern)[:40]
    single = [f"{each} " for each in dict.fromkeys(words)]
    units = ("a", "ab", "a ", "a-", "abba", "1", " ", *single)
    for unit in (*units[:16], " ".join(words) + " ", "".join(words) + "!"):
        yield (unit * LONGEST)[:LONGEST] + "\0"


def try_pattern(data: bytes) -> bool:
    pattern = data.decode("utf-8", "replace")
    if found := fault(pattern):
        plain_problems([Problem("content/references.yaml", 1, found)])
        return False
    regex = re.compile(pattern, re.IGNORECASE)
    for text in hostile(pattern):
        regex.search(text)
    return True


PATTERNS = Target("patterns", text_inputs((*SEEDS, *_written()), PARTS), try_pattern, few=100)
TARGETS = (PATTERNS,)
