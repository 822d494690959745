"""Runs of links → HTML.

In: links, or words with links among them.  Out: HTML text.  A stage of its own because templates
and what is written without one show them alike, and a page may have hundreds.
"""

from __future__ import annotations

from collections.abc import Iterable

from builder.escaping import escaped
from builder.model import Text
from builder.pages.views import Link


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
