"""Denied claims written off or resolved: with a reason, by whom it may be, counted, provable, taken back, never changed."""

from __future__ import annotations

import csv
import io
import re
import uuid
from datetime import date
from typing import Any

import pytest
from django.test import Client

from nosologist.workbench import audit, demonstrating, restricting
from nosologist.workbench.models import AuditEntry, PayerAnswer, Settling
from nosologist.workbench.report import Asked
from nosologist.workbench.reporting import REPORTS
from nosologist.workbench.roles import Role
from workbench.practice import chart, organization, person, program, signed_in, worked_off
from workbench.remittances import Paid, acknowledgment, remittance, taken_in
from workbench.test_claim import ready
from workbench.test_denials import NECESSITY, listed, manager, number_of

WHY = "agreed with the payer on the telephone"


def settle(client: Client, row: PayerAnswer, act: str, seen: int = 0, **told: str) -> Any:
    body = {"id": str(uuid.uuid4()), "seen": str(seen), "act": act, **told}
    return client.post(f"/denials/{row.pk}/", body)


def denied(client: Client, claim: str = "C1", adjusted: str = NECESSITY, **more: str) -> PayerAnswer:
    taken_in(client, remittance(Paid(claim, adjusted=adjusted), **more))
    return PayerAnswer.objects.get(claim=claim, day=date.fromisoformat(more.get("day", "20261102")))


def test_a_claim_that_is_written_off_no_longer_waits_until_that_is_taken_back() -> None:
    client = manager()
    row = denied(client)
    page = client.get(f"/denials/{row.pk}/").content.decode()
    assert "the payer does not find the service medically necessary" in page
    assert "Not yet." in page
    assert settle(client, row, "write off", reason="late").status_code == 302
    assert listed(client) == []
    settled = client.get("/denials/table/?state=settled")
    rows = list(csv.DictReader(io.StringIO(b"".join(settled.streaming_content).decode())))
    assert [(one["claim"], one["settled"]) for one in rows] == [("C1", "written off")]
    assert "the time to file or to appeal is over" in client.get(f"/denials/{row.pk}/").content.decode()
    assert "written off" in client.get("/denials/?state=settled").content.decode()
    assert settle(client, row, "take back", seen=1, words=WHY).status_code == 302
    assert [one["claim"] for one in listed(client)] == ["C1"]
    assert settle(client, row, "resolve", seen=2, reason="other", words=WHY).status_code == 302
    steps = Settling.objects.values_list("number", "act", "reason", "words", "cents")
    assert list(steps) == [
        (1, "write off", "late", "", 16500), (2, "take back", "", WHY, 0), (3, "resolve", "other", WHY, 0),
    ]  # fmt: skip
    assert AuditEntry.objects.filter(action="settlement").count() == 3
    assert not AuditEntry.objects.filter(detail__contains="telephone").exists()
    assert not audit.verify().faults


def test_the_log_shows_a_step_that_was_changed_or_is_gone() -> None:
    client = manager()
    settle(client, denied(client), "write off", reason="late")
    Settling.objects.update(reason="lost")
    assert any("settlement of a denied claim" in fault and "changed" in fault for fault in audit.verify().faults)
    Settling.objects.all().delete()
    assert any("no longer kept" in fault for fault in audit.verify().faults)


@pytest.mark.parametrize(
    ("told", "status", "said"),
    [
        ({"act": "write off"}, 422, "Choose a reason"), ({"act": "write off", "reason": "corrected"}, 422, "Choose a reason"),
        ({"act": "resolve", "reason": "other"}, 422, "Say why in your own words"),
        ({"act": "take back", "words": WHY}, 422, "is not settled"), ({"act": "burn"}, 422, "is none of"),
        ({"act": "write off", "reason": "late", "seen": "4"}, 409, "meanwhile"),
        ({"act": "write off", "reason": "late", "seen": "x"}, 409, "meanwhile"),
        ({"act": "write off", "reason": "late", "id": "7"}, 422, "cannot be read"),
        ({"act": "resolve", "reason": "patient"}, 422, "the patient may not be billed"),
    ],
)  # fmt: skip
def test_what_has_no_reason_or_makes_no_sense_settles_nothing(told: dict[str, str], status: int, said: str) -> None:
    client = manager()
    row = denied(client)
    body = {"id": str(uuid.uuid4()), "seen": "0", **told}
    answer = client.post(f"/denials/{row.pk}/", body)
    assert answer.status_code == status
    assert said in answer.content.decode()
    assert not Settling.objects.exists()
    assert len(listed(client)) == 1


def test_what_the_payer_leaves_to_the_patient_may_be_billed_to_the_patient() -> None:
    client = manager()
    row = denied(client, adjusted="PR*96*165")
    assert settle(client, row, "resolve", reason="patient").status_code == 302


def test_writing_off_is_for_seniors_and_managers_and_coders_resolve_their_own() -> None:
    _ann, one = ready()
    row = denied(manager(), number_of(one))
    bob = person("bob", Role.CODER)
    coder = signed_in(bob)
    assert settle(coder, row, "resolve", reason="corrected").status_code == 404  # another coder's chart
    one.finished.user = bob
    one.finished.save()
    assert settle(coder, row, "write off", reason="late").status_code == 422
    assert b"Write off" not in coder.get(f"/denials/{row.pk}/").content
    assert settle(coder, row, "resolve", reason="corrected").status_code == 302
    other = signed_in(person("cleo", Role.SENIOR))
    assert settle(other, row, "take back", seen=1, words=WHY).status_code == 302
    assert settle(other, row, "write off", seen=2, reason="lost").status_code == 302
    assert settle(coder, row, "take back", seen=3, words=WHY).status_code == 422  # a senior's
    auditor = signed_in(person("aud", Role.AUDITOR))
    assert b"Take back" not in auditor.get(f"/denials/{row.pk}/").content
    assert settle(auditor, row, "take back", seen=3, words=WHY).status_code == 403


def test_the_same_step_sent_twice_counts_once_and_the_second_person_is_told() -> None:
    client = manager()
    row = denied(client)
    body = {"id": str(uuid.uuid4()), "seen": "0", "act": "write off", "reason": "late"}
    assert [client.post(f"/denials/{row.pk}/", body).status_code for _ in range(2)] == [302, 302]
    assert settle(client, row, "resolve", reason="corrected").status_code == 409
    assert settle(client, row, "resolve", seen=1, reason="corrected").status_code == 422
    assert Settling.objects.count() == 1


def test_a_later_denial_waits_by_itself_and_what_it_replaced_is_not_settled_any_more() -> None:
    client = manager()
    first = denied(client)
    settle(client, first, "write off", reason="late")
    later = denied(client, trace="EFT2", day="20261120")
    assert [one["notice"] for one in listed(client)] == ["2026-11-20"]
    settle(client, first, "take back", seen=1, words=WHY)
    assert settle(client, first, "write off", seen=2, reason="late").status_code == 422
    assert "A later answer of the payer stands" in client.get(f"/denials/{first.pk}/").content.decode()
    assert settle(client, later, "resolve", reason="won").status_code == 302


def test_the_reports_count_what_was_settled() -> None:
    client, day = manager(), f"{date.today():%Y%m%d}"
    taken_in(client, remittance(*(Paid(name, adjusted=NECESSITY) for name in ("C1", "C2", "C3", "C4")), day=day))
    taken_in(client, acknowledgment("C5", day=day))
    rows = {row.claim: row for row in PayerAnswer.objects.all()}
    settle(client, rows["C1"], "write off", reason="late")
    settle(client, rows["C2"], "write off", reason="late")
    settle(client, rows["C3"], "resolve", reason="corrected")
    settle(client, rows["C4"], "write off", reason="small")
    settle(client, rows["C4"], "take back", seen=1, words=WHY)
    settle(client, rows["C5"], "resolve", reason="corrected")
    asked = Asked(organization().id, date.today(), date.today())
    whole = REPORTS["denials"](asked)
    told = dict(zip(whole.columns, whole.rows[0], strict=True))
    assert (told["decided"], told["in whole"], told["written off"], told["resolved"]) == (4, 4, 2, 1)
    assert str(told["written off, $"]) == "330.00"
    assert [(row[0], row[1], row[2], str(row[3])) for row in REPORTS["denials-settled"](asked).rows] == [
        ("written off", "the time to file or to appeal is over", 2, "330.00"),
        ("resolved", "a corrected or new claim was sent", 2, "0.00"),
    ]
    assert REPORTS["denials-settled"](Asked(organization("Other Clinic").id, date.today(), date.today())).rows == []
    assert client.get("/reports/?days=7").status_code == 200


def test_claims_of_others_and_of_closed_charts_are_as_if_there_were_none() -> None:
    eve = signed_in(person("eve", Role.MANAGER, of=organization("Other Clinic")))
    theirs = denied(eve)
    client, one = manager(), chart()
    assert client.get(f"/denials/{theirs.pk}/").status_code == 404
    assert settle(client, theirs, "write off", reason="late").status_code == 404
    mine = denied(client, number_of(one))
    restricting.restrict(one.id, one.organization_id, "pat")
    assert client.get(f"/denials/{mine.pk}/").status_code == 404
    assert settle(client, mine, "write off", reason="late").status_code == 404
    for odd in (0, 2**63, 10**30):
        assert client.get(f"/denials/{odd}/").status_code == 404
    assert not Settling.objects.exists()


def test_programs_settle_like_people() -> None:
    ann, one = ready()
    row = denied(manager(), number_of(one))
    client = program(ann)
    listed = client.get("/api/denials").json()["claims"]
    assert [(told["answer"], told["settled"]) for told in listed] == [(row.pk, None)]
    body = {"id": str(uuid.uuid4()), "seen": 0, "act": "write off", "reason": "right", "words": "no policy covers it"}
    where = f"/api/denials/{row.pk}"
    told = [client.post(where, body, content_type="application/json").json() for _ in range(2)]
    assert told[0] == told[1]
    assert (told[0]["settled"], told[0]["seen"], told[0]["chart"]) == ("written off", 1, str(one.id))
    assert client.get(where).json()["steps"][0]["words"] == "no policy covers it"
    assert client.get("/api/denials").json()["claims"] == []
    assert client.get("/api/denials?settled=1").json()["claims"][0]["settled"]["reason"] == "right"
    late = {**body, "id": str(uuid.uuid4()), "act": "resolve", "reason": "won"}
    assert client.post(where, late, content_type="application/json").status_code == 409
    assert client.post(where, {**late, "act": "burn"}, content_type="application/json").status_code == 422
    assert client.get(f"/api/charts/{one.id}/answers").json()["answers"][0]["settled"] == "written off"
    assert '"token":"billing system"' in AuditEntry.objects.get(action="settlement").detail
    assert b"Written off" in signed_in(ann).get(f"/chart/{one.id}/claim/").content


def test_demonstration_charts_go_with_what_was_settled_of_them() -> None:
    max_ = person("max", Role.MANAGER)
    demonstrating.put(organization(), max_)
    worked_off()
    client = signed_in(max_)
    page = client.get("/denials/").content.decode()
    rows = [PayerAnswer.objects.get(pk=int(number)) for number in re.findall(r'href="/denials/(\d+)/"', page)]
    assert rows
    assert settle(client, rows[0], "resolve", reason="corrected").status_code == 302
    demonstrating.take_away(organization(), max_)
    assert not Settling.objects.exists()
    assert not audit.verify().faults
