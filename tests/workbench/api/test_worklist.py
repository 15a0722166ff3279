"""The worklist for programs: the same list, totals, arranging and views as on the page; closed charts stay closed."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from nosologist.workbench import audit, restricting
from nosologist.workbench.deciding import Kind
from nosologist.workbench.models import AuditEntry, Chart
from nosologist.workbench.roles import Role
from nosologist.workbench.worklist_models import NO_DUE, SavedView, WorkItem
from workbench.practice import chart, decided, organization, person, program, signed_in

DUE = str(datetime.now(UTC).date() + timedelta(days=2))


def posted(client: Client, where: str, body: Any) -> Any:
    return client.post(where, body, content_type="application/json")


def arranged(client: Client, act: str, *charts: Chart, **told: str) -> Any:
    return posted(client, "/api/arrange", {"act": act, "charts": [str(one.id) for one in charts], **told})


def names(client: Client, **asked: str) -> list[str]:
    answer = client.get("/api/worklist", asked)
    assert answer.status_code == 200, answer.content
    return [row["chart"] for row in answer.json()["charts"]]


def test_the_list_follows_its_criteria_and_has_the_totals_of_the_page() -> None:
    ann = person("ann", Role.SENIOR)
    one, two = chart(), chart(setting="ed")
    chart(organization("Other Clinic"))
    Chart.objects.filter(id=two.id).update(date=date(2026, 1, 5))
    WorkItem.objects.filter(chart=two).update(since=date(2026, 1, 5), charges=16550, priority=1)
    decided(one, ann, Kind.CLAIM)
    client = program(ann)
    assert names(client) == [str(two.id), str(one.id)]
    assert (
        names(client, setting="ed") == [str(two.id)] == names(client, priority="1") == names(client, state="unclaimed")
    )
    assert names(client, state="mine") == [str(one.id)] == names(client, holder=str(ann.pk))
    assert names(client, state="final") == []
    found = client.get("/api/worklist?size=1&page=2").json()
    assert (found["total"], found["page"], len(found["charts"])) == (2, 2, 1)
    assert found["states"] == {"open": 2, "mine": 1, "unclaimed": 1, "final": 0}
    assert sum(bucket["charts"] for bucket in found["ageing"]) == 2
    assert found["ageing"][-1]["charges"] == "165.50"
    row = client.get("/api/worklist?setting=ed").json()["charts"][0]
    assert (row["charges"], row["priority"], row["date"], row["claimed_by"]) == ("165.50", "high", "2026-01-05", None)
    assert row["waiting"] > 100


@pytest.mark.parametrize("asked", ["state=moon", "setting=x", "waiting=x", "order=name", "holder=ann", "size=0"])
def test_criteria_that_make_no_sense_are_refused(asked: str) -> None:
    assert program(person("ann", Role.CODER)).get(f"/api/worklist?{asked}").status_code == 422


def test_charts_are_arranged_each_by_itself() -> None:
    one, two, theirs = chart(), chart(), chart(organization("Other Clinic"))
    person("bob", Role.CODER)
    client = program(person("ann", Role.SENIOR))
    assert arranged(client, "assign", one, two, theirs, to="bob").json() == {"done": 2, "refused": []}
    again = arranged(client, "assign", one, to="bob").json()
    assert again == {"done": 0, "refused": [{"chart": str(one.id), "why": "bob has it already"}]}
    assert arranged(client, "priority", one, priority="high").json()["done"] == 1
    assert arranged(client, "due", one, two, due=DUE).json()["done"] == 2
    assert arranged(client, "due", two).json()["done"] == 1
    assert arranged(client, "specialty", two, specialty="cardiology").json()["done"] == 1
    assert names(client, specialty="cardiology") == [str(two.id)]
    items = {item.chart_id: item for item in WorkItem.objects.all()}
    assert (items[one.id].priority, str(items[one.id].due), items[two.id].due) == (1, DUE, NO_DUE)
    assert items[theirs.id].holder is None
    told = AuditEntry.objects.filter(action__in=("priority", "due", "decision"))
    assert {json.loads(entry.detail)["token"] for entry in told} == {"billing system"}
    assert not audit.verify().faults


def test_who_arranges_nothing_claims_and_gives_back() -> None:
    one = chart()
    client = program(person("ann", Role.CODER))
    assert arranged(client, "claim", one).json()["done"] == 1
    assert arranged(client, "release", one).json()["done"] == 1
    for act, told in (("priority", {"priority": "high"}), ("restrict", {}), ("due", {"due": DUE})):
        assert arranged(client, act, one, **told).status_code == 422
    for odd in (
        {"act": "burn"},
        {"charts": []},
        {"charts": ["x"]},
        {"due": "tomorrow"},
        {"priority": "1"},
        {"specialty": "Jane Roe"},
    ):
        assert posted(client, "/api/arrange", {"act": "claim", "charts": [str(one.id)], **odd}).status_code == 422


def test_a_restricted_chart_has_no_name_and_is_not_claimed() -> None:
    one = chart(text="Migraine.")
    Chart.objects.update(name="Roe, Jane")
    manager = program(person("max", Role.MANAGER))
    assert arranged(manager, "restrict", one).json()["done"] == 1
    assert "token" in AuditEntry.objects.get(action="restricted").detail
    client = program(person("ann", Role.SENIOR))
    row = client.get("/api/worklist").json()["charts"][0]
    assert (row["name"], row["age"], row["sex"]) == ("Restricted chart", None, None)
    assert "restricted" in arranged(client, "claim", one).json()["refused"][0]["why"]
    restricting.restrict(one.id, one.organization_id, "pat", False)
    assert client.get("/api/worklist").json()["charts"][0]["name"] == "Roe, Jane"


def test_views_are_kept_shared_and_forgotten() -> None:
    ann, bob = person("ann", Role.SENIOR), person("bob", Role.CODER)
    senior, coder = program(ann), program(bob)
    kept = {"act": "keep", "name": " ED  first ", "criteria": {"setting": "ed", "order": "due"}, "shared": True}
    [view] = posted(senior, "/api/views", kept).json()
    assert (view["name"], view["owner"], view["shared"], view["criteria"]) == (
        "ED first", "ann", True, {"setting": "ed", "order": "due"},
    )  # fmt: skip
    assert coder.get("/api/views").json() == [view]
    assert "ED first" in signed_in(bob).get("/worklist/").content.decode()
    assert names(coder, **view["criteria"]) == []
    assert posted(coder, "/api/views", {"act": "forget", "view": view["view"]}).status_code == 422
    own = posted(coder, "/api/views", {**kept, "name": "mine"}).json()
    assert [(one["name"], one["shared"]) for one in own] == [("ED first", True), ("mine", False)]  # coders share none
    assert [one["name"] for one in senior.get("/api/views").json()] == ["ED first"]
    eve = program(person("eve", Role.SENIOR, of=organization("Other Clinic")))
    assert eve.get("/api/views").json() == []
    assert posted(eve, "/api/views", {"act": "forget", "view": view["view"]}).status_code == 422
    assert posted(senior, "/api/views", {"act": "forget", "view": view["view"]}).json() == []
    for odd in ({"name": ""}, {"criteria": {"setting": "moon"}}, {"criteria": {"colour": "red"}}, {"act": "burn"}):
        assert posted(senior, "/api/views", {**kept, **odd}).status_code == 422
    assert SavedView.objects.count() == 1
