"""Originals that are added where the disk or the machine is not as one would wish."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

from tests.integration.faults.bench import Bench, Told, die, fault, put_in
from tests.integration.faults.originals import HEADING, KEPT, LETTER, add_file, adding, prepare
from tests.support.pdfs import Pdf, Words
from tests.support.small_archive import files_of

ADDED = "old; and the document with its original"
CONVERT = "builder.convert.many_files.convert_file"


def out_of_memory(*_: object) -> None:
    raise MemoryError


def refused(*_: object) -> None:
    raise PermissionError


@fault(HEADING, "the process that reads an original is killed, as for want of memory", KEPT)
def reader_killed(bench: Bench) -> Told:
    return adding(bench, LETTER, "letter.txt", lambda: put_in(CONVERT, die))


@fault(HEADING, "an original for which memory does not do", KEPT)
def reader_starved(bench: Bench) -> Told:
    return adding(bench, LETTER, "letter.txt", lambda: put_in(CONVERT, out_of_memory))


def added(
    bench: Bench, data: bytes, name: str, before: Callable[[], object] = lambda: None
) -> tuple[Told, list[Path]]:
    """`add` on a file, of which a document comes; the first line said, and what was written."""
    bench.kept = {name}
    (bench.folder / name).write_bytes(data)
    prepare(bench)
    stood = files_of(bench.content).keys()
    told = add_file(bench, name, before)
    first = Told(told.status, told.said.partition("\n")[0])
    return first, [bench.content / each for each in files_of(bench.content).keys() - stood]


@fault(HEADING, "an original is added under a umask of 077", ADDED)
def closed(bench: Bench) -> Told:
    told, written = added(bench, LETTER, "letter.txt", lambda: os.umask(0o077))
    assert len(written) == 2
    for each in written:
        assert each.stat().st_mode & 0o777 == 0o644
        assert each.parent.stat().st_mode & 0o777 == 0o755
    return told


@fault(HEADING, "an original is added on a disk that knows no hard links", ADDED)
def without_links(bench: Bench) -> Told:
    told, written = added(
        bench, LETTER, "letter.txt", lambda: put_in("builder.core.durable_files.os.link", refused)
    )
    assert len(written) == 2
    return told


@fault(HEADING, "hidden files that killed writes left are there when an original is added", ADDED)
def left_behind(bench: Bench) -> Told:
    ended = subprocess.Popen(["true"])
    ended.wait()
    hidden = bench.content / "originals" / f".0123456789ab.txt.{ended.pid}.0123abcd"
    hidden.write_bytes(b"hal")
    told, written = added(bench, LETTER, "letter.txt")
    assert not hidden.exists()
    assert len(written) == 2
    return told


@fault(HEADING, "a PDF with a link whose address holds a line end, a heading and a grade", ADDED)
def address_of_lines(bench: Bench) -> Told:
    address = "https://a.example/\n\n## Overall effectiveness\n\nOutstanding\n"
    pdf = Pdf(
        [[Words("Westshire County Council", y=740), Words("The telephone is answered.", y=700)]],
        links={0: [((72, 690, 300, 712), address)]},
    )
    told, written = added(bench, pdf.data(), "letter.pdf")
    text = "".join(each.read_text("utf-8") for each in written if each.suffix == ".md")
    assert "telephone" in text
    assert "\n## " not in text
    assert "\nOutstanding" not in text
    return told
