"""Printed numbers that are glued to the words behind them."""

from __future__ import annotations

from builder.convert.structure.blocks import Block
from builder.convert.structure.paragraph_numbers import Numbered, number_paragraphs
from builder.language.templates import Recogniser
from builder.model import Framework, Owners, Span

RECOGNISER = Recogniser(Framework("f", "F", "F", ("report",), "", "", numbered_paragraphs=True))
OWNERS = Owners(nouns=(), verbs=(), joins=(), examples={})
LONG = " are seen by the same social worker from week to week, and their plans are clear to them."


def numbered(*words: str) -> Numbered:
    blocks = [Block("paragraph", (Span(each),)) for each in words]
    return number_paragraphs(blocks, RECOGNISER, OWNERS)


def test_a_number_glued_to_its_words_is_the_paragraphs_number() -> None:
    found = numbered(*(f"{at}.Children{LONG}" for at in range(1, 4)), f"4.A child{LONG}")
    assert [block.number for block in found.blocks] == [1, 2, 3, 4]
    assert found.blocks[0].words == f"Children{LONG}"
    assert not any(block.repair for block in found.blocks)
    assert found.remarks == ()


def test_a_number_is_never_put_before_text_that_begins_with_it() -> None:
    glued = [f"{at}.Children{LONG}" for at in (1, 2)]
    marked = [Block("paragraph", (Span(f"Plans{LONG}"),), marker=f"{at}.") for at in (3, 4, 6)]
    fifth = Block("paragraph", (Span(f"5Children{LONG}"),))
    blocks = [Block("paragraph", (Span(each),)) for each in glued]
    found = number_paragraphs([*blocks, *marked[:2], fifth, marked[2]], RECOGNISER, OWNERS).blocks
    assert [block.number for block in found] == [1, 2, 3, 4, 5, 6]
    assert found[4].words == f"Children{LONG}"
    assert found[4].repair == "number-unpunctuated"


def test_words_that_only_begin_like_a_number_stay_as_printed() -> None:
    found = numbered(f"1.Children{LONG}", f"2.Children{LONG}", f"3.Children{LONG}", "7.Theirs.")
    assert [block.number for block in found.blocks] == [1, 2, 3, None]
    assert found.blocks[3].words == "7.Theirs."
    assert found.blocks[3].marker == ""


def counted(*marked: tuple[str, str]) -> list[int | None]:
    blocks = [Block("paragraph", (Span(words),), marker=mark) for mark, words in marked]
    return [block.number for block in number_paragraphs(blocks, RECOGNISER, OWNERS).blocks]


def test_a_short_document_of_two_numbered_paragraphs_is_numbered() -> None:
    assert counted(("", "Visit"), ("1.", "It was in March."), ("2.", "It was late.")) == [
        None,
        1,
        2,
    ]


def test_two_numbers_among_other_text_are_no_numbers_of_paragraphs() -> None:
    text = ("", "Nobody came.")
    assert counted(("1.", "It was in March."), ("2.", "It was late."), text) == [None] * 3
    assert counted(("1.", "It was in March."), ("3.", "It was late.")) == [None] * 2
    assert counted(("1.", "visits"), ("2.", "plans")) == [None] * 2
