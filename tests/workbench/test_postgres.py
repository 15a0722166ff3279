"""The same tests of recording, audit and access on a real PostgreSQL, which is started here."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SAME = ("test_recording.py", "test_audit.py", "test_factor.py", "test_access.py")


def _programs() -> Path | None:
    """The folder of initdb and postgres: of Debian's package, or on the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3].split(".")[0]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


def _run(command: list[str]) -> None:
    # No pipe: the server that pg_ctl leaves behind would hold it open.
    subprocess.run(command, check=True, cwd="/", timeout=120, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A database in a folder of its own, run by a user who is not root, reached at a free port of this machine."""
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
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
        control = [*as_user, str(programs / "pg_ctl"), "-D", data, "-w"]
        _run([*control, "-l", str(folder / "log"), "-o", options, "start"])
        try:
            yield f"postgresql://noso@127.0.0.1:{port}/postgres"
        finally:
            _run([*control, "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def test_what_holds_on_sqlite_holds_on_postgresql(address: str) -> None:
    root = HERE.parents[1]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-n", "0", "-p", "no:cacheprovider", *(str(HERE / name) for name in SAME)],
        capture_output=True, text=True, cwd=root, check=False, timeout=600,
        env={**os.environ, "NOSOLOGIST_TEST_POSTGRES": address, "PYTHONPATH": f"{root / 'src'}{os.pathsep}{root / 'tests'}"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-2000:]
    assert " passed" in done.stdout
    assert " skipped" not in done.stdout
