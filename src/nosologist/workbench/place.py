"""Where the workbench keeps what it must not lose: its database and its secret key, readable by their owner alone."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from nosologist.codesets.shelf import books_folder
from nosologist.errors import UsageError

DATABASE, KEY = "workbench.sqlite", "secret.key"
_PRIVATE_FILE, _PRIVATE_FOLDER = 0o600, 0o700


def workbench_folder() -> Path:
    """The folder of the workbench: ``NOSOLOGIST_WORKBENCH``, or beside the added books in the user's data folder."""
    chosen = os.environ.get("NOSOLOGIST_WORKBENCH")
    return Path(chosen) if chosen else books_folder().parent / "workbench"


def made(folder: Path) -> Path:
    """The folder, made when it is missing, closed to others.

    Raises:
        UsageError: it cannot be made or written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=_PRIVATE_FOLDER)
        folder.chmod(_PRIVATE_FOLDER)
    except OSError as error:
        raise UsageError(
            f"{folder}: cannot keep the workbench there ({error.strerror}); give another one with --folder"
        ) from error
    return folder


def secret_key(folder: Path) -> str:
    """The key that signs sessions and makes second factors; made once and kept in the folder with mode 600.

    Raises:
        UsageError: it cannot be kept there, or is open to other users.
    """
    path = folder / KEY
    try:
        with suppress(FileExistsError):
            # Whole before it has its name: a process killed here leaves no half key.
            part = folder / f"secret.{os.getpid()}.part"
            descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _PRIVATE_FILE)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_urlsafe(64))
                file.flush()
                os.fsync(file.fileno())
            try:
                os.link(part, path)
            finally:
                part.unlink()
        if os.name == "posix" and path.stat().st_mode & 0o077:
            raise UsageError(f"{path}: other users may read it; run `chmod 600` on it")
        key = path.read_text("ascii").strip()
    except OSError as error:
        raise UsageError(f"{path}: cannot be kept there ({error.strerror}); give another --folder") from error
    if len(key) < 50:
        raise UsageError(
            f"{path}: is no key of the workbench; put the saved one back (a new one ends all second factors)"
        )
    return key


def database_file(folder: Path, name: str = DATABASE) -> Path:
    """The SQLite database, made empty with mode 600 where it is missing, so that it is never open to others."""
    path = folder / name
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE_FILE))
    return path
