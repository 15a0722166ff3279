"""The claim of a chart: stated field by field, held back by what stops it, taken out in every format."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from nosologist.model.claim import ClaimKind
from nosologist.workbench import audit, engine, recording
from nosologist.workbench.abstracting import FIELDS, content
from nosologist.workbench.claim_making import findings_of_claim, whole_claim
from nosologist.workbench.deciding import Desk, Kind
from nosologist.workbench.models import AuditEntry, Chart, Practice, User
from nosologist.workbench.recording import RefusedError
from nosologist.workbench.roles import Role
from pyx12_check import objections
from workbench.practice import chart, decided, organization, person, sent, signed_in, uploaded
from workbench.test_service_lines import visit

STAY = (Path(__file__).resolve().parents[2] / "examples" / "hospital_stay.txt").read_text("utf-8")
OURS = {
    "providers.billing.organization": "Elm Street Clinic", "providers.billing.npi": "1234567893",
    "providers.billing.tax_id": "123456789", "providers.billing.taxonomy": "207Q00000X",
    "providers.billing.address.line1": "1 Main St", "providers.billing.address.city": "Albany",
    "providers.billing.address.state": "ny", "providers.billing.address.postal_code": "12207-0001",
    "submission.submitter.organization": "Elm Street Clinic", "submission.submitter.id": "123456789",
    "submission.submitter.contact.name": "Bo Flint", "submission.submitter.contact.phone": "518-555-0100",
    "submission.receiver.organization": "Made-up Clearinghouse", "submission.receiver.id": "99999", "visit.place": "11",
    "stay.type_of_bill": "11",
}  # fmt: skip
PATIENT = {
    "patient.last_name": "Alvarez", "patient.first_name": "Rosa", "patient.birth_date": "1959-02-11", "patient.sex": "F",
    "patient.address.line1": "12 Elm St", "patient.address.city": "Albany", "patient.address.state": "NY",
    "patient.address.postal_code": "12207", "coverage.payer.name": "Medicare", "coverage.payer.id": "00590",
    "coverage.member_id": "1EG4TE5MK73", "coverage.claim_filing": "MB",
}  # fmt: skip
VISIT = {
    **PATIENT, "date": "2026-08-03", "providers.rendering.last_name": "Stone", "providers.rendering.first_name": "Ann",
    "providers.rendering.npi": "1003000126", "providers.rendering.taxonomy": "207Q00000X", "lines.s6.charge": "165",
}  # fmt: skip


def ready(ours: dict[str, str] = OURS, final: bool = True, **more: str) -> tuple[User, Chart]:
    """A visit with its claim stated."""
    ann, one = person("ann", Role.SENIOR, Role.MANAGER), visit(established=True)
    Practice.objects.create(organization=one.organization, fields=ours)
    decided(one, ann, Kind.CLAIM)
    decided(one, ann, Kind.ACCEPT, lines=[line.key for line in recording.desk(one).open])
    decided(one, ann, Kind.ABSTRACT, fields={**VISIT, **more})
    if final:
        decided(one, ann, Kind.FINALIZE)
    one.refresh_from_db()
    return ann, one


def taken(client: Client, one: Chart, format: str = "837p") -> Any:
    return client.post(f"/chart/{one.id}/claim/file/", {"format": format})


def test_fields_are_stated_and_taken_away_by_decisions() -> None:
    ann, one = person("ann", Role.CODER), visit()
    decided(one, ann, Kind.CLAIM)
    desk = decided(one, ann, Kind.ABSTRACT, fields={"patient.last_name": "  Alvarez ", "patient.address.state": "ny"})
    assert desk.abstract == {"patient.last_name": "Alvarez", "patient.address.state": "NY"}
    assert decided(one, ann, Kind.ABSTRACT, fields={"patient.last_name": ""}).abstract == {
        "patient.address.state": "NY"
    }
    assert decided(one, ann, Kind.ABSTRACT, fields={"patient.last_name": "Roe"}).abstract["patient.last_name"] == "Roe"
    assert not audit.verify().faults
    assert not AuditEntry.objects.filter(detail__contains="Alvarez").exists()


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("patient.birth_date", "11 Feb", "no date"),
        ("providers.rendering.npi", "1234567890", "no NPI"),
        ("lines.s6.charge", "12.345", "dollars and cents"),
        ("lines.s0.charge", "12", "no such field"),
        ("lines.nobody.charge", "12", "no such field"),
        ("revenue.99.charge", "12", "no such field"),
        ("patient.shoe_size", "9", "no such field"),
        ("coverage.claim_filing", "XX", "none of"),
        ("admitting", "J45.9", "no valid code"),
        ("stay.admission_hour", "25:00", "no time"),
    ],
)
def test_what_a_field_cannot_hold_is_refused(name: str, value: str, words: str) -> None:
    ann, one = person("ann", Role.CODER), visit()
    decided(one, ann, Kind.CLAIM)
    with pytest.raises(RefusedError, match=words):
        decided(one, ann, Kind.ABSTRACT, fields={name: value})
    assert recording.desk(one).abstract == {}


def test_undoing_on_the_desk_takes_back_codes_never_fields_of_the_claim() -> None:
    ann, one = person("ann", Role.CODER), visit()
    decided(one, ann, Kind.CLAIM)
    decided(one, ann, Kind.REJECT, line="s0", reason="other")
    decided(one, ann, Kind.ABSTRACT, fields={"id": "A-1"})
    desk = decided(one, ann, Kind.UNDO)
    assert desk.line("s0").stands
    assert desk.abstract == {"id": "A-1"}
    with pytest.raises(RefusedError, match="nothing of yours"):
        decided(one, ann, Kind.UNDO)


def test_who_has_not_claimed_the_chart_states_nothing() -> None:
    ann, one = person("ann", Role.CODER), visit()
    with pytest.raises(RefusedError, match="claim the chart first"):
        decided(one, ann, Kind.ABSTRACT, fields={"id": "A-1"})
    with pytest.raises(RefusedError, match="role"):
        decided(one, ann, Kind.ABSTRACT, frozenset({Role.MANAGER}), fields={"id": "A-1"})


def test_the_abstract_is_that_of_the_command_line() -> None:
    told = {
        "visit.place": "11",
        "visit.related_causes": "AA",
        "stay.type_of_bill": "13",
        "patient.address.city": "Albany",
    }
    professional = content(told, Desk(), ClaimKind.PROFESSIONAL)
    assert professional == {
        "visit": {"place": "11", "related_causes": ["AA"]}, "patient": {"address": {"city": "Albany"}},
        "kind": "professional", "lines": [],
    }  # fmt: skip
    institutional = content({**told, "revenue.2.revenue": "0120"}, Desk(), ClaimKind.INSTITUTIONAL)
    assert institutional["stay"] == {"type_of_bill": "13"}
    assert institutional["lines"] == [{"revenue": "0120"}]
    assert "visit" not in institutional


def test_a_final_visit_goes_out_as_an_837p_that_pyx12_accepts(tmp_path: Path) -> None:
    ann, one = ready()
    assert [found.rule for found in findings_of_claim(one, recording.desk(one)) if found.stops] == []
    answer = taken(signed_in(ann), one)
    assert answer.status_code == 200, answer.content.decode()
    text = answer.content.decode("ascii")
    assert objections(text, tmp_path) == []
    assert "SV1*HC:99214*165*UN*1" in text
    assert "NM1*IL*1*ALVAREZ*ROSA" in text.upper()
    assert answer["Content-Disposition"] == 'attachment; filename="claim.837p"'
    entry = AuditEntry.objects.get(action="claim exported", subject=str(one.id))
    assert json.loads(entry.detail)["format"] == "837p"
    assert "ISA" in text
    assert "*000000002*" in taken(signed_in(ann), one).content.decode()[:110]  # the next file has the next number


@pytest.mark.parametrize("format", ["cms1500", "fhir", "summary", "csv", "csv-codes", "xlsx"])
def test_it_goes_out_in_every_format(format: str) -> None:
    ann, one = ready()
    answer = taken(signed_in(ann), one, format)
    assert answer.status_code == 200
    assert len(answer.content) > 200


def test_a_stay_goes_out_as_an_837i_with_revenue_lines(tmp_path: Path) -> None:
    ann, one = person("ann", Role.SENIOR), chart(text=STAY, setting="inpatient")
    Practice.objects.create(organization=one.organization, fields=OURS)
    decided(one, ann, Kind.CLAIM)
    for line in recording.desk(one).diagnoses:
        if not line.poa:
            decided(one, ann, Kind.POA, line=line.key, poa="Y")
    decided(one, ann, Kind.ACCEPT, lines=[line.key for line in recording.desk(one).open])
    stated = {
        **PATIENT, "coverage.claim_filing": "MA", "admitted": "2026-04-28", "date": "2026-05-04", "disposition": "6",
        "admitting": "r06.02", "stay.admission_type": "1", "stay.admission_source": "1", "stay.admission_hour": "13:00",
        "stay.discharge_hour": "10:30", "providers.attending.last_name": "Stone", "providers.attending.npi": "1003000126",
        "revenue.1.revenue": "120", "revenue.1.basis": "DA", "revenue.1.units": "6", "revenue.1.charge": "9600",
    }  # fmt: skip
    decided(one, ann, Kind.ABSTRACT, fields=stated)
    decided(one, ann, Kind.FINALIZE)
    one.refresh_from_db()
    desk = recording.desk(one)
    claim = whole_claim(one, desk)
    assert (claim.disposition, claim.admitting.dotted if claim.admitting else "") == ("06", "R06.02")
    for stop in [found for found in findings_of_claim(one, desk) if found.stops]:
        decided(
            one, ann, Kind.OVERRIDE, rule=stop.rule, codes=[code.dotted for code in stop.codes], reason="for the test"
        )
    answer = taken(signed_in(ann), one, "837i")
    assert answer.status_code == 200, answer.content.decode()
    text = answer.content.decode("ascii")
    assert objections(text, tmp_path) == []
    assert "SV2*0120**9600*DA*6" in text
    assert taken(signed_in(ann), one, "ub04").content.startswith(b"%PDF")
    assert taken(signed_in(ann), one, "837p").status_code == 400


def test_what_is_not_final_not_whole_or_stopped_does_not_go_out() -> None:
    ann, one = ready(final=False)
    client = signed_in(ann)
    assert "not final yet" in taken(client, one).content.decode()
    decided(one, ann, Kind.FINALIZE)
    decided(one, ann, Kind.ABSTRACT, fields={"lines.s6.charge": ""})  # of a final chart, too: the codes are not touched
    answer = taken(client, one)
    assert (answer.status_code, "CLM027" in answer.content.decode()) == (409, True)
    decided(one, ann, Kind.ABSTRACT, fields={"patient.last_name": ""})
    answer = taken(client, one)
    assert (answer.status_code, "the patient&#x27;s last name" in answer.content.decode()) == (409, True)
    assert taken(client, one, "exe").status_code == 400
    assert not AuditEntry.objects.filter(action="claim exported").exists()


def test_a_stop_of_the_claim_can_be_overridden_on_a_final_chart() -> None:
    ann, one = ready(**{"coverage.member_id": ""})
    client = signed_in(ann)
    assert taken(client, one).status_code == 409
    stops = [found for found in findings_of_claim(one, recording.desk(one)) if found.stops]
    assert [stop.rule for stop in stops] == ["CLM012"]
    answer = client.post(
        f"/chart/{one.id}/claim/",
        {"id": "00000000-0000-4000-8000-000000000001", "kind": "override", "seen": one.last, "rule": "CLM012", "codes": [],
         "reason": "the payer takes it without"},
        content_type="application/json", headers={"X-Desk": "1"},
    )  # fmt: skip
    assert answer.status_code == 200
    assert "overridden: the payer takes it without" in answer.content.decode()
    assert taken(client, one).status_code == 200
    assert recording.desk(one).is_final


def test_the_page_saves_field_by_field_and_tells_what_is_missing() -> None:
    ann, one = person("ann", Role.CODER), visit(established=True)
    decided(one, ann, Kind.CLAIM)
    client = signed_in(ann)
    page = client.get(f"/chart/{one.id}/claim/").content.decode()
    assert "Missing: the patient&#x27;s last name, the payer, the payer ID, the billing provider" in page
    assert 'data-lacks="patient.last_name coverage.payer.name coverage.payer.id providers.billing.organization"' in page
    assert 'name="lines.s6.charge"' in page
    assert 'name="stay.type_of_bill"' not in page
    body = {
        "id": "00000000-0000-4000-8000-000000000001",
        "kind": "abstract",
        "seen": 1,
        "fields": {"patient.last_name": "Roe"},
    }
    for _ in range(2):  # the network lost the first answer
        answer = client.post(f"/chart/{one.id}/claim/", body, content_type="application/json", headers={"X-Desk": "1"})
        assert answer.status_code == 200
        assert 'data-seen="2"' in answer.content.decode()
        assert "<form id=" not in answer.content.decode()
    assert 'value="Roe"' in client.get(f"/chart/{one.id}/claim/").content.decode()
    assert AuditEntry.objects.filter(action="claim opened", user="ann").count() == 2
    wrong = client.post(
        f"/chart/{one.id}/claim/",
        {**body, "id": "00000000-0000-4000-8000-000000000002"},
        content_type="application/json",
    )
    assert wrong.status_code == 409
    said = client.get(f"/chart/{one.id}/history/").content.decode()
    assert "Last name" in said
    assert "Roe" not in said


def test_who_may_not_decide_sees_the_claim_and_cannot_change_it() -> None:
    _ann, one = ready()
    reader = signed_in(person("bob", Role.READER))
    page = reader.get(f"/chart/{one.id}/claim/").content.decode()
    assert 'value="Alvarez" placeholder="" maxlength="80" disabled' in page
    assert "Take it out" not in page
    assert sent(reader, one, "abstract", one.last, fields={"id": "X"}).status_code == 403


def test_the_practice_states_once_what_every_claim_says() -> None:
    ann, one = person("ann", Role.MANAGER, Role.CODER), visit(established=True)
    client = signed_in(ann)
    answer = client.post("/practice/", {**OURS, "providers.billing.npi": "1234567890"})
    assert (answer.status_code, "no NPI" in answer.content.decode()) == (400, True)
    assert client.post("/practice/", {**OURS, "patient.last_name": "Nobody"}).status_code == 200
    known = Practice.objects.get(organization=organization()).fields
    assert (known["providers.billing.tax_id"], known["visit.place"]) == ("12-3456789", "11")
    assert "patient.last_name" not in known
    assert 'placeholder="Elm Street Clinic"' in client.get(f"/chart/{one.id}/claim/").content.decode()
    entry = AuditEntry.objects.get(action="practice")
    assert "providers.billing.npi" in entry.detail
    assert "1234567893" not in entry.detail


def test_the_practice_says_whose_claim_its_visits_are_coded_for() -> None:
    client = signed_in(person("ann", Role.MANAGER, Role.CODER))
    assert client.post("/practice/", {**OURS, "view": "nobody"}).status_code == 400
    assert client.post("/practice/", {**OURS, "view": "facility"}).status_code == 200
    for setting, asked, view in (
        ("ed", "", "facility"),
        ("ed", "professional", "professional"),
        ("inpatient", "", "facility"),
    ):
        uploaded(client, text="Migraine.", setting=setting, view=asked)
        one = Chart.objects.latest("created")
        assert engine.view_of(one) == view
    assert "view" not in content({"view": "facility"}, Desk(), ClaimKind.PROFESSIONAL)
    bob = person("bob", Role.CODER)
    decided(one, bob, Kind.CLAIM)
    with pytest.raises(RefusedError, match="no such field"):
        decided(one, bob, Kind.ABSTRACT, fields={"view": "facility"})


def test_every_field_has_a_label_of_its_own_in_its_group() -> None:
    assert len({(one.name, one.label) for one in FIELDS.values()}) == len(FIELDS) > 60
