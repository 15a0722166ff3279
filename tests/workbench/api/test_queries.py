"""Provider queries for programs: drafted, sent and answered under the rules of the desk."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.test import Client

from nosologist.workbench import audit
from nosologist.workbench.models import AuditEntry, Chart, QueryEvent
from nosologist.workbench.roles import Role
from workbench.practice import chart, organization, person, program

NOTE = """Labs: Na 121 on 3/12.
Hospital Course: Weak for days. Given 3% saline, then fluid restriction; 130 by 3/15.
Assessment: Weakness.
"""


def done(client: Client, one: Chart, act: str, query: str, seen: int, **fields: Any) -> Any:
    body = {"id": str(uuid.uuid4()), "query": query, "seen": seen, "act": act, **fields}
    return client.post(f"/api/charts/{one.id}/queries", body, content_type="application/json")


def test_a_query_is_drafted_from_a_gap_sent_and_answered() -> None:
    one, client = chart(text=NOTE, setting="inpatient"), program(person("ann", Role.CDI))
    gaps = client.get(f"/api/charts/{one.id}/queries").json()["gaps"]
    assert gaps
    key, gap = next(iter(gaps.items()))
    query = str(uuid.uuid4())
    draft = done(client, one, "draft", query, 0, **{"from": key}).json()
    assert (draft["status"], draft["gap"], draft["last"]) == ("draft", key, 1)
    parts = {part: draft["content"][part] for part in ("title", "question", "options", "indicators", "reason")}
    assert parts["question"] == gap["question"]
    parts["options"] = [option["text"] if isinstance(option, dict) else option for option in parts["options"]]
    assert done(client, one, "send", query, 0, **parts, provider="Dr. Doe").status_code == 409
    sent = done(client, one, "send", query, 1, **parts, provider="Dr. Doe")
    assert sent.status_code == 200, sent.content
    assert [row["status"] for row in client.get("/api/queries?status=sent").json()] == ["sent"]
    answered = done(client, one, "answer", query, 2, words="Hyponatremia.").json()
    assert answered["status"] == "answered"
    told = client.get(f"/api/charts/{one.id}/queries").json()["queries"][0]
    assert [event["act"] for event in told["events"]] == ["draft", "send", "answer"]
    assert json.loads(AuditEntry.objects.filter(action="query").last().detail)["token"] == "billing system"
    assert not audit.verify().faults


def test_what_may_not_be_is_refused_and_others_see_nothing() -> None:
    one, client = chart(text=NOTE, setting="inpatient"), program(person("ann", Role.CODER))
    query = str(uuid.uuid4())
    assert done(client, one, "dance", query, 0).status_code == 422
    assert done(client, one, "send", query, 0, provider="Dr. Doe").status_code == 422
    assert done(client, one, "draft", "x", 0).status_code == 422
    other = program(person("bob", *Role, of=organization("Other Clinic")))
    assert done(other, one, "draft", query, 0, title="x").status_code == 404
    assert other.get(f"/api/charts/{one.id}/queries").status_code == 404
    assert other.get("/api/queries").json() == []
    assert client.get("/api/queries?status=x").status_code == 422
    assert not QueryEvent.objects.exists()


def test_the_linter_reads_a_query_before_it_is_kept() -> None:
    one, client = chart(text=NOTE, setting="inpatient"), program(person("ann", Role.CDI))
    where = f"/api/charts/{one.id}/queries/lint"
    leading = {"title": "Sodium", "question": "Please document hyponatremia so that the DRG goes up.", "options": ["Hyponatremia"],
               "indicators": ["Na 121"]}  # fmt: skip
    found = client.post(where, leading, content_type="application/json").json()["findings"]
    assert found
    assert {"rule", "severity", "message", "may_stand"} <= set(found[0])
    assert client.post(where, {"options": 7}, content_type="application/json").status_code == 422
    assert not QueryEvent.objects.exists()
