"""A build that is ended: killed at each of its stages, interrupted, or asked to stop."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from builder import publish
from tests.faults.bench import Bench, Told, die, fault, on_call, put_in

HEADING = "Ended"
CLEARED = "old; the next build clears away what was left"


def killed(bench: Bench, before: Callable[[], object]) -> Told:
    """Killed, and after it a build that comes to nothing, which yet clears up."""
    told = bench.build(before=before)
    assert bench.lying_about() == {".site-building"}
    assert told.status == -signal.SIGKILL
    assert bench.build("--content", "nowhere").status == 1
    return told


@fault(HEADING, "kill -9 while the content is read", CLEARED)
def while_reading(bench: Bench) -> Told:
    return killed(bench, lambda: put_in("builder.read.read_body", die))


@fault(HEADING, "kill -9 while pages are rendered", CLEARED)
def while_rendering(bench: Bench) -> Told:
    return killed(bench, lambda: put_in("builder.build.render_site", die))


@fault(HEADING, "kill -9 while files are written", CLEARED)
def while_writing(bench: Bench) -> Told:
    write = Path.write_bytes
    return killed(bench, lambda: put_in("pathlib.Path.write_bytes", on_call(9, die, write)))


@fault(HEADING, "kill -9 while originals are copied", CLEARED)
def while_copying(bench: Bench) -> Told:
    read = publish.Copy.read
    return killed(bench, lambda: put_in("builder.publish.Copy.read", on_call(3, die, read)))


@fault(HEADING, "kill -9 while the search index is made", CLEARED)
def while_indexing(bench: Bench) -> Told:
    return killed(bench, lambda: put_in("builder.search.pages.subprocess.run", die))


@fault(HEADING, "kill -9 before the swap", CLEARED)
def before_the_swap(bench: Bench) -> Told:
    return killed(bench, lambda: put_in("builder.publish._swap", die))


@fault(HEADING, "kill -9 between the two steps of a swap, on a disk that cannot exchange folders",
       "old, put back by the next build")  # fmt: skip
def amid_the_swap(bench: Bench) -> Told:
    rename = Path.rename

    def cannot_exchange() -> None:
        put_in("builder.publish._exchange", lambda *_: False)
        put_in("pathlib.Path.rename", on_call(2, die, rename))

    return killed(bench, cannot_exchange)


@fault(HEADING, "kill -9 after the swap", "new; the next build clears away what was left")
def after_the_swap(bench: Bench) -> Told:
    return killed(bench, lambda: put_in("builder.publish._remove", die))


def interrupted(bench: Bench, number: signal.Signals, stage: str) -> Told:
    """A build that waits at a stage, and a signal sent to it there."""
    ready = bench.folder.parent / "ready"

    def wait(*_: object, **__: object) -> None:
        ready.touch()
        time.sleep(60)

    def send(process: int) -> None:
        while not ready.exists():
            time.sleep(0.005)
        os.kill(process, number)

    return bench.build(before=lambda: put_in(stage, wait), meanwhile=send)


@fault(HEADING, "Ctrl-C while the content is read")
def interrupted_reading(bench: Bench) -> Told:
    return interrupted(bench, signal.SIGINT, "builder.build.read_archive")


@fault(HEADING, "Ctrl-C while files are written")
def interrupted_writing(bench: Bench) -> Told:
    return interrupted(bench, signal.SIGINT, "builder.publish.Copy.read")


@fault(HEADING, "asked to stop (SIGTERM) before the swap")
def asked_to_stop(bench: Bench) -> Told:
    return interrupted(bench, signal.SIGTERM, "builder.publish._swap")


@fault(HEADING, "the terminal closed (SIGHUP) while pages are rendered")
def hung_up(bench: Bench) -> Told:
    return interrupted(bench, signal.SIGHUP, "builder.build.render_site")


@fault(HEADING, "asked to stop (SIGTERM) while the search index is made")
def asked_to_stop_indexing(bench: Bench) -> Told:
    ready, program = bench.folder.parent / "ready", bench.folder.parent / "pagefind"
    program.write_text(
        f"#!/bin/sh\necho $$ > {ready}.part; mv {ready}.part {ready}\nexec sleep 60\n"
    )
    program.chmod(0o755)

    def send(process: int) -> None:
        while not ready.exists():
            time.sleep(0.005)
        time.sleep(0.3)  # the program runs before `subprocess` knows that it does
        os.kill(process, signal.SIGTERM)

    told = bench.build(
        before=lambda: os.environ.update(PAGEFIND_BINARY_PATH=str(program)), meanwhile=send
    )
    indexing = int(ready.read_text())
    assert not Path(f"/proc/{indexing}").exists() or not Path("/proc/self").exists()
    return told


@fault(HEADING, "Ctrl-C just after the swap", "new")
def interrupted_after_the_swap(bench: Bench) -> Told:
    swap = publish._swap

    def swapped(*folders: Path) -> None:
        swap(*folders)
        os.kill(os.getpid(), signal.SIGINT)

    return bench.build(before=lambda: put_in("builder.publish._swap", swapped))
