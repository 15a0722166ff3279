"""Fifty coders at one workbench: ``python tests/benchmarks/desk.py [--charts 10000] [--coders 50] [--seconds 120] [--think 7]
[--postgres]``.

Fills a workbench in bulk, starts ``noso serve`` on it as a user does, and lets each coder, signed in, open a chart, claim it,
look a code up as one types, and accept the suggestions one by one, pausing ``--think`` seconds on average between two actions.
Prints how long the answers took, and how many were wrong. ``--postgres`` keeps it all in a PostgreSQL that is started for it.
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import re
import resource
import statistics
import sys
import tempfile
import threading
import time
import uuid
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

WORDS = (
    "heart failure diastolic",
    "gout left foot",
    "copd exac",
    "distal radius fracture",
    "type 2 diabetes neuropathy",
)
MOST = {"chart": 300, "accept": 150, "type-ahead": 100}  # milliseconds for 95 of 100


class Coder(threading.Thread):
    """One person: a session, charts to code, and how long each answer took."""

    def __init__(self, port: int, session: str, charts: list[str], think: float, until: float, number: int) -> None:
        super().__init__(daemon=True)
        self._server = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._cookies = {"sessionid": session}
        self._charts, self._think, self._until = charts, think, until
        self._dice = random.Random(number)
        self._token = ""
        self.took: dict[str, list[float]] = defaultdict(list)
        self.wrong: list[str] = []

    def run(self) -> None:
        """Code one chart after the other."""
        self._pause(0, self._think)
        for chart in self._charts:
            page = self._ask("chart", "GET", f"/chart/{chart}/")
            keys = re.findall(r'data-key="(s\d+)"', page) or ["s0"]
            decisions = [{"kind": "claim"}, *({"kind": "accept", "lines": [key]} for key in dict.fromkeys(keys))]
            for seen, decision in enumerate(decisions):
                self._pause(0.5, 1.5)
                if decision["kind"] == "accept" and self._dice.random() < 0.5:
                    self._type(chart)
                body = json.dumps({"id": str(uuid.uuid4()), "seen": seen, **decision})
                self._ask("accept", "POST", f"/chart/{chart}/decide/", body, "application/json")
                if time.monotonic() > self._until:
                    return

    def _type(self, chart: str) -> None:
        words = self._dice.choice(WORDS)
        for end in range(len(words) - 3, len(words) + 1):
            body = urlencode({"words": words[:end]})
            self._ask("type-ahead", "POST", f"/chart/{chart}/find/", body, "application/x-www-form-urlencoded")
            time.sleep(0.2)

    def _pause(self, least: float, most: float) -> None:
        time.sleep(self._think * self._dice.uniform(least, most) if least else self._dice.uniform(0, most))

    def _ask(self, what: str, method: str, where: str, body: str | None = None, kind: str = "") -> str:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        headers = {"Cookie": cookies, "X-CSRFToken": self._token, "X-Desk": "1"} | (
            {"Content-Type": kind} if kind else {}
        )
        start = time.perf_counter()
        try:
            self._server.request(method, where, body, headers)
            answer = self._server.getresponse()
            page = answer.read().decode()
        except OSError as error:
            self.wrong.append(f"{what}: {error}")
            self._server.close()
            return ""
        self.took[what].append((time.perf_counter() - start) * 1000)
        if answer.status != 200:
            self.wrong.append(f"{what}: {answer.status}")
        for name, value in re.findall(r"(\w+)=([^;]+);", "; ".join(answer.headers.get_all("Set-Cookie") or ()) + ";"):
            if name == "csrftoken":
                self._cookies[name] = value
        if found := re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page):
            self._token = found[1]
        return page


def ready(folder: Path, postgres: str | None, charts: int, coders: int) -> list[tuple[str, list[str]]]:
    """A filled workbench in a folder; each coder's session and the charts that wait for them."""
    from nosologist.workbench.configure import configure

    configure(folder, postgres, ("127.0.0.1", "testserver"))
    from django.core.management import call_command
    from django.db import connections

    call_command("migrate", verbosity=0, interactive=False)
    from benchmarks.worklist import filled
    from nosologist.workbench.models import Chart
    from workbench.practice import signed_in

    people = filled(charts, coders)
    free = [str(one) for one in Chart.objects.filter(status="open", claimed_by=None).values_list("id", flat=True)]
    share = len(free) // coders
    sessions = [signed_in(one).cookies["sessionid"].value for one in people]
    connections.close_all()
    return [(session, free[at * share : (at + 1) * share]) for at, session in enumerate(sessions)]


def main() -> None:
    """Fill, serve, code, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--charts", type=int, default=10_000)
    parser.add_argument("--coders", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--think", type=float, default=7)
    parser.add_argument("--postgres", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="desk-") as name, closing(_database(args.postgres)) as addresses:
        coders = worked(Path(name), next(addresses), args)
    _told(coders, args)
    asked = sum(len(times) for coder in coders for times in coder.took.values())
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(
        f"the server's processor: {1000 * (spent.ru_utime + spent.ru_stime) / asked:.0f} ms an answer, its start included"
    )


def _database(is_wanted: bool) -> Iterator[str]:
    """The address of a PostgreSQL while it runs; an empty one for SQLite."""
    from workbench import postgres

    yield from postgres.started(lasting=True) if is_wanted else [""]


def worked(folder: Path, postgres: str, args: argparse.Namespace) -> list[Coder]:
    """The coders after their day."""
    told: Any = ready(folder, postgres or None, args.charts, args.coders)
    from workbench.running import Running

    running = Running(folder, postgres=postgres).start()
    try:
        until = time.monotonic() + args.seconds
        coders = [
            Coder(running.port, session, charts, args.think, until, number)
            for number, (session, charts) in enumerate(told)
        ]
        for coder in coders:
            coder.start()
        for coder in coders:
            coder.join()
    finally:
        running.kill()
    return coders


def _told(coders: list[Coder], args: argparse.Namespace) -> None:
    asked = sum(len(times) for coder in coders for times in coder.took.values())
    print(f"{args.coders} coders, {args.charts:,} charts, {asked} answers in {args.seconds:.0f} s")
    for what, most in MOST.items():
        times = sorted(one for coder in coders for one in coder.took[what])
        late = statistics.quantiles(times, n=20)[-1]
        print(
            f"{what:10} {len(times):5}  median {statistics.median(times):6.0f} ms  p95 {late:6.0f} ms (at most {most})"
        )
    wrong = [one for coder in coders for one in coder.wrong]
    print(f"{len(wrong)} wrong", *sorted(set(wrong))[:5])


if __name__ == "__main__":
    main()
