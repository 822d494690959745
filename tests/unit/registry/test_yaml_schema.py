"""YAML with its lines: types, places and hostile files."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct, field

from builder.model import NOWHERE, Framework, FrontMatter, Line, Lines, Owners, SiteFacts
from builder.registry.yaml_schema import load_yaml


class Part(Struct, frozen=True):
    word: str
    line: Line = NOWHERE


class Whole(Struct, frozen=True):
    name: str
    parts: tuple[Part, ...]
    count: int = 1
    day: date | None = None
    sure: bool = True
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)
    start: str = field(default="", name="from")
    lines: Lines = field(default_factory=lambda: Lines({}))


GOOD = """\
# A comment.
name: No
parts:
  - word: 0123
  - word: "2010-05-21"
    # another
  - {word: null}
count: -7
day: 2010-05-21
sure: no
names:
  one: [a, b]
  two: []
from: >-
  folded
  words
"""


def test_a_value_is_what_was_written() -> None:
    whole, problems = load_yaml("a.yaml", GOOD, Whole)
    assert problems == []
    assert whole is not None
    assert whole.name == "No"
    assert [part.word for part in whole.parts] == ["0123", "2010-05-21", "null"]
    assert (whole.count, whole.day, whole.sure) == (-7, date(2010, 5, 21), False)
    assert whole.names == {"one": ("a", "b"), "two": ()}
    assert whole.start == "folded words"


def test_a_line_is_where_its_value_stands() -> None:
    whole, _ = load_yaml("a.yaml", GOOD, Whole, first_line=11)
    assert whole is not None
    assert [part.line for part in whole.parts] == [14, 15, 17]
    assert whole.lines["name"] == 12
    assert whole.lines["from"] == 24


def test_an_optional_value_left_empty_is_its_default() -> None:
    whole, problems = load_yaml("a.yaml", "name: x\nparts: []\ncount:\nday:\nnames:\n", Whole)
    assert (whole, problems) == (Whole("x", (), lines=Lines(whole.lines if whole else {})), [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("name: x\nparts: []\ncount: 1.5", "3: “count” must be a whole number; found “1.5”"),
        ("name: x\nparts: []\ncount: 0x10", "3: “count” must be a whole number; found “0x10”"),
        ("name: x\nparts: []\nsure: true", "3: “sure” must be “yes” or “no”; found “true”"),
        ("name: x\nparts: []\nday: 2010-5-2", "3: “day” must be a date; found “2010-5-2”"),
        ("name: x\nparts: []\nday: 2011-02-29", "3: “day” must be a day of the calendar; found"),
        ("name: x\nparts: word", "2: “parts” must be a list; found “word”"),
        ("name: x\nparts: [word]", "2: an entry of “parts” must be a mapping; found “word”"),
        ("name: x\nparts:\n- word: [a]", "3: “word” must be a single value; found a list"),
        ("name: {a: b}\nparts: []", "1: “name” must be a single value; found a mapping"),
        ("name: x\nparts: []\nnames: [a]", "3: “names” must be a mapping; found a list"),
        ("name: x\nparts: []\nnames: {a: [b, ' ']}", "3: an entry of “a” in “names” must not be"),
        ("name: x\nparts: []\n[a, b]: c", "3: a key of this file must be a word; found a list"),
        ("- a\n- b", "1: this file must be a mapping; found a list"),
        ("name: x", "1: this file must hold “parts”; it is missing"),
        ("name: x\nparts: []\nstart: a", "3: this file must hold only keys that are known"),
        ("name: x\nparts: []\nline: 3", "3: this file must hold only keys that are known"),
        ("# nothing\n", "1: must hold YAML; it is empty"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_reported_on_its_line(text: str, expected: str) -> None:
    whole, problems = load_yaml("a.yaml", text, Whole)
    assert whole is None
    assert len(problems) == 1
    assert str(problems[0]).startswith(f"a.yaml:{expected}")


def test_all_of_several_problems_are_reported() -> None:
    _, problems = load_yaml("a.yaml", "nam: x\nparts:\n- {}\n- word: a\n  wrd: b\ncount: c", Whole)
    assert sorted(problem.line for problem in problems) == [1, 3, 5, 6]


@pytest.mark.parametrize(
    "text",
    [
        "name: " + "[" * 2000 + "]" * 2000,
        "{" * 2000,
        "- " * 2000 + "x",
        "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nname: *c",
        "name: *unknown",
        "<<: {name: x}\nparts: []",
        "name: !!python/object/apply:os.system [echo]\nparts: []",
        "? {name: x}\n: [x]",
        "name: x\n--- \nparts: []",
        "name: \x00",
        "name: '\ud800'".encode("utf-8", "replace").decode(),
        "name: \x85\u2028\ufeff\nparts: [\x07]",
        "%YAML 3.0\n---\nname: x",
        "%TAG ! tag:x,2000:\n---\nname: !y z",
        "name: x\n\tparts: []",
        "name: 'x",
        "name: x\nparts: {" + "a: b, " * 5000 + "}",
    ],
    ids=lambda text: repr(text[:24]),
)
def test_hostile_yaml_is_refused(text: str) -> None:
    whole, problems = load_yaml("a.yaml", text, Whole)
    assert whole is None
    assert problems
    assert all(problem.line >= 1 for problem in problems)


PIECES = st.sampled_from(
    [*"-?:,[]{}#&*!|>'\"%@`~ \n\té\x85\ufeff\0", "\n  ", "\n- ", ": ", "---\n", "...\n", "<<",
     "name", "parts", "kind", "scale", "from", "2010-05-21"]
)  # fmt: skip
SHAPES = [FrontMatter, Framework, Owners, SiteFacts, tuple[Part, ...], Whole]


@given(
    st.one_of(st.text(), st.lists(PIECES, max_size=30).map("".join)),
    st.sampled_from(SHAPES),
    st.integers(1, 9),
)
def test_no_text_makes_the_reader_raise(text: str, shape: type[object], first: int) -> None:
    value, problems = load_yaml("a.yaml", text, shape, first_line=first)
    assert (value is None) == bool(problems)
    last = first + len(text.splitlines()) + 1
    assert all(first <= problem.line <= last for problem in problems)
