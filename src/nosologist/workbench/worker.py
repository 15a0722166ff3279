"""The reader of what was sent in: a process beside the server, so that a file that breaks a reader breaks nothing else.

The server starts it, wakes it through its standard input, and starts it again when it ends; it ends when the server does, however
the server ended. ``python -m nosologist.workbench.worker`` reads its settings from the first line of its input.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import threading
import time
import uuid
from contextlib import suppress
from pathlib import Path
from typing import IO

_BEAT = 5.0  # seconds
_LOOK = 2.0  # seconds between looks at the queue when nobody wakes us: other servers of the same database store as well
_AGAIN = 1.0  # seconds before a reader that ended is started anew
_LONGEST = 3600.0  # seconds that one chart may take (a scan of 500 pages takes 40 minutes); then the reader ends itself

_log = logging.getLogger("django.nosologist")


class Reader:
    """The process that reads, seen from the server. It runs while the server does."""

    def __init__(self, folder: Path, postgres: str | None, inbox: Path | None) -> None:
        place = {
            "folder": str(folder.resolve()),
            "postgres": postgres,
            "inbox": str(inbox.resolve()) if inbox else None,
        }
        self._settings = json.dumps(place).encode() + b"\n"
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = threading.Event()

    def start(self) -> None:
        """Start it, and again whenever it ends."""
        threading.Thread(target=self._keep_running, daemon=True).start()

    def wake(self) -> None:
        """Something was stored."""
        self._say(b"\n")

    def stop(self) -> None:
        """End it."""
        self._stopped.set()
        if self._process is not None:
            self._process.terminate()

    def _keep_running(self) -> None:
        while not self._stopped.is_set():
            command = [sys.executable, "-m", "nosologist.workbench.worker"]
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
            self._say(self._settings)
            self._process.wait()
            self._stopped.wait(_AGAIN)

    def _say(self, what: bytes) -> None:
        try:
            if self._process is not None and self._process.stdin is not None:
                self._process.stdin.write(what)
                self._process.stdin.flush()
        except OSError:  # it has just ended; the next one looks at the queue by itself
            return


_READERS: list[Reader] = []  # the one of this server


def started(folder: Path, postgres: str | None, inbox: Path | None = None) -> Reader:
    """Start the reader of this server, which watches a folder too where one is given."""
    one = Reader(folder, postgres, inbox)
    _READERS.append(one)
    one.start()
    return one


def wake() -> None:
    """Tell the reader, where there is one, that something was stored."""
    for one in _READERS:
        one.wake()


def main(orders: IO[bytes]) -> None:
    """Read until the server is gone."""
    settings = json.loads(orders.readline() or b"{}")
    if not settings:
        return
    from nosologist.workbench.configure import configure

    configure(Path(settings["folder"]), settings["postgres"])
    from django.db import DatabaseError

    from nosologist.workbench import intake, watched
    from nosologist.workbench.reading import read_next

    name, woken, clock = uuid.uuid4().hex, threading.Event(), _Clock()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the server; we end when it is gone

    def listen() -> None:
        while orders.readline():
            woken.set()
        os._exit(0)  # what is being read is taken up by the next reader

    def tell() -> None:
        while True:
            time.sleep(_BEAT)
            if clock.stands_since() > _LONGEST:
                os._exit(3)
            with suppress(DatabaseError):  # one that is away for a moment; who reads sees it too
                intake.beat(name)

    for what in (listen, tell):
        threading.Thread(target=what, daemon=True).start()
    try:
        while True:
            woken.clear()
            clock.went_on()
            if settings["inbox"]:
                with suppress(OSError):  # a folder that is away for a moment
                    watched.look(Path(settings["inbox"]))
            if not read_next(name, clock.went_on):
                woken.wait(_LOOK)
    except Exception:  # told without its message, which may quote a chart; the server starts us anew
        _log.exception("reading")
        os._exit(1)


class _Clock:
    """Since when nothing went on."""

    def __init__(self) -> None:
        self._last = time.monotonic()

    def went_on(self) -> None:
        self._last = time.monotonic()

    def stands_since(self) -> float:
        return time.monotonic() - self._last


if __name__ == "__main__":
    main(sys.stdin.buffer)
