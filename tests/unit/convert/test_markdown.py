"""Blocks become Markdown that reads back as the same words."""

from __future__ import annotations

import pytest

from builder.convert.structure.blocks import Block
from builder.convert.writers.markdown import to_markdown
from builder.model import Span, paragraphs, plain
from builder.reading.markdown_blocks import read_body


@pytest.mark.parametrize("kind", ["paragraph", "item"])
@pytest.mark.parametrize(
    "line",
    [
        "- visit in time",
        "2. listen",
        "# 4 on the plan",
        "+ more",
        "| a | b",
        "---",
        "===",
        "> said",
        "```",
        "[^1]: no note",
        "    far in",
    ],
)
def test_a_line_that_somebody_broke_stays_words_whatever_it_begins_with(
    line: str, kind: str
) -> None:
    text = (Span(f"The council must:\n{line}\nand end."),)
    block = Block(kind, text, marker="•" if kind == "item" else "")  # type: ignore[arg-type]
    markdown = to_markdown([Block("paragraph", (Span("Before"),)), block], numbered=True)
    blocks, problems = read_body("", markdown, 1, numbered=True)
    assert problems == []
    read = [" ".join(plain(each.text).split()) for each in paragraphs(blocks)]  # type: ignore[arg-type]
    assert read == ["Before", f"The council must: {line.strip()} and end."]
