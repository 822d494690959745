"""Words that must stand in whatever an expression matches: a word too many hides a reference."""

from __future__ import annotations

import re

import pytest

from builder.language.prefilter import may_match, needles


@pytest.mark.parametrize(
    ("expression", "sets"),
    [
        ("plain words", [["plain words"]]),
        ("Plain Words", [["plain words"]]),
        ("the (?:full )?audit", [["audit"], ["the "]]),
        ("the (?:full ){0,2}audit", [["audit"], ["the "]]),
        ("the (?:full ){,2}audit", [["audit"], ["the "]]),
        ("the (?:full )*audit", [["audit"], ["the "]]),
        ("the (?:full ){1,2}audit", [["audit"], ["the full "]]),
        ("the (?:full )+audit", [["audit"], ["the full "]]),
        ("audits?", [["audit"]]),
        ("audit*s of", [["audi"], ["s of"]]),
        ("audit{0,1} of", [["audi"]]),
        ("audit+ of", [["audit"]]),
        ("aud[a-z]it", []),
        ("lantern[(|)] audit", [[" audit"], ["lantern"]]),
        (r"lantern\(s\) audit", [[" audit"], ["lantern"]]),
        (r"pier\b.audit", [["audit"], ["pier"]]),
        ("(?:pier|harbour) audit", [[" audit"], ["harbour", "pier"]]),
        ("(?:pier|sea) audit", [[" audit"]]),
        ("(?:(?:old |)pier|harbour) audit", [[" audit"], ["harbour", "pier"]]),
        ("(?:(?:west|east)ern pier|harbour)", [["ern pier", "harbour"]]),
        ("(?:(?:west|east)ern|harbour)", [["east", "harbour", "west"]]),
        ("pier(?! audit)(?<!harbour pier)(?=, lantern)", [["pier"]]),
        ("(?P<when0>pier) audit", [["pier audit"]]),
        ("(?-i:[A-Z]ier|Harbour)", []),
        ("pier|harbour", []),
    ],
)
def test_no_word_is_needed_that_may_be_absent(expression: str, sets: list[list[str]]) -> None:
    assert sorted(sorted(each) for each in needles(expression)) == sorted(sets)


def test_an_expression_is_tried_where_it_can_match_and_nowhere_else() -> None:
    sets = needles("(?:the )?(?:last|latest) (?:full )?audits? of (?:piers|lights)")
    assert may_match("in the latest audit of lights", sets)
    assert not may_match("in the latest audit of gates", sets)
    assert not may_match("in the first audit of lights", sets)
    assert may_match("", needles("[a-z]+"))


def test_the_words_of_an_expression_that_cannot_be_read_are_found() -> None:
    with pytest.raises(re.error):
        re.compile("(pier")
    assert needles("(pier") == (frozenset({"pier"}),)
