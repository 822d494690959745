"""A build that is ended: killed at each of its stages, interrupted, or asked to stop."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path

from builder.core import durable_files
from builder.output import atomic_swap as publish
from tests.integration.faults.bench import (
    Bench,
    Told,
    after,
    die,
    fault,
    in_other_processes,
    on_call,
    put_in,
    second_step,
    wait_for,
)

HEADING = "Ended"
CLEARED = "old; the next build clears away what was left"
CLEARED_NEW = "new; the next build clears away what was left"


def killed(
    bench: Bench,
    before: Callable[[], object],
    meanwhile: Callable[[int], object] = lambda process: None,
) -> Told:
    """Killed, and after it a build that comes to nothing, which yet clears up."""
    told = bench.build(before=before, meanwhile=meanwhile)
    assert bench.at_work() == set()
    assert bench.lying_about() == {".site-building"}
    assert told.status == -signal.SIGKILL
    wrong = bench.folder.parent / "wrong" / "content"
    shutil.copytree(bench.content, wrong)
    (wrong / bench.document.relative_to(bench.content)).write_text("")
    assert "the file is empty" in bench.build("--content", str(wrong)).said
    return told


@fault(HEADING, "kill -9 while the content is read", CLEARED)
def while_reading(bench: Bench) -> Told:
    return killed(bench, lambda: put_in("builder.reading.document.read_body", die))


@fault(HEADING, "kill -9 while pages are rendered", CLEARED)
def while_rendering(bench: Bench) -> Told:
    return killed(bench, lambda: put_in("builder.rendering.renderer.Renderer.render", die))


@fault(HEADING, "kill -9 while files are written", CLEARED)
def while_writing(bench: Bench) -> Told:
    write = durable_files.put
    return killed(bench, lambda: put_in("builder.output.site_tree.put", on_call(4, die, write)))


@fault(HEADING, "kill -9 while originals are copied", CLEARED)
def while_copying(bench: Bench) -> Told:
    copy = on_call(3, die, publish.Copy.read)
    put = lambda: put_in("builder.output.atomic_swap.Copy.read", copy)  # noqa: E731 (it is called by nobody else)
    return killed(bench, lambda: after("builder.build.pipeline.collect_accounts", put))


@fault(HEADING, "kill -9 while what was made is put into the cache", CLEARED)
def while_put_into_the_cache(bench: Bench) -> Told:
    write = durable_files.write_whole
    return killed(bench, lambda: put_in("builder.store.cache.write_whole", on_call(3, die, write)))


@fault(HEADING, "kill -9 while the search index is made", CLEARED)
def while_indexing(bench: Bench) -> Told:
    return killed(bench, lambda: put_in("builder.search.title_index.subprocess.run", die))


@fault(HEADING, "kill -9 before the swap", CLEARED)
def before_the_swap(bench: Bench) -> Told:
    return killed(bench, lambda: put_in("builder.output.atomic_swap._swap", die))


@fault(HEADING, "kill -9 between the two steps of a swap, on a disk that cannot exchange folders",
       "old, put back by the next build")  # fmt: skip
def amid_the_swap(bench: Bench) -> Told:
    return killed(bench, lambda: second_step(die))


@fault(HEADING, "kill -9 after the swap, while the old site is kept for the next build",
       CLEARED_NEW)  # fmt: skip
def while_the_tree_is_kept(bench: Bench) -> Told:
    return killed(
        bench, lambda: put_in("builder.output.site_tree.copy", on_call(3, die, durable_files.copy))
    )


@fault(HEADING, "kill -9 after the swap, before it is noted what was kept", CLEARED_NEW)
def before_the_state_is_kept(bench: Bench) -> Told:
    return killed(bench, lambda: put_in("builder.build.previous_site.save", die))


@fault(HEADING, "kill -9 after the swap", CLEARED_NEW)
def after_the_swap(bench: Bench) -> Told:
    return killed(bench, lambda: put_in("builder.output.atomic_swap.remove_folder", die))


class Waiting:
    """A stage at which a build waits, and what is then done to it."""

    def __init__(self, bench: Bench, stage: str, *, elsewhere: bool = False) -> None:
        self._ready = bench.folder.parent / "ready"
        self._stage = stage
        self._elsewhere = elsewhere

    def before(self) -> None:
        if self._elsewhere:
            in_other_processes()
        put_in(self._stage, self._wait)

    def _wait(self, *_: object, **__: object) -> None:
        part = self._ready.with_suffix(f".{os.getpid()}")
        part.write_text(str(os.getpid()))
        part.rename(self._ready)
        time.sleep(60)

    def then(self, act: Callable[[int, int], object]) -> Callable[[int], None]:
        """What does something to the build and to the process that waits, once one does."""

        def meanwhile(process: int) -> None:
            wait_for(self._ready)
            act(process, int(self._ready.read_text()))

        return meanwhile


def killed_at_work(bench: Bench, stage: str) -> Told:
    """Killed while other processes work, which must not go on."""
    wait = Waiting(bench, stage, elsewhere=True)
    return killed(bench, wait.before, wait.then(lambda build, _: os.kill(build, signal.SIGKILL)))


@fault(HEADING, "kill -9 while other processes read the content", CLEARED)
def while_others_read(bench: Bench) -> Told:
    return killed_at_work(bench, "builder.build.read_job.read_document")


@fault(HEADING, "kill -9 while other processes write pages", CLEARED)
def while_others_write(bench: Bench) -> Told:
    return killed_at_work(bench, "builder.build.page_job.write")


@fault(HEADING, "kill -9 of one of those other processes")
def one_of_the_others(bench: Bench) -> Told:
    wait = Waiting(bench, "builder.build.page_job.write", elsewhere=True)
    told = bench.build(
        before=wait.before, meanwhile=wait.then(lambda _, other: os.kill(other, signal.SIGKILL))
    )
    assert bench.at_work() == set()
    return told


@fault(HEADING, "Ctrl-C while other processes write pages")
def interrupted_others(bench: Bench) -> Told:
    wait = Waiting(bench, "builder.build.page_job.write", elsewhere=True)

    def before() -> None:
        os.setpgid(0, 0)
        wait.before()

    told = bench.build(
        before=before, meanwhile=wait.then(lambda build, _: os.killpg(build, signal.SIGINT))
    )
    assert bench.at_work() == set()
    return told


@fault(HEADING, "asked to stop (SIGTERM) while other processes write pages")
def asked_others_to_stop(bench: Bench) -> Told:
    wait = Waiting(bench, "builder.build.page_job.write", elsewhere=True)
    told = bench.build(
        before=wait.before, meanwhile=wait.then(lambda build, _: os.kill(build, signal.SIGTERM))
    )
    assert bench.at_work() == set()
    return told


def interrupted(bench: Bench, number: signal.Signals, stage: str) -> Told:
    """A build that waits at a stage, and a signal sent to it there."""
    wait = Waiting(bench, stage)
    return bench.build(
        before=wait.before, meanwhile=wait.then(lambda build, _: os.kill(build, number))
    )


@fault(HEADING, "Ctrl-C while the content is read")
def interrupted_reading(bench: Bench) -> Told:
    return interrupted(bench, signal.SIGINT, "builder.build.read_job.read_document")


@fault(HEADING, "Ctrl-C while files are written")
def interrupted_writing(bench: Bench) -> Told:
    return interrupted(bench, signal.SIGINT, "builder.build.page_job.write")


@fault(HEADING, "asked to stop (SIGTERM) before the swap")
def asked_to_stop(bench: Bench) -> Told:
    return interrupted(bench, signal.SIGTERM, "builder.output.atomic_swap._swap")


@fault(HEADING, "the terminal closed (SIGHUP) while pages are rendered")
def hung_up(bench: Bench) -> Told:
    return interrupted(bench, signal.SIGHUP, "builder.rendering.renderer.Renderer.render")


@fault(HEADING, "asked to stop (SIGTERM) while the search index is made")
def asked_to_stop_indexing(bench: Bench) -> Told:
    ready, program = bench.folder.parent / "ready", bench.folder.parent / "pagefind"
    program.write_text(
        f"#!/bin/sh\necho $$ > {ready}.part; mv {ready}.part {ready}\nexec sleep 60\n"
    )
    program.chmod(0o755)

    def send(process: int) -> None:
        wait_for(ready)
        time.sleep(0.3)  # the program runs before `subprocess` knows that it does
        os.kill(process, signal.SIGTERM)

    told = bench.build(
        before=lambda: os.environ.update(PAGEFIND_BINARY_PATH=str(program)), meanwhile=send
    )
    assert bench.at_work() == set()
    return told


@fault(HEADING, "Ctrl-C just after the swap", "new")
def interrupted_after_the_swap(bench: Bench) -> Told:
    swap = publish._swap

    def swapped(*folders: Path) -> None:
        swap(*folders)
        os.kill(os.getpid(), signal.SIGINT)

    return bench.build(before=lambda: put_in("builder.output.atomic_swap._swap", swapped))
