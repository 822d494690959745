"""A site's place that cannot be had: full, locked, somebody else's, or held by another build."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import time
from typing import NoReturn

from builder.core import durable_files
from tests.integration.faults.bench import (
    Bench,
    Told,
    fault,
    full,
    in_other_processes,
    on_call,
    put_in,
    second_step,
    wait_for,
)
from tests.support.small_archive import files_of

HEADING = "The site's place"
MINE = {"thesis.txt": b"Years of work."}


@fault(HEADING, "the disk is full while files are written")
def full_disk(bench: Bench) -> Told:
    write = durable_files.put
    return bench.build(
        before=lambda: put_in("builder.output.site_tree.put", on_call(4, full, write))
    )


@fault(HEADING, "the disk is full while other processes write files")
def full_disk_elsewhere(bench: Bench) -> Told:
    def before() -> None:
        in_other_processes()
        put_in("builder.output.site_tree.put", full)

    return bench.build(before=before)


@fault(HEADING, "the disk is full from the start")
def full_from_the_start(bench: Bench) -> Told:
    return bench.build(before=lambda: put_in("builder.output.atomic_swap.make_folder", full))


@fault(HEADING, "the second step of a swap is refused, on a disk that cannot exchange folders")
def refused_swap(bench: Bench) -> Told:
    def refuse(*_: object) -> NoReturn:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    return bench.build(before=lambda: second_step(refuse))


@fault(HEADING, "the old site's folder may not be written")
def read_only_site(bench: Bench) -> Told:
    bench.site.chmod(0o555)
    told = bench.build(weak=True)
    bench.site.chmod(0o755)
    return told


@fault(HEADING, "a folder inside the old site may not be written", "new")
def read_only_folder_of_the_site(bench: Bench) -> Told:
    (bench.site / "gone").mkdir(exist_ok=True)
    (bench.site / "gone").chmod(0o555)
    return bench.build(weak=True)


@fault(HEADING, "the folder around the site may not be written")
def read_only_parent(bench: Bench) -> Told:
    bench.folder.chmod(0o555)
    told = bench.build(weak=True)
    bench.folder.chmod(0o755)
    return told


@fault(HEADING, "the place lies below a file")
def below_a_file(bench: Bench) -> Told:
    return bench.build("--output", "site/index.html/site")


@fault(HEADING, "a file stands in the place")
def a_file(bench: Bench) -> Told:
    bench.kept = {"notes.txt"}
    (bench.folder / "notes.txt").write_text("Mine.")
    told = bench.build("--output", "notes.txt")
    assert (bench.folder / "notes.txt").read_text() == "Mine."
    return told


@fault(HEADING, "the place is a folder of somebody's own")
def a_folder_of_mine(bench: Bench) -> Told:
    bench.kept = {"Documents"}
    mine = bench.folder / "Documents"
    mine.mkdir()
    (mine / "thesis.txt").write_bytes(b"Years of work.")
    told = bench.build("--output", "Documents")
    assert files_of(mine) == MINE
    return told


@fault(HEADING, "the place is a site and a repository")
def a_repository(bench: Bench) -> Told:
    (bench.site / ".git").mkdir()
    told = bench.build()
    (bench.site / ".git").rmdir()
    return told


@fault(
    HEADING, "the place is a link to a site: the link stays, the site behind it is replaced", "new"
)
def a_link(bench: Bench) -> Told:
    bench.kept = {"elsewhere"}
    bench.site.rename(bench.folder / "elsewhere")
    bench.site.symlink_to("elsewhere")
    told = bench.build()
    assert bench.site.is_symlink()
    assert {path.name for path in bench.folder.glob(".*")} == {".cache"}
    return told


@fault(HEADING, "the place is a link to itself", "nothing")
def a_link_to_itself(bench: Bench) -> Told:
    shutil.rmtree(bench.site)
    bench.site.symlink_to("site")
    told = bench.build()
    bench.site.unlink()
    return told


@fault(HEADING, "the place is the content folder")
def the_content(bench: Bench) -> Told:
    before = files_of(bench.content)
    told = bench.build("--output", "content")
    assert files_of(bench.content) == before
    return told


@fault(HEADING, "the place lies inside the content folder")
def inside_the_content(bench: Bench) -> Told:
    told = bench.build("--output", "content/site")
    assert not (bench.content / "site").exists()
    return told


@fault(HEADING, "the place holds the content folder")
def around_the_content(bench: Bench) -> Told:
    before = files_of(bench.content)
    told = bench.build("--output", ".")
    assert files_of(bench.content) == before
    return told


@fault(HEADING, "a new place in new folders, and content that is wrong")
def new_folders(bench: Bench) -> Told:
    bench.document.write_text("")
    return bench.build("--output", "some/where/new")


@fault(HEADING, "another build is writing the same site")
def two_at_once(bench: Bench) -> Told:
    ready = bench.folder.parent / "ready"

    def wait(*_: object) -> None:
        ready.touch()
        time.sleep(60)

    def second(process: int) -> None:
        wait_for(ready)
        told.append(bench.build())
        os.kill(process, signal.SIGTERM)

    told: list[Told] = []
    bench.build(
        before=lambda: put_in("builder.build.pipeline.read_authorities", wait), meanwhile=second
    )
    return told[0]


@fault(HEADING, "what another build is clearing away is still there", "new")
def left_by_another(bench: Bench) -> Told:
    left = bench.folder / ".site-building" / "new-of-a-build-that-was-killed"
    left.mkdir(parents=True)
    (left / "index.html").write_text("Half.")
    left.chmod(0o555)
    return bench.build(weak=True)


@fault(HEADING, "somebody's link stands where the build works")
def a_link_where_the_build_works(bench: Bench) -> Told:
    bench.kept = {"Documents", ".site-building"}
    (bench.folder / "Documents").mkdir()
    (bench.folder / "Documents" / "thesis.txt").write_bytes(b"Years of work.")
    (bench.folder / ".site-building").symlink_to("Documents")
    told = bench.build()
    assert files_of(bench.folder / "Documents") == MINE
    return told
