"""Content that changes, vanishes or is swapped for something else while it is built."""

from __future__ import annotations

from tests.integration.faults.bench import Bench, Told, after, fault, in_other_processes

HEADING = "Content in motion"
COLLECTED = "builder.build.pipeline.collect_accounts"


@fault(HEADING, "a document vanishes before it is read")
def document_gone(bench: Bench) -> Told:
    return bench.build(
        before=lambda: after("builder.build.steps.document_names", bench.document.unlink)
    )


@fault(HEADING, "a document is saved while the site is built")
def document_saved(bench: Bench) -> Told:
    def save() -> None:
        bench.document.write_bytes(bench.document.read_bytes() + b"\nA further paragraph.\n")

    return bench.build(before=lambda: after("builder.build.pipeline.read_authorities", save))


@fault(HEADING, "a document is added while the site is built")
def document_added(bench: Bench) -> Told:
    def add() -> None:
        bench.document.with_name("northtown-2020-01-01-report.md").write_text("Words.")

    return bench.build(before=lambda: after("builder.build.pipeline.make_pages", add))


@fault(HEADING, "an original vanishes before it is copied")
def original_gone(bench: Bench) -> Told:
    original = bench.original()
    return bench.build(before=lambda: after(COLLECTED, original.unlink))


@fault(HEADING, "the same, where other processes do the work")
def original_gone_elsewhere(bench: Bench) -> Told:
    original = bench.original()

    def before() -> None:
        in_other_processes()
        after(COLLECTED, original.unlink)

    return bench.build(before=before)


@fault(HEADING, "an original vanishes while originals are copied")
def original_gone_amid(bench: Bench) -> Told:
    def take() -> None:
        for original in (bench.content / "originals").iterdir():
            original.unlink()

    def copying() -> None:
        after("builder.output.atomic_swap.Copy.read", take)

    return bench.build(before=lambda: after(COLLECTED, copying))


@fault(HEADING, "an original is not the file that its document names")
def original_changed(bench: Bench) -> Told:
    original = bench.original()
    original.write_bytes(original.read_bytes() + b"\nOne word more.\n")
    return bench.build()


@fault(HEADING, "the same, where the changed file has as many bytes")
def original_changed_in_place(bench: Bench) -> Told:
    original = bench.original()
    original.write_bytes(bytes(len(original.read_bytes())))
    return bench.build()


@fault(HEADING, "the same, seen by `check`")
def original_changed_check(bench: Bench) -> Told:
    bench.original().write_bytes(b"Another file.")
    return bench.run("check")


@fault(HEADING, "the content folder vanishes while the site is built")
def content_gone(bench: Bench) -> Told:
    def take() -> None:
        bench.content.rename(bench.folder.parent / "taken")

    return bench.build(before=lambda: after(COLLECTED, take))
