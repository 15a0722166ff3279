"""Compiled files on disk: opened read-only, sealed against damage, written by one process at a time."""

from __future__ import annotations

import json
import os
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_HOUR, _DAY = 3600, 86400  # seconds


def connect(path: Path) -> sqlite3.Connection:
    """Open a compiled file read-only and memory-mapped; threads may share it."""
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    connection.execute("PRAGMA mmap_size=268435456")
    return connection


def seal_path(path: Path) -> Path:
    """Where the seal of a compiled file stands: beside it."""
    return path.with_suffix(".seal")


def seal(path: Path) -> None:
    """Note size, time and sha256 of a compiled file, so that damage is seen without reading it at every start."""
    state = path.stat()
    facts = {"size": state.st_size, "time": state.st_mtime_ns, "sha256": sha256_of(path)}
    part = path.with_suffix(f".seal{os.getpid()}")
    part.write_text(json.dumps(facts), "utf-8")
    part.replace(seal_path(path))


def is_sound(path: Path, thorough: bool = False) -> bool:
    """True when the file is as it was compiled: same size and time, or the same bytes after a copy.

    ``thorough`` reads every byte whatever the time says.
    """
    try:
        facts = json.loads(seal_path(path).read_text("utf-8"))
        state = path.stat()
        if state.st_size != facts["size"]:
            return False
        as_then = not thorough and state.st_mtime_ns == facts["time"]
        return bool(as_then or sha256_of(path) == facts["sha256"])
    except (OSError, ValueError, KeyError, TypeError):
        return False


def sha256_of(path: Path) -> str:
    """The digest of a file."""
    import hashlib  # late: it takes longer to load than a look-up takes

    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Let one process write while the others wait."""
    with path.open("a+b") as file:
        if sys.platform == "win32":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
            try:
                yield
            finally:
                file.seek(0)
                msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def in_use(path: Path) -> None:
    """Note, once an hour at most, that a compiled file is in use."""
    lock = path.with_suffix(".lock")
    with suppress(OSError):  # a cache that may only be read keeps no such note
        if not lock.exists() or time.time() - lock.stat().st_mtime > _HOUR:
            lock.touch()


def clear_old(target: Path, name: str) -> None:
    """Remove compilations of the same release by other programs or from another Index that nobody used for a day."""
    for old in target.parent.glob(f"{name}-*.sqlite"):
        lock = old.with_suffix(".lock")
        with suppress(OSError):  # in use on Windows, or removed by another process
            used = max(file.stat().st_mtime for file in (old, lock) if file.exists())
            if old != target and time.time() - used > _DAY:
                old.unlink()
                for beside in (seal_path(old), lock):
                    beside.unlink(missing_ok=True)
    for part in target.parent.glob(f"{name}-*.part*"):  # of a process that was killed
        with suppress(OSError):
            if time.time() - part.stat().st_mtime > _DAY:
                part.unlink()
