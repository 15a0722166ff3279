"""The claim of a chart and its groups for programs, held back by what holds them back at the desk."""

from __future__ import annotations

import json

from django.test import Client

from nosologist.workbench.deciding import Kind
from nosologist.workbench.models import AuditEntry, Chart
from nosologist.workbench.roles import Role
from workbench.practice import chart, decided, person, program, signed_in
from workbench.test_claim import ready


def taken(client: Client, one: Chart, format: str) -> object:
    return client.post(f"/api/charts/{one.id}/claim", {"format": format}, content_type="application/json")


def test_a_claim_is_read_and_its_file_taken_when_nothing_stops_it() -> None:
    ann, one = ready(final=False)
    client = program(ann)
    told = client.get(f"/api/charts/{one.id}/claim").json()
    assert (told["kind"], told["final"], told["ready"], told["missing"]) == ("professional", False, False, "")
    assert (told["states"]["coverage.member_id"], told["total"]) == ("1EG4TE5MK73", "165")
    assert taken(client, one, "837p").status_code == 422
    decided(one, ann, Kind.FINALIZE)
    assert client.get(f"/api/charts/{one.id}/claim").json()["ready"]
    assert [taken(client, one, format).status_code for format in ("837p", "837i", "x", "")] == [200, 422, 422, 422]
    assert taken(client, one, "837p").content.startswith(b"ISA*")
    assert "claim.fhir.json" in taken(client, one, "fhir").headers["Content-Disposition"]
    lines = AuditEntry.objects.filter(action="claim exported")
    assert {json.loads(line.detail)["token"] for line in lines} == {"billing system"}
    assert taken(program(person("bob", Role.READER)), one, "837p").status_code == 403


def test_what_a_claim_lacks_is_told() -> None:
    ann, one = ready(final=False)
    decided(one, ann, Kind.ABSTRACT, fields={"patient.last_name": ""})
    assert "name" in program(ann).get(f"/api/charts/{one.id}/claim").json()["missing"]


def test_groups_are_shown_when_all_is_decided_and_money_on_request() -> None:
    ann = person("ann", Role.SENIOR)
    one = chart(text="Discharge diagnoses: 1. Acute on chronic systolic heart failure. 2. COPD.", setting="inpatient")
    client, where = program(ann), f"/api/charts/{one.id}/groups"
    assert client.get(where).status_code == 422
    decided(one, ann, Kind.CLAIM)
    decided(
        one,
        ann,
        Kind.ACCEPT,
        lines=[line["key"] for line in client.get(f"/api/charts/{one.id}").json()["desk"]["lines"]],
    )
    told = client.get(where).json()
    assert told["drg"]["drg"]
    assert "raf" not in told.get("hcc", {})
    assert "raf" in client.get(where + "?money=1").json()["hcc"]
    kinds = AuditEntry.objects.filter(subject=str(one.id)).values_list("action", flat=True)
    assert {"groups shown", "money shown"} <= set(kinds)


def test_reports_are_those_of_the_page() -> None:
    ann, one = ready()
    client = program(ann)
    names = client.get("/api/reports").json()["reports"]
    assert {"volume", "by-chapter", "cards"} <= set(names)
    for name in names:
        told = client.get(f"/api/reports/{name}?days=90").json()
        page = signed_in(ann).get("/reports/table/", {"of": name, "days": "90"}).getvalue().decode().splitlines()
        assert ",".join(told["columns"]) == page[0].replace('"', "")
        assert len(told["rows"]) == len(page) - 1
    coder = program(person("bob", Role.CODER))
    assert coder.get("/api/reports/volume").json()["mine"] is True  # nobody else's
    assert [client.get(f"/api/reports/{name}").status_code for name in ("nothing", "volume?days=8")] == [404, 422]
    assert (
        AuditEntry.objects.filter(action="report exported", detail__contains="billing system").count() == len(names) + 1
    )
    assert one.organization_id
