"""Content that changes, vanishes or is swapped for something else while it is built."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from builder import build, publish, read
from tests.faults.bench import Bench, Told, fault, put_in

HEADING = "Content in motion"


def after(place: str, call: Callable[..., Any], then: Callable[[], object]) -> Callable[[], None]:
    """What puts a change of the content behind a stage of the build."""

    def called(*words: Any, **named: Any) -> Any:
        result = call(*words, **named)
        then()
        return result

    return lambda: put_in(place, called)


@fault(HEADING, "a document vanishes before it is read")
def document_gone(bench: Bench) -> Told:
    files = read.document_files
    return bench.build(before=after("builder.read.document_files", files, bench.document.unlink))


@fault(HEADING, "a document is saved while the site is built")
def document_saved(bench: Bench) -> Told:
    def save() -> None:
        bench.document.write_bytes(bench.document.read_bytes() + b"\nA further paragraph.\n")

    return bench.build(before=after("builder.build.read_archive", build.read_archive, save))


@fault(HEADING, "a document is added while the site is built")
def document_added(bench: Bench) -> Told:
    def add() -> None:
        bench.document.with_name("northtown-2020-01-01-report.md").write_text("Words.")

    return bench.build(before=after("builder.build.render_site", build.render_site, add))


@fault(HEADING, "an original vanishes before it is copied")
def original_gone(bench: Bench) -> Told:
    original = bench.original()
    return bench.build(
        before=after("builder.build.render_site", build.render_site, original.unlink)
    )


@fault(HEADING, "an original vanishes while originals are copied")
def original_gone_amid(bench: Bench) -> Told:
    def take() -> None:
        for original in (bench.content / "originals").iterdir():
            original.unlink()

    return bench.build(before=after("builder.publish.Copy.read", publish.Copy.read, take))


@fault(HEADING, "an original is not the file that its document names")
def original_changed(bench: Bench) -> Told:
    original = bench.original()
    original.write_bytes(original.read_bytes() + b"\nOne word more.\n")
    return bench.build()


@fault(HEADING, "the same, seen by `check`")
def original_changed_check(bench: Bench) -> Told:
    bench.original().write_bytes(b"Another file.")
    return bench.run("check")


@fault(HEADING, "the content folder vanishes while the site is built")
def content_gone(bench: Bench) -> Told:
    def take() -> None:
        bench.content.rename(bench.folder.parent / "taken")

    return bench.build(before=after("builder.build.render_site", build.render_site, take))
