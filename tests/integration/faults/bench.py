"""A bench on which faults are put into a build: a folder with content and an old site, and the
command run on it for real, in a process of its own that may be killed, starved or locked out.

A fault is a function that takes the bench and returns what came of it.  `docs/faults.md` is the
table of all of them: what was said, word for word, and what stands afterwards.
"""

from __future__ import annotations

import ctypes
import errno
import gzip
import importlib
import os
import re
import shutil
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from builder.__main__ import main
from builder.core import durable_files
from builder.output import atomic_swap as publish
from tests.support.small_archive import CONTENT, files_of

OLD = {"index.html": b"The old site.", "data/documents.json": b"[]", "gone/index.html": b"Old."}
PATIENCE = 60.0
"""Seconds after which a command is taken to hang."""


@dataclass(frozen=True)
class Told:
    """What came of a command."""

    status: int
    said: str


@dataclass(frozen=True)
class Fault:
    name: str
    put: Callable[[Bench], Told]
    stands: str
    """What stands in the site's place afterwards: "old", "new", "nothing", or it in other words."""


FAULTS: dict[str, list[Fault]] = {}
"""By the heading under which the table shows them."""


def fault(heading: str, name: str, stands: str = "old") -> Callable[[Any], Any]:
    """Enters a function into the table."""

    def enter(put: Callable[[Bench], Told]) -> Callable[[Bench], Told]:
        FAULTS.setdefault(heading, []).append(Fault(name, put, stands))
        return put

    return enter


@dataclass
class Bench:
    folder: Path
    kept: set[str] = field(default_factory=set)
    """What else a fault itself has put beside the content and the site."""
    old: Mapping[str, bytes] = field(default_factory=lambda: OLD)
    """What stands in the site's place beforehand."""

    def __post_init__(self) -> None:
        shutil.copytree(CONTENT, self.content)
        for name, data in OLD.items():
            (self.site / name).parent.mkdir(parents=True, exist_ok=True)
            (self.site / name).write_bytes(data)

    @property
    def content(self) -> Path:
        return self.folder / "content"

    @property
    def site(self) -> Path:
        return self.folder / "site"

    @property
    def document(self) -> Path:
        return self.content / "documents" / "northtown" / "northtown-2010-06-30-report.md"

    @property
    def cache(self) -> Path:
        """The part of the cache that belongs to the site."""
        (folder,) = (self.folder / ".cache" / "archive").iterdir()
        return folder

    def build_before(self) -> None:
        """An ordinary build, so that there is a cache; then a document is another one."""
        now = self.document.read_bytes()
        before = re.sub(rb"(?m)^title: .*", b"title: A title that it had before", now)
        self.document.write_bytes(before + b"\nA paragraph that was here before.\n")
        assert self.build().status == 0
        self.old = files_of(self.site)
        self.document.write_bytes(now)

    def mend(self) -> None:
        """Whoever made the fault takes it back."""
        for name in self.kept:
            if (self.folder / name).is_symlink():
                (self.folder / name).unlink()
        shutil.rmtree(self.content, ignore_errors=True)
        shutil.copytree(CONTENT, self.content)

    def original(self) -> Path:
        """The original of that document."""
        digits = re.search(r"sha256: (\w{12})", self.document.read_text("utf-8"))
        assert digits
        return next((self.content / "originals").glob(f"{digits[1]}.*"))

    def build(self, *more: str, **named: Any) -> Told:
        return self.run("build", *more, **named)

    def run(
        self,
        *words: str,
        before: Callable[[], object] = lambda: None,
        meanwhile: Callable[[int], object] = lambda process: None,
        weak: bool = False,
    ) -> Told:
        """The command, run in the folder.

        `before` is called in its process, `meanwhile` in ours with its number.  `weak` takes from
        it what root may do and others may not.
        """
        said = Path(tempfile.mkdtemp(dir=self.folder.parent)) / "said.txt"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of threads: the child has none
            process = os.fork()
        if process == 0:
            self._run(words, before, said, weak)
        meanwhile(process)
        return Told(_status(process), shown(said.read_text("utf-8")))

    def _run(
        self, words: tuple[str, ...], before: Callable[[], object], said: Path, weak: bool
    ) -> NoReturn:
        status = 70
        try:
            os.chdir(self.folder)
            sys.stdout = sys.stderr = said.open("w", encoding="utf-8", buffering=1)
            sys.argv = ["archive", *words]
            if weak:
                weaken()
            before()
            main()
            status = 0
        except SystemExit as ended:
            status = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            os._exit(status)

    def standing(self) -> str:
        """What stands in the site's place: "old", "new", "nothing", or "half a site"."""
        if not self.site.exists():
            return "nothing"
        files = files_of(self.site)
        if files == self.old:
            return "old"
        whole = {"index.html", "404.html", "data/documents.json", "pagefind/pagefind.js"}
        whole.add(f"documents/{self.document.stem}/index.html")
        return "new" if whole <= files.keys() and not files.keys() & {"gone/index.html"} else "half"

    def lying_about(self) -> set[str]:
        known = {"content", "site", ".cache"} | self.kept
        return {path.name for path in self.folder.iterdir()} - known

    def at_work(self) -> set[str]:
        """The processes that work in the folder still; they are given a moment to end."""
        for _ in range(400):
            found = set()
            for process in Path("/proc").glob("[0-9]*"):
                with suppress(OSError):
                    if (process / "cwd").readlink() == self.folder:
                        found.add(process.name)
            if not found:
                break
            time.sleep(0.01)
        return found


def content_of(site: Path) -> Mapping[str, bytes]:
    """What of a site depends on the content alone: all but the order in which Pagefind, which works
    at several pages at once, has entered them in its index."""
    return {
        name: gzip.decompress(data) if name.endswith(".pf_fragment") else data
        for name, data in files_of(site).items()
        if not name.startswith("pagefind/") or name.endswith((".pf_fragment", ".js"))
    }


def _status(process: int) -> int:
    """How a process ended; one that does not end is killed, and that is said."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        ended, status = os.waitpid(process, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.005)
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    raise AssertionError(f"the command did not end within {PATIENCE} seconds")


def wait_for(file: Path) -> None:
    """Until a file is there by which a command says how far it is."""
    end = time.monotonic() + PATIENCE
    while not file.exists():
        assert time.monotonic() < end, f"the command never came so far: {file.name}"
        time.sleep(0.005)


def shown(said: str) -> str:
    """What was said, without what differs from run to run or with the invented archive."""
    said = re.sub(r"Built .* in (\S+) in [\d.]+ s\.", r"Built … in \1.", said)
    said = re.sub(r"\b[0-9a-f]{12}(?=[.…])", "<checksum>", said)
    said = re.sub(r"\.md:(?!1:)\d+:", ".md:…:", said)
    lines = said.strip().splitlines()
    if len(set(lines)) < len(lines):
        lines = [re.sub(r"^\d+ problems found", "… problems found", line) for line in lines]
    return "\n".join(dict.fromkeys(lines))


def weaken() -> None:
    """Root without the right to pass over permissions; others as they are.  Source: capset(2)."""
    if os.geteuid() != 0:
        return
    system = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    sets = (ctypes.c_uint32 * 6)()
    assert system.capget(header, sets) == 0
    sets[0] &= ~0b1110  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_FOWNER
    assert system.capset(header, sets) == 0


def put_in(place: str, what: Any) -> None:
    """Put something in the place of a name, as in "builder.build.search_step.index_pages"."""
    setattr(*_held(place), what)


def _held(place: str) -> tuple[Any, str]:
    """What holds a name, and the name."""
    module, _, name = place.rpartition(".")
    try:
        holder = importlib.import_module(module)
    except ModuleNotFoundError:  # a name of a class
        module, _, kind = module.rpartition(".")
        holder = getattr(importlib.import_module(module), kind)
    assert hasattr(holder, name)
    return holder, name


def die(*_: object, **__: object) -> NoReturn:
    """Killed, as by a machine that runs out of memory."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def in_other_processes() -> None:
    """Has even a little work done in other processes."""
    put_in("builder.build.workers.FEW", 1)
    put_in("builder.build.workers.ALONE", 0)
    put_in("builder.build.workers.os.cpu_count", lambda: 2)


def after(place: str, then: Callable[[], object], call: int = 1) -> None:
    """Has something happen behind the n-th call of a stage of the build."""
    stage = getattr(*_held(place))

    def called(*words: Any, **named: Any) -> Any:
        result = stage(*words, **named)
        then()
        return result

    put_in(place, on_call(call, called, stage))


def second_step(what: Callable[..., Any]) -> None:
    """Has something happen instead of the second step of a swap; folders cannot be exchanged."""
    swap, rename = publish._swap, durable_files.rename

    def in_steps(*folders: Path) -> None:
        put_in("builder.output.atomic_swap.rename", on_call(2, what, rename))
        swap(*folders)

    put_in("builder.output.atomic_swap.exchange", lambda *_: False)
    put_in("builder.output.atomic_swap._swap", in_steps)


def full(*_: object, **__: object) -> NoReturn:
    """As a full disk answers."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def on_call(number: int, what: Callable[..., Any], instead_of: Callable[..., Any]) -> Any:
    """A function that does something else on its n-th call."""
    calls = 0

    def called(*words: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        return (what if calls == number else instead_of)(*words, **named)

    return called
