"""Payers' answers: read once, found by the number of the claim, counted, worked on, appealed; restricted charts stay hidden."""

from __future__ import annotations

import csv
import io
import re
import uuid
from datetime import date
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from nosologist.answers.denials import Denials
from nosologist.answers.keeping import packed, unpacked
from nosologist.answers.meaning import explain
from nosologist.formats.x12.answers import read_answers
from nosologist.model.acknowledgement import ClaimStatus
from nosologist.model.remittance import ClaimPayment
from nosologist.workbench import answer_reading, audit, intake, reading, recording, restricting
from nosologist.workbench.deciding import Kind
from nosologist.workbench.models import AuditEntry, Chart, DenialFact, Intake, PayerAnswer
from nosologist.workbench.report import Asked
from nosologist.workbench.reporting import REPORTS
from nosologist.workbench.roles import Role
from nosologist.workbench.worklist_models import WorkItem
from workbench.practice import chart, decided, organization, person, program, signed_in, uploaded, worked_off
from workbench.remittances import Paid, acknowledgment, remittance, taken_in
from workbench.test_claim import ready

BUNDLED, NECESSITY = "CO*97*150", "CO*50*165"


def manager() -> Client:
    return signed_in(person("max", Role.MANAGER))


def number_of(one: Chart) -> str:
    return str(WorkItem.objects.get(chart=one).claim)


def listed(client: Client) -> list[dict[str, str]]:
    answer = client.get("/denials/table/")
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))


def test_a_decision_is_found_by_the_number_of_the_claim_whenever_the_chart_comes_or_is_renumbered() -> None:
    client = manager()
    page = taken_in(client, remittance(Paid("a-1001", adjusted=NECESSITY, remarks="N115")))
    assert "no chart has this number" in page
    ann, one = person("ann", Role.SENIOR), chart()
    decided(one, ann, Kind.CLAIM)
    shown = signed_in(ann)
    assert "What the payer answered" not in shown.get(f"/chart/{one.id}/claim/").content.decode()
    decided(one, ann, Kind.ABSTRACT, fields={"id": "A-1001"})
    page = shown.get(f"/chart/{one.id}/claim/").content.decode()
    assert "What the payer answered" in page
    assert "the payer does not find the service medically necessary [COV001 COV002]" in page
    assert "redetermination to Medicare contractor by 2027-03-07" in page
    assert f'href="/chart/{one.id}/claim/#answers">A-1001</a>' in client.get("/denials/").content.decode()
    decided(one, ann, Kind.ABSTRACT, fields={"id": ""})
    assert number_of(one) == one.id.hex[:20].upper()
    assert "What the payer answered" not in shown.get(f"/chart/{one.id}/claim/").content.decode()


def test_the_list_says_cause_next_step_and_last_day_and_the_last_answer_counts() -> None:
    client = manager()
    taken_in(
        client,
        remittance(Paid("C1", "20610", "150", BUNDLED, "M15"), Paid("C2", adjusted=NECESSITY), Paid("C3")),
        acknowledgment("C4"),
        acknowledgment("C5", "WQ", "A2:20:PR"),
    )
    rows = {row["claim"]: row for row in listed(client)}
    assert sorted(rows) == ["C1", "C2", "C4"]
    assert rows["C1"]["causes"] == "bundling"
    assert rows["C1"]["next step"].startswith("Compare with the NCCI edit")
    assert (rows["C1"]["denied"], rows["C1"]["last day"]) == ("150.0", "2027-03-07")
    assert rows["C2"]["appeal"] == "redetermination to Medicare contractor"
    assert "send it again" in rows["C4"]["next step"]
    paid = remittance(Paid("C2"), Paid("C1", status="22", charge="-150"), trace="EFT2", day="20261120")
    taken_in(client, paid, acknowledgment("C4", "WQ", "A2:20:PR", "20261101"))
    assert [row["claim"] for row in listed(client)] == ["C1"]  # what is taken back settles nothing
    assert client.get("/denials/table/?form=xlsx").content[:2] == b"PK"


def test_the_reports_count_as_the_command_does() -> None:
    client, day = manager(), f"{date.today():%Y%m%d}"
    data = remittance(
        Paid("C1", "20610", "150", BUNDLED, "M15"), Paid("C2", adjusted=NECESSITY), Paid("C3", "20610"),
        Paid("C4", adjusted="CO*45*20"), Paid("C5", adjusted="PR*2*165"), Paid("C6", charge="-10", status="22"), day=day,
    )  # fmt: skip
    taken_in(client, data)
    counted = Denials()
    for answer in read_answers(io.BytesIO(data), "x"):
        if isinstance(answer, ClaimPayment):
            counted.add(explain(answer))
    asked = Asked(organization().id, date.today(), date.today())
    whole = REPORTS["denials"](asked).rows[0]
    assert whole[1:5] == (counted.claims, counted.whole, counted.partly, 40.0)
    for by in ("cause", "reason", "rule", "code", "provider", "payer"):
        told = [
            (str(row[0]).split(":")[0], row[1], row[2], float(str(row[4])))
            for row in REPORTS[f"denials-{by}"](asked).rows
        ]
        assert told == [(row.key, row.denied, row.decided, float(row.dollars)) for row in counted.rows([by])], by
    page = client.get("/reports/?days=7").content.decode()
    assert "20610" in page
    assert "165.00" in page
    rows = b"".join(client.get("/reports/table/", {"of": "denials-cause"}).streaming_content).decode()
    assert "bundling: Compare with the NCCI edit" in rows


def test_coders_see_what_became_of_their_own_charts() -> None:
    ann, one = ready()
    taken_in(manager(), remittance(Paid(number_of(one), adjusted=NECESSITY), Paid("OTHER", adjusted=NECESSITY)))
    bob = signed_in(person("bob", Role.CODER))
    assert listed(bob) == []
    sue = person("sue", Role.CODER)
    Chart.objects.filter(id=one.id).update(claimed_by=sue)
    one.finished.user = sue
    one.finished.save()
    assert [row["claim"] for row in listed(signed_in(sue))] == [number_of(one)]
    assert len(listed(signed_in(ann))) == 2
    asked = Asked(organization().id, date(2026, 11, 1), date(2026, 11, 30), sue)
    assert [row[1] for row in REPORTS["denials"](asked).rows] == [1]
    assert [row[1] for row in REPORTS["denials-cause"](asked).rows] == [1]
    assert signed_in(person("rex", Role.READER)).get("/denials/").status_code == 403


def test_a_restricted_chart_is_left_out_for_who_may_not_open_it() -> None:
    one, client = chart(), manager()
    restricting.restrict(one.id, one.organization_id, "pat")
    taken_in(client, remittance(Paid(number_of(one), adjusted=NECESSITY)))
    assert listed(client) == []
    assert number_of(one).encode() not in client.get("/denials/").content
    ann = person("ann", Role.SENIOR)
    Chart.objects.filter(id=one.id).update(claimed_by=ann)
    WorkItem.objects.filter(chart=one).update(holder=ann)
    assert len(listed(signed_in(ann))) == 1
    # nor by stating its number on a chart of one's own
    bob, mine = person("bob", Role.SENIOR), chart()
    decided(mine, bob, Kind.CLAIM)
    decided(mine, bob, Kind.ABSTRACT, fields={"id": number_of(one)})
    assert b"What the payer answered" not in signed_in(bob).get(f"/chart/{mine.id}/claim/").content
    row = PayerAnswer.objects.get()
    assert signed_in(bob).post(f"/chart/{mine.id}/claim/appeal/", {"answer": row.id}).status_code == 404


def test_answers_of_another_organization_are_as_if_there_were_none() -> None:
    one = chart()
    eve = signed_in(person("eve", *Role, of=organization("Other Clinic")))
    taken_in(eve, remittance(Paid(number_of(one), adjusted=NECESSITY)))
    client = signed_in(person("ann", *Role))
    assert b"What the payer answered" not in client.get(f"/chart/{one.id}/claim/").content
    assert listed(client) == []
    assert b"answer0.835" not in client.get("/denials/").content
    assert client.post(f"/chart/{one.id}/claim/appeal/", {"answer": PayerAnswer.objects.get().id}).status_code == 404
    assert REPORTS["denials"](Asked(organization().id, date(2026, 1, 1), date(2027, 1, 1))).rows == []


def appealed(client: Client, one: Chart) -> Any:
    page = client.get(f"/chart/{one.id}/claim/").content.decode()
    number = re.findall(r'name="answer" value="(\d+)"', page)
    return client.post(
        f"/chart/{one.id}/claim/appeal/", {"answer": number[0] if number else PayerAnswer.objects.get().id}
    )


def test_the_letter_quotes_the_record_for_the_denied_line_and_its_diagnoses() -> None:
    ann, one = ready()
    line = recording.desk(one).services[0]
    taken_in(manager(), remittance(Paid(number_of(one), line.code, "165", NECESSITY), Paid("X")))
    client = signed_in(ann)
    answer = appealed(client, one)
    assert answer.status_code == 200, answer.content
    assert answer.headers["Content-Disposition"] == 'attachment; filename="appeal.md"'
    text = answer.content.decode()
    assert "Patient: QUILL, ADA M" in text
    assert f"line 1, {line.code}" in text
    first = recording.desk(one).pointed(line)[0]
    assert f"- {first.code} {first.title}" in text
    assert "[[NAME THE COVERAGE POLICY" in text
    entry = AuditEntry.objects.get(action="appeal drafted")
    assert entry.subject == str(one.id)
    assert "QUILL" not in entry.detail
    assert not audit.verify().faults


def test_what_cannot_be_appealed_has_no_letter() -> None:
    ann, one = ready()
    taken_in(manager(), remittance(Paid(number_of(one), adjusted="CO*16*165", remarks="MA130")))
    answer = appealed(signed_in(ann), one)
    assert (answer.status_code, answer.content) == (409, b"MA130: no appeal; send a new claim.")
    for odd in ("", "x", "9" * 30, "-1"):
        assert signed_in(ann).post(f"/chart/{one.id}/claim/appeal/", {"answer": odd}).status_code == 404


def test_a_payment_that_stands_in_two_files_counts_once_and_a_reader_that_dies_makes_none_twice() -> None:
    client, data = manager(), remittance(Paid("C1", adjusted=NECESSITY), Paid("C2"))
    page = taken_in(client, data, data)
    assert "a payment that was read before; counted once" in page
    assert PayerAnswer.objects.count() == 2
    facts = DenialFact.objects.count()
    one = Intake.objects.order_by("created")[0]
    one.files.create(name="answer0.835", content=data)  # as the reader before left it
    assert answer_reading.read(one, [], [], lambda: None) == 2
    assert (PayerAnswer.objects.count(), DenialFact.objects.count()) == (2, facts)
    assert intake.taken("r") is None


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "begins with an ISA segment"), (b"GIF89a....", "answer0.835"), (b"ISA*00*", "answer0.835"),
        (remittance(Paid("C1"))[:-90], "answer0.835"), (b"\x00" * 5000, "answer0.835"),
        (remittance(Paid("C1", charge="9999999999999999")), "an amount that no claim has"),
        (remittance(Paid("<script>alert(1)</script>", adjusted=NECESSITY)), "&lt;SCRIPT&gt;"),
        (remittance(Paid("=1+1", adjusted=NECESSITY)), "=1+1"),
        (remittance(Paid("N\x00L", adjusted=NECESSITY)), "N L"),
    ],
)  # fmt: skip
def test_hostile_and_broken_files_are_told_in_a_line(data: bytes, said: str) -> None:
    client = manager()
    page = taken_in(client, data)
    assert said in page
    assert "<script>alert" not in page
    assert Intake.objects.get().state in (Intake.READ, Intake.REFUSED)
    assert all(not row["claim"].startswith("=") for row in listed(client))
    assert client.get("/reports/").status_code == 200


def test_files_are_for_managers_and_stand_on_no_page_of_uploads() -> None:
    coder = signed_in(person("ann", Role.CODER))
    file = SimpleUploadedFile("x.835", remittance(Paid("C1")))
    assert coder.post("/denials/", {"files": file}).status_code == 403
    assert manager().post("/denials/", {}).status_code == 400
    taken_in(signed_in(person("meg", Role.MANAGER)), remittance(Paid("C1")))
    assert b"answer0.835" not in coder.get("/upload/").content
    assert "Gout" in uploaded(coder, text="Gout of the left foot.", name="Gout")
    assert b"answer0.835" not in coder.get("/denials/").content
    uploaded(coder, text="Migraine.", answers="1")  # no form makes an answer of a note
    assert Chart.objects.count() == 2
    while reading.read_next("reader"):
        pass


def test_programs_send_files_and_read_what_is_denied() -> None:
    one, max_ = chart(), person("max", Role.MANAGER)
    with_token = program(max_)
    file = SimpleUploadedFile("x.835", remittance(Paid(number_of(one), adjusted=NECESSITY), Paid("C2")))
    answer = with_token.post("/api/denials", {"files": file})
    assert (answer.status_code, answer.json()[0]["state"]) == (202, "waiting")
    worked_off()
    assert with_token.get(f"/api/files/{answer.json()[0]['id']}").json()["state"] == "read"
    found = with_token.get("/api/denials").json()
    assert found["total"] == 1
    told = found["claims"][0]
    assert (told["chart"], told["denied"], told["deadline"]) == (str(one.id), "165.00", "2027-03-07")
    restricting.restrict(one.id, one.organization_id, "pat")
    assert with_token.get("/api/denials").json()["total"] == 0
    assert with_token.post("/api/denials", {}).status_code == 422
    assert program(person("bob", Role.CODER)).post("/api/denials", {"files": file}).status_code == 403


def test_answers_come_back_from_json_as_they_were_read() -> None:
    files = (remittance(Paid("C1", "20610", "150", BUNDLED, "M15"), Paid("C2")), acknowledgment("C4"))
    for data in files:
        for one in read_answers(io.BytesIO(data), "x"):
            if isinstance(one, (ClaimPayment, ClaimStatus)):
                again: Any = unpacked(type(one), packed(one))
                assert again == one
                if isinstance(one, ClaimPayment):
                    assert again.remittance == one.remittance


def test_the_days_of_a_contract_go_before_the_general_ones() -> None:
    client, max_ = manager(), "max"
    taken_in(client, remittance(Paid("C1", adjusted=NECESSITY)))
    term = {"act": "state", "payer": "medicare  contr", "days": "90", "source": "contract 7.2"}
    for odd in ({"payer": "x"}, {"days": "0"}, {"days": "x"}, {"days": "9999"}, {"source": ""}):
        assert client.post("/denials/", {**term, **odd}).status_code == 400
    assert client.post("/denials/", term).status_code == 302
    assert [(row["last day"], row["appeal"]) for row in listed(client)] == [
        ("2027-01-31", "contract appeal to medicare contr")
    ]
    page = taken_in(client, remittance(Paid("C2", adjusted=NECESSITY), trace="EFT2", day="20261103"))
    assert "medicare contr: 90 days, contract 7.2" in page
    assert {row["last day"] for row in listed(client)} == {"2027-01-31", "2027-02-01"}
    eve = signed_in(person("eve", Role.MANAGER, of=organization("Other Clinic")))
    assert eve.post("/denials/", {"act": "forget", "payer": "medicare contr"}).status_code == 400
    assert client.post("/denials/", {"act": "forget", "payer": "medicare contr"}).status_code == 302
    assert {row["last day"] for row in listed(client)} == {"2027-03-07", "2027-03-08"}
    assert AuditEntry.objects.filter(action="appeal days", user=max_).count() == 2


def test_charts_of_before_get_the_number_of_their_claim() -> None:
    """What the migration writes for charts that are there already."""
    ann, mine, stated = person("ann", Role.SENIOR), chart(), chart()
    decided(stated, ann, Kind.CLAIM)
    for number in ("a-1", "a-2"):
        decided(stated, ann, Kind.ABSTRACT, fields={"id": number})
    WorkItem.objects.update(claim="")
    import_module("nosologist.workbench.migrations.0019_payers_answers").number_claims(apps, None)
    assert (number_of(mine), number_of(stated)) == (mine.id.hex[:20].upper(), "A-2")


def test_looks_and_exports_are_written_down() -> None:
    client = manager()
    listed(client)
    client.get("/denials/")
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"denials opened", "denials exported"} <= actions
    assert uuid.UUID(AuditEntry.objects.first().organization) == organization().id
