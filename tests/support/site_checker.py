"""Reads a built site as a visitor's browser would: what each page refers to, and what it holds."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree

REFERRING = {"href", "src", "action", "formaction", "data-root", "poster"}
NAMING = {
    "aria-controls",
    "aria-describedby",
    "aria-details",
    "aria-labelledby",
    "aria-owns",
    "for",
    "headers",
    "list",
    "popovertarget",
}
"""Attributes that name elements of the same page by their ids."""

ADDRESSES = {"@id", "contentUrl", "license", "to", "url", "usageInfo"}
"""The keys under which data files and linked data have an address."""

OUTWARD = {"https", "http", "mailto"}
"""How a reference to somewhere else may begin."""


@dataclass
class PageRead:
    """What one page refers to, and the ids that it holds, in its own order."""

    refers_to: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    """Ids that its elements name."""
    canonical: list[str] = field(default_factory=list)
    moved: bool = False
    """Whether it only leads on to another."""
    linked_data: list[Any] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = PageRead()
        self.data: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        for name, value in values.items():
            if name == "id":
                self.page.ids.append(value)
            elif name in REFERRING:
                self.page.refers_to.append(value)
            elif name in NAMING:
                self.page.names.extend(value.split())
        if tag == "link" and values.get("rel") == "canonical":
            self.page.canonical.append(values.get("href", ""))
        if values.get("id") == "moved-to":
            self.page.moved = True
        if tag == "script" and values.get("type") == "application/ld+json":
            self.data = []

    def handle_data(self, data: str) -> None:
        if self.data is not None:
            self.data.append(data)

    def handle_endtag(self, tag: str) -> None:
        if self.data is not None:
            self.page.linked_data.append(json.loads("".join(self.data)))
            self.data = None


def read_page(html: str) -> PageRead:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.page


def read_pages(site: Path) -> dict[str, PageRead]:
    """Every page of a site by its file."""
    return {
        path.relative_to(site).as_posix(): read_page(path.read_text("utf-8"))
        for path in sorted(site.rglob("*.html"))
    }


def problems_of(site: Path, base_url: str) -> Iterator[str]:
    """Every reference of a site that leads nowhere inside it, every id that stands twice or is
    named and does not stand, and every page to which no way leads from the home page."""
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    pages = read_pages(site)
    for name, page in pages.items():
        for twice in sorted({each for each in page.ids if page.ids.count(each) > 1}):
            yield f"{name}: the id “{twice}” stands twice"
        for missing in sorted(set(page.names) - set(page.ids)):
            yield f"{name}: the id “{missing}” is named and does not stand"
    ways: dict[str, set[str]] = {}
    for name, reference in _references(site, files, pages):
        here = f"{base_url}/{name.removesuffix('index.html')}"
        target = urlsplit(urljoin(here, reference))
        if f"{target.scheme}://{target.netloc}" != base_url:
            if target.scheme not in OUTWARD or (target.scheme != "mailto" and not target.netloc):
                yield f"{name}: “{reference}” is no address"
            continue
        path = unquote(target.path).removeprefix("/")
        file = f"{path}index.html" if not path or path.endswith("/") else path
        if file not in files:
            yield f"{name}: “{reference}” leads to no file"
        elif target.fragment and unquote(target.fragment) not in pages[file].ids:
            yield f"{name}: “{reference}” leads to no anchor"
        if name in pages:
            ways.setdefault(name, set()).add(file)
    home = min(pages, key=lambda name: (name.count("/"), not name.endswith("index.html")))
    reached, waiting = {home, home.replace("index.html", "404.html")}, [home]
    while waiting:
        found = ways.get(waiting.pop(), set()) - reached
        reached |= found
        waiting.extend(found)
    for name, page in pages.items():
        if name not in reached and not page.moved:
            yield f"{name}: no way leads to it from the home page"


def _references(
    site: Path, files: set[str], pages: dict[str, PageRead]
) -> Iterator[tuple[str, str]]:
    """(file, reference) of every page, data file, feed and map of the site."""
    for name, page in pages.items():
        yield from ((name, each) for each in page.refers_to)
        yield from ((name, each) for data in page.linked_data for each in _addresses(data))
    for name in sorted(files):
        if name.endswith(".csv"):
            with (site / name).open(encoding="utf-8", newline="") as lines:
                for row in csv.DictReader(lines):
                    yield from ((name, row[key]) for key in ("url", "from", "to") if row.get(key))
        elif name.endswith(".json") and not name.startswith("pagefind/"):
            data = json.loads((site / name).read_text("utf-8"))
            yield from ((name, each) for each in _addresses(data))
        elif name.endswith(".xml"):
            for element in ElementTree.parse(site / name).iter():
                if element.tag.endswith("}loc"):
                    yield name, element.text or ""
                elif element.tag.endswith(("}link", "}Url", "}Image")):
                    yield name, element.get("href") or element.get("template") or ""
        elif name == "robots.txt":
            for line in (site / name).read_text("utf-8").splitlines():
                if line.startswith("Sitemap: "):
                    yield name, line.removeprefix("Sitemap: ")


def _addresses(data: Any) -> Iterator[str]:
    """Every address in a data file, however deep."""
    if isinstance(data, dict):
        for key, value in data.items():
            for each in value if isinstance(value, list) else [value]:
                if key in ADDRESSES and isinstance(each, str):
                    yield each
                else:
                    yield from _addresses(each)
    elif isinstance(data, list):
        for each in data:
            yield from _addresses(each)
