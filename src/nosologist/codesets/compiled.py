"""Compiled files on disk: opened read-only, sealed against damage, written by one process at a time."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


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
