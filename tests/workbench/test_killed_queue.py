"""The server is killed (kill -9) while files wait to be read: after the last start each of them is coded, none twice.

On SQLite, and on a PostgreSQL that is started here.
"""

from __future__ import annotations

import io
import os
import random
import time
import zipfile
from pathlib import Path

from workbench import stored
from workbench.running import Running
from workbench.visitor import Visitor

KILLS = 20 if os.environ.get("NOSOLOGIST_EXHAUSTIVE") == "1" else 2
LONGEST = 2.5  # seconds from a start to the kill: the reader needs about one to begin
PACKED, MEMBERS = 2, 30


def test_what_was_stored_is_read_once_whatever_happens(place: tuple[Path, str]) -> None:
    folder, address = place
    running = Running(folder, postgres=address).start()
    try:
        visitor = Visitor(running)
        visitor.begin()
        visitor.get("/upload/")
        for number in range(PACKED):
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
    names = [name for (name,) in stored.asked(*place, "SELECT name FROM workbench_chart")]
    assert sorted(names) == [f"{number}.zip > {member:02}.txt" for number in range(PACKED) for member in range(MEMBERS)]
    assert stored.asked(*place, "SELECT DISTINCT state FROM workbench_intake") == [("coded",)]
    assert stored.asked(*place, "SELECT count(*) FROM workbench_intakefile") == [(0,)]
    told = "SELECT count(*), count(DISTINCT subject) FROM workbench_auditentry WHERE action = 'uploaded'"
    assert stored.asked(*place, told) == [(PACKED * MEMBERS, PACKED * MEMBERS)]


def zipped(number: int) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for member in range(MEMBERS):
            archive.writestr(f"{member:02}.txt", f"Assessment: migraine without aura, visit {number} of day {member}.")
    return packed.getvalue()
