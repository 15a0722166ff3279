"""Who saw which chart: what the privacy officer is shown, and takes out for an investigation."""

from __future__ import annotations

import csv
import io
import uuid
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client

from nosologist.workbench import audit, looks
from nosologist.workbench.models import AuditEntry, Chart
from nosologist.workbench.roles import Role
from workbench.practice import chart, organization, person, sent, signed_in


def officer() -> Client:
    return signed_in(person("pat", Role.PRIVACY))


def taken(client: Client, **asked: str) -> list[dict[str, str]]:
    answer: Any = client.get("/privacy/table/", asked)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))


def looked_at(*charts: Chart) -> None:
    """Ann opens all, Bob the first alone and claims it; Ann takes a list out."""
    ann, bob = signed_in(person("ann", Role.AUDITOR)), signed_in(person("bob", Role.CODER))
    for one in charts:
        ann.get(f"/chart/{one.id}/")
    bob.get(f"/chart/{charts[0].id}/")
    assert sent(bob, charts[0], "claim", 0).status_code == 200
    assert ann.get("/worklist/table/").status_code == 200


def test_lines_are_found_by_person_chart_kind_and_day() -> None:
    one, two = chart(), chart(text="Migraine.")
    looked_at(one, two)
    client = officer()
    everything = taken(client)
    assert [(row["who"], row["did"]) for row in everything] == [
        ("ann", "list exported"), ("bob", "decision"), ("bob", "opened"), ("ann", "opened"), ("ann", "opened"),
    ]  # fmt: skip
    today = everything[0]["when (UTC)"][:10]
    assert {row["who"] for row in taken(client, person="Bob")} == {"bob"}
    assert {row["chart"] for row in taken(client, chart=str(two.id), kind="looks")} == {str(two.id)}
    assert [row["did"] for row in taken(client, chart=str(one.id), kind="changes")] == ["decision"]
    assert len(taken(client, kind="looks", first=today, last=today)) == 3
    assert taken(client, last="2020-01-01") == taken(client, first="9999-12-31") == []
    assert len(taken(client, kind="looks", last="9999-12-31")) == 3


def test_the_file_is_itself_a_line_of_the_log() -> None:
    one = chart()
    looked_at(one)
    taken(officer(), chart=str(one.id), person="ann")
    line = AuditEntry.objects.get(action="accesses exported")
    assert (line.user, line.subject) == ("pat", str(one.id))
    assert '"person":"ann"' in line.detail
    assert not audit.verify().faults


def test_no_cell_of_the_file_is_run_as_a_formula() -> None:
    one = chart()
    audit.write("opened", user="=1+1", organization=one.organization_id, subject=one.id)
    assert taken(officer())[0]["who"] == "'=1+1"


def test_the_page_shows_lines_by_hundreds_and_no_word_of_a_chart() -> None:
    one = chart()
    Chart.objects.update(name="Doe, Jane")
    for _ in range(150):
        audit.write("opened", user="ann", organization=one.organization_id, subject=one.id)
    client = officer()
    first = client.get("/privacy/").content.decode()
    assert first.count("<tr>") == 101
    assert "Jane" not in first
    older = client.get("/privacy/?before=51").content.decode()
    assert older.count("<tr>") == 51
    assert "older" not in older


def test_another_organization_is_not_shown() -> None:
    theirs = chart(organization("Other Clinic"))
    audit.write("opened", user="eve", organization=theirs.organization_id, subject=theirs.id)
    client = officer()
    assert taken(client) == taken(client, chart=str(theirs.id)) == []
    assert "eve" not in client.get(f"/privacy/?chart={theirs.id}").content.decode()


@pytest.mark.parametrize("asked", [{"chart": "7"}, {"first": "yesterday"}, {"last": "2026-02-30"}])
def test_what_makes_no_sense_is_said(asked: dict[str, str]) -> None:
    client = officer()
    page = client.get("/privacy/", asked)
    assert (page.status_code, b"days are written like" in page.content) == (400, True)
    assert client.get("/privacy/table/", asked).status_code == 400


def test_criteria_come_back_from_their_address() -> None:
    wanted = looks.Wanted("ann", str(uuid.uuid4()), "2026-01-01", "2026-01-31", "looks")
    assert looks.read(QueryDict(wanted.address)) == wanted
