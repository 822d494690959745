"""Measures builds of a real archive after random edits of single words.

    python benchmarks/edits.py --content DIR [--edits 20] [--seed 1] [--beside CHECKOUT]

One edit in five is made in a line that tells somebody to act or that holds an abbreviation. Beside
the seconds stand the files that differ after an edit and those that were written. `--beside` names
another version of the program, to be measured with the same edits; other makers of sites that are
installed make plain pages of the same documents. At the end the site must be, byte for byte, the
one from nothing.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

PROJECT = Path(__file__).parents[1]
sys.path.insert(0, str(PROJECT))

from benchmarks.bench import Taken, take  # noqa: E402
from benchmarks.others import OTHERS  # noqa: E402

WORD = re.compile(r"(?<= )[a-z]{4,12}(?= )")
TELLING = re.compile(r"\b(?:[A-Z]{3,6}|should|must|ensure|improve)\b")
"""What a line says that tells somebody to act, or that holds an abbreviation."""
TELLING_EVERY = 5
UNLIKE = "pagefind/"
"""The folder of the site whose files no two builds make alike."""


@dataclass(frozen=True)
class Edit:
    document: str
    """Its path in the content."""
    at: int
    word: str
    other: str

    def make(self, content: Path) -> None:
        path = content / self.document
        text = path.read_text("utf-8")
        assert text[self.at :].startswith(self.word)
        path.write_text(text[: self.at] + self.other + text[self.at + len(self.word) :], "utf-8")


def draw(content: Path, dice: random.Random, telling: bool) -> Edit:
    """Another word, of those that the document holds, for one of them."""
    while True:
        path = dice.choice(sorted((content / "documents").glob("*/*.md")))
        text = path.read_text("utf-8")
        body = text.find("\n---\n", 4) + 5
        found = [
            (line.start() + match.start(), match[0])
            for line in re.compile(r"(?m)^.+$").finditer(text, body)
            if not telling or TELLING.search(line[0])
            for match in WORD.finditer(line[0])
        ]
        if found:
            at, word = dice.choice(found)
            other = dice.choice([each for _, each in found])
            if other != word:
                return Edit(path.relative_to(content).as_posix(), at, word, other)


@dataclass(frozen=True)
class Program:
    """A version of the program, with an archive of its own."""

    checkout: Path
    folder: Path

    @property
    def content(self) -> Path:
        return self.folder / "content"

    @property
    def site(self) -> Path:
        return self.folder / "site"

    def build(self) -> Taken:
        command = [sys.executable, "-m", "builder", "build", "--content", str(self.content)]
        command += ["--output", str(self.site), "--cache", str(self.folder / "cache")]
        return take(command, self.checkout)


class Held(NamedTuple):
    """A file of a site."""

    digest: bytes
    written: int
    """When, in nanoseconds."""


def files_of(site: Path) -> dict[str, Held]:
    return {
        path.relative_to(site).as_posix(): Held(
            blake2b(path.read_bytes(), digest_size=16).digest(), path.stat().st_mtime_ns
        )
        for path in site.rglob("*")
        if path.is_file()
    }


def differing(before: Mapping[str, Held], after: Mapping[str, Held]) -> set[str]:
    """Which files are not the same in both."""
    every = before.keys() | after.keys()
    return {
        each
        for each in every
        if each not in before or each not in after or before[each].digest != after[each].digest
    }


def measure(program: Program, edits: Sequence[Edit]) -> Iterator[tuple[str, str]]:
    """What was measured, as (what, how much)."""
    cold = program.build()
    documents = len(list((program.content / "documents").glob("*/*.md")))
    before = files_of(program.site)
    yield "everything, from nothing", str(cold)
    yield "files for each document", f"{len(before) / documents:.1f}"
    nothing = program.build()
    yield "nothing changed", f"{nothing}; 1/{cold.cpu / nothing.cpu:.0f} of the work"
    taken, changed, written = [], [], []
    for edit in edits:
        edit.make(program.content)
        began = time.time_ns()
        taken.append(program.build())
        after = files_of(program.site)
        changed.append(len(differing(before, after)))
        written.append(sum(each.written >= began for each in after.values()))
        before = after
    seconds = statistics.median(each.seconds for each in taken)
    cpu = statistics.median(each.cpu for each in taken)
    most = max(each.cpu for each in taken)
    yield "one word changed", f"{seconds:.2f} s ({cpu:.2f} s of work)"
    yield "– of the work from nothing", f"1/{cold.cpu / cpu:.0f}, at most 1/{cold.cpu / most:.0f}"
    yield "– files that differ", f"{statistics.median(changed):.0f}"
    yield "– files that were written", f"{statistics.median(written):.0f}"
    shutil.rmtree(program.folder / "cache")
    shutil.rmtree(program.site)
    program.build()
    fresh = files_of(program.site)
    unlike = [
        path
        for path in differing(before, fresh)
        if not path.startswith(UNLIKE) and path != "data/manifest.json"
    ]
    yield (
        "files that are not as from nothing",
        f"{len(unlike)}{' ' if unlike else ''}" + ", ".join(sorted(unlike)[:5]),
    )


def beside(content: Path, folder: Path) -> Iterator[tuple[str, str]]:
    """Other makers of sites, as far as they are installed."""
    for name, set_up in OTHERS.items():
        if shutil.which(name):
            command = set_up(content, folder / name)
            first, again = (take(command, folder / name) for _ in range(2))
            yield f"{name}, plain pages from nothing", str(first)
            yield f"{name}, once more", str(again)


def main() -> None:
    if sys.dont_write_bytecode:
        sys.exit("PYTHONDONTWRITEBYTECODE is set: every build would compile the program anew.")
    given = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    given.add_argument("--content", type=Path, default=PROJECT / "content")
    given.add_argument("--edits", type=int, default=20)
    given.add_argument("--seed", type=int, default=1)
    given.add_argument("--beside", type=Path, action="append", default=[])
    told = given.parse_args()
    dice = random.Random(told.seed)
    with tempfile.TemporaryDirectory() as folder:
        drawn = Path(shutil.copytree(told.content, Path(folder) / "drawn"))
        edits = []
        for turn in range(told.edits):
            edits.append(draw(drawn, dice, telling=turn % TELLING_EVERY == 0))
            edits[-1].make(drawn)
        for number, checkout in enumerate([PROJECT, *told.beside]):
            program = Program(checkout.resolve(), Path(folder) / str(number))
            shutil.copytree(told.content, program.content)
            print(f"{checkout}:", flush=True)
            for what, much in measure(program, edits):
                print(f"  {what}: {much}", flush=True)
        for what, much in beside(told.content, Path(folder)):
            print(f"{what}: {much}", flush=True)


if __name__ == "__main__":
    os.environ.pop("PYTHONPATH", None)
    main()
