"""All changes to the disk, so that a test can record them.

What must survive a power cut is synced before anything it replaces is removed.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import sys
from contextlib import suppress
from pathlib import Path

Stamp = tuple[int, int, int]
"""The size of a file, and when its bytes and its entry on the disk last changed: no program can
choose the last."""

_CANNOT_EXCHANGE = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP}
_CANNOT_SYNC = {errno.EINVAL, errno.ENOTSUP}
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | getattr(os, "O_NOFOLLOW", 0)
_UNFINISHED = re.compile(r"\..*\.([1-9]\d*)\.[0-9a-f]{8}", re.DOTALL)
"""The name of a file that `write_whole` has not finished, and its process."""
_CLONE = 0x40049409
"""FICLONE: let two files share blocks until one of them is written. Source: ioctl_ficlone(2)."""


def stamp(path: Path | str) -> Stamp:
    """What tells a file from the same file changed."""
    return stamp_of(os.stat(path))  # noqa: PTH116 (many thousands of times)


def stamp_of(found: os.stat_result) -> Stamp:
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns


def write_whole(path: Path, data: bytes, *, anew: bool = True, durable: bool = True) -> None:
    """Write a file whole or not at all; a `durable` one survives a power cut.

    Raises `FileExistsError` if it exists and `anew` is false.
    """
    make_folder(path.parent, durable=durable)
    name = f"{path.parent}/.{path.name[:60]}.{os.getpid()}.{os.urandom(4).hex()}"
    try:
        put(name, data, sync=durable)
        if anew:
            os.rename(name, path)  # noqa: PTH104 (as everywhere in this module)
        else:
            _rename_to_nothing(name, path)
        if durable:
            sync_folder(path.parent)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(name)  # noqa: PTH108


def remove_unfinished(folder: Path) -> None:
    """Remove the files, below a folder, of writes that were killed; those under way stay."""
    for root, _, names in os.walk(folder):
        for name in names:
            if (found := _UNFINISHED.fullmatch(name)) and not _runs_besides(int(found[1])):
                with suppress(OSError):
                    os.unlink(f"{root}/{name}")  # noqa: PTH108


def _runs_besides(process: int) -> bool:
    """Whether a process runs that is not this one."""
    try:
        os.kill(process, 0)
    except PermissionError:
        return True
    except (OSError, OverflowError):
        return False
    return process != os.getpid()


def _rename_to_nothing(old: str, new: Path) -> None:
    """Raises `FileExistsError` where something has the new name."""
    try:
        os.link(old, new)
    except FileExistsError:
        raise
    except OSError:  # a disk that knows no such links
        if os.path.lexists(new):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(new)) from None
        os.rename(old, new)  # noqa: PTH104
    else:
        os.unlink(old)  # noqa: PTH108


def put(path: Path | str, data: bytes, *, sync: bool = False) -> None:
    """Write a file that does not exist."""
    handle = os.open(os.fspath(path), _NEW_FILE, 0o644)
    try:
        os.fchmod(handle, 0o644)  # whatever the umask: a web server reads it
        left = memoryview(data)
        while left:
            left = left[os.write(handle, left) :]
        if sync:
            _sync(handle)
    finally:
        os.close(handle)


def overwrite(path: Path, data: bytes) -> None:
    """Write an unimportant file, through a link or into a pipe."""
    handle = os.open(os.fspath(path), os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o666)
    with os.fdopen(handle, "wb") as file:
        file.write(data)


def open_lock(path: Path) -> int:
    """An open file that a process may lock, made if there is none."""
    return os.open(os.fspath(path), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def copy(source: str, target: str) -> Stamp:
    """Copy to a new path, sharing blocks where possible; returns its stamp."""
    reading = os.open(source, os.O_RDONLY | os.O_CLOEXEC)
    try:
        writing = os.open(target, _NEW_FILE, 0o644)
        try:
            os.fchmod(writing, 0o644)
            _copy_bytes(reading, writing)
            return stamp_of(os.fstat(writing))
        finally:
            os.close(writing)
    finally:
        os.close(reading)


def _copy_bytes(reading: int, writing: int) -> None:
    if sys.platform == "linux":
        import fcntl

        with suppress(OSError):
            fcntl.ioctl(writing, _CLONE, reading)
            return
    while data := os.read(reading, 1 << 20):
        left = memoryview(data)
        while left:
            left = left[os.write(writing, left) :]


def make_folder(folder: Path | str, *, durable: bool = False) -> None:
    """Make a folder and its parents. Raises `FileExistsError` if something else is there."""
    path = os.fspath(folder)
    try:
        os.mkdir(path)  # noqa: PTH102
    except FileNotFoundError:
        above = os.path.dirname(path) or "."  # noqa: PTH120
        if os.path.isdir(above):  # noqa: PTH112 (one in which nothing can be made)
            raise
        make_folder(above, durable=durable)
        make_folder(path, durable=durable)
        return
    except FileExistsError:
        if not os.path.isdir(path):  # noqa: PTH112
            raise
        return
    os.chmod(path, 0o755)  # noqa: PTH101 (whatever the umask)
    if durable:
        sync_folder(os.path.dirname(path) or ".")  # noqa: PTH120


def make_readable(folder: Path) -> None:
    """Let everybody read a folder with all that is in it."""
    for root, _, names in os.walk(folder):
        os.chmod(root, 0o755)  # noqa: PTH101
        for name in names:
            os.chmod(f"{root}/{name}", 0o644)  # noqa: PTH101


def rename(old: Path | str, new: Path | str) -> None:
    os.rename(os.fspath(old), os.fspath(new))  # noqa: PTH104


def remove(path: Path | str, *, durable: bool = False) -> None:
    """Remove a file or a link."""
    os.unlink(os.fspath(path))  # noqa: PTH108
    if durable:
        sync_folder(os.path.dirname(os.fspath(path)) or ".")  # noqa: PTH120


def remove_empty_folder(path: Path | str) -> None:
    """Remove a folder, unless something is in it."""
    with suppress(OSError):
        os.rmdir(path)  # noqa: PTH106


def remove_folder(folder: Path) -> None:
    """Remove a folder with all in it, write-protected parts too."""
    shutil.rmtree(folder, ignore_errors=True)
    if folder.exists():
        for root, folders, _ in os.walk(folder):
            for name in folders:
                with suppress(OSError):
                    os.chmod(f"{root}/{name}", 0o700)  # noqa: PTH101
        shutil.rmtree(folder, ignore_errors=True)


def remove_anything(path: Path) -> None:
    """Remove a file, or a folder that somebody put in its place."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        with suppress(FileNotFoundError):
            os.unlink(path)  # noqa: PTH108


def move_folder(folder: Path, to: Path) -> None:
    """Move a folder, also to another disk."""
    try:
        os.rename(folder, to)  # noqa: PTH104
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        shutil.copytree(folder, to, symlinks=True)
        shutil.rmtree(folder, ignore_errors=True)


def exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False where the system or the disk cannot."""
    import ctypes  # not needed to see that there is nothing to build

    system = ctypes.CDLL(None, use_errno=True)
    names = os.fsencode(one), os.fsencode(other)
    try:
        if sys.platform == "darwin":
            failed = system.renamex_np(*names, 2)  # RENAME_SWAP
        else:
            here = -100  # AT_FDCWD
            failed = system.renameat2(here, names[0], here, names[1], 2)  # RENAME_EXCHANGE
    except AttributeError:
        return False
    if failed and ctypes.get_errno() in _CANNOT_EXCHANGE:
        return False
    if failed:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return True


def sync_folder(folder: Path | str) -> None:
    """Let what was made, renamed and removed in a folder outlast a power cut."""
    handle = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | os.O_CLOEXEC)
    try:
        _sync(handle)
    except OSError as error:
        if error.errno not in _CANNOT_SYNC:  # a disk that syncs no folders
            raise
    finally:
        os.close(handle)


def _sync(handle: int) -> None:
    """Let a file outlast a power cut; fsync(2) of macOS leaves it in the drive's own memory."""
    if sys.platform == "darwin":
        import fcntl

        try:
            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
        except OSError as error:
            if error.errno not in _CANNOT_SYNC:
                raise
        else:
            return
    os.fsync(handle)


def sync_disk(folder: Path) -> None:
    """Make all writes to a folder's disk survive a power cut (syncfs(2), or sync)."""
    import ctypes  # as in `exchange`

    system = ctypes.CDLL(None, use_errno=True)
    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        failed = system.syncfs(handle)
    except AttributeError:
        os.sync()
        sync_folder(folder)  # macOS: waits for the drive
        return
    finally:
        os.close(handle)
    if failed:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
