"""Charts for programs: sent in once, decided on like at the desk, written down under the person's name."""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from nosologist.workbench import audit, engine
from nosologist.workbench.deciding import Kind
from nosologist.workbench.models import AuditEntry, Chart, Decision, Intake, User
from nosologist.workbench.roles import Role
from workbench.practice import NOTE, chart, decided, organization, person, program, worked_off

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"


def posted(client: Client, where: str, body: Any) -> Any:
    return client.post(where, body, content_type="application/json")


def decision(client: Client, one: Chart, kind: str, seen: int, **fields: Any) -> Any:
    return posted(
        client, f"/api/charts/{one.id}/decisions", {"id": str(uuid.uuid4()), "kind": kind, "seen": seen, **fields}
    )


def test_a_note_becomes_a_chart_once() -> None:
    client = program(person("ann", Role.ASSISTANT))
    body = {"id": str(uuid.uuid4()), "text": NOTE, "name": "visit 7", "setting": "ed", "date": "2026-05-01", "age": 40}
    first, again = posted(client, "/api/charts", body), posted(client, "/api/charts", body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    one = Chart.objects.get()
    assert (one.name, one.setting, one.age, str(one.date), str(one.id)) == (
        "visit 7",
        "ed",
        40,
        "2026-05-01",
        body["id"],
    )
    lines = first.json()["desk"]["lines"]
    assert [line["code"] for line in lines if line["system"] == "icd10cm"] == ["J45.20", "I10", "K21.9"]
    assert lines[0]["standing"] == "open"
    assert all(NOTE[span["start"] : span["end"]] == span["text"] for line in lines for span in line["evidence"])
    assert AuditEntry.objects.filter(action="uploaded", user="ann", subject=str(one.id)).count() == 1


def test_documents_of_one_encounter_are_one_chart_and_called_apart() -> None:
    client = program(person("ann", Role.CODER))
    note = {"id": "note", "text": "Assessment: Acute appendicitis.", "author": "A. Doe", "credential": "MD"}
    answer = posted(client, "/api/charts", {"documents": [note, note], "setting": "inpatient"})
    assert answer.status_code == 201
    where = f"/api/charts/{answer.json()['chart']['id']}/documents"
    assert sorted(one["id"] for one in client.get(where).json()) == ["note", "note (2)"]


def test_a_chart_of_another_organization_is_neither_shown_nor_replaced() -> None:
    theirs = chart(organization("Other Clinic"))
    client = program(person("ann", *Role))
    answer = posted(client, "/api/charts", {"id": str(theirs.id), "text": "Gout."})
    assert answer.status_code == 409
    assert decision(client, theirs, "claim", 0).status_code == 404
    assert client.get("/api/charts?state=all").json()["charts"] == []
    assert client.get("/api/final").json() == []
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        "", "[]", "null", "{", "[" * 100_000, '{"text": ""}', '{"text": "Gout.", "txt": 1}', '{"text": "Gout.", "age": 200}',
        '{"text": "Gout.", "setting": "moon"}', '{"text": "Gout.", "documents": [{"id": "a", "text": "x"}]}', "{}",
        '{"text": "Gout.", "name": "a\\u0000b"}', '{"text": "\\ud800 gout"}', '{"text": "Gout.", "id": "1"}',
        '{"documents": [{"id": "", "text": "x"}]}', '{"text": 7}', '{"text": "Gout.", "date": "tomorrow"}',
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_a_problem_that_quotes_nothing(body: str) -> None:
    answer = posted(program(person("ann", Role.CODER)), "/api/charts", body)
    assert answer.status_code in (400, 422)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert {"type", "title", "status", "detail"} <= answer.json().keys()
    assert "out." not in answer.content.decode()
    assert not Chart.objects.exists()


def test_a_body_that_is_too_large_is_told() -> None:
    answer = posted(program(person("ann", Role.CODER)), "/api/charts", json.dumps({"text": "x" * 8_000_001}))
    assert answer.status_code == 413
    assert answer.json()["title"]


def test_a_chart_is_coded_by_decisions_like_those_of_the_desk() -> None:
    one, client = chart(), program(person("ann", Role.SENIOR))
    assert decision(client, one, "claim", 0).json()["claimed_by"] == "ann"
    desk = decision(client, one, "accept", 1, lines=["s0", "s1"]).json()
    assert [line["standing"] for line in desk["lines"]] == ["accepted", "accepted", "open"]
    assert decision(client, one, "accept", 1, lines=["s2"]).status_code == 409
    assert decision(client, one, "finalize", 2).status_code == 422
    assert decision(client, one, "reject", 2, line="s2", reason="not documented").status_code == 200
    assert client.get(f"/api/charts/{one.id}/findings").status_code == 200
    assert client.get("/api/final").json() == []
    assert decision(client, one, "finalize", 3).json()["status"] == "final"
    codes = client.get(f"/api/charts/{one.id}/codes").json()
    assert codes["final"]
    assert [(line["code"], line["decided"]) for line in codes["codes"]] == [("J45.20", "accepted"), ("I10", "accepted")]
    assert client.get("/api/final").json() == [codes]
    told = client.get(f"/api/charts/{one.id}/decisions").json()
    assert [one["kind"] for one in told] == ["finalize", "reject", "accept", "claim"]
    assert not audit.verify().faults
    entry = AuditEntry.objects.filter(action="decision").last()
    assert json.loads(entry.detail)["token"] == "billing system"


def test_a_decision_sent_twice_counts_once() -> None:
    one, client = chart(), program(person("ann", Role.CODER))
    body = {"id": str(uuid.uuid4()), "kind": "claim", "seen": 0}
    answers = [posted(client, f"/api/charts/{one.id}/decisions", body) for _ in range(3)]
    assert {answer.status_code for answer in answers} == {200}
    assert Decision.objects.count() == 1


@pytest.mark.parametrize(
    "fields",
    [{"kind": "dance"}, {"seen": -1}, {"seen": "x"}, {"id": "x"}, {"kind": "reject", "line": "s9", "reason": "x"}],
)
def test_a_decision_that_makes_no_sense_is_refused(fields: dict[str, Any]) -> None:
    one, client = chart(), program(person("ann", Role.CODER))
    decision(client, one, "claim", 0)
    body = {"id": str(uuid.uuid4()), "kind": "undo", "seen": 1, **fields}
    assert posted(client, f"/api/charts/{one.id}/decisions", body).status_code == 422
    assert Decision.objects.count() == 1


def test_each_look_at_a_chart_is_written_down_with_the_token() -> None:
    one, client = chart(), program(person("ann", Role.READER))
    for part in ("", "/documents", "/suggestions", "/findings", "/codes"):
        assert client.get(f"/api/charts/{one.id}{part}").status_code == 200
    assert client.get(f"/api/charts/{one.id}/suggestions").json() == one.suggested
    opened = AuditEntry.objects.filter(action="opened", user="ann", subject=str(one.id))
    assert opened.count() == 6
    assert all(json.loads(entry.detail) == {"token": "billing system"} for entry in opened)


def test_charts_are_listed_by_state_and_page() -> None:
    ann = person("ann", Role.SENIOR)
    some = [chart(setting=setting) for setting in ("outpatient", "ed", "ed")]
    decided(some[1], ann, Kind.CLAIM)
    client = program(ann)

    def listed(asked: str) -> list[str]:
        return [one["id"] for one in client.get(f"/api/charts?{asked}").json()["charts"]]

    ids = [str(one.id) for one in some]
    assert listed("state=all") == listed("") == ids
    assert listed("state=mine") == [ids[1]]
    assert listed("state=unclaimed&setting=ed") == [ids[2]]
    assert listed("size=2&page=2") == [ids[2]]
    assert client.get("/api/charts?size=2").json()["total"] == 3
    assert listed("state=final") == []
    for odd in ("state=x", "size=0", "page=0", "size=100000", "setting=moon"):
        assert client.get(f"/api/charts?{odd}").status_code == 422


def test_lists_ask_the_database_a_few_times_whatever_their_length() -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = program(person("ann", Role.CODER))
    counts = []
    for _ in range(2):
        chart()
        with CaptureQueriesContext(
            connection,
        ) as seen:
            client.get("/api/charts")
        assert not any('"documents"' in query["sql"] for query in seen)
        counts.append(len(seen))
    assert counts[1] <= counts[0] <= 8


def test_files_are_read_in_the_background() -> None:
    ann = person("ann", Role.CODER)
    client = program(ann)

    def files(*names: str) -> list[SimpleUploadedFile]:
        return [SimpleUploadedFile(name, b"Migraine without aura.") for name in names]

    assert (
        client.post("/api/files", {"files": files("a.txt", "b.txt")}).status_code == 422
    )  # of one encounter, or one at a time
    answer = client.post("/api/files", {"files": files("a.txt", "b.txt"), "together": "1", "setting": "inpatient"})
    assert answer.status_code == 202
    where = f"/api/files/{answer.json()['id']}"
    assert client.get(where).json()["state"] == "waiting"
    worked_off()
    told = client.get(where).json()
    assert told["state"] == "coded"
    assert told["charts"] == [str(Chart.objects.get().id)]
    assert Chart.objects.get().setting == "inpatient"
    other = program(person("bob", *Role, of=organization("Other Clinic")))
    assert other.get(where).status_code == 404
    assert client.post("/api/files", {"files": files("a.txt"), "age": "200"}).status_code == 422
    assert client.post("/api/files", {}).status_code == 422
    assert Intake.objects.count() == 1


def test_a_mistake_of_ours_tells_nothing_of_the_chart(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object) -> None:
        raise ValueError("the note says Jane Doe has asthma")

    monkeypatch.setattr(engine, "findings", broken)
    client = program(person("ann", Role.CODER))
    client.raise_request_exception = False
    answer = client.get(f"/api/charts/{chart().id}/findings")
    assert answer.status_code == 500
    assert answer.json()["status"] == 500
    assert b"Jane" not in answer.content


def test_service_lines_and_the_abstract_are_read_and_stated_like_on_the_desk() -> None:
    client = program(person("ann", Role.SENIOR))
    text = (EXAMPLES / "office_visit.txt").read_text("utf-8")
    made = posted(client, "/api/charts", {"text": text, "name": "visit", "established": True}).json()
    one = Chart.objects.get(id=made["chart"]["id"])
    assert engine.view_of(one) == "professional"
    decision(client, one, "claim", 0)
    decision(client, one, "modifiers", 1, line="s6", modifiers=["25"])
    decision(client, one, "pointers", 2, line="s6", pointers=["s3", "s0"])
    desk = decision(client, one, "abstract", 3, fields={"coverage.member_id": "1EG4TE5MK73"}).json()
    assert desk["abstract"] == {"coverage.member_id": "1EG4TE5MK73"}
    assert desk["lines"][6]["pointers"] == ["s3", "s0"]
    [line] = client.get(f"/api/charts/{one.id}/codes").json()["codes"][6:]
    assert (line["code"], line["units"], line["modifiers"], line["diagnoses"]) == (
        "99214",
        "1",
        ["25"],
        ["M17.11", "E11.22"],
    )


def test_the_next_chart_of_a_list_is_claimed() -> None:
    made = [chart(), chart(setting="ed")]
    for one in made:
        decided(one, person(f"p{one.setting}", Role.SENIOR), Kind.CLAIM)
        decided(one, User.objects.get(username=f"p{one.setting}"), Kind.RELEASE)
    client = program(person("ann", Role.CODER))
    first = client.post("/api/next?setting=ed").json()
    assert (first["chart"]["id"], first["desk"]["claimed_by"]) == (str(made[1].id), "ann")
    assert client.post("/api/next?setting=observation").status_code == 204
    other = program(person("bob", Role.CODER, of=organization("Other Clinic")))
    assert other.post("/api/next").status_code == 204
