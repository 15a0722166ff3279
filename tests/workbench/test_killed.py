"""The server is killed (kill -9) at fifty random moments while a coder works: what was acknowledged is there, nothing is there
twice. Of two coders on one chart the second is told. On SQLite, and on a PostgreSQL that is started here."""

from __future__ import annotations

import http.client
import os
import random
import re
import subprocess
import sys
import threading
from pathlib import Path

from workbench import stored
from workbench.forked import Forked
from workbench.running import SOURCE, Running
from workbench.session import Session, Step
from workbench.visitor import Visitor

POINTS = 50
LONGEST = 0.1  # seconds from the first answer of a round to the kill


def test_nothing_acknowledged_is_lost_and_nothing_is_there_twice(place: tuple[Path, str]) -> None:
    forked = Forked(*place)
    try:
        told = forked.begin(1)
        session, visitor = Session(told["chart"]), Visitor(forked, told["sessions"][0])
        chance = random.Random(20261129)
        unsure: Step | None = None
        for _ in range(POINTS):
            forked.start()
            killer = threading.Timer(chance.uniform(0.0, LONGEST), forked.kill)
            unsure = _work(visitor, session, unsure, killer)
            killer.join()
    finally:
        forked.end()
    _the_last_one_is_sent_again(place, told["sessions"][0], session, unsure)
    session.holds(stored.rows(*place), stored.documents(*place))
    assert len(session.acknowledged) > POINTS
    _the_log_is_whole(*place)


def test_of_two_coders_on_one_chart_one_decides_and_the_other_is_told(place: tuple[Path, str]) -> None:
    forked = Forked(*place)
    try:
        told = forked.begin(2)
        forked.start()
        both = [Rival(forked, one, told["chart"]) for one in told["sessions"]]
        for one in both:
            one.start()
        for one in both:
            one.join(60)
    finally:
        forked.end()
    assert not [one.wrong for one in both if one.wrong]
    acknowledged = [id for one in both for id in one.acknowledged]
    rows = stored.rows(*place)["decision"]
    assert [number for number, _ in rows] == list(range(1, len(acknowledged) + 1))
    assert sorted(id for _, id in rows) == sorted(acknowledged)
    assert all(one.acknowledged and one.refused for one in both)
    _the_log_is_whole(*place)


def _work(visitor: Visitor, session: Session, unsure: Step | None, killer: threading.Timer) -> Step:
    """Work until the server is gone, some time after its first answer; what was not answered is to be sent again."""
    while True:
        step = unsure or session.step()
        try:
            if not visitor.token:
                visitor.get(f"/chart/{session.chart}/")
            assert visitor.tell(step.where, step.body) == 200, step
        except (OSError, http.client.HTTPException):
            return step
        session.acknowledge(step)
        unsure = None
        if killer.ident is None:
            killer.start()


def _the_last_one_is_sent_again(place: tuple[Path, str], cookie: str, session: Session, unsure: Step | None) -> None:
    """As a user starts the server again, and the browser sends what nobody answered: recorded once, whether it was there or not."""
    assert unsure is not None
    folder, address = place
    running = Running(folder, postgres=address).start()
    try:
        visitor = Visitor(running, cookie)
        visitor.get(f"/chart/{session.chart}/")
        assert visitor.tell(unsure.where, unsure.body) == 200
        session.acknowledge(unsure)
    finally:
        running.kill()


class Rival(threading.Thread):
    """A senior who takes the chart over and decides on it, while another does."""

    def __init__(self, forked: Forked, cookie: str, chart: str) -> None:
        super().__init__(daemon=True)
        self._visitor, self._chart = Visitor(forked, cookie), chart
        self.acknowledged: list[str] = []
        self.refused = 0
        self.wrong: list[int] = []

    def run(self) -> None:
        """Decide twenty times, each time having seen what was there a moment ago."""
        for number in range(20):
            page = self._visitor.get(f"/chart/{self._chart}/")
            seen, mine = int(re.findall(r'data-seen="(\d+)"', page)[0]), "<b>Yours</b>" in page
            step = Step.made(
                self._chart, {"kind": "poa", "line": "s1", "poa": "YN"[number % 2]} if mine else {"kind": "claim"}, seen
            )
            status = self._visitor.tell(step.where, step.body)
            if status == 200:
                self.acknowledged.append(step.id)
            elif status in (409, 422):
                self.refused += 1
            else:
                self.wrong.append(status)


def _the_log_is_whole(folder: Path, address: str) -> None:
    command = [sys.executable, "-m", "nosologist", "verify-log", "--folder", str(folder), "--json"]
    where = {"PYTHONPATH": str(SOURCE), **({"NOSOLOGIST_POSTGRES": address} if address else {})}
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **where}, check=False)
    assert done.returncode == 0, done.stdout
