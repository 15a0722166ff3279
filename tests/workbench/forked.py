"""A workbench that starts anew in a moment: a process that has read the books forks a server, and another after each kill -9.

What a start takes is reading books, not the database: so a test can kill a server fifty times in the time of five starts of
``noso serve``. The server, its settings and its database are those of ``noso serve``; only the reader of uploads is left out.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from nosologist.codesets.library import cache_folder

ROOT = Path(__file__).resolve().parents[2]


@dataclass(slots=True)
class Forked:
    """The server that runs now, in the place of :class:`workbench.running.Running`."""

    folder: Path
    postgres: str = ""
    port: int = 0
    _from: subprocess.Popen[str] | None = None
    _server: int = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def begin(self, people: int) -> dict[str, Any]:
        """Read the books, make a chart and people who may do everything; the chart's id and each one's session."""
        where = {
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT / 'tests'}",
            "NOSOLOGIST_CACHE": str(cache_folder()),
            "NOSOLOGIST_BOOKS": str(self.folder / "books"),
        }
        command = [sys.executable, "-m", "workbench.forked", str(self.folder), self.postgres, str(people)]
        self._from = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, **where}
        )
        return dict(self._told())

    def start(self) -> None:
        """Fork a server, at the same address as before, and wait until it listens."""
        assert self._from is not None
        assert self._from.stdin is not None
        self._from.stdin.write(f"{self.port}\n")
        self._from.stdin.flush()
        told = self._told()
        self.port, self._server = told["port"], told["process"]

    def kill(self) -> None:
        """Take the server down as a power cut does."""
        if self._server:
            os.kill(self._server, signal.SIGKILL)
            self._server = 0

    def end(self) -> None:
        """Take all of it down."""
        self.kill()
        if self._from is not None:
            self._from.kill()
            self._from.communicate(timeout=30)

    def _told(self) -> Any:
        assert self._from is not None
        assert self._from.stdout is not None
        line = self._from.stdout.readline()
        assert line, "the process ended; what it told stands above"
        return json.loads(line)


def main(folder: str, postgres: str, people: str) -> None:
    """Make ready, then fork a server for each line that says a port."""
    from nosologist.workbench.serving import listening, set_up

    set_up(Path(folder), postgres or None)
    _tell(_practice(int(people)))
    orders: IO[str] = sys.stdin
    for line in orders:
        server = os.fork()
        if server == 0:
            one = listening("127.0.0.1", int(line))
            _tell({"port": one.effective_port, "process": os.getpid()})
            one.run()
        os.waitpid(server, 0)


def _practice(people: int) -> dict[str, Any]:
    """A chart that the engine has read already, and people who have signed in."""
    from django.db import connections

    from nosologist.model.encounter import View
    from nosologist.workbench.roles import Role
    from workbench.practice import chart, person, signed_in

    roles = (Role.SENIOR, Role.MANAGER)
    browsers = [signed_in(person(f"coder{number}", *roles), SERVER_NAME="127.0.0.1") for number in range(people)]
    one = chart(view=View.PROFESSIONAL)
    for page in ("", "claim/", "queries/"):  # so that each server need not read addresses, templates and books anew
        assert browsers[0].get(f"/chart/{one.id}/{page}", headers={"X-Desk": "1"}).status_code == 200
    connections.close_all()  # a connection belongs to one process
    return {"chart": str(one.id), "sessions": [browser.cookies["sessionid"].value for browser in browsers]}


def _tell(what: dict[str, Any]) -> None:
    print(json.dumps(what), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
