"""The file of a backup: JSON lines, compressed; the first says what it holds, the last that it is whole. Knows no database.

{"backup": 1, "program": ..., "made": ..., "schema": ..., "key": ..., "tables": [[table, [column, ...]], ...]}
[number of the table, value, value, ...]                                 one line a row
{"rows": ..., "entries": ..., "decisions": ..., "head": ..., "faults": ..., "sha256": of all lines before}
"""

from __future__ import annotations

import gzip
import hashlib
import hmac
import json
import os
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from nosologist.errors import UsageError

VERSION = 1
_PRIVATE = 0o600
_PARTS = {"made": str, "schema": str, "key": str, "tables": list}
_ENDS = {"rows": int, "entries": int, "decisions": int, "head": str, "faults": int, "sha256": str}


class Writing:
    """Writes lines and counts them."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._sum = hashlib.sha256()
        self._rows = -1  # the first line is none

    def line(self, content: Any) -> None:
        """Add a line."""
        data = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        self._sum.update(data)
        self._file.write(data)
        self._rows += 1

    def end(self, **told: Any) -> None:
        """Add the last line."""
        self.line({"rows": self._rows, **told, "sha256": self._sum.hexdigest()})


def fingerprint(key: str) -> str:
    """Tells whether a secret key is the one that a backup needs, and nothing else about it."""
    return hmac.new(key.encode(), b"the key of a backup", hashlib.sha256).hexdigest()[:16]


@contextmanager
def written(path: Path, force: bool) -> Iterator[Writing]:
    """A new backup: it has its name when it is whole and on disk, and not before; its owner alone may read it.

    Raises:
        UsageError: it is there already, or cannot be written.
    """
    with private_file(path, force) as raw, gzip.GzipFile("", "wb", 6, raw, mtime=0) as packed:
        yield Writing(packed)  # type: ignore[arg-type]


@contextmanager
def private_file(path: Path, force: bool) -> Iterator[IO[bytes]]:
    """A file of mode 600 that has its name when it is whole.

    Raises:
        UsageError: it is there already, or cannot be written.
    """
    if path.exists() and not force:
        raise UsageError(f"{path}: is there already; choose another name, or overwrite it with --force")
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _PRIVATE), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror}); choose another place") from error
    finally:
        part.unlink(missing_ok=True)


def checked(path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """The first and the last line of a backup, when all between them is as it was written.

    Raises:
        UsageError: it is none, of a later version, cut off or changed.
    """
    sum, line, rows = hashlib.sha256(), b"", -1
    first: dict[str, Any] = {}
    for following in _lines(path):
        if line:
            first = first or _first(line, path)
            sum.update(line)
            rows += 1
        line = following
    last = _object(line)
    if not first or not _has(last, _ENDS):
        raise UsageError(f"{path}: is cut off, or no backup; take another one")
    if last["sha256"] != sum.hexdigest() or last["rows"] != rows:
        raise UsageError(f"{path}: was changed after it was made; take another one")
    return first, last


def rows(path: Path) -> Iterator[list[Any]]:
    """The rows of a backup that was checked."""
    for line in _lines(path):
        if line.startswith(b"["):
            yield json.loads(line)


def _lines(path: Path) -> Iterator[bytes]:
    try:
        with gzip.open(path) as file:
            yield from file
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise UsageError(f"{path}: is damaged, or no backup; take another one") from None
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}); check the name and your rights") from error


def _first(line: bytes, path: Path) -> dict[str, Any]:
    found = _object(line)
    version = found.get("backup")
    if isinstance(version, int) and version > VERSION:
        raise UsageError(f"{path}: was made by a later version ({found.get('program')}); update Nosologist first")
    if version != VERSION or not _has(found, _PARTS):
        raise UsageError(f"{path}: is no backup of the workbench")
    return found


def _object(line: bytes) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _has(found: dict[str, Any], parts: Mapping[str, type]) -> bool:
    return all(isinstance(found.get(name), kind) for name, kind in parts.items())
