"""A workbench that runs as a user starts it: ``noso serve`` in a process of its own."""

from __future__ import annotations

import base64
import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from nosologist.codesets.library import cache_folder
from nosologist.workbench.one_time import number_at

SOURCE = Path(__file__).resolve().parents[2] / "src"


@dataclass(slots=True)
class Running:
    """The process, its address and what it told."""

    folder: Path
    port: int = 0
    process: subprocess.Popen[str] | None = None
    told: list[str] = field(default_factory=list)
    postgres: str = ""  # SQLite in the folder where it is empty

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> Running:
        """Start it, at the same address as before, and wait until it answers."""
        where = {
            "PYTHONPATH": str(SOURCE),
            "NOSOLOGIST_CACHE": str(cache_folder()),
            "NOSOLOGIST_BOOKS": str(self.folder / "books"),
        }
        if self.postgres:
            where["NOSOLOGIST_POSTGRES"] = self.postgres
        command = [sys.executable, "-m", "nosologist", "serve", "--port", str(self.port), "--folder", str(self.folder)]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env={**os.environ, **where})
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.told.append(line)
            if found := re.search(r"http://127\.0\.0\.1:(\d+)/", line):
                self.port = int(found[1])
                return self
        raise AssertionError("".join(self.told))

    def setup_code(self) -> str:
        """What the terminal shows on a fresh machine."""
        assert self.process is not None
        assert self.process.stderr is not None
        while not (found := re.search(r"setup code (\w+)", "".join(self.told))):
            self.told.append(self.process.stderr.readline())
        return found[1]

    def kill(self) -> None:
        """Take it down as a power cut does."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait(30)
            if self.process.stderr is not None:
                self.process.stderr.close()
            self.process = None


def app_shows(secret: str, later: int = 0) -> str:
    """The six digits that an authenticator app shows for a secret."""
    return number_at(base64.b32decode(secret), int(time.time()) // 30 + later)
