"""Runs of links, and quoted sentences → HTML, alike with and without a template."""

from __future__ import annotations

from collections.abc import Iterable

from builder.model import Text
from builder.pages.parts.excerpts import Excerpt
from builder.pages.parts.views import Link
from builder.rendering.escape import escaped


def link_html(link: Link) -> str:
    return f'<a href="{escaped(link.url)}">{escaped(link.text)}</a>'


def links_html(links: Iterable[Link], between: str = " · ") -> str:
    return between.join([link_html(each) for each in links])


def run_html(text: Text) -> str:
    """Words with links, as a run of text."""
    return "".join(
        [
            f'<a href="{escaped(each.href)}">{escaped(each.text)}</a>'
            if each.href
            else escaped(each.text)
            for each in text
        ]
    )


def excerpt_html(said: Excerpt, url: str = "") -> str:
    """A quoted sentence, linked if `url` is given; marks of cuts are ours."""
    parts, cut_before, cut_after = said
    words = ""
    for part, meant in parts:
        words += f"<mark>{escaped(part)}</mark>" if meant else escaped(part)
    before = '<span class="cut">… </span>' if cut_before else ""
    after = '<span class="cut"> …</span>' if cut_after else ""
    linked = f'<a href="{escaped(url)}">{words}</a>' if url else words
    return f"{before}{linked}{after}"
