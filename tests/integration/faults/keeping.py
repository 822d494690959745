"""What is kept between two builds: damaged, put there by somebody else, locked, or shared.

And the site itself between two builds.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import random
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

from msgspec import msgpack

from builder.build.build_state import STATE_KEY
from tests.integration.faults.bench import Bench, Told, content_of, fault
from tests.integration.faults.ended import Waiting
from tests.support.small_archive import files_of

HEADING = "What is kept"


class Program:
    """What would run a program, were it unpacked and trusted."""

    def __init__(self, makes: Path) -> None:
        self._makes = makes

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return os.mkdir, (os.fspath(self._makes),)


def signed(key: str, data: bytes) -> bytes:
    """Data with the checksum under which the cache keeps it."""
    return hashlib.blake2b(data, digest_size=16, key=key.encode()).digest() + data


def each_kept(bench: Bench, change: Callable[[Path], object]) -> Told:
    """Something done to all that is kept of an ordinary build."""
    bench.build_before()
    kept = sorted(bench.cache.glob("??/*"))
    assert len(kept) >= 15
    for path in kept:
        change(path)
    return bench.build()


@fault(HEADING, "all that is kept is cut short", "new")
def cut_short(bench: Bench) -> Told:
    return each_kept(bench, lambda path: os.truncate(path, path.stat().st_size // 2))


@fault(HEADING, "all that is kept is empty", "new")
def empty(bench: Bench) -> Told:
    return each_kept(bench, lambda path: path.write_bytes(b""))


@fault(HEADING, "all that is kept is other bytes", "new")
def other_bytes(bench: Bench) -> Told:
    chance = random.Random(1)
    return each_kept(bench, lambda path: path.write_bytes(chance.randbytes(path.stat().st_size)))


@fault(HEADING, "all that is kept would run a program, were it trusted", "new")
def programs(bench: Bench) -> Told:
    ran = bench.folder.parent / "ran"
    data = pickle.dumps(Program(ran))
    told = each_kept(bench, lambda path: path.write_bytes(signed(path.name, data)))
    assert not ran.exists()
    pickle.loads(data)
    assert ran.exists()
    return told


@fault(HEADING, "the kept site is gone", "new")
def tree_gone(bench: Bench) -> Told:
    bench.build_before()
    shutil.rmtree(bench.cache / "tree")
    return bench.build()


@fault(
    HEADING, "the kept site was edited: files changed, added, removed, in place of folders", "new"
)
def tree_edited(bench: Bench) -> Told:
    bench.build_before()
    spoil(bench.cache / "tree")
    return bench.build()


@fault(HEADING, "the site was edited: files changed, added, removed, in place of folders", "new")
def site_edited(bench: Bench) -> Told:
    bench.build_before()
    spoil(bench.site)
    assert bench.build().status == 0
    spoil(bench.site)
    return bench.build()


def spoil(folder: Path) -> None:
    """What hands do to a folder that programs should write."""
    with (folder / "404.html").open("a") as file:
        file.write("More.")
    page = folder / "search" / "index.html"
    words = page.read_bytes()
    page.unlink()
    page.write_bytes(words[::-1])
    next((folder / "assets").glob("*.css")).unlink()
    next((folder / "pagefind").rglob("*.pf_fragment")).write_bytes(b"")
    (folder / "mine").mkdir()
    (folder / "mine" / "thesis.txt").write_text("Years of work.")
    shutil.rmtree(folder / "authorities" / "northtown")
    (folder / "authorities" / "northtown").write_text("A file.")
    (folder / "authorities" / "southtown" / "index.html").unlink()
    (folder / "authorities" / "southtown" / "index.html").mkdir()
    shutil.rmtree(folder / "documents")
    (folder / "documents").symlink_to(folder.parent)


@fault(HEADING, "a file and folders of the site were locked between two builds", "new")
def site_locked(bench: Bench) -> Told:
    bench.build_before()
    for _ in range(2):  # the site of one build is what the next but one begins with
        for path in (bench.site / "documents").iterdir():
            path.chmod(0)
        assert bench.build(weak=True).status == 0
        bench.document.write_bytes(bench.document.read_bytes() + b"\nA further paragraph.\n")
    bench.mend()
    return bench.build(weak=True)


@fault(HEADING, "somebody's link stands where the site is kept", "new")
def tree_link(bench: Bench) -> Told:
    bench.build_before()
    mine = bench.folder.parent / "Documents"
    mine.mkdir()
    (mine / "thesis.txt").write_text("Years of work.")
    shutil.rmtree(bench.cache / "tree")
    (bench.cache / "tree").symlink_to(mine)
    told = bench.build()
    assert files_of(mine) == {"thesis.txt": b"Years of work."}
    return told


@fault(HEADING, "the cache may not be written")
def cache_locked(bench: Bench) -> Told:
    bench.build_before()
    folders = [bench.cache, *(each for each in bench.cache.glob("??"))]
    for folder in folders:
        folder.chmod(0o555)
    told = bench.build(weak=True)
    for folder in folders:
        folder.chmod(0o755)
    return told


@fault(HEADING, "the folder of the cache may not be made")
def cache_forbidden(bench: Bench) -> Told:
    (bench.folder / ".cache").mkdir()
    (bench.folder / ".cache").chmod(0o555)
    told = bench.build(weak=True)
    (bench.folder / ".cache").chmod(0o755)
    return told


@fault(HEADING, "a file stands where the cache should be")
def cache_file(bench: Bench) -> Told:
    bench.kept = {"notes.txt"}
    (bench.folder / "notes.txt").write_text("Mine.")
    told = bench.build("--cache", "notes.txt")
    assert (bench.folder / "notes.txt").read_text() == "Mine."
    return told


@fault(HEADING, "the same, and `--no-cache`", "new")
def cache_not_wanted(bench: Bench) -> Told:
    (bench.folder / ".cache").write_text("Mine.")
    told = bench.build("--no-cache")
    (bench.folder / ".cache").unlink()
    return told


@fault(HEADING, "the cache would lie inside the site")
def cache_in_the_site(bench: Bench) -> Told:
    return bench.build("--cache", "site/cache")


@fault(HEADING, "two builds at once keep what they make in one cache", "new")
def one_cache(bench: Bench) -> Told:
    bench.kept = {"other"}
    wait = Waiting(bench, "builder.build.steps._authority_tasks")
    told: list[Told] = []

    def second(process: int, _: int) -> None:
        told.append(bench.build("--output", "other"))
        os.kill(process, signal.SIGTERM)

    bench.build_before()
    assert (
        bench.build(before=wait.before, meanwhile=wait.then(second)).status == 128 + signal.SIGTERM
    )
    assert told[0].status == 0
    told.append(bench.build())
    assert content_of(bench.site) == content_of(bench.folder / "other")
    return told[-1]


def rot(folder: Path) -> None:
    """Pages changed as a failing disk or a sly hand does it: size and time stay as they were."""
    for page in (
        folder / "index.html",
        folder / "documents/northtown-2010-06-30-report/index.html",
    ):
        at, words = page.stat(), page.read_bytes()
        with page.open("r+b") as file:
            file.write(words.replace(b"Northtown", b"Southtown"))
        os.utime(page, ns=(at.st_atime_ns, at.st_mtime_ns))
        assert page.stat().st_size == at.st_size
        assert page.read_bytes() != words


@fault(HEADING, "words of the kept site were changed, size and time of its files as before", "new")
def tree_rotten(bench: Bench) -> Told:
    bench.build_before()
    before = files_of(bench.site)
    rot(bench.cache / "tree")
    assert files_of(bench.site) == before  # the two share nothing
    return bench.build()


@fault(HEADING, "words of the site were changed, size and time of its files as before", "new")
def site_rotten(bench: Bench) -> Told:
    bench.build_before()
    assert bench.build().status == 0
    rot(bench.site)
    return bench.build()


@fault(HEADING, "the cache says that somebody's file is one of the last site's", "new")
def somebody_s_file(bench: Bench) -> Told:
    bench.build_before()
    bench.kept = {"thesis.txt"}
    mine = bench.folder / "thesis.txt"
    mine.write_text("Years of work.")
    path = bench.cache / STATE_KEY[:2] / STATE_KEY
    made_with, content, *trees = msgpack.decode(path.read_bytes()[16:])
    for tree in trees:
        tree["../../thesis.txt"] = tree.popitem()[1]
    path.unlink()
    path.write_bytes(signed(STATE_KEY, msgpack.encode((made_with, content, *trees))))
    told = bench.build()
    assert mine.read_text() == "Years of work."
    return told
