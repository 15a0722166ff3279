"""The server is killed (kill -9) while files wait to be read: after the last start each of them is coded, none twice."""

from __future__ import annotations

import io
import os
import random
import sqlite3
import time
import zipfile
from pathlib import Path

from workbench.running import Running
from workbench.visitor import Visitor

KILLS = 20 if os.environ.get("NOSOLOGIST_EXHAUSTIVE") == "1" else 4
LONGEST = 2.5  # seconds from a start to the kill: the reader needs about one to begin
MEMBERS = 40


def test_what_was_stored_is_read_once_whatever_happens(tmp_path: Path) -> None:
    running = Running(tmp_path / "bench").start()
    try:
        visitor = Visitor(running)
        visitor.begin()
        visitor.get("/upload/")
        for number in range(3):
            visitor.send(f"{number}.zip", zipped(number))
        chance = random.Random(20261129)
        for _ in range(KILLS):
            time.sleep(chance.uniform(0.0, LONGEST))
            running.kill()
            running.start()
        until = time.monotonic() + 120
        while 'data-busy="0"' not in visitor.get("/upload/inbox/"):
            assert time.monotonic() < until
            time.sleep(0.3)
    finally:
        running.kill()
    with sqlite3.connect(running.folder / "workbench.sqlite") as database:
        names = [name for (name,) in database.execute("SELECT name FROM workbench_chart ORDER BY name")]
        assert names == sorted(f"{number}.zip > {member:02}.txt" for number in range(3) for member in range(MEMBERS))
        assert database.execute("SELECT DISTINCT state FROM workbench_intake").fetchall() == [("coded",)]
        assert database.execute("SELECT count(*) FROM workbench_intakefile").fetchone() == (0,)
        told = database.execute(
            "SELECT count(*), count(DISTINCT subject) FROM workbench_auditentry WHERE action = 'uploaded'"
        )
        assert told.fetchone() == (3 * MEMBERS, 3 * MEMBERS)


def zipped(number: int) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for member in range(MEMBERS):
            archive.writestr(f"{member:02}.txt", f"Assessment: migraine without aura, visit {number} of day {member}.")
    return packed.getvalue()
