"""The worklist: criteria, order, totals, and the next chart."""

from __future__ import annotations

import re
import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from nosologist.workbench import criteria, intake, recording
from nosologist.workbench.deciding import Kind
from nosologist.workbench.models import Chart, ProviderQuery
from nosologist.workbench.reporting import REPORTS
from nosologist.workbench.roles import Role
from nosologist.workbench.worklist_models import WorkItem, main_kind
from workbench.practice import chart, decided, organization, person, signed_in

TODAY = timezone.now().date


def named(name: str, text: str = "Migraine.", setting: str = "outpatient", **facts: Any) -> Chart:
    """A chart of that name; facts of the list are put on its line."""
    one = chart(text=text, setting=setting)
    one.name = name
    one.save()
    WorkItem.objects.filter(chart=one).update(**facts)
    return one


def names(client: Client, query: str = "") -> list[str]:
    """The charts that the list shows, in order."""
    return re.findall(r'<a class="row"[^>]*>([^<]*)<', client.get(f"/worklist/?{query}").content.decode())


def test_waiting_charts_are_counted_by_days_since_discharge_and_each_bucket_leads_to_its_charts() -> None:
    for days in (0, 3, 5, 9, 20, 31, 400):
        named(f"{days} days", since=TODAY() - timedelta(days=days))
    client = signed_in(person("ann", Role.CODER))
    page = client.get("/worklist/").content.decode()
    told = re.findall(r'<a href="\?([^"]+)">([\w ]+ days) <b>(\d+)</b></a>', page)
    assert [(title, number) for _, title, number in told] == [
        ("0 to 3 days", "2"), ("4 to 7 days", "1"), ("8 to 14 days", "1"), ("15 to 30 days", "1"), ("over 30 days", "2"),
    ]  # fmt: skip
    assert "all <b>7</b>" in page
    assert names(client, told[-1][0].replace("&amp;", "&")) == ["400 days", "31 days"]


def test_a_chart_waits_since_its_date_and_without_one_since_it_came() -> None:
    one = chart()
    assert WorkItem.objects.get(chart=one).since == one.created.date()
    one.date = date(2026, 1, 2)
    one.save()
    assert WorkItem.objects.get(chart=one).since == date(2026, 1, 2)


def test_the_most_urgent_stands_first() -> None:
    day = TODAY()
    named("normal, old", since=day - timedelta(days=9))
    named("normal, due", due=day + timedelta(days=1))
    named("low", priority=3)
    named("high", priority=1)
    client = signed_in(person("ann", Role.CODER))
    assert names(client) == ["high", "normal, due", "normal, old", "low"]
    assert names(client, "order=waiting")[0] == "normal, old"
    assert names(client, "order=due")[0] == "normal, due"
    assert names(client, "order=newest")[0] == "high"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("setting=inpatient", ["stay"]), ("kind=discharge+summary", ["stay"]), ("kind=none", ["visit"]), ("years=senior", ["stay"]),
        ("years=child", ["visit"]), ("due=over", ["stay"]), ("due=none", ["visit"]), ("priority=1", ["visit"]),
        ("specialty=cardiology", ["stay"]), ("specialty=none", ["visit"]),
        ("years=child&setting=inpatient", []), ("years=child&setting=outpatient&priority=1", ["visit"]),
    ],
)  # fmt: skip
def test_criteria_of_different_groups_hold_together(query: str, found: list[str]) -> None:
    named(
        "stay",
        "DISCHARGE SUMMARY\nDischarge diagnoses: Gout.",
        "inpatient",
        age=70,
        specialty="cardiology",
        due=TODAY() - timedelta(days=1),
    )
    named("visit", age=9, priority=1)
    assert names(signed_in(person("ann", Role.CODER)), query) == found


def test_the_list_of_a_person_and_who_has_a_chart() -> None:
    one, ann = named("hers"), person("ann", Role.CODER)
    named("free")
    decided(one, ann, Kind.CLAIM)
    client = signed_in(ann)
    assert names(client, "state=mine") == names(client, f"holder={ann.pk}") == ["hers"]
    assert names(client, "state=unclaimed") == ["free"]


def test_long_lists_have_pages_and_links_keep_the_criteria() -> None:
    for number in range(52):
        Chart.objects.create(
            organization=organization(), name=f"n{number}", setting="ed", documents=[], suggested={"codes": []}
        )
    client = signed_in(person("ann", Role.CODER))
    page = client.get("/worklist/?setting=ed&order=waiting").content.decode()
    assert "page 1 of 2, 52 charts" in page
    assert "?setting=ed&amp;order=waiting&amp;page=2" in page
    assert names(client, "setting=ed&order=waiting&page=2") == ["n50", "n51"]


def test_next_gives_the_oldest_that_nobody_has_and_claims_it() -> None:
    first, second = chart(), chart(text="Migraine.")
    ann, bob = person("ann", Role.CODER), person("bob", Role.CODER)
    assert signed_in(ann).post("/next/").headers["Location"] == f"/chart/{first.id}/"
    assert signed_in(bob).post("/next/").headers["Location"] == f"/chart/{second.id}/"
    assert signed_in(ann).post("/next/").headers["Location"] == f"/chart/{first.id}/"  # her own first
    client = signed_in(ann)
    assert client.post("/next/", {"but": str(first.id)}).headers["Location"] == "/worklist/"
    assert "No more charts to take on this list." in client.get("/worklist/").content.decode()


@pytest.mark.parametrize("order", ["", "due", "waiting", "charges", "newest"])
def test_next_follows_the_list_as_it_was_filtered_and_its_order(order: str) -> None:
    for number in range(4):
        named(
            f"stay {number}",
            setting="inpatient",
            since=TODAY() - timedelta(days=number),
            priority=1 + number % 3,
            charges=number % 2 or None,
        )
    named("visit", priority=1, since=TODAY() - timedelta(days=99))
    client = signed_in(person("ann", Role.CODER))
    shown = names(client, f"setting=inpatient&order={order}")
    taken, but = [], ""
    for _ in range(4):
        but = client.post("/next/", {"but": but}).headers["Location"].split("/")[2]
        taken.append(Chart.objects.get(id=but).name)
        one = Chart.objects.get(id=but)
        one.status = Chart.FINAL
        one.save()
    assert taken == shown
    at_the_end = client.post("/next/", {"but": but}).headers["Location"]
    assert (
        at_the_end == f"/worklist/?{criteria.read({'setting': 'inpatient', 'order': order}).address}"
    )  # as it was filtered


def test_next_goes_through_ones_own_charts_and_then_on_and_round() -> None:
    ann = person("ann", Role.CODER)
    own = [named(f"own {number}") for number in range(2)]
    free = named("free", priority=1)
    for one in own:
        decided(one, ann, Kind.CLAIM)
    client = signed_in(ann)
    where = [str(own[0].id)]
    for _ in range(3):
        where.append(client.post("/next/", {"but": where[-1]}).headers["Location"].split("/")[2])
    assert where[1:3] == [str(own[1].id), str(free.id)]
    assert where[3] == str(own[0].id)


def test_a_trainee_goes_round_their_own_charts_and_is_offered_no_other() -> None:
    ann, max = person("ann", Role.TRAINEE), person("max", Role.MANAGER)
    own = [named(f"own {number}") for number in range(2)]
    free = [named(f"free {number}", priority=1) for number in range(6)]
    client = signed_in(ann)
    assert client.post("/next/").headers["Location"] == "/worklist/"
    assert "No more charts are assigned to you." in client.get("/worklist/").content.decode()
    for one in own:
        decided(one, max, Kind.ASSIGN, frozenset({Role.MANAGER}), to="ann")
    assert client.post("/next/", {"but": str(own[1].id)}).headers["Location"] == f"/chart/{own[0].id}/"
    assert b'data-act="claim"' not in client.get(f"/chart/{free[0].id}/").content
    page = client.get("/worklist/").content
    assert b'value="claim"' not in page
    assert b'value="release"' in page


def test_the_main_document_of_a_stay_is_its_discharge_summary() -> None:
    texts = [("a", "PROGRESS NOTE\nBetter."), ("b", "DISCHARGE SUMMARY\nGout."), ("c", "NURSING NOTE\nAwake.")]
    documents = [{"id": id, "text": text} for id, text in texts]
    assert main_kind(documents) == "discharge summary"
    assert main_kind(documents[:1]) == "progress note"
    assert main_kind([{"id": "x", "text": "Gout."}]) == ""
    assert main_kind([{"id": "x", "text": "Gout.", "kind": "Operative note"}]) == "operative report"


@pytest.mark.parametrize(
    ("where", "most"),
    [("/worklist/", 20), ("/worklist/?setting=outpatient&order=charges", 20), ("/reports/", len(REPORTS) + 5)],
)
def test_a_page_asks_the_database_as_often_for_many_charts_as_for_few(where: str, most: int) -> None:
    client = signed_in(person("ann", Role.SENIOR))

    def asked() -> int:
        count = 0

        def counted(execute: Any, sql: str, *rest: Any) -> Any:
            nonlocal count
            count += 1
            assert '"suggested"' not in sql, "a list reads no long column"
            return execute(sql, *rest)

        with connection.execute_wrapper(counted):
            assert client.get(where).status_code == 200
        return count

    named("first")
    few = asked()
    for number in range(12):
        named(f"n{number}")
    assert asked() == few <= most


def test_payer_and_charges_are_those_of_the_abstract() -> None:
    one, ann = (
        chart(text="Office visit, established patient, 25 minutes. Assessment: Migraine."),
        person("ann", Role.SENIOR),
    )
    named("other")
    decided(one, ann, Kind.CLAIM)
    decided(one, ann, Kind.ADD, system="cpt", code="99213", reason="visit", units="1")
    key = recording.desk(one).services[-1].key
    fields = {"coverage.claim_filing": "MB", f"lines.{key}.charge": "1234.50", "date": "2026-01-05"}
    decided(one, ann, Kind.ABSTRACT, fields=fields)
    item = WorkItem.objects.get(chart=one)
    assert (item.payer, item.charges, str(item.since)) == ("MB", 123450, "2026-01-05")
    client = signed_in(ann)
    assert (
        names(client, "payer=MB")
        == names(client, "dollars=some")
        == names(client, "payer=MB&waiting=more")
        == ["visit"]
    )
    assert names(client, "payer=none") == names(client, "dollars=none") == ["other"]
    assert names(client, "order=charges") == ["visit", "other"]
    page = client.get("/worklist/").content.decode()
    assert "$1,234" in page
    assert "Medicare Part B" in page
    decided(one, ann, Kind.REJECT, line=key, reason="other")
    assert WorkItem.objects.get(chart=one).charges is None


def test_next_leaves_out_what_waits_for_an_answer() -> None:
    one, two = named("asked"), named("free")
    ProviderQuery.objects.create(
        id=uuid.uuid4(), chart=one, organization=organization(), status="sent", title="q", sent=timezone.now()
    )
    client = signed_in(person("ann", Role.CODER))
    assert b"query waits" in client.get("/worklist/").content
    assert names(client, "query=no") == ["free"]
    assert names(client, "query=waits") == ["asked"]
    assert client.post("/next/").headers["Location"] == f"/chart/{one.id}/"  # the list is of those
    names(client)
    assert client.post("/next/", {"but": str(one.id)}).headers["Location"] == f"/chart/{two.id}/"


def test_an_empty_list_says_why_and_what_can_be_done() -> None:
    ann = signed_in(person("ann", Role.CODER))
    assert '<a href="/upload/">Upload charts</a>' in ann.get("/worklist/").content.decode()
    assert "No chart is final yet." in ann.get("/worklist/?state=final").content.decode()
    assert "<kbd>N</kbd> takes the next one" in ann.get("/worklist/?state=mine").content.decode()
    chart()
    assert '<a href="?state=open">Clear the filters</a>' in ann.get("/worklist/?setting=ed").content.decode()


def test_charts_that_are_being_coded_are_told_of() -> None:
    ann = person("ann", Role.CODER)
    intake.stored(uuid.uuid4(), organization(), ann, [("note.txt", b"Migraine.")], {})
    assert "1 file being read and coded" in signed_in(ann).get("/worklist/").content.decode()
    chart()
    assert "being read and coded" not in signed_in(ann).get("/worklist/").content.decode()


def test_settings_are_written_as_coders_write_them() -> None:
    chart(setting="same-day-surgery")
    page = signed_in(person("ann", Role.CODER)).get("/worklist/").content.decode()
    assert '<option value="ed">ED</option>' in page
    assert '<td class="day">same-day surgery</td>' in page
