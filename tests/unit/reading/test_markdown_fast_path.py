"""Plain blocks are found without a parser exactly as the parser would find them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.reading import markdown_blocks as body
from builder.reading.markdown_blocks import read_body
from builder.reading.markdown_fast_path import OTHER, Chunk, chunks
from tests.support.paths import PROJECT

LINES = [
    "",
    "   ",
    "Words of a report.",
    "More words, in **bold** and [linked](https://example.org) ones.",
    "A mark[^1] and A\\*–C & so on.  ",
    "“Quoted” words \\",
    "[^1]: A footnote.",
    "# A title",
    "## A heading",
    "### A heading ###",
    "##Not a heading",
    "####### Not a heading either",
    "## ",
    "9. A numbered paragraph.",
    "10. Another.",
    "10.  With two blanks.",
    "11) In another shape.",
    "12.",
    "2010 was a good year.",
    "1234567890. Too many digits.",
    "   - nested",
    "   words that go on",
    "    words far in",
    "- an entry",
    "- an entry, with **bold** words  ",
    "- “Quoted” words[^1] \\",
    "- a | b",
    "-  with two blanks",
    "- [^1]: a footnote",
    "- 1. an entry",
    "* an entry",
    "-not an entry",
    "+ an entry",
    "1. an entry",
    "| a | b |",
    "|---|---|",
    "a | b",
    "--- | ---",
    "---",
    "> no quotation",
    "<b>no markup</b>",
    "\ttabbed",
    "`code`",
    "(a) in brackets",
    "é is a letter",
    "words\u2028cut",
    "words\x0bcut",
]


def parsed_whole(markdown: str, *, numbered: bool) -> object:
    """What the parser alone makes of a body."""
    reader = body._Reader("x.md", markdown.split("\n"), 1, numbered)
    return list(reader.read([Chunk(OTHER, 0, markdown)])), reader.problems


@settings(max_examples=600, deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=14).map("\n".join), st.booleans())
def test_a_plain_block_is_found_only_where_the_parser_finds_it(markdown: str, many: bool) -> None:
    expected = parsed_whole(markdown, numbered=many)
    assert read_body("x.md", markdown, 1, numbered=many) == expected


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="ab1. \n#-|*_\\[]()<&^:>`~=+'“\t\u00a0é", max_size=60), st.booleans())
def test_a_stray_character_makes_no_other_block(markdown: str, many: bool) -> None:
    expected = parsed_whole(markdown, numbered=many)
    assert read_body("x.md", markdown, 1, numbered=many) == expected


@pytest.mark.parametrize(
    "path", sorted((PROJECT / "content" / "documents").glob("*/*.md")), ids=lambda path: path.stem
)
def test_a_document_is_read_as_by_the_parser(path: Path) -> None:
    markdown = path.read_text("utf-8").split("\n---\n", 1)[1]
    for many in (True, False):
        assert read_body("x.md", markdown, 1, numbered=many) == parsed_whole(
            markdown, numbered=many
        )


def test_plain_paragraphs_are_not_left_to_the_parser() -> None:
    markdown = "## One\n\n1. A.\n\n2. B.\n\n   - c\n\n3. D.\n\nWords.\n\n- e\n\n- f\n\nMore."
    kinds = [(each.kind, each.line) for each in chunks(markdown, numbered=True)]
    assert kinds == [
        ("heading", 0),
        ("numbered", 2),
        ("other", 4),
        ("numbered", 8),
        ("paragraph", 10),
        ("list", 12),
        ("paragraph", 16),
    ]
