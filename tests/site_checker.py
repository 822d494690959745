"""Reads a built site as a visitor's browser would: what each page refers to, and what it holds."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree

REFERRING = {"href", "src", "action", "data-root", "poster"}


@dataclass
class PageRead:
    """What one page refers to, and the ids that it holds, in its own order."""

    refers_to: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = PageRead()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id":
                self.page.ids.append(value or "")
            elif name in REFERRING:
                self.page.refers_to.append(value or "")


def read_page(html: str) -> PageRead:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.page


def problems_of(site: Path, base_url: str) -> Iterator[str]:
    """Every reference of a site that leads nowhere inside it, and every id that stands twice."""
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    pages = {
        name: read_page((site / name).read_text("utf-8"))
        for name in sorted(files)
        if name.endswith(".html")
    }
    for name, page in pages.items():
        for twice in sorted({each for each in page.ids if page.ids.count(each) > 1}):
            yield f"{name}: the id “{twice}” stands twice"
    for name, reference in _references(site, files, pages):
        here = f"{base_url}/{name.removesuffix('index.html')}"
        target = urlsplit(urljoin(here, reference))
        if f"{target.scheme}://{target.netloc}" != base_url:
            continue
        path = unquote(target.path).removeprefix("/")
        file = f"{path}index.html" if not path or path.endswith("/") else path
        if file not in files:
            yield f"{name}: “{reference}” leads to no file"
        elif target.fragment and unquote(target.fragment) not in pages[file].ids:
            yield f"{name}: “{reference}” leads to no anchor"


def _references(
    site: Path, files: set[str], pages: dict[str, PageRead]
) -> Iterator[tuple[str, str]]:
    """(file, reference) of every page, data file, feed and map of the site."""
    for name, page in pages.items():
        yield from ((name, each) for each in page.refers_to)
    for name in sorted(files):
        if name.endswith(".csv"):
            with (site / name).open(encoding="utf-8", newline="") as lines:
                for row in csv.DictReader(lines):
                    yield from ((name, row[key]) for key in ("url", "from", "to") if row.get(key))
        elif name.endswith(".xml"):
            for element in ElementTree.parse(site / name).iter():
                if element.tag.endswith("}loc"):
                    yield name, element.text or ""
                elif element.tag.endswith(("}link", "}Url", "}Image")):
                    yield name, element.get("href") or element.get("template") or ""
