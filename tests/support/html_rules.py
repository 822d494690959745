"""Holds a page to HTML's rules: a strict parser's, and those that a parser does not see.

In: a page's text.  Out: each breach, in words.  The parser is html5lib, which follows the
standard's algorithm and names every error in it; the rules below are of the standard's content
models and of our own policy (nothing inline, nothing that a page does without being asked).
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib

XHTML = "{http://www.w3.org/1999/xhtml}"

INTERACTIVE = {"a", "button", "iframe", "input", "select", "textarea"}
PHRASING_ONLY = {"button", "h1", "h2", "h3", "h4", "h5", "h6", "label", "legend", "p", "summary"}
FLOW = {
    "address", "article", "aside", "blockquote", "details", "dialog", "div", "dl", "fieldset",
    "figure", "footer", "form", "header", "hr", "main", "nav", "ol", "p", "pre", "search",
    "section", "table", "ul",
}  # fmt: skip
CHILDREN = {
    "dl": {"dt", "dd", "div", "script", "template"},
    "ol": {"li", "script", "template"},
    "select": {"option", "optgroup", "hr", "script", "template"},
    "tr": {"td", "th", "script", "template"},
    "ul": {"li", "script", "template"},
}
NAMED = {
    "article": ("aria-label", "aria-labelledby"),
    "iframe": ("title",),
    "nav": ("aria-label", "aria-labelledby"),
}
"""Elements whose words do not name them, and the attributes that do."""

SPEAKING = {"aria-label", "aria-labelledby", "title", "alt"}


def breaches(html: str) -> Iterator[str]:
    """Every breach of a rule in one page."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=True)
    tree = parser.parse(html)
    for (line, column), code, data in parser.errors:
        yield f"line {line}, column {column}: {html5lib.constants.E[code] % data}"
    if not html.lower().startswith("<!doctype html>"):
        yield "does not begin with its doctype"
    if tree.get("lang") is None:
        yield "says no language"
    yield from _rules(tree, ())
    yield from _levels(tree)


def _rules(element: Element, above: tuple[str, ...]) -> Iterator[str]:
    tag = str(element.tag).removeprefix(XHTML)
    if not element.tag or "}" in tag or not isinstance(element.tag, str):
        return  # SVG has rules of its own; comments have none
    where = f"<{tag}{''.join(f' {name}={value!r}' for name, value in element.items())}>"
    for name, value in element.items():
        if name == "style" or name.startswith("on"):
            yield f"{where}: inline {name}"
        if value.strip().lower().startswith(("javascript:", "data:", "vbscript:")):
            yield f"{where}: an address that is a program"
    if tag == "style" or (tag == "script" and not _allowed(element)):
        yield f"{where}: written inline"
    if tag in INTERACTIVE and (inside := INTERACTIVE.intersection(above)):
        yield f"{where}: inside <{'>, <'.join(sorted(inside))}>"
    if tag in FLOW and (inside := PHRASING_ONLY.intersection(above)):
        yield f"{where}: inside <{'>, <'.join(sorted(inside))}>"
    if tag == "img" and element.get("alt") is None:
        yield f"{where}: no alternative text"
    if tag == "a" and element.get("target"):
        yield f"{where}: opens another window"
    if tag in NAMED and not any(element.get(name) for name in NAMED[tag]):
        yield f"{where}: has no name"
    speaks = tag in ("button", "summary") or (tag == "a" and element.get("href") is not None)
    if speaks and not _words(element):
        yield f"{where}: has no words"
    if tag == "table" and not any(True for _ in element.iter(f"{XHTML}th")):
        yield f"{where}: has no header cell"
    for child in element:
        if tag in CHILDREN and isinstance(child.tag, str):
            found = child.tag.removeprefix(XHTML)
            if found not in CHILDREN[tag]:
                yield f"{where}: holds <{found}>"
        yield from _rules(child, (*above, tag))


def _allowed(script: Element) -> bool:
    """A script of the site's own files, or data that is never run."""
    return script.get("src") is not None or script.get("type") == "application/ld+json"


def _words(element: Element) -> bool:
    """Whether an element says anything, to the eye or to a screen reader."""
    return bool("".join(element.itertext()).strip()) or any(
        each.get(name) for each in element.iter() for name in SPEAKING
    )


def _levels(tree: Element) -> Iterator[str]:
    """Headings that skip a level."""
    before = 0
    for element in tree.iter():
        tag = str(element.tag).removeprefix(XHTML)
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            level = int(tag[1])
            if level > before + 1:
                yield f"<{tag}> “{''.join(element.itertext()).strip()}” after <h{before}>"
            before = level
