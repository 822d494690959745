"""Patterns that editors write: which could be tried on a sentence without end."""

from __future__ import annotations

import random
import re
import time
from contextlib import suppress

import pytest

from builder.language.regex_safety import fault

WITHOUT_END = [
    "(a+)+", "(?:a*a)*", "((ab)*)*", "(a{1,9})+", r"(?:\w+\s?)*", "(?:a?){20}", "(a|a)*",
    "(a|ab|b)*", "(?:x(?:[a-y]+))*", "(?=(?:a+)+b)", "(?P<n>(?:a+){13,})",
]  # fmt: skip
MANY_WAYS = [
    ".*.*", r"\w+\s*\w+\s*\w*\S+", ".{0,90}.{0,90}.{0,90}", ".* is .* by", "(?:a.*)?(?:b.*)?",
    "(?:.*|a)(?:.*|b)", "(?:.*.*)?", "[^x]*y[^z]*",
]  # fmt: skip
CHOICES = [
    "a?" * 30 + "a" * 30, "(?:ab|ab)" * 40 + "c", "(?:ab)?" * 40 + "c", "(?:a|ab|b)" * 20 + "!",
    r"(?:\w|\w\w)" * 20 + "!", "(?:a{0,3}){12}b", "(?:a.{0,2}){12}b", "(?:ab|ab){12}" * 3 + "c",
    "(.*?,){11}P", "(.{0,40}){12}x", r"(.*a){20}", r"(\w+\s?)*:", r"(?:\w+ ?)+\.",
    ".*.{0,100}.{0,100}x", ".{0,12}.{0,12}.{0,140}.{0,140}x", "(?:fee|fe|f|e)+bar",
    "(?:" * 60 + "a" + "){2}" * 60, "[a-z]{0,20}" * 500,
]  # fmt: skip
WELL = [
    r"\bis {1,2}good\b", r"(?: \w+){0,40}", r"(?:\w+\s)*", "(?:one|other){0,40}", r"\w+, \w+, \w+",
    "of .{3,100}? is .{3,100}?$", r"(?:(?! (?:is|are)\b).){1,80}?", r"x(?:\W+because)?\W*$",
    "(?i:[a-z]+)(?-i:[A-Z])", "(?>a+)b", r"(?:[A-Z]\w*-)*", "(a)?(?(1)b|c)", "é+ü", "", "(?:)*",
]  # fmt: skip


@pytest.mark.parametrize("pattern", WITHOUT_END)
def test_a_repeat_of_repeats_is_refused(pattern: str) -> None:
    assert "repeats what itself repeats" in fault(pattern)


@pytest.mark.parametrize("pattern", MANY_WAYS)
def test_repeats_that_share_words_are_refused(pattern: str) -> None:
    assert "share words" in fault(pattern)


@pytest.mark.parametrize("pattern", CHOICES)
def test_choices_that_are_too_many_together_are_refused_soon(pattern: str) -> None:
    started = time.process_time()
    assert fault(pattern)
    assert time.process_time() - started < 0.5


def test_patterns_that_pass_are_soon_done() -> None:
    """Patterns put together by chance: whichever passes is tried on the worst texts there are."""
    draw = random.Random(5)
    atoms = ["a", "b", "ab", ".", r"\w", "[ab]", "[^b]", "a?", "(?:a|ab)", "(?:ab|b|a)", " "]
    repeats = ["", "", "*", "+", "?", "{0,3}", "{2}", "{1,12}", "{0,40}", "*?"]

    def pattern(deep: int) -> str:
        return "".join(
            (f"(?:{pattern(deep - 1)})" if deep and draw.random() < 0.4 else draw.choice(atoms))
            + draw.choice(repeats)
            for _ in range(draw.randint(1, 4))
        )

    passed = 0
    for _ in range(400):
        tried = pattern(2) + "!"
        with suppress(re.error):
            found = re.compile(tried)
            if fault(tried) == "":
                passed += 1
                for text in ("a" * 60, "ab" * 30, "a b " * 15, "abba" * 15):
                    started = time.process_time()
                    found.search(text)
                    assert time.process_time() - started < 0.5, tried
    assert passed > 50


@pytest.mark.parametrize("pattern", WELL)
def test_a_pattern_of_bounded_work_passes(pattern: str) -> None:
    assert fault(pattern) == ""


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("(", "it is no regular expression: missing ), unterminated subpattern"),
        ("a{99999999999}", "it is no regular expression: the repetition number is too large"),
        ("[[a]", "it can be read in two ways: Possible nested set"),
    ],
)
def test_a_pattern_that_cannot_be_read_is_refused(pattern: str, found: str) -> None:
    assert fault(pattern).startswith(found)


BEHIND = ("(?<!a|bc)d", "(?<=a*)b", "(?<=(?:a{4294967294}){4})b", "(?<=a{70000})b", "(?<=ab)c")


@pytest.mark.parametrize("pattern", BEHIND)
def test_a_pattern_that_cannot_be_made_is_refused(pattern: str) -> None:
    """Faults are found without making the pattern, and how far a look behind may go is not the
    same in every version of Python."""
    assert fault(pattern) or re.compile(pattern)
