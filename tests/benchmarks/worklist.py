"""Time the workbench's lists with many charts: ``python tests/benchmarks/worklist.py [--charts 10000] [--postgres URL]``.

Fills a fresh workbench in bulk with made-up charts (every fourth one final, with its decisions) and times pages through
Django's test client.
``filled`` also serves load tests: it makes the charts and people, and names the people.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

NOTES = (
    "DISCHARGE SUMMARY\nDischarge diagnoses:\n1. Acute on chronic diastolic heart failure.\n2. Hypertension.\n3. Gout.\n",
    "OFFICE VISIT\nAssessment:\n1. Mild intermittent asthma, stable.\n2. Essential hypertension, at goal.\n3. GERD.\n",
    "EMERGENCY DEPARTMENT\nAssessment: Closed fracture of the left distal radius after a fall on ice.\n",
    "Follow-up of gout of the left foot. Assessment: Gout, left foot.\n",
)
SETTINGS = ("inpatient", "outpatient", "ed", "outpatient")
PAGES = (
    "/worklist/", "/worklist/?state=unclaimed", "/worklist/?state=final", "/worklist/?order=waiting&page=100",
    "/reports/", "/reports/?days=365", "/denials/", "/denials/?page=100",
    "/worklist/?setting=inpatient&waiting=more&years=senior", "/worklist/?kind=discharge+summary&order=newest",
)  # fmt: skip
PADDING = (
    "He was seen and examined; the plan was explained and questions were answered. " * 100
)  # a record's usual size


def filled(charts: int, coders: int) -> list[Any]:
    """An organization with coders and charts, written in bulk; the users."""
    from django.utils import timezone

    from nosologist.workbench.models import Chart, Membership, Organization, User

    organization = Organization.objects.create(name="Load test")
    people = [User(username=f"coder{number}", factor_confirmed=True, password="!") for number in range(coders)]
    people = User.objects.bulk_create(people)
    Membership.objects.bulk_create(
        Membership(user=one, organization=organization, roles=["coder", "manager", "senior"]) for one in people
    )
    dice, now, patterns = random.Random(7), timezone.now(), list(_patterns())
    for start in range(0, charts, 500):
        made = []
        for number in range(start, min(start + 500, charts)):
            setting, documents, suggested = patterns[number % len(patterns)]
            came = now - timedelta(hours=dice.randrange(60 * 24))
            holder = dice.choice(people) if number % 3 == 0 else None
            made.append(Chart(
                organization=organization, name=f"chart {number}", setting=setting, documents=documents, suggested=suggested,
                codes=len(suggested["codes"]), created=came, age=dice.randrange(100), claimed_by=holder, date=came.date(),
            ))  # fmt: skip
        _kept(made, organization, people, dice)
    return people


def _patterns() -> Iterator[tuple[str, list[dict[str, Any]], dict[str, Any]]]:
    from nosologist.model.document import Document
    from nosologist.model.encounter import Encounter, Setting
    from nosologist.workbench import engine

    for setting, note in zip(SETTINGS, NOTES, strict=True):
        encounter, suggested = engine.coded(Encounter((Document("visit", note + PADDING),), Setting(setting)))
        yield setting, engine.kept(encounter.documents), suggested


def _kept(made: list[Any], organization: Any, people: list[Any], dice: random.Random) -> None:
    """Write a batch: charts with their lines of the worklist, some final."""
    from nosologist.workbench.models import Chart, Decision
    from nosologist.workbench.worklist_models import NO_DUE, WorkItem, main_kind, own_number

    created = [chart.created for chart in made]
    decisions = []
    for number, chart in enumerate(made):
        if number % 4 == 0:
            chart.claimed_by, chart.status, chart.last = dice.choice(people), Chart.FINAL, 3
            data = ({}, {"lines": [f"s{place}" for place in range(chart.codes)]}, {"codes": []})
            decisions += [
                Decision(id=uuid.uuid4(), chart=chart, number=place, user=chart.claimed_by, kind=kind, data=what,
                         at=chart.created + timedelta(minutes=place))
                for place, kind, what in zip((1, 2, 3), ("claim", "accept", "finalize"), data, strict=True)
            ]  # fmt: skip
    Chart.objects.bulk_create(made)
    for chart, came in zip(made, created, strict=True):
        chart.created = came  # else the moment of writing
    Chart.objects.bulk_update(made, ["created"], batch_size=500)
    WorkItem.objects.bulk_create(
        WorkItem(chart=chart, organization=organization, status=chart.status, holder=chart.claimed_by, since=chart.date,
                 created=chart.created, claim=own_number(chart.id),
                 setting=chart.setting, age=chart.age, kind=main_kind(chart.documents),
                 charges=dice.choice((None, dice.randrange(10_000_000))), payer=dice.choice(("", "MB", "MC", "CI")),
                 priority=dice.choice((1, 2, 2, 2, 3)),
                 due=NO_DUE if dice.random() < 0.5 else chart.date + timedelta(days=dice.randrange(20)))
        for chart in made
    )  # fmt: skip
    Decision.objects.bulk_create(decisions)
    _counted(made, organization, dice)


def _counted(made: list[Any], organization: Any, dice: random.Random) -> None:
    """The facts of the final charts, as reports count them."""
    from nosologist.workbench.models import Chart, Finished, Outcome
    from nosologist.workbench.outcomes import basis
    from nosologist.workbench.wanted import REJECTIONS

    final = [chart for chart in made if chart.status == Chart.FINAL]
    whose = [
        {"chart": one, "organization": organization, "user": one.claimed_by, "day": one.created.date()} for one in final
    ]
    Finished.objects.bulk_create(
        Finished(**facts, setting=one.setting, hours=dice.randrange(200), days=dice.randrange(9), codes=one.codes,
                 minutes=dice.randrange(1, 30))
        for one, facts in zip(final, whose, strict=True)
    )  # fmt: skip
    what = ("accepted", "accepted", "accepted", "changed", "rejected", "added")
    Outcome.objects.bulk_create(
        Outcome(**facts, what=dice.choice(what), system=code["system"], code=code["code"], chapter=dice.randrange(1, 23),
                kind=dice.choice(("", "visit", "discharge summary")), basis=basis(code), reason=dice.choice(REJECTIONS))
        for one, facts in zip(final, whose, strict=True) for code in one.suggested["codes"] * 4
    )  # fmt: skip


def answered(client: Any, claims: int) -> None:
    """Send in a payer's answer and read it."""
    from workbench.remittances import Paid, remittance, taken_in

    adjusted = ("CO*97*150", "", "CO*16*150", "CO*45*40", "CO*50*150", "PR*2*150")
    taken_in(client, remittance(*(Paid(f"N{n}", str(99200 + n % 300), "150", adjusted[n % 6]) for n in range(claims))))


def timed(client: Any, where: str, times: int) -> tuple[float, float, float, int]:
    """Median, 95th percentile and time of the processor in milliseconds, and how many times the database was asked."""
    from django.db import connection

    connection.force_debug_cursor = True
    before = len(connection.queries_log)
    answer = client.get(where)
    queries = len(connection.queries_log) - before
    connection.force_debug_cursor = False
    assert answer.status_code == 200, (where, answer.status_code)
    took, worked = [], []
    for _ in range(times):
        start, begun = time.perf_counter(), time.process_time()
        answer = client.get(where)
        b"".join(answer)
        took.append((time.perf_counter() - start) * 1000)
        worked.append((time.process_time() - begun) * 1000)
    return statistics.median(took), statistics.quantiles(took, n=20)[-1], statistics.median(worked), queries


def main() -> None:
    """Fill, then time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--charts", type=int, default=10_000)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument(
        "--answers", type=int, default=0, help="claims of an 835 that is sent in first, half of them denied"
    )
    parser.add_argument("--postgres")
    args = parser.parse_args()
    from nosologist.workbench.configure import configure

    with tempfile.TemporaryDirectory(prefix="load-") as folder:
        configure(Path(folder), args.postgres, ("testserver",))
        from django.core.management import call_command

        call_command("migrate", verbosity=0, interactive=False)
        start = time.perf_counter()
        people = filled(args.charts, 50)
        print(f"{args.charts:,} charts in {time.perf_counter() - start:.1f} s")
        from workbench.practice import signed_in

        client = signed_in(people[0])
        if args.answers:
            start = time.perf_counter()
            answered(client, args.answers)
            print(f"an 835 of {args.answers:,} claims kept and counted in {time.perf_counter() - start:.1f} s")
        for where in PAGES:
            median, late, worked, queries = timed(client, where, args.times)
            print(f"{median:7.1f} ms  p95 {late:7.1f} ms  processor {worked:6.1f} ms  {queries:2} queries  {where}")


if __name__ == "__main__":
    main()
