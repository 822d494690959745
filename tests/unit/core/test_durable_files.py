"""Everything that changes the disk goes through one module, and what it writes is whole."""

from __future__ import annotations

import ast
import ctypes
import errno
import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from builder.core import durable_files
from builder.core.durable_files import (
    copy,
    exchange,
    make_folder,
    overwrite,
    remove_unfinished,
    stamp,
    sync_disk,
    write_whole,
)
from tests.support.paths import PROJECT

BUILDER = PROJECT / "builder"
CHANGES = {
    "chflags", "copy2", "copyfile", "copyfileobj", "copytree", "hardlink_to", "lchmod",
    "makedirs", "mkdir", "mkdtemp", "mkfifo", "mkstemp", "move", "rename", "renames", "rmdir",
    "rmtree", "symlink", "symlink_to", "touch", "truncate", "unlink", "write_bytes", "write_text",
}  # fmt: skip
"""Names of functions and methods that change the disk."""
ALLOWED = {
    "core/durable_files.py": "it is the module",
    "rendering/template_cache.py": "compiled templates, which Python may lose as it may its own",
    "__main__.py": "/dev/null",
}


def writes(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """The lines on which a module changes the disk, with the name of what does."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        match node.func:
            case ast.Attribute(attr=name) | ast.Name(id=name):
                own = isinstance(node.func, ast.Name)  # one of durable_files' own
            case _:
                continue
        words = [*node.args, *(each.value for each in node.keywords)]
        modes = [each.value for each in words if isinstance(each, ast.Constant)]
        if (name in CHANGES and not own) or (
            name in ("open", "fdopen")
            and any(isinstance(each, str) and set(each) & set("wax+") for each in modes if each)
            and any(isinstance(each, str) and set(each) <= set("wraxbt+") for each in modes)
        ):
            yield node.lineno, name
        flags = {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)}
        if name == "open" and flags & {"O_WRONLY", "O_RDWR", "O_CREAT", "O_APPEND", "O_TRUNC"}:
            yield node.lineno, name
        if name in ("link", "remove") and ast.unparse(node.func).startswith("os."):
            yield node.lineno, name
        # `text.replace` takes two words, `Path.replace` one.
        if name == "replace" and not own and len(words) == 1:
            yield node.lineno, name


def test_no_other_module_changes_the_disk() -> None:
    found = {
        f"{path.relative_to(BUILDER).as_posix()}:{line}: {name}"
        for path in sorted(BUILDER.rglob("*.py"))
        if path.relative_to(BUILDER).as_posix() not in ALLOWED
        for line, name in writes(ast.parse(path.read_text("utf-8")))
    }
    assert found == set()


@pytest.mark.parametrize(
    "words",
    [
        "path.write_text('x')", "os.rename(a, b)", "shutil.rmtree(a)", "open(a, 'w')",
        "path.open('r+b')", "path.open(mode='ab')", "os.open(a, os.O_WRONLY | os.O_CREAT)",
        "a.replace(b)", "tempfile.mkstemp()", "os.link(a, b)",
    ],
)  # fmt: skip
def test_a_change_of_the_disk_is_seen(words: str) -> None:
    assert list(writes(ast.parse(words)))


@pytest.mark.parametrize(
    "words", ["open(a)", "open(a, 'rb')", "a.replace('x', 'y')", "zip.open(name)", "rename(a, b)"]
)
def test_reading_is_no_change(words: str) -> None:
    assert not list(writes(ast.parse(words)))


def test_a_file_is_written_whole_and_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "it.txt"
    for data in (b"one", b"two" * 1_000_000):
        write_whole(path, data)
        assert path.read_bytes() == data
    with pytest.raises(FileExistsError):
        write_whole(path, b"three", anew=False)
    assert path.read_bytes() == b"two" * 1_000_000
    assert os.listdir(path.parent) == ["it.txt"]  # noqa: PTH208 (hidden ones too)


def test_a_file_that_must_be_new_is_written_on_a_disk_without_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr("builder.core.durable_files.os.link", refuse)
    write_whole(tmp_path / "it.txt", b"one", anew=False)
    with pytest.raises(FileExistsError):
        write_whole(tmp_path / "it.txt", b"two", anew=False)
    assert (tmp_path / "it.txt").read_bytes() == b"one"
    assert [path.name for path in tmp_path.iterdir()] == ["it.txt"]


def test_a_web_server_may_read_what_is_written_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        write_whole(tmp_path / "a" / "it.txt", b"words")
        make_folder(tmp_path / "b")
        copy(f"{tmp_path}/a/it.txt", f"{tmp_path}/b/it.txt")
    finally:
        os.umask(before)
    for name in ("a", "b"):
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o755
        assert (tmp_path / name / "it.txt").stat().st_mode & 0o777 == 0o644
        assert (tmp_path / name / "it.txt").read_bytes() == b"words"


def test_a_change_that_keeps_size_and_time_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "it.txt"
    path.write_bytes(b"good")
    before, at = stamp(path), path.stat()
    while stamp(path) == before:  # the system's clock goes in steps
        path.write_bytes(b"poor")
        os.utime(path, ns=(at.st_atime_ns, at.st_mtime_ns))
    assert stamp(path)[:2] == before[:2]


def test_what_is_written_over_may_be_a_pipe(tmp_path: Path) -> None:
    overwrite(Path(os.devnull), b"words")
    assert Path(os.devnull).is_char_device()


def test_a_folder_is_not_made_of_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    make_folder("a/b/c")
    assert (tmp_path / "a" / "b" / "c").is_dir()
    Path("it.txt").write_bytes(b"")
    with pytest.raises(FileExistsError):
        make_folder("it.txt")


def test_what_a_killed_write_left_is_removed_and_nothing_else(tmp_path: Path) -> None:
    gone, runs = 2**22 + 1, os.getppid()
    kept = [".md.notes", ".gitkeep", f".a.md.{runs}.0123abcd", "a.md", ".a.md.0.0123abcd"]
    left = [f".a.md.{gone}.0123abcd", f".a.md.{os.getpid()}.ffffffff"]
    (tmp_path / "documents").mkdir()
    for name in (*kept, *left):
        (tmp_path / "documents" / name).write_text("x")
    remove_unfinished(tmp_path)
    assert sorted(each.name for each in tmp_path.glob("documents/*")) == sorted(kept)


def test_a_write_that_is_killed_leaves_a_file_that_the_next_run_removes(tmp_path: Path) -> None:
    target = tmp_path / ("a" * 80 + ".md")
    killed = (
        "import os, pathlib; from builder.core.durable_files import write_whole\n"
        "os.rename = lambda *_: os.kill(os.getpid(), 9)\n"
        f"write_whole(pathlib.Path({str(target)!r}), b'x')"
    )
    subprocess.run([sys.executable, "-c", killed], cwd=PROJECT, check=False)
    assert len(list(tmp_path.iterdir())) == 1
    remove_unfinished(tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_folder_where_none_can_be_made_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(path: str) -> None:
        raise FileNotFoundError(errno.ENOENT, "No such file or directory", path)

    monkeypatch.setattr("os.mkdir", refused)
    with pytest.raises(FileNotFoundError):
        make_folder("/proc/x")


def refused(*_: object) -> int:
    raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP))


@pytest.mark.parametrize("shares", [True, False], ids=["shared blocks", "bytes one by one"])
def test_a_copy_is_whole_whether_or_not_the_disk_shares_blocks(
    shares: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = os.urandom(3_000_000)
    (tmp_path / "source").write_bytes(data)

    def clone(writing: int, request: int, reading: int) -> int:
        assert request == 0x40049409
        return os.write(writing, os.pread(reading, len(data), 0))

    monkeypatch.setattr(fcntl, "ioctl", clone if shares else refused)
    found = copy(f"{tmp_path}/source", f"{tmp_path}/target")
    assert (tmp_path / "target").read_bytes() == data
    assert found == stamp(tmp_path / "target")


@pytest.mark.parametrize("flushes", [True, False], ids=["a drive", "a disk that cannot"])
def test_on_a_mac_what_is_synced_is_in_the_drive(
    flushes: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    synced: list[int] = []

    def full(handle: int, request: int) -> int:
        asked.append(request)
        return 0 if flushes else refused()

    monkeypatch.setattr(durable_files, "sys", SimpleNamespace(platform="darwin"))
    monkeypatch.setattr(fcntl, "F_FULLFSYNC", 51, raising=False)
    monkeypatch.setattr(fcntl, "fcntl", full)
    monkeypatch.setattr(os, "fsync", synced.append)
    write_whole(tmp_path / "file", b"words")
    assert asked == [51, 51]  # the file and its folder
    assert len(synced) == (0 if flushes else 2)
    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: SimpleNamespace())  # no syncfs
    monkeypatch.setattr(os, "sync", lambda: asked.append(0))
    sync_disk(tmp_path)
    assert asked[2:] == [0, 51]


def test_on_a_mac_folders_are_exchanged_by_its_own_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[bytes, bytes, int]] = []

    def renamex_np(one: bytes, other: bytes, how: int) -> int:
        asked.append((one, other, how))
        return 0

    monkeypatch.setattr(durable_files, "sys", SimpleNamespace(platform="darwin"))
    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: SimpleNamespace(renamex_np=renamex_np))
    assert exchange(tmp_path / "a", tmp_path / "b")
    assert asked == [(os.fsencode(tmp_path / "a"), os.fsencode(tmp_path / "b"), 2)]
    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: SimpleNamespace())
    assert not exchange(tmp_path / "a", tmp_path / "b")  # a system that has no such call
