"""Originals that are added: bombs, files that are none, and a folder that cannot be written."""

from __future__ import annotations

import os
import shutil
import signal
import time
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

from builder.convert import many_files as add
from builder.convert.originals import Outcome, write_converted
from builder.core.durable_files import write_whole
from tests.integration.faults.bench import Bench, Told, die, fault, full, put_in
from tests.support.paths import PROJECT
from tests.support.pdfs import Pdf, Words
from tests.support.small_archive import files_of
from tests.support.word_files import p, word

HEADING = "Originals that are added"
KEPT = "old; and the content as it was"
LETTER = b"Westshire County Council\n\n1. The telephone is answered.\n"


def adding(
    bench: Bench,
    data: bytes | None,
    name: str,
    before: Callable[[], object] = lambda: None,
    *,
    weak: bool = False,
) -> Told:
    """`add` on a file, of which nothing must come."""
    bench.kept = {name}
    if data is not None:
        (bench.folder / name).write_bytes(data)
    prepare(bench)
    stood = files_of(bench.content)
    told = add_file(bench, name, before, weak=weak)
    assert files_of(bench.content) == stood
    return told


def prepare(bench: Bench) -> None:
    """The small archive has no form for documents that are not recognised."""
    unknown = PROJECT / "content" / "frameworks" / "unknown.yaml"
    shutil.copy(unknown, bench.content / "frameworks")


def add_file(
    bench: Bench, name: str, before: Callable[[], object] = lambda: None, *, weak: bool = False
) -> Told:
    wishes = ("--authority", "westshire", "--published", "2014-03-03")
    return bench.run("add", name, *wishes, before=before, weak=weak)


@fault(HEADING, "a Word file that unpacks to gigabytes", KEPT)
def word_bomb(bench: Bench) -> Told:
    return adding(bench, word(p("Words."), styles=" " * 300_000_000), "bomb.docx")


@fault(HEADING, "a Word file whose entities stand for one another", KEPT)
def word_entities(bench: Bench) -> Told:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        lines = "".join(f'<!ENTITY e{n} "&e{n - 1};&e{n - 1};">' for n in range(1, 40))
        file.writestr("word/document.xml", f"<!DOCTYPE x [<!ENTITY e0 'a'>{lines}]><x>&e39;</x>")
    return adding(bench, made.getvalue(), "entities.docx")


@fault(HEADING, "a Word file with a password", KEPT)
def word_password(bench: Bench) -> Told:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    return adding(bench, data, "locked.docx")


@fault(HEADING, "a PDF that unpacks to gigabytes", KEPT)
def pdf_bomb(bench: Bench) -> Told:
    pdf = Pdf([[Words("Words.")]])
    pdf.stream(zlib.compress(bytes(300_000_000)), b"/Filter /FlateDecode")
    return adding(bench, pdf.data(), "bomb.pdf")


@fault(HEADING, "a PDF whose drawings draw drawings, a billion in all", KEPT)
def pdf_drawings(bench: Bench) -> Told:
    pdf = Pdf([[Words("Words.")]])
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]"
    last = pdf.stream(b"0 0 m", form)
    for _ in range(9):
        resources = b"/Resources <</XObject <</X %d 0 R>>>>" % last
        last = pdf.stream(b"/X Do " * 10, form + resources)
    pdf.resources = b"/XObject <</X %d 0 R>>" % last
    return adding(bench, pdf.data(), "drawings.pdf")


@fault(HEADING, "a PDF of a few kilobytes that draws millions of letters", KEPT)
def pdf_letters(bench: Bench) -> Told:
    pdf = Pdf([[Words("Words.")]])
    content = b"BT /F 12 Tf " + (b"(" + b"W" * 1000 + b") Tj ") * 11_000 + b"ET"
    pdf.stream(zlib.compress(content), b"/Filter /FlateDecode")
    return adding(bench, pdf.data(), "letters.pdf")


@fault(HEADING, "an original whose name steers the terminal", KEPT)
def name_that_steers(bench: Bench) -> Told:
    return adding(bench, Pdf([[Words("Words.")]]).data(), "x\x1b[31m\u202e.pdf")


@fault(HEADING, "a PDF with a password", KEPT)
def pdf_password(bench: Bench) -> Told:
    return adding(bench, Pdf([[Words("Words.")]]).data(encrypted=True), "locked.pdf")


@fault(HEADING, "a PDF that was scanned", KEPT)
def pdf_scanned(bench: Bench) -> Told:
    return adding(bench, Pdf([[]]).data(), "scanned.pdf")


@fault(HEADING, "a PDF that was cut short", KEPT)
def pdf_cut(bench: Bench) -> Told:
    return adding(bench, Pdf([[Words("Words.")]]).data()[:-300], "cut.pdf")


@fault(HEADING, "a web page nested ten thousand deep", KEPT)
def page_nested(bench: Bench) -> Told:
    return adding(bench, b"<div>" * 10_000 + b"Words.", "deep.html")


@fault(HEADING, "a text in Windows-1252", KEPT)
def text_of_windows(bench: Bench) -> Told:
    return adding(bench, "It cost £5 – a lot.".encode("cp1252"), "windows.txt")


@fault(HEADING, "a text of one line of a million characters", KEPT)
def text_of_one_line(bench: Bench) -> Told:
    return adding(bench, b"Words " * 170_000, "line.txt")


@fault(HEADING, "a link to another file of this machine", KEPT)
def link_elsewhere(bench: Bench) -> Told:
    secret = bench.folder.parent / "secret.txt"
    secret.write_text("Words that are nobody's business.", "utf-8")
    (bench.folder / "report.txt").symlink_to(secret)
    return adding(bench, None, "report.txt")


@fault(HEADING, "a file of 200 MB", KEPT)
def huge(bench: Bench) -> Told:
    with (bench.folder / "huge.txt").open("wb") as file:
        file.truncate(200_000_000)
    return adding(bench, None, "huge.txt")


@fault(HEADING, "a pipe, which a reader would wait for", KEPT)
def pipe(bench: Bench) -> Told:
    os.mkfifo(bench.folder / "pipe.txt")
    return adding(bench, None, "pipe.txt")


@fault(HEADING, "a file that may not be read", KEPT)
def locked(bench: Bench) -> Told:
    (bench.folder / "locked.txt").write_bytes(LETTER)
    (bench.folder / "locked.txt").chmod(0)
    return adding(bench, None, "locked.txt", weak=True)


@fault(HEADING, "an original of a document whose front matter is broken", KEPT)
def held_by_a_broken_document(bench: Bench) -> Told:
    data = bench.original().read_bytes()
    text = bench.document.read_text("utf-8")
    bench.document.write_text(text.replace("kind: report", "kind: [report"), "utf-8")
    return adding(bench, data, "again.txt")


@fault(HEADING, "an original that changes while it is read", KEPT)
def changing(bench: Bench) -> Told:
    write = write_converted

    def change(outcome: Outcome, *given: Any, **named: Any) -> Outcome:
        Path(outcome.file).write_bytes(LETTER + b"And more.\n")
        return write(outcome, *given, **named)

    return adding(
        bench,
        LETTER,
        "letter.txt",
        lambda: put_in("builder.convert.many_files.write_converted", change),
    )


@fault(HEADING, "a content folder that may not be written", KEPT)
def content_read_only(bench: Bench) -> Told:
    (bench.content / "originals").chmod(0o555)
    told = adding(bench, LETTER, "letter.txt", weak=True)
    (bench.content / "originals").chmod(0o755)
    return told


@fault(HEADING, "the disk is full when the document is written, behind its original", KEPT)
def full_disk(bench: Bench) -> Told:
    def fill(path: Path, data: bytes, *, anew: bool = True) -> None:
        (full if str(path).endswith(".md") else write_whole)(path, data, anew=anew)

    return adding(
        bench, LETTER, "letter.txt", lambda: put_in("builder.convert.originals.write_whole", fill)
    )


@fault(HEADING, "kill -9 between an original and its document", "old; the next build names it")
def killed(bench: Bench) -> Told:
    def fall(path: Path, data: bytes, *, anew: bool = True) -> None:
        (die if str(path).endswith(".md") else write_whole)(path, data, anew=anew)

    bench.kept = {"letter.txt"}
    (bench.folder / "letter.txt").write_bytes(LETTER)
    prepare(bench)
    told = add_file(
        bench, "letter.txt", lambda: put_in("builder.convert.originals.write_whole", fall)
    )
    assert "should have a document" in bench.run("check").said
    assert add_file(bench, "letter.txt").status == 0
    assert "should have a document" not in bench.run("check").said
    return told


@fault(HEADING, "Ctrl-C while an original is read", KEPT)
def interrupted(bench: Bench) -> Told:
    ready = bench.folder.parent / "ready"

    def before() -> None:
        os.environ["READY"] = str(ready)
        put_in("builder.convert.many_files.convert_file", wait)

    def send(process: int) -> None:
        while not ready.exists():
            time.sleep(0.005)
        time.sleep(0.3)  # until all of them have begun
        # A terminal tells all of them.
        workers = Path(f"/proc/{process}/task/{process}/children").read_text()
        for each in (process, *map(int, workers.split())):
            with suppress(ProcessLookupError):  # it has ended with its parent
                os.kill(each, signal.SIGINT)

    bench.kept = {"letter.txt"}
    (bench.folder / "letter.txt").write_bytes(LETTER)
    prepare(bench)
    stood = files_of(bench.content)
    told = bench.run("add", "letter.txt", before=before, meanwhile=send)
    assert files_of(bench.content) == stood
    return told


def wait(_: object) -> None:
    """In a worker."""
    Path(os.environ["READY"]).touch()
    time.sleep(60)


@fault(HEADING, "two that are added at once become one document of one name", "old")
def at_once(bench: Bench) -> Told:
    """The second is written between the first's look at what there is, and its writing."""
    under_way = add._under_way

    def meanwhile(*given: Any) -> object:
        put_in("builder.convert.many_files._under_way", under_way)
        (bench.folder / "other.txt").write_bytes(LETTER.replace(b"telephone", b"door"))
        assert add_file(bench, "other.txt").status == 0
        return under_way(*given)

    bench.kept = {"letter.txt", "other.txt"}
    (bench.folder / "letter.txt").write_bytes(LETTER)
    prepare(bench)
    told = add_file(
        bench, "letter.txt", lambda: put_in("builder.convert.many_files._under_way", meanwhile)
    )
    (document,) = (bench.content / "documents" / "westshire").glob("*2014-03-03*")
    assert "door" in document.read_text("utf-8")
    return told
