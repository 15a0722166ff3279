"""The server is killed (kill -9) at random moments while a coder works: what was acknowledged is there, nothing is there twice."""

from __future__ import annotations

import http.client
import os
import random
import sqlite3
import subprocess
import sys
import threading
import uuid
from pathlib import Path
from typing import Any

from workbench.running import SOURCE, Running
from workbench.visitor import Visitor

POINTS = 50 if os.environ.get("NOSOLOGIST_EXHAUSTIVE") == "1" else 10
LONGEST = 0.4  # seconds from the first answer of a round to the kill


def test_no_acknowledged_decision_is_lost_and_none_is_there_twice(tmp_path: Path) -> None:
    running = Running(tmp_path / "bench").start()
    try:
        visitor = Visitor(running)
        visitor.begin()
        chart = visitor.upload()
        acknowledged: list[str] = []
        unsure: dict[str, Any] | None = {"id": str(uuid.uuid4()), "kind": "claim", "seen": 0}
        chance = random.Random(20261129)
        for _ in range(POINTS):
            killer = threading.Timer(chance.uniform(0.0, LONGEST), running.kill)
            unsure = _work(visitor, chart, acknowledged, unsure, killer)
            killer.join()
            running.start()
        assert unsure is not None
        assert (
            visitor.decide(chart, unsure) == 200
        )  # the browser sends it again: recorded once, whether it was there or not
        acknowledged.append(unsure["id"])
    finally:
        running.kill()
    _nothing_is_lost(tmp_path / "bench", acknowledged)


def _work(
    visitor: Visitor, chart: str, acknowledged: list[str], unsure: dict[str, Any] | None, killer: threading.Timer
) -> dict[str, Any] | None:
    """Decide until the server is gone, some time after its first answer; what was not answered is to be sent again."""
    while True:
        number = len(acknowledged)
        decision = unsure or {
            "id": str(uuid.uuid4()), "kind": "poa", "seen": number, "line": "s1", "poa": "YN"[number % 2],
        }  # fmt: skip
        try:
            assert visitor.decide(chart, decision) == 200
        except (OSError, http.client.HTTPException):
            return decision
        acknowledged.append(decision["id"])
        unsure = None
        if killer.ident is None:
            killer.start()


def _nothing_is_lost(folder: Path, acknowledged: list[str]) -> None:
    with sqlite3.connect(folder / "workbench.sqlite") as database:
        rows = database.execute("SELECT number, id FROM workbench_decision ORDER BY number").fetchall()
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert [str(uuid.UUID(id)) for _, id in rows] == acknowledged
    assert [number for number, _ in rows] == list(range(1, len(acknowledged) + 1))
    assert len(acknowledged) > POINTS
    command = [sys.executable, "-m", "nosologist", "verify-log", "--folder", str(folder), "--json"]
    done = subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(SOURCE)}, check=False
    )
    assert done.returncode == 0, done.stdout
