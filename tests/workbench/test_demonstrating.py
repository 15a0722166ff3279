"""Demonstration charts: put on the worklist when asked, marked wherever they go, taken away whole; the log stays true."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from nosologist.errors import UsageError
from nosologist.workbench import audit, demonstrating, reading, restricting
from nosologist.workbench.claim_making import whole_claim
from nosologist.workbench.deciding import Kind
from nosologist.workbench.models import (
    AuditEntry,
    Chart,
    Decision,
    DenialFact,
    Finished,
    Intake,
    Outcome,
    PayerAnswer,
    QueryEvent,
    Remitted,
    Seen,
    User,
)
from nosologist.workbench.roles import Role
from nosologist.workbench.screens.starting import setup_code
from workbench.practice import PASSWORD, chart, decided, organization, person, sent, signed_in, worked_off
from workbench.test_claim import OURS, VISIT
from workbench.test_query_recording import fields

FIRST = {"username": "ann", "password": PASSWORD, "again": PASSWORD}


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first two of them: to code them all takes seconds."""
    some = demonstrating.demonstrations()[:2]
    monkeypatch.setattr(demonstrating, "demonstrations", lambda: some)


def shown(client: Client) -> str:
    answer = client.post("/demonstration/", {"act": "put"}, follow=True)
    worked_off()
    return str(answer.content.decode())


@pytest.mark.usefixtures("few")
def test_they_are_there_only_when_the_box_of_the_first_page_is_ticked() -> None:
    assert b'name="demonstration" value="1">' in Client().get("/first/").content
    again = Client().post("/first/", {**FIRST, "code": "wrong", "demonstration": "1"})
    assert b'name="demonstration" value="1" checked>' in again.content
    assert not Intake.objects.exists()
    Client().post("/first/", {**FIRST, "code": setup_code(), "demonstration": "1"})
    worked_off()
    assert Chart.objects.filter(name__startswith="DEMO 0", item__demonstration=True).count() == 2
    assert User.objects.get().username == "ann"


def test_all_of_them_are_coded_with_days_lately_gone_and_in_every_setting() -> None:
    ann, today = person("ann", Role.MANAGER), timezone.now().date()
    assert demonstrating.put(organization(), ann) == len(demonstrating.demonstrations()) >= 10
    worked_off()
    made = list(Chart.objects.all())
    assert [(one.wrong, one.remarks) for one in Intake.objects.all()] == [([], [])] * (len(made) + 1)
    rows = {row.claim: row.outcome for row in PayerAnswer.objects.all()}
    names = {one.item.claim: one.name[:7] for one in made}
    assert {names[claim]: outcome for claim, outcome in rows.items()} == {
        "DEMO 01": "paid", "DEMO 10": "denied", "DEMO 12": "partly denied",
    }  # fmt: skip
    assert {one.setting for one in made} == {"outpatient", "ed", "observation", "same-day-surgery", "inpatient"}
    assert len([one for one in made if len(one.documents) > 1]) >= 5
    for one in made:
        assert one.codes >= 2, one.name
        assert today - timedelta(days=40) < one.date < today
        assert one.age is not None
        assert not re.search(r"\{-?\d", "".join(document["text"] for document in one.documents))


@pytest.mark.usefixtures("few")
def test_a_manager_puts_them_there_once_and_they_are_marked() -> None:
    client = signed_in(person("ann", Role.MANAGER, Role.CODER))
    assert "invented patients in all settings" in client.get("/practice/").content.decode()
    assert "2 demonstration charts are being coded" in shown(client)
    assert "there already" in shown(client)
    assert Chart.objects.count() == 2
    one = Chart.objects.get(name__startswith="DEMO 01")
    assert client.get("/worklist/").content.count(b">demo</span>") == 2
    assert b"an invented patient" in client.get(f"/chart/{one.id}/").content
    assert b"an invented patient" in client.get(f"/chart/{one.id}/claim/").content
    assert b"an invented patient" not in client.get(f"/chart/{chart().id}/").content


@pytest.mark.usefixtures("few")
def test_their_claims_say_that_they_are_tests() -> None:
    ann = person("ann", Role.MANAGER, Role.CODER)
    client = signed_in(ann)
    shown(client)
    one = Chart.objects.get(name__startswith="DEMO 01")
    client.post("/practice/", OURS)
    decided(one, ann, Kind.CLAIM)
    stated = {name: value for name, value in VISIT.items() if not name.startswith("lines.")}
    desk = decided(one, ann, Kind.ABSTRACT, fields=stated)
    claim = whole_claim(one, desk)
    assert claim.billing is not None
    assert claim.billing.submission is not None
    assert claim.billing.submission.test


@pytest.mark.usefixtures("few")
def test_taken_away_nothing_of_them_is_left_and_the_log_still_proves_the_rest() -> None:
    ann = person("ann", Role.MANAGER, Role.SENIOR)
    client = signed_in(ann)
    mine = chart()
    decided(mine, ann, Kind.CLAIM)
    shown(client)
    one = Chart.objects.get(name__startswith="DEMO 02")
    decided(one, ann, Kind.CLAIM)
    decided(one, ann, Kind.ACCEPT, lines=[f"s{place}" for place in range(one.codes)])
    decided(one, ann, Kind.FINALIZE)
    decided(Chart.objects.get(name__startswith="DEMO 01"), ann, Kind.CLAIM)
    page = client.get(f"/chart/{one.id}/").content.decode()
    client.post(f"/chart/{one.id}/seen/", {"mark": re.findall(r'data-mark="(\w+)"', page)})
    asked = {"id": str(uuid.uuid4()), "query": str(uuid.uuid4()), "seen": 0, "act": "draft", **fields(title="which")}
    client.post(f"/chart/{one.id}/query/", asked, content_type="application/json", headers={"X-Desk": "1"})
    restricting.break_glass(one, ann, "review", "to show how the glass is broken")
    client.post(f"/chart/{one.id}/other-claim/")
    assert demonstrating.charts(organization().id).count() == 3  # the other claim of one is marked too
    assert Finished.objects.exists()
    assert QueryEvent.objects.exists()
    assert Seen.objects.exists()
    assert (
        "3 demonstration charts are gone"
        in client.post("/demonstration/", {"act": "take away"}, follow=True).content.decode()
    )
    assert list(Chart.objects.values_list("id", flat=True)) == [mine.id]
    assert Decision.objects.count() == 1
    assert not (PayerAnswer.objects.exists() or DenialFact.objects.exists() or Remitted.objects.exists())
    assert not (Intake.objects.exists() or Finished.objects.exists() or Outcome.objects.exists())
    told = audit.verify()
    assert (told.faults, told.decisions) == ((), 1)
    shown(client)  # and again, under other ids
    assert Chart.objects.count() == 3
    assert not Chart.objects.filter(id=one.id).exists()
    assert not audit.verify().faults


def test_a_real_chart_that_is_deleted_in_the_same_way_is_seen() -> None:
    ann = person("ann", Role.SENIOR)
    one = chart()
    decided(one, ann, Kind.CLAIM)
    audit.write(demonstrating.TAKEN_AWAY, user="ann", organization=one.organization_id, subject=one.id)
    Decision.objects.all().delete()
    assert len(audit.verify().faults) == 1


@pytest.mark.usefixtures("few")
def test_those_of_another_organization_and_those_being_read_stay() -> None:
    ann, eve = person("ann", Role.MANAGER), person("eve", Role.MANAGER, of=organization("Other Clinic"))
    demonstrating.put(organization(), ann)
    with pytest.raises(UsageError, match="still being coded"):
        demonstrating.take_away(organization(), ann)
    worked_off()
    signed_in(eve).post("/demonstration/", {"act": "take away"})
    assert Chart.objects.count() == 2


def test_no_form_marks_a_real_chart() -> None:
    client = signed_in(person("ann", Role.CODER))
    client.post("/upload/", {"text": "Gout.", "demonstration": "1"})
    while reading.read_next("reader"):
        pass
    assert not Chart.objects.get().item.demonstration
    assert not AuditEntry.objects.filter(detail__contains="demonstration").exists()
    assert sent(client, Chart.objects.get(), "claim", 0).status_code == 200
