"""Render pages with Jinja. An undefined name in a template is an error, never empty."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from pathlib import Path
from traceback import walk_tb
from typing import Any
from urllib.parse import urlsplit

from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)
from markupsafe import Markup

from builder.analysis.change_log import Stamp
from builder.core.problems import Problem, ProblemsFound
from builder.core.safe_files import File, file_of
from builder.model import Document, Section, SiteFacts
from builder.pages import Page
from builder.pages.parts.margin import heading_levels
from builder.pages.parts.views import day
from builder.rendering.grades import cell_html, chip_html, dots_html, squares_html
from builder.rendering.links import links_html, run_html
from builder.rendering.passages import passages_html
from builder.rendering.recommendations import entries_html, grade_at_html, recommendations_html
from builder.rendering.source_text import Setting, section_html
from builder.rendering.template_cache import bytecode_cache

_ROOTED = re.compile(rb'((?: href| src| action| data-root)="| content="0; url=)/(?!/)')
"""An address of this site in an attribute; in text a quotation mark is escaped."""

_ADDRESSES = {"@id", "contentUrl", "license", "url", "usageInfo"}
"""The names under which linked data has an address."""

NAVIGATION = (
    ("Grades", "/grades/"),
    ("Topics", "/topics/"),
    ("Recommendations", "/recommendations/"),
    ("Search", "/search/"),
    ("About", "/about/"),
)


def _returning_markup(write: Callable[..., str]) -> Callable[..., Markup]:
    """A function for templates whose HTML is not escaped again."""
    return lambda *given, **named: Markup(write(*given, **named))


_HTML_FUNCTIONS = {
    each.__name__: _returning_markup(each)
    for each in (
        cell_html,
        chip_html,
        dots_html,
        entries_html,
        grade_at_html,
        links_html,
        passages_html,
        run_html,
        squares_html,
        recommendations_html,
    )
}
"""Parts that stand on pages by the hundred: Python writes them faster than a template."""


class Renderer:
    """Renders pages with one folder of templates."""

    def __init__(self, templates: Path, site: SiteFacts, base_url: str) -> None:
        """`base_url` is the site's address; its path goes before every link."""
        self.base_url = base_url.rstrip("/")
        self.base_path = urlsplit(self.base_url).path.encode()
        self.environment = Environment(
            loader=FileSystemLoader(templates),
            undefined=StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            bytecode_cache=bytecode_cache(templates),
        )
        self.navigation = ((site.words.of_many, "/authorities/"), *NAVIGATION)
        self.environment.globals.update(
            site=site,
            words=site.words,
            navigation=self.navigation,
            **_HTML_FUNCTIONS,
        )

    def render(self, page: Page, stamp: Stamp) -> File:
        """A page's file. `stamp` is its freshness. Raises `ProblemsFound` for a wrong template."""
        context = page.shown
        document = context.get("document")
        if isinstance(document, Document):
            setting = Setting(
                context["asides"],
                context["abbreviations"],
                {
                    each.anchor: each
                    for each in document.awards
                    if each.basis == "table" and each.grade
                },
                heading_levels(document.sections),
                document.history.aliases,
            )
            context["section_html"] = partial(_section, setting)
        try:
            html = self.environment.get_template(page.template).render(
                page=page,
                canonical=self.base_url + page.url,
                linked_data=_absolute(page.linked_data, self.base_url),
                under=next((url for _, url in self.navigation if page.url.startswith(url)), ""),
                **_freshness(stamp),
                **context,
            )
        except TemplateError as error:
            raise ProblemsFound([_fault(page, error)]) from error
        data = html.encode()
        if self.base_path:
            data = _ROOTED.sub(rb"\1" + self.base_path + b"/", data)
        return File(file_of(page.url), data)


@lru_cache(maxsize=1)
def _freshness(stamp: Stamp) -> Mapping[str, str]:
    """The stamp for templates, cached for the next page."""
    return {
        "newest_of": stamp.of,
        "fresh": day(stamp.newest),
        "fresh_iso": stamp.newest.isoformat(),
        "changed": day(stamp.changed),
        "changed_iso": stamp.changed.isoformat(),
    }


def _absolute(value: Any, base_url: str, *, address: bool = False) -> Any:
    """Linked data with absolute addresses, for it is read apart from its page."""
    match value:
        case dict():
            return {
                name: _absolute(each, base_url, address=name in _ADDRESSES)
                for name, each in value.items()
            }
        case list():
            return [_absolute(each, base_url, address=address) for each in value]
        case str() if address and value.startswith("/"):
            return base_url + value
        case _:
            return value


def _fault(page: Page, error: TemplateError) -> Problem:
    """The problem of a template, or of its use of a page."""
    name, line = page.template, 1
    for frame, at in walk_tb(error.__traceback__):
        if frame.f_code.co_filename.endswith(".html"):
            name, line = Path(frame.f_code.co_filename).name, at
    if isinstance(error, TemplateSyntaxError):
        name, line = error.name or name, error.lineno
    found = "no such file" if isinstance(error, TemplateNotFound) else error.message or str(error)
    return Problem(
        f"templates/{name}",
        line,
        f"a template must be right for every page; {page.url} found: {found}; correct the "
        "template, or what the page brings.",
    )


def _section(setting: Setting, section: Section) -> Markup:
    return Markup(section_html(section, setting))  # escaped span by span
