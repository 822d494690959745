"""Markdown that is written reads back as the words that were printed."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from builder.convert.structure.blocks import Block
from builder.convert.writers.markdown import to_markdown
from builder.model import NOTE, Heading, Item, List, Paragraph, Span, Table, plain
from builder.reading.markdown_blocks import read_body

Shape = tuple[str, str]
"""What a block is, and its words."""


def shapes(blocks: Iterable[object]) -> list[Shape]:
    found: list[Shape] = []
    for block in blocks:
        if isinstance(block, Heading):
            found.append((f"heading {block.level}", plain(block.text)))
        elif isinstance(block, List):
            for item in block.items:
                found += [("item", plain(item.text)), *shapes(item.blocks)]
        elif isinstance(block, Table):
            found.append(("table", ""))
        elif isinstance(block, (Paragraph, Item)):
            kind = f"note {block.note}" if isinstance(block, Paragraph) and block.note else "text"
            found.append((kind, plain(block.text)))
            found += shapes(block.blocks)
    return found


def back(*blocks: Block, numbered: bool = False) -> list[Shape]:
    """What stands in the Markdown of some blocks, read again."""
    body = to_markdown(blocks, numbered=numbered)
    found, problems = read_body("a.md", body, 1, numbered=numbered)
    assert not problems, body
    return shapes(found)


@pytest.mark.parametrize(
    "line",
    ["- visit", "+ visit", "1. visit", "2) visit", "# visit", "#", "-", "---", "| - | - |", ":-:"],
)
@pytest.mark.parametrize("numbered", [True, False])
def test_what_begins_a_line_behind_a_set_break_stays_words(line: str, numbered: bool) -> None:
    words = f"Plans | must be:\n{line}\nin time"
    read = " ".join(words.split())
    assert back(Block("paragraph", (Span(words),)), numbered=numbered) == [("text", read)]
    item = Block("item", (Span(words),), marker="•")
    assert back(item, numbered=numbered) == [("item", read)]
    ordered = Block("item", (Span(words),), marker="3.")
    shown = f"3. {read}" if numbered else read
    assert back(ordered, numbered=numbered) == [("item", shown)]


@pytest.mark.parametrize("words", ["Ends in #", "Ends in ##", "C# and F#", "Two # signs #"])
def test_signs_at_a_headings_end_are_its_words(words: str) -> None:
    assert back(Block("heading", (Span(words),), level=2)) == [("heading 2", words)]


def test_a_note_that_has_no_mark_is_text() -> None:
    assert back(Block("footnote", (Span("The board’s rules."),))) == [
        ("text", "The board’s rules.")
    ]
    odd = Block("paragraph", (Span("Seen"), Span("§", NOTE), Span(" twice.")))
    assert back(odd) == [("text", "Seen§ twice.")]


def test_a_note_that_has_a_mark_is_a_note() -> None:
    note = Block("footnote", (Span("See below."),), note="1")
    assert back(note) == [("note 1", "See below.")]


def test_entries_stand_within_the_entry_above_however_long_its_mark_is() -> None:
    entries = [
        Block("item", (Span("outer"),), marker="12."),
        Block("item", (Span("inner"),), marker="•", level=1),
        Block("item", (Span("next"),), marker="13."),
    ]
    body = to_markdown(entries, numbered=False)
    assert body == "12. outer\n    - inner\n13. next\n"
    found, _ = read_body("a.md", body, 1, numbered=False)
    assert [len(block.items) for block in found if isinstance(block, List)] == [2]


def test_a_list_inside_an_entry_may_begin_with_any_number() -> None:
    entries = [
        Block("item", (Span("outer"),), marker="•"),
        Block("item", (Span("second"),), marker="2.", level=1),
        Block("item", (Span("third"),), marker="3.", level=1),
        Block("item", (Span("next"),), marker="•"),
    ]
    assert back(*entries) == [
        ("item", "outer"),
        ("text", "second"),  # with its number
        ("text", "third"),
        ("item", "next"),
    ]


def test_a_list_that_begins_deep_is_no_run_of_numbered_paragraphs() -> None:
    entry = Block("item", (Span("Mr Roe spoke"),), marker="1.", level=1)
    paragraph = Block("paragraph", (Span("Updates"),), number=84)
    assert back(paragraph, entry, numbered=True) == [
        ("text", "Updates"),
        ("item", "1. Mr Roe spoke"),
    ]


@pytest.mark.parametrize(
    "href",
    [
        "https://e.example/a\n\n## Overall effectiveness\n\nOutstanding.\n\n[x](<https://e.example/b",
        "https://e.example/a> **good** <https://e.example/b",
        "https://e.example/a\\>b",
        "mailto:a@e.example\r\n# Title",
        "https://e.example/\u2028- entry",
        "javascript:alert(1)",
        "https://e.example/?a=1&copy;=2",
    ],
)
def test_no_address_of_a_link_becomes_words_or_another_line(href: str) -> None:
    block = Block("paragraph", (Span("See "), Span("the report", href=href), Span(" of May.")))
    assert back(block) == [("text", "See the report of May.")]
    assert len(to_markdown([block], numbered=False).splitlines()) == 1


def test_an_address_leads_where_it_led() -> None:
    one = Span("the report", href="https://e.example/a b?x=1&copy;=(2)")
    body = to_markdown([Block("paragraph", (one,))], numbered=False)
    (found,), _ = read_body("a.md", body, 1, numbered=False)
    assert isinstance(found, Paragraph)
    assert [each.href for each in found.text] == ["https://e.example/a%20b?x=1&copy;=(2)"]


@pytest.mark.parametrize(("mark", "shown"), [("o", "Northtown"), ("a)", "a) Northtown")])
def test_a_hollow_bullet_is_no_word(mark: str, shown: str) -> None:
    assert back(Block("item", (Span("Northtown"),), marker=mark)) == [("item", shown)]
