"""Measures builds of synthetic archives, and writes what it measured to `docs/performance.md`.

    python tests/bench/bench.py [DOCUMENTS …]

In: how many documents each archive has (100, 1000 and 5000 if none is given).  Out: a table.
Beside the archive stand, as far as they are installed, other makers of static sites, with the same
documents as plain pages, and the floor: copying the site that comes of it.  All of it is measured
in one run on one machine: compare by ratio.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).parents[2]
sys.path.insert(0, str(PROJECT))

from tests.bench.synthetic import make  # noqa: E402

REPORT = PROJECT / "docs" / "performance.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
SIZES = (100, 1000, 5000)


@dataclass(frozen=True)
class Taken:
    """What a command took."""

    seconds: float
    cpu: float
    peak: int
    """The largest of its processes, in MB."""


def take(command: Sequence[str], folder: Path) -> Taken:
    """Run a command; raises `CalledProcessError` if it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    if status:
        raise subprocess.CalledProcessError(status, command)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Taken(seconds, cpu, used.ru_maxrss // 1024)


def build(folder: Path) -> Taken:
    command = [sys.executable, "-m", "builder", "build", "--content", str(folder / "content")]
    command += ["--output", str(folder / "site"), "--cache", str(folder / "cache")]
    return take(command, PROJECT)


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
    (folder / "hugo.toml").write_text('title = "x"\n')
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


OTHERS = {"hugo": hugo, "eleventy": eleventy, "pelican": pelican, "mkdocs": mkdocs}


def measure(documents: int, folder: Path) -> list[tuple[str, str]]:
    """What was measured of one archive, as (what, how much)."""
    content, site = folder / "content", folder / "site"
    make(content, documents)
    rows = []
    cold = build(folder)
    rows.append(("everything, from nothing", shown(cold)))
    path = sorted((content / "documents").glob("*/*.md"))[0]
    text = path.read_text("utf-8")
    path.write_text(text.replace("Most staff", "Most of the staff", 1), "utf-8")
    rows.append(("one document changed", shown(build(folder))))
    rows.append(("nothing changed", shown(build(folder))))
    files = [each for each in site.rglob("*") if each.is_file()]
    rows.append(("files of the site", f"{len(files):,}"))
    rows.append(("bytes of the site", f"{sum(each.stat().st_size for each in files):,}"))
    index = [each for each in files if each.relative_to(site).parts[0] in ("search", "pagefind")]
    rows.append(("bytes of the search index", f"{sum(each.stat().st_size for each in index):,}"))
    copied = take(["cp", "-r", str(site), str(folder / "copy")], folder)
    rows.append(("the floor: copying the site", shown(copied)))
    for name, set_up in OTHERS.items():
        if shutil.which(name):
            command = set_up(content, folder / name)
            other = take(command, folder / name)
            ratio = cold.seconds / other.seconds
            rows.append((f"{name}, plain pages", f"{shown(other)}; the archive {ratio:.1f} ×"))
    return rows


def shown(taken: Taken) -> str:
    return f"{taken.seconds:.2f} s ({taken.cpu:.2f} s of work, {taken.peak} MB)"


def main(sizes: Sequence[int]) -> None:
    table = []
    for documents in sizes:
        with tempfile.TemporaryDirectory() as folder:
            rows = measure(documents, Path(folder))
        table += [f"### {documents:,} documents", "", "| what | measured |", "|---|---|"]
        table += [f"| {what} | {much} |" for what, much in rows]
        table.append("")
        print("\n".join(table[-len(rows) - 5 :]), flush=True)
    text = REPORT.read_text("utf-8")
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    REPORT.write_text(f"{before}{BEGIN}\n\n" + "\n".join(table) + f"{END}{after}", "utf-8")


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or SIZES)
