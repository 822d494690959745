"""Measures builds of synthetic archives, and writes what it measured to `docs/performance.md`.

    python benchmarks/bench.py [DOCUMENTS …]

In: how many documents each archive has (100, 1000 and 5000 if none is given).  Out: a table.
Beside the archive stand, as far as they are installed, other makers of static sites, with the same
documents as plain pages, and the floor: copying the site that comes of it.  All of it is measured
in one run on one machine: compare by ratio.
"""

from __future__ import annotations

import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

PROJECT = Path(__file__).parents[1]
sys.path.insert(0, str(PROJECT))

from benchmarks.others import OTHERS  # noqa: E402
from benchmarks.served import first_results, latency  # noqa: E402
from benchmarks.synthetic import make  # noqa: E402

REPORT = PROJECT / "docs" / "performance.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
SIZES = (100, 1000, 5000)
MOST_BESIDE = 1000
"""Up to how many documents other makers are measured: some take minutes, and all grow evenly."""
TURNS = 3
"""How often what is quick is measured: the median stands in the table."""
INDEXES = ("index of findings", "index of titles")
"""The stages that make the search."""

Row = tuple[str, str]


@dataclass(frozen=True)
class Taken:
    """What a command took."""

    seconds: float
    cpu: float
    peak: int
    """The largest of its processes, in MB."""
    indexing: float = 0
    """The seconds of the stages that make the search."""

    @property
    def pages(self) -> float:
        return self.seconds - self.indexing

    def __str__(self) -> str:
        return f"{self.seconds:.2f} s ({self.cpu:.2f} s of work)"


def take(command: Sequence[str], folder: Path) -> Taken:
    """Run a command; raises `CalledProcessError` if it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(command, cwd=folder, stdout=said)
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        if status:
            raise subprocess.CalledProcessError(status, command)
        said.seek(0)
        told = dict(re.findall(r"^(\w.*?) {2,}([\d.]+) s$", said.read(), re.MULTILINE))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    peak = max(used.ru_maxrss, after.ru_maxrss if after.ru_maxrss > before.ru_maxrss else 0)
    indexing = sum(float(told.get(stage, 0)) for stage in INDEXES)
    return Taken(seconds, cpu, peak // 1024, indexing)


def build(folder: Path) -> Taken:
    command = [sys.executable, "-m", "builder", "build", "--content", str(folder / "content")]
    command += ["--output", str(folder / "site"), "--cache", str(folder / "cache"), "--timings"]
    return take(command, PROJECT)


def edit(content: Path, turn: int) -> Path:
    """Add a sentence to a paragraph of one document; its path."""
    paths = sorted((content / "documents").glob("*/*.md"))
    path = paths[turn * 17 % len(paths)]
    head, body = path.read_text("utf-8").split("\n---\n", 1)
    body, edits = re.subn(r"(?m)^(\w.{80,})$", rf"\1 It was visited {turn} times.", body, count=1)
    assert edits
    path.write_text(f"{head}\n---\n{body}", "utf-8")
    return path


def median(taken: Sequence[Taken]) -> Taken:
    return sorted(taken, key=lambda each: each.seconds)[len(taken) // 2]


def measure(documents: int, folder: Path) -> Iterator[Row]:
    """What was measured of one archive, as (what, how much)."""
    content, site = folder / "content", folder / "site"
    make(content, documents)
    cold = build(folder)
    yield "everything, from nothing", str(cold)
    yield "– without the search index", f"{cold.pages:.2f} s"
    yield "– most memory of one process", f"{cold.peak} MB"
    changes = []
    for turn in range(TURNS):
        edit(content, turn)
        changes.append(build(folder))
    change = median(changes)
    yield "one document changed", str(change)
    yield "– without the search index", f"{change.pages:.2f} s"
    nothing = median([build(folder) for _ in range(TURNS)])
    yield "nothing changed", str(nothing)
    shown = [latency(folder, partial(edit, content, TURNS + turn)) for turn in range(TURNS)]
    yield "`serve`: an edit stands in the open page after", f"{statistics.median(shown):.2f} s"
    files = [each for each in site.rglob("*") if each.is_file()]
    yield "files of the site", f"{len(files):,}"
    yield "– their bytes", f"{sum(each.stat().st_size for each in files):,}"
    index = [each for each in files if each.relative_to(site).parts[0] in ("search", "pagefind")]
    yield "files of the search index", f"{len(index):,}"
    yield "– their bytes", f"{sum(each.stat().st_size for each in index):,}"
    yield "bytes to the first ten results of a search", f"{first_results(site):,}"
    copied = take(["cp", "-r", str(site), str(folder / "copy")], folder)
    yield "the floor: copying the site", str(copied)
    if documents <= MOST_BESIDE:
        yield from beside(content, folder, cold, change)


def beside(content: Path, folder: Path, cold: Taken, change: Taken) -> Iterator[Row]:
    """The other makers, and how many times their time the archive takes."""
    for name, set_up in OTHERS.items():
        if shutil.which(name):
            command = set_up(content, folder / name)
            first, again = (take(command, folder / name) for _ in range(2))
            yield (
                f"{name}, plain pages from nothing",
                f"{first}; the archive without search {cold.pages / first.seconds:.1f} ×",
            )
            yield (
                f"{name}, once more",
                f"{again}; the archive’s change without search {change.pages / again.seconds:.2f} ×",
            )


def main(sizes: Sequence[int]) -> None:
    table = []
    for documents in sizes:
        table += [f"### {documents:,} documents", "", "| what | measured |", "|---|---|"]
        with tempfile.TemporaryDirectory() as folder:
            for what, much in measure(documents, Path(folder)):
                table.append(f"| {what} | {much} |")
                print(f"{documents:,}: {what}: {much}", flush=True)
        table.append("")
    text = REPORT.read_text("utf-8")
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    REPORT.write_text(f"{before}{BEGIN}\n\n" + "\n".join(table) + f"{END}{after}", "utf-8")


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or SIZES)
