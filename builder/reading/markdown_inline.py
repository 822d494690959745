"""Inline Markdown → spans. Headings, cells, notes and titles are read here too."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline, entity
from markdown_it.token import Token

from builder.core.characters import UNPRINTED
from builder.model import NOTE, Span, Text

DEEPEST = 17
"""Lists inside one another; what lies deeper the parser would pass over."""
_NOTE = re.compile(r"\[\^([0-9A-Za-z*†‡]{1,4})\]")

MARKDOWN = (
    MarkdownIt("commonmark", {"html": False, "maxNesting": 2 * DEEPEST + 2})
    .enable("table")
    .disable(["code", "fence", "blockquote", "hr", "html_block", "lheading", "reference"])
    .disable(["backticks", "html_inline", "image"])
    .disable(["text_join", "fragments_join"])  # neighbours are joined here, see spans
)


def _note(state: StateInline, silent: bool) -> bool:
    """A footnote mark, `[^1]`; escaped it is characters."""
    match = _NOTE.match(state.src, state.pos)
    if match and not silent:
        state.push("note", "", 0).content = match[1]
    state.pos = match.end() if match else state.pos
    return match is not None


def _entity(state: StateInline, silent: bool) -> bool:
    """`&amp;` as its character, unless that prints nothing."""
    found = entity(state, silent)
    if found and not silent and _NO_CHARACTER.search(state.tokens[-1].content):
        state.tokens[-1].content = state.tokens[-1].markup
    return found


def _inline(state: StateCore) -> None:
    """Parse each line's inline content; plain words need no parser."""
    for token in state.tokens:
        if token.type == "inline":
            token.children = [Token("text", "", 0, content=token.content)]
            if _MARKED.search(token.content):
                token.children = []
                state.md.inline.parse(token.content, state.md, state.env, token.children)


MARKDOWN.core.ruler.at("inline", _inline)
MARKDOWN.inline.ruler.before("link", "note", _note)
MARKDOWN.inline.ruler.at("entity", _entity)

_NO_CHARACTER = re.compile(rf"\ufffd|{UNPRINTED.pattern}")
_MARKED = re.compile(r"[\\*_\[\]<&\n]")
"""What can mean something within a line."""


def read_inline(markdown: str) -> Text:
    """One line of Markdown as text."""
    if markdown and not _MARKED.search(markdown):
        return (Span(markdown.strip()),)
    tokens = MARKDOWN.parseInline(markdown)
    return token_spans(tokens[0].children or []) if tokens else ()


def links(text: Text) -> Iterator[str]:
    """Every address that a text links to."""
    for span in text:
        if span.href:
            yield span.href


def token_spans(tokens: list[Token]) -> Text:
    """Inline tokens as spans; neighbours of one typography merge."""
    found: list[Span] = []
    marks: list[str] = []
    href = ""
    for token in tokens:
        if token.type in ("em_open", "strong_open"):
            marks.append(token.type.removesuffix("_open"))
        elif token.type in ("em_close", "strong_close"):
            marks.pop()
        elif token.type == "link_open":
            href = str(token.attrs["href"])
        elif token.type == "link_close":
            href = ""
        elif token.type == "note":
            found.append(Span(token.content, NOTE))
        else:
            words = {"softbreak": " ", "hardbreak": "\n"}.get(token.type, token.content)
            mark = " ".join(sorted(set(marks)))
            if found and (found[-1].mark, found[-1].href) == (mark, href):
                found[-1] = Span(found[-1].text + words, mark, href)
            elif words:
                found.append(Span(words, mark, href))
    return tuple(found)
