"""``noso serve`` and ``noso verify-log`` as a user types them."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from nosologist.cli import main
from nosologist.workbench import serving
from workbench.running import SOURCE, Running
from workbench.visitor import Visitor


def noso(*arguments: str) -> subprocess.CompletedProcess[str]:
    where = {**os.environ, "PYTHONPATH": str(SOURCE)}
    return subprocess.run(
        [sys.executable, "-m", "nosologist", *arguments],
        capture_output=True,
        text=True,
        env=where,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--port", "99999"], "give 0 to 65535"),
        (["--host", "0.0.0.0"], "in the clear"),
        (["--host", "nowhere"], "no address"),
    ],
)
def test_what_makes_no_sense_is_one_line(arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", *arguments]) == 2
    told = capsys.readouterr().err
    assert words in told
    assert told.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--postgres", "mysql://a:secret@h/d"], "postgresql://USER"),
        (["--postgres", "postgresql://a:secret@127.0.0.1:1/d"], "check that it runs"),
        (["--folder", "/proc/none"], "give another one with --folder"),
    ],
)
def test_a_place_that_cannot_be_used_is_one_line_without_its_password(
    arguments: list[str], words: str, tmp_path: Path
) -> None:
    done = noso("serve", *([] if "--folder" in arguments else ["--folder", str(tmp_path)]), *arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert "secret" not in done.stderr
    assert "Traceback" not in done.stderr


def test_without_its_libraries_it_says_how_to_install_them(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(serving, "_NEEDED", ("django", "no_such_library"))
    assert main(["serve"]) == 2
    told = capsys.readouterr().err
    assert "needs no_such_library" in told
    assert "nosologist[workbench]" in told


def test_quick_commands_do_not_wait_for_django() -> None:
    seen = (
        "import sys; from nosologist.cli import main\ntry: main(['--help'])\n"
        "except SystemExit: pass\nsys.exit('django' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", seen], capture_output=True, env={**os.environ, "PYTHONPATH": str(SOURCE)}, check=False
    )
    assert done.returncode == 0


def test_a_log_that_was_tampered_with_is_told_and_the_exit_code_is_1(tmp_path: Path) -> None:
    running = Running(tmp_path / "bench").start()
    try:
        visitor = Visitor(running)
        visitor.begin()
        visitor.upload()
    finally:
        running.kill()
    folder = str(running.folder)
    head = noso("verify-log", "--folder", folder).stdout.split()[-1]
    with sqlite3.connect(running.folder / "workbench.sqlite") as database:
        database.execute("UPDATE workbench_auditentry SET user = 'eve' WHERE number = 2")
    done = noso("verify-log", "--folder", folder)
    assert done.returncode == 1
    assert "line 2: was changed" in done.stderr
    with sqlite3.connect(running.folder / "workbench.sqlite") as database:
        database.execute("DELETE FROM workbench_auditentry")
    assert noso("verify-log", "--folder", folder).returncode == 0
    assert noso("verify-log", "--folder", folder, "--head", head).returncode == 1
