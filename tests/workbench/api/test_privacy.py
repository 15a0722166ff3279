"""Privacy for programs of the officer: accesses, restrictions and the review of broken glasses, of one organization."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.test import Client

from nosologist.workbench import audit, restricting
from nosologist.workbench.models import AuditEntry, Chart
from nosologist.workbench.roles import Role
from nosologist.workbench.worklist_models import WorkItem
from workbench.practice import chart, organization, person, program, signed_in

WHY = "the payer asks about this claim"


def posted(client: Client, where: str, body: Any) -> Any:
    return client.post(where, body, content_type="application/json")


def test_accesses_are_asked_by_person_chart_and_kind() -> None:
    one, two = chart(), chart()
    ann, officer = person("ann", Role.CODER), program(person("pat", Role.PRIVACY))
    client = signed_in(ann)
    for each in (one, two, one):
        client.get(f"/chart/{each.id}/")
    program(ann).get(f"/api/charts/{two.id}/codes")
    found = officer.get("/api/accesses", {"person": "ann"}).json()
    assert [row["subject"] for row in found] == [str(two.id), str(one.id), str(two.id), str(one.id)]
    assert found[0]["detail"] == {"token": "billing system"}
    assert len(officer.get("/api/accesses", {"chart": str(one.id)}).json()) == 2
    assert officer.get("/api/accesses", {"chart": str(one.id)}).json()[0]["action"] == "accesses exported"  # a look too
    assert officer.get("/api/accesses", {"kind": "changes", "person": "ann"}).json() == []
    older = officer.get("/api/accesses", {"before": found[1]["number"], "size": 1, "person": "ann"}).json()
    assert [row["number"] for row in older] == [found[2]["number"]]
    assert officer.get("/api/accesses", {"first": "2199-01-01"}).json() == []
    for odd in ({"kind": "x"}, {"first": "x"}, {"chart": "x"}, {"size": 0}):
        assert officer.get("/api/accesses", odd).status_code == 422
    told = AuditEntry.objects.filter(action="accesses exported", user="pat")
    assert json.loads(told.order_by("number")[0].detail)["person"] == "ann"
    other = program(person("eve", Role.PRIVACY, of=organization("Other Clinic")))
    assert all(row["subject"] not in (str(one.id), str(two.id)) for row in other.get("/api/accesses").json())


def test_charts_are_restricted_and_lifted_without_being_opened() -> None:
    one = chart()
    officer, where = program(person("pat", Role.PRIVACY)), f"/api/charts/{one.id}/restriction"
    assert officer.get(where).json() == {"chart": str(one.id), "restricted": False}
    assert posted(officer, where, {"restricted": True}).json()["restricted"]
    coder = program(person("ann", Role.CODER))
    assert coder.get(f"/api/charts/{one.id}").status_code == 403
    assert officer.get(f"/api/charts/{one.id}").status_code == 403  # no role that reads charts
    assert posted(officer, where, {"restricted": False}).json() == {"chart": str(one.id), "restricted": False}
    assert coder.get(f"/api/charts/{one.id}").status_code == 200
    told = AuditEntry.objects.filter(action__startswith="restrict").order_by("number")
    assert [(entry.action, entry.user, entry.detail) for entry in told] == [
        ("restricted", "pat", '{"token":"billing system"}'), ("restriction lifted", "pat", '{"token":"billing system"}'),
    ]  # fmt: skip
    theirs = chart(organization("Other Clinic"))
    assert posted(officer, f"/api/charts/{theirs.id}/restriction", {"restricted": True}).status_code == 404
    assert not WorkItem.objects.filter(restricted=True).exists()


def test_broken_glasses_are_reviewed_once_and_by_another_person() -> None:
    one, ann = chart(), person("ann", Role.SENIOR, Role.PRIVACY)
    restricting.restrict(one.id, one.organization_id, "pat")
    glass = restricting.break_glass(Chart.objects.get(id=one.id), ann, "claim", WHY)
    officer = program(person("pat", Role.PRIVACY))
    found = officer.get("/api/break-glass").json()
    assert found["total"] == 1
    event = found["events"][0]
    assert (event["user"], event["chart"], event["words"], event["reviewed"]) == ("ann", str(one.id), WHY, None)
    assert posted(program(ann), "/api/break-glass", {"event": event["id"]}).status_code == 422
    done = posted(officer, "/api/break-glass", {"event": event["id"]}).json()
    assert (done["reviewed_by"], done["id"]) == ("pat", str(glass.id))
    assert posted(officer, "/api/break-glass", {"event": event["id"]}).status_code == 422
    assert posted(officer, "/api/break-glass", {"event": str(uuid.uuid4())}).status_code == 404
    other = program(person("eve", Role.PRIVACY, of=organization("Other Clinic")))
    assert other.get("/api/break-glass").json()["total"] == 0
    assert posted(other, "/api/break-glass", {"event": event["id"]}).status_code == 404
    assert AuditEntry.objects.filter(action="break-glass reviewed", user="pat").count() == 1
    assert not audit.verify().faults


def test_a_program_breaks_no_glass() -> None:
    """Who opens a restricted chart says so themselves, at the desk, with both factors given."""
    one = chart()
    restricting.restrict(one.id, one.organization_id, "pat")
    client = program(person("ann", *Role))
    assert posted(client, f"/chart/{one.id}/break-glass/", {"kind": "claim", "words": WHY}).status_code == 401
    assert "in the workbench" in client.get(f"/api/charts/{one.id}").json()["detail"]
