"""A real PostgreSQL, started for the tests that ask for it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


def _programs() -> Path | None:
    """The folder of initdb and postgres: of Debian's package, or on the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3].split(".")[0]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


def _run(command: list[str]) -> None:
    # No pipe: the server that pg_ctl leaves behind would hold it open.
    subprocess.run(command, check=True, cwd="/", timeout=120, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def started(lasting: bool = False) -> Iterator[str]:
    """The address of a database in a folder of its own, run by a user who is not root, reached at a free port of this machine.

    ``lasting``: what it acknowledges is on disk, as where charts are kept; tests do without.
    """
    programs = _programs()
    as_user = ["runuser", "-u", "postgres", "--"] if os.name == "posix" and os.geteuid() == 0 else []
    if programs is None or (as_user and not shutil.which("runuser")):
        reason = "needs PostgreSQL's initdb, and as root runuser"
        if os.environ.get("NOSOLOGIST_REQUIRE_DATA") == "1":
            pytest.fail(f"NOSOLOGIST_REQUIRE_DATA=1, but: {reason}")
        pytest.skip(reason)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        if as_user:
            shutil.chown(folder, "postgres")
        data = str(folder / "data")
        _run([*as_user, str(programs / "initdb"), "-D", data, "-U", "noso", "-A", "trust", "-E", "UTF8", "--no-sync"])
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"
        options += "" if lasting else " -c fsync=off"
        control = [*as_user, str(programs / "pg_ctl"), "-D", data, "-w"]
        _run([*control, "-l", str(folder / "log"), "-o", options, "start"])
        try:
            yield f"postgresql://noso@127.0.0.1:{port}/postgres"
        finally:
            _run([*control, "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)
