"""The commands that change an archive, to be interrupted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.integration.faults.bench import Bench, content_of
from tests.integration.faults.originals import LETTER, prepare
from tests.support.small_archive import files_of


@dataclass(frozen=True)
class Trial:
    """A command, with what it changes."""

    words: tuple[str, ...]
    prepare: Callable[[Bench], object]
    left: Callable[[Bench], Mapping[str, bytes]]
    """What must be old or new, or each file of it where `whole` is false."""
    whole: bool


ADDING = ("add", "letter.txt", "--authority", "westshire", "--published", "2014-03-03")


def with_letter(bench: Bench) -> None:
    prepare(bench)
    (bench.folder / "letter.txt").write_bytes(LETTER)


def contents(bench: Bench) -> Mapping[str, bytes]:
    files = files_of(bench.content)
    letter = bench.folder / "letter.txt"
    return {**files, **({"letter.txt": letter.read_bytes()} if letter.exists() else {})}


TRIALS = {
    "build": Trial(("build",), Bench.build_before, lambda bench: content_of(bench.site), True),
    "add": Trial(ADDING, with_letter, contents, False),
    "add --move": Trial((*ADDING, "--move"), with_letter, contents, False),
    "record": Trial(("record", "--on", "2026-03-01"), lambda bench: None, contents, False),
}


def bench_at(folder: Path) -> Bench:
    """A bench that stands already."""
    bench = object.__new__(Bench)
    bench.folder, bench.kept, bench.old = folder, set(), {}
    return bench
