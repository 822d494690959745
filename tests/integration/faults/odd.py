"""Files of the content that are odd, hostile or in the wrong place."""

from __future__ import annotations

import os
import socket
from pathlib import Path

from tests.integration.faults.bench import Bench, Told, fault

HEADING = "Odd files"
REPORT = "northtown-2010-06-30-report.md"


def secret(bench: Bench) -> Path:
    """A file that is not the archive's."""
    file = bench.folder.parent / "secret.txt"
    file.write_text("base_url: the words of another file\n")
    return file


def told_of(told: Told) -> Told:
    assert "the words of another file" not in told.said
    return told


@fault(HEADING, "a document is a link to a file elsewhere")
def document_link(bench: Bench) -> Told:
    bench.document.unlink()
    bench.document.symlink_to(secret(bench))
    return told_of(bench.build())


@fault(HEADING, "a registry is a link to a file elsewhere")
def registry_link(bench: Bench) -> Told:
    (bench.content / "site.yaml").unlink()
    (bench.content / "site.yaml").symlink_to(secret(bench))
    return told_of(bench.build())


@fault(HEADING, "an original is a link to a file elsewhere")
def original_link(bench: Bench) -> Told:
    original = bench.original()
    original.rename(bench.folder.parent / "original.txt")
    original.symlink_to(bench.folder.parent / "original.txt")
    return bench.build()


@fault(HEADING, "a document is a pipe, which a reader would wait for")
def document_pipe(bench: Bench) -> Told:
    bench.document.unlink()
    os.mkfifo(bench.document)
    return bench.build()


@fault(HEADING, "a registry is a pipe")
def registry_pipe(bench: Bench) -> Told:
    (bench.content / "topics.yaml").unlink()
    os.mkfifo(bench.content / "topics.yaml")
    return bench.build()


@fault(HEADING, "an original is a pipe")
def original_pipe(bench: Bench) -> Told:
    original = bench.original()
    original.unlink()
    os.mkfifo(original)
    return bench.build()


@fault(HEADING, "a document is a socket")
def document_socket(bench: Bench) -> Told:
    bench.document.unlink()
    with socket.socket(socket.AF_UNIX) as made:
        # The whole path may be longer than a socket's may be.
        here = os.open(bench.document.parent, os.O_DIRECTORY)
        made.bind(f"/proc/self/fd/{here}/{bench.document.name}")
        os.close(here)
        return bench.build()


@fault(HEADING, "a document is a link to a device that never ends")
def document_device(bench: Bench) -> Told:
    bench.document.unlink()
    bench.document.symlink_to("/dev/zero")
    return bench.build()


@fault(HEADING, "a document is a link to itself")
def document_loop(bench: Bench) -> Told:
    bench.document.unlink()
    bench.document.symlink_to(bench.document.name)
    return bench.build()


@fault(HEADING, "a folder is named as a document")
def document_folder(bench: Bench) -> Told:
    bench.document.unlink()
    bench.document.mkdir()
    return bench.build()


@fault(HEADING, "a document may not be read")
def document_locked(bench: Bench) -> Told:
    bench.document.chmod(0)
    return bench.build(weak=True)


@fault(HEADING, "a registry may not be read")
def registry_locked(bench: Bench) -> Told:
    (bench.content / "authorities.yaml").chmod(0)
    return bench.build(weak=True)


@fault(HEADING, "an original may not be read")
def original_locked(bench: Bench) -> Told:
    bench.original().chmod(0)
    return bench.build(weak=True)


def with_body(bench: Bench, body: bytes) -> Told:
    head, _, _ = bench.document.read_bytes().partition(b"\n---\n")
    bench.document.write_bytes(head + b"\n---\n\n" + body)
    return bench.build()


@fault(HEADING, "a document of 3 MB")
def document_huge(bench: Bench) -> Told:
    return with_body(bench, b"Words upon words.\n\n" * 170_000)


@fault(HEADING, "a document of one line of a million characters")
def line_huge(bench: Bench) -> Told:
    bench.document.write_bytes(bench.document.read_bytes() + b"\n" + b"Words " * 166_000)
    return bench.build()


@fault(HEADING, "a document with a table of five thousand rows, longer than any", "new")
def table_huge(bench: Bench) -> Told:
    text = bench.document.read_text("utf-8")
    rows = "".join(f"| Visit {number} | {number} |\n" for number in range(5_000))
    bench.document.write_text(f"{text}\n## Visits\n\n| | |\n|---|---|\n{rows}", "utf-8")
    return bench.build()


@fault(HEADING, "a document that begins with a byte order mark", "new")
def document_marked(bench: Bench) -> Told:
    bench.document.write_bytes(b"\xef\xbb\xbf" + bench.document.read_bytes())
    return bench.build()


@fault(HEADING, "a document with a byte 0")
def document_zero(bench: Bench) -> Told:
    return with_body(bench, b"# Title\n\nWords\x00 and more.\n")


@fault(HEADING, "a title with a byte 0, written as an escape")
def title_zero(bench: Bench) -> Told:
    text = bench.document.read_text("utf-8")
    title = next(line for line in text.splitlines() if line.startswith("title:"))
    bench.document.write_text(text.replace(title, 'title: "Inspection\\0 of services"'), "utf-8")
    return bench.build()


@fault(HEADING, "a title with a character that turns round what follows it")
def title_turned(bench: Bench) -> Told:
    text = bench.document.read_text("utf-8")
    title = next(line for line in text.splitlines() if line.startswith("title:"))
    turned = "title: Inspection \u202eof services"
    bench.document.write_text(text.replace(title, turned), "utf-8")
    return bench.build()


@fault(HEADING, "a document with a character that nobody sees, inside a word")
def document_unseen(bench: Bench) -> Told:
    return with_body(bench, "# Title\n\nSafe\u200bguarding and more.\n".encode())


@fault(HEADING, "a document with a letter of tags, which carry words that nobody sees")
def document_tagged(bench: Bench) -> Told:
    return with_body(bench, "# Title\n\nSafe\U000e0041guarding and more.\n".encode())


@fault(HEADING, "a document with a joiner or a filler, which nobody sees")
def document_filled(bench: Bench) -> Told:
    return with_body(bench, "# Title\n\nSafe\u034fguarding and\u3164 more.\n".encode())


@fault(HEADING, "a document in UTF-16")
def document_utf_16(bench: Bench) -> Told:
    bench.document.write_text(bench.document.read_text("utf-8"), "utf-16")
    return bench.build()


@fault(HEADING, "a document with the line ends of Windows", "new")
def document_crlf(bench: Bench) -> Told:
    text = bench.document.read_bytes()
    bench.document.write_bytes(text.replace(b"\n", b"\r\n"))
    return bench.build()


@fault(HEADING, "lists nested two hundred deep")
def nested_lists(bench: Bench) -> Told:
    lists = "".join(f"{'  ' * depth}- Entry {depth}\n" for depth in range(200))
    bench.document.write_bytes(bench.document.read_bytes() + f"\n{lists}".encode())
    return bench.build()


@fault(HEADING, "YAML whose aliases make a billion words")
def aliases(bench: Bench) -> Told:
    bomb = "a: &a [x, x, x]\nb: &b [*a, *a, *a]\nc: [*b, *b, *b]\n"
    (bench.content / "site.yaml").write_text(bomb)
    return bench.build()


@fault(HEADING, "YAML nested ten thousand deep")
def nested_yaml(bench: Bench) -> Told:
    (bench.content / "topics.yaml").write_text("[" * 10_000)
    return bench.build()


@fault(HEADING, "a pattern that could be tried on a sentence without end")
def endless_pattern(bench: Bench) -> Told:
    registry = bench.content / "references.yaml"
    text = registry.read_text("utf-8")
    registry.write_text(text.replace("[the harbour review]", '["(?:\\\\w+ ?)+ review"]'), "utf-8")
    return bench.build()


@fault(HEADING, "a row of a registry that says nothing known")
def bad_row(bench: Bench) -> Told:
    (bench.content / "topics.yaml").write_text("- {id: doors, nmae: Doors, phrases: 3}\n")
    return bench.build()


@fault(HEADING, "broken YAML")
def broken_yaml(bench: Bench) -> Told:
    (bench.content / "topics.yaml").write_text("- id: x\n   name: [unclosed\n")
    return bench.build()


@fault(HEADING, "a name that steers the terminal")
def name_that_steers(bench: Bench) -> Told:
    (bench.document.parent / "x\n\x1b[31m.md").write_text("Words.")
    return bench.build()


@fault(HEADING, "a name that is not UTF-8")
def name_not_utf_8(bench: Bench) -> Told:
    Path(os.fsdecode(os.fsencode(bench.document.parent) + b"/caf\xe9.md")).write_text("Words.")
    return bench.build()


@fault(HEADING, "two names that differ only in capitals")
def names_alike(bench: Bench) -> Told:
    other = bench.document.with_name(REPORT.replace("n", "N", 1))
    other.write_bytes(bench.document.read_bytes())
    return bench.build()


@fault(HEADING, "a registry named .yml")
def named_yml(bench: Bench) -> Told:
    (bench.content / "topic.yml").write_text("[]\n")
    return bench.build()


@fault(HEADING, "a framework in a folder too deep")
def framework_deep(bench: Bench) -> Told:
    (bench.content / "frameworks" / "2030").mkdir()
    (bench.content / "frameworks" / "2030" / "review-2030.yaml").write_text("id: review-2030\n")
    return bench.build()


@fault(HEADING, "a document in a folder too deep")
def document_deep(bench: Bench) -> Told:
    (bench.document.parent / "2010").mkdir()
    bench.document.rename(bench.document.parent / "2010" / REPORT)
    return bench.build()


@fault(HEADING, "a document outside any authority's folder")
def document_high(bench: Bench) -> Told:
    bench.document.rename(bench.content / "documents" / REPORT)
    return bench.build()


@fault(HEADING, "a PDF among the documents")
def pdf_among_documents(bench: Bench) -> Told:
    bench.document.with_name("report.pdf").write_bytes(b"%PDF-1.7")
    return bench.build()


@fault(HEADING, "an original that no document names", "new")
def original_unnamed(bench: Bench) -> Told:
    (bench.content / "originals" / "0123456789ab.txt").write_text("Words.")
    return bench.build()


@fault(HEADING, "originals that wait in the inbox, and what other programs leave behind", "new")
def inbox(bench: Bench) -> Told:
    (bench.content / "inbox").mkdir()
    (bench.content / "inbox" / "report.pdf").write_bytes(b"%PDF-1.7")
    for name in (".DS_Store", "documents/northtown/.report.md.swp", "topics.yaml~"):
        (bench.content / name).write_text("x")
    return bench.build()
