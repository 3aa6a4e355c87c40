"""Writes that are whole or not at all, for one file and for a folder of them."""

from __future__ import annotations

import ctypes
import errno
import glob
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from overseas_stations.errors import BusyError

try:
    import fcntl
except ImportError:  # Windows, where two writers are not told of one another
    fcntl = None  # type: ignore[assignment]

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_DARWIN_SWAP = 2


def write_whole(path: Path, content: bytes) -> None:
    """Replace a file's content in one step: a reader, or a kill, sees the old or the new."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        # mkstemp makes the file private; a replaced file keeps its mode, a new one gets the usual.
        temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def replaced_folder(target: Path) -> Iterator[Path]:
    """A new sibling folder to fill, which takes ``target``'s place in one step at the end.

    On an error the new folder is removed and ``target`` stays as it was. What a killed run left
    beside ``target`` is removed by the next. Linux and macOS exchange the two folders in one
    system call; elsewhere there is a moment between two renames.

    Raises ``BusyError`` where another process is filling a folder for the same place.
    """
    target = target.absolute()
    target.parent.mkdir(parents=True, exist_ok=True)
    with _alone(target):
        for left_over in target.parent.glob(f".{glob.escape(target.name)}.new-*"):
            shutil.rmtree(left_over)
        fresh = target.parent / f".{target.name}.new-{os.getpid()}"
        fresh.mkdir()
        try:
            yield fresh
            _take_place(fresh, target)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    """Be the only process that writes ``target``; a killed one's claim goes with it."""
    if fcntl is None:
        yield
        return
    path = target.with_name(f".{target.name}.lock")
    while True:
        handle = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(handle)
            raise BusyError(f"{target}: another process is writing it; try again later") from error
        # Whoever held it before may have removed the file between the two calls.
        if path.exists() and path.stat().st_ino == os.fstat(handle).st_ino:
            break
        os.close(handle)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
        os.close(handle)


def _take_place(fresh: Path, target: Path) -> None:
    if not target.exists():
        fresh.rename(target)
    elif not _exchange(fresh, target):
        aside = fresh.with_name(f"{fresh.name}-old")
        target.rename(aside)
        fresh.rename(target)
        shutil.rmtree(aside)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step. False where the system or the file system cannot."""
    libc = ctypes.CDLL(None, use_errno=True)
    a, b = os.fsencode(one), os.fsencode(other)
    if sys.platform == "linux" and hasattr(libc, "renameat2"):
        failed = libc.renameat2(_AT_FDCWD, a, _AT_FDCWD, b, _RENAME_EXCHANGE)
    elif sys.platform == "darwin":
        failed = libc.renamex_np(a, b, _DARWIN_SWAP)
    else:
        return False
    if failed and ctypes.get_errno() not in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code), str(other))
    return not failed
