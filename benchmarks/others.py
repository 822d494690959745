"""Other makers of static sites: how each is set up to make plain pages of an archive's documents.

In: the content and a new folder.  Out: the command to run there.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path


def plain_pages(content: Path, folder: Path, head: Callable[[str], str]) -> None:
    """The documents as plain Markdown with the front matter that another program reads."""
    for path in sorted((content / "documents").glob("*/*.md")):
        body = path.read_text("utf-8").split("\n---\n", 1)[1]
        (folder / path.name).write_text(head(path.stem) + body, "utf-8")


def hugo(content: Path, folder: Path) -> list[str]:
    (folder / "content").mkdir(parents=True)
    (folder / "layouts" / "_default").mkdir(parents=True)
    (folder / "layouts" / "_default" / "single.html").write_text("<h1>{{.Title}}</h1>{{.Content}}")
    (folder / "layouts" / "_default" / "list.html").write_text("{{range .Pages}}{{.Title}}{{end}}")
    (folder / "config.toml").write_text('title = "x"\n')
    plain_pages(content, folder / "content", lambda stem: f"---\ntitle: {stem}\n---\n\n")
    return ["hugo", "--quiet"]


def eleventy(content: Path, folder: Path) -> list[str]:
    folder.mkdir(parents=True)
    plain_pages(content, folder, lambda stem: f"---\ntitle: {stem}\n---\n\n")
    return ["eleventy", "--quiet"]


def pelican(content: Path, folder: Path) -> list[str]:
    (folder / "content").mkdir(parents=True)
    plain_pages(content, folder / "content", lambda stem: f"Title: {stem}\nDate: 2020-01-01\n\n")
    return ["pelican", "content", "--quiet"]


def mkdocs(content: Path, folder: Path) -> list[str]:
    (folder / "docs").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text("site_name: x\nplugins: []\n")
    plain_pages(content, folder / "docs", lambda stem: "")
    return ["mkdocs", "build", "--quiet"]


OTHERS: dict[str, Callable[[Path, Path], list[str]]] = {
    "hugo": hugo,
    "eleventy": eleventy,
    "pelican": pelican,
    "mkdocs": mkdocs,
}
"""By the name of their program."""
