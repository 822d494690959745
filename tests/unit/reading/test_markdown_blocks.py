"""Markdown → blocks: every character of the source survives, nothing written becomes markup, and
an anchor stays where it is whatever is edited elsewhere."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.core.problems import Problem
from builder.model import NOTE, Block, Heading, List, Paragraph, Span, Table, paragraphs, plain
from builder.reading.markdown_blocks import read_body
from builder.reading.markdown_inline import read_inline


def read(markdown: str, *, numbered: bool = False) -> list[Any]:
    """Blocks, of whichever type the test knows them to be."""
    blocks, problems = read_body("content/a.md", markdown, 1, numbered=numbered)
    assert problems == []
    return blocks


def complaints(markdown: str, *, numbered: bool = False) -> list[Problem]:
    return read_body("content/a.md", markdown, 1, numbered=numbered)[1]


def words_of(blocks: list[Heading | Block]) -> str:
    """Everything that the blocks say, numbers and marks of entries excepted."""
    said: list[str] = []
    for block in blocks:
        if isinstance(block, Heading):
            said.append(plain(block.text))
        elif isinstance(block, Table):
            said.extend(plain(cell) for cell in block.head)
            said.extend(plain(cell) for row in block.rows for cell in row.cells)
        else:
            for part in paragraphs((block,)):
                said.append(part.note if isinstance(part, Paragraph) else "")
                said.append(plain(part.text))
    return " ".join(filter(None, said))


def anchors_of(blocks: list[Heading | Block]) -> dict[str, str]:
    """The anchor of every block by its words."""
    found: dict[str, str] = {}
    for block in blocks:
        if isinstance(block, Heading):
            found[plain(block.text)] = block.id
        elif isinstance(block, Table):
            found.update({" ".join(map(plain, row.cells)): row.id for row in block.rows})
        else:
            found.update({plain(part.text): part.id for part in paragraphs((block,))})
    return found


@pytest.mark.parametrize(
    "written",
    [
        "<b>bold</b> and <script>alert(1)</script>",
        "<!-- a comment -->",
        "[press](javascript:alert(1)) and <javascript:alert(1)>",
        "[press](data:text/html;base64,PHNjcmlwdD4=)",
        "`code` and ``more``",
        "``` code ```",
        "> a quotation",
        "***",
        "---x",
        "[words]: https://example.org/",
        "A*–C and 3 * 4 * 5",
        "snake_case_word",
        "5 < 6 & 7 > 6 ; &c.",
        "1000000000. a number too long for a paragraph",
    ],
)
def test_what_a_printed_source_cannot_hold_is_text(written: str) -> None:
    (block,) = read(written)
    assert isinstance(block, Paragraph)
    assert block.text == (Span(written),)


def test_a_rule_or_an_underline_keeps_its_characters() -> None:
    assert words_of(read("words\n===\n\n---\n\n___")) == "words === --- ___"


def test_an_image_is_not_shown_and_keeps_its_words() -> None:
    (block,) = read("![a photograph](https://example.org/a.png)")
    assert isinstance(block, Paragraph)
    assert block.text == (Span("!"), Span("a photograph", href="https://example.org/a.png"))


@pytest.mark.parametrize(
    ("written", "spans"),
    [
        ("a *b* c", (Span("a "), Span("b", "em"), Span(" c"))),
        ("**b**", (Span("b", "strong"),)),
        ("***b***", (Span("b", "em strong"),)),
        (r"A\*–C \_ \# \| 1\.", (Span("A*–C _ # | 1."),)),
        ("&lt;b&gt; &copy;", (Span("<b> ©"),)),
        ("one\\\ntwo", (Span("one\ntwo"),)),
        ("one  \ntwo", (Span("one\ntwo"),)),
        ("one\ntwo", (Span("one two"),)),
        ("*one\\\ntwo*", (Span("one\ntwo", "em"),)),
        ("<https://example.org/>", (Span("https://example.org/", href="https://example.org/"),)),
        ("[*a*](/b/)", (Span("a", "em", "/b/"),)),
        ("“straight's” \"quotes\" -- ... (c)", (Span("“straight's” \"quotes\" -- ... (c)"),)),
    ],
)  # fmt: skip
def test_typography_is_read_as_written(written: str, spans: tuple[Span, ...]) -> None:
    (block,) = read(written)
    assert isinstance(block, Paragraph)
    assert block.text == spans
    assert read_inline(written) == spans


def test_a_footnote_and_its_mark_are_kept() -> None:
    words, note = read("Said so.[^1]\n\n[^1]: By *whom*? \\[^1]")
    assert isinstance(words, Paragraph)
    assert isinstance(note, Paragraph)
    assert words.text == (Span("Said so."), Span("1", NOTE))
    assert (note.note, note.id) == ("1", "fn1")
    assert note.text == (Span("By "), Span("whom", "em"), Span("? [^1]"))


def test_a_numbered_paragraph_keeps_its_number_and_what_is_nested_in_it() -> None:
    blocks = read(
        "8. Said:\n\n   - one\n\n     - inner\n\n   - two\n\n   More.\n\n9. Next.", numbered=True
    )
    first, second = blocks
    assert isinstance(first, Paragraph)
    assert isinstance(second, Paragraph)
    assert [(first.number, first.id), (second.number, second.id)] == [(8, "p8"), (9, "p9")]
    assert [plain(part.text) for part in paragraphs((first,))] == [
        "Said:",
        "one",
        "inner",
        "two",
        "More.",
    ]
    assert [first.line, second.line] == [1, 11]


def test_an_ordered_list_of_an_unnumbered_form_stays_a_list() -> None:
    (block,) = read("1. That Cabinet notes.\n\n2. That Cabinet agrees.")
    assert isinstance(block, List)
    assert block.ordered
    assert [(item.marker, plain(item.text)) for item in block.items] == [
        ("1.", "That Cabinet notes."),
        ("2.", "That Cabinet agrees."),
    ]


def test_a_list_with_brackets_in_a_numbered_form_stays_a_list() -> None:
    (block,) = read("1) one\n2) two", numbered=True)
    assert isinstance(block, List)
    assert [item.marker for item in block.items] == ["1)", "2)"]


def test_a_table_has_the_head_that_is_written() -> None:
    (table,) = read("| a | b |\n|---|---|\n| c | d \\| e |\n| f |")
    assert isinstance(table, Table)
    assert [plain(cell) for cell in table.head] == ["a", "b"]
    assert [[plain(cell) for cell in row.cells] for row in table.rows] == [
        ["c", "d | e"],
        ["f", ""],
    ]
    assert [row.label for row in table.rows] == ["", "f"]
    (headless,) = read("| | |\n|---|---|\n| c | d |")
    assert isinstance(headless, Table)
    assert headless.head == ()


def test_blocks_with_the_same_words_have_different_anchors() -> None:
    blocks = read(
        "## Children\n\nDone.\n\nDone.\n\n## Leaders\n\nDone.\n\n- Done.\n\n"
        "## Leaders\n\n| | |\n|---|---|\n| Done. | |\n| Done. | |"
    )
    anchors = [block.id for block in blocks if isinstance(block, (Heading, Paragraph))]
    for block in blocks:
        if isinstance(block, List):
            anchors += [item.id for item in block.items]
        if isinstance(block, Table):
            anchors += [row.id for row in block.rows]
    assert len(anchors) == len(set(anchors)) == 9


def test_a_repeated_paragraph_number_has_its_own_anchor() -> None:
    assert [block.id for block in read("1. a\n\n1. b", numbered=True)] == ["p1", "p1-2"]


@pytest.mark.parametrize("heading", ["P1", "P1-2", "Opening", "Main"])
def test_a_heading_never_takes_the_anchor_of_a_paragraph_or_of_the_page(heading: str) -> None:
    first, second = read(f"## {heading}\n\n1. One.", numbered=True)
    assert second.id == "p1"
    assert first.id == f"section-{heading.lower()}"


def test_a_heading_s_anchor_says_where_it_stands() -> None:
    blocks = read(
        "# Title\n\n## Children’s services\n\n### Grade\n\n## Leaders\n\n#### Grade\n\n## é"
    )
    assert [block.id for block in blocks][1:] == [
        "childrens-services",
        "childrens-services--grade",
        "leaders",
        "leaders--grade",
        "e",
    ]


LONG = "The effectiveness of services in taking reasonable steps to ensure that children "


def test_long_headings_that_begin_alike_have_different_anchors() -> None:
    one, two = (block.id for block in read(f"## {LONG} are safe\n\n## {LONG} feel safe"))
    assert one != two
    assert len(one) < 60


WORD = st.from_regex(r"[A-Za-z]{1,8}", fullmatch=True)
SENTENCE = st.lists(WORD, min_size=1, max_size=4).map(" ".join)
SHAPES = ("{}", "- {}", "- lead {0}\n\n  - {0}", "| | |\n|---|---|\n| {} | x |", "*{}*")


@st.composite
def distinct_blocks(draw: st.DrawFn) -> list[str]:
    """Blocks of Markdown with words that stand once, divided by headings."""
    sentences = draw(st.lists(SENTENCE, min_size=2, max_size=8, unique_by=str.casefold))
    shapes = ("## {}", *SHAPES)
    return [draw(st.sampled_from(shapes)).format(each) for each in sentences]


@given(distinct_blocks(), st.data())
def test_an_edit_elsewhere_moves_no_anchor(blocks: list[str], data: st.DataObject) -> None:
    before = anchors_of(read("\n\n".join(blocks)))
    at = data.draw(st.integers(0, len(blocks) - 1))
    shape = data.draw(st.sampled_from(("## {}", *SHAPES)))
    new = shape.format("Words that stand nowhere 1234 else")
    edits = {
        "inserted": [*blocks[:at], new, *blocks[at:]],
        "deleted": [*blocks[:at], *blocks[at + 1 :]],
        "changed": [*blocks[:at], new, *blocks[at + 1 :]],
    }
    for edit in edits.values():
        after = anchors_of(read("\n\n".join(edit)))
        kept = before.keys() & after.keys()
        assert {words: after[words] for words in kept} == {words: before[words] for words in kept}


@given(st.text(alphabet=st.sampled_from("ab 1.-*^_#|\\`<>[]()!&;:/~+=\"'\n\té’"), max_size=60))
def test_no_character_is_lost_without_a_problem(written: str) -> None:
    blocks, problems = read_body("content/a.md", written, 1, numbered=True)
    if not problems and "](" not in written:  # a link's address is no text
        assert re.findall(r"[abé’]", words_of(blocks)) == re.findall(r"[abé’]", written)


@pytest.mark.parametrize("depth", [3, 12, 18, 40])
def test_deep_nesting_loses_no_words_without_a_problem(depth: int) -> None:
    written = "\n".join("  " * level + f"- entry{level:02}" for level in range(depth))
    blocks, problems = read_body("content/a.md", written, 1, numbered=False)
    assert problems or words_of(blocks).count("entry") == depth


def test_a_problem_stands_on_the_line_that_it_says() -> None:
    found = complaints("words\n\n##### Too low\n\n- a\n-\n\n| a |\n|---|\n| b | c |\n\n#\n")
    assert [problem.line for problem in found] == [3, 6, 10, 12]
