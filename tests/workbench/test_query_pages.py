"""Provider queries through Django's test client: the cards, the linter, the sheet, the list."""

from __future__ import annotations

import json
import re
import uuid
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from nosologist.model.document import Document
from nosologist.model.encounter import Encounter, Setting
from nosologist.model.fact import Fact, FactKind
from nosologist.workbench import engine
from nosologist.workbench.chart_making import keep
from nosologist.workbench.models import AuditEntry, Chart, ProviderQuery, QueryEvent
from nosologist.workbench.querying import Act
from nosologist.workbench.roles import Role
from workbench.practice import organization, person, signed_in
from workbench.test_query_recording import STAY, done, fields, stay

DESK = {"X-Desk": "1"}


def posted(client: Client, one: Chart, what: str = "", **body: Any) -> Any:
    return client.post(f"/chart/{one.id}/query/{what}", body, content_type="application/json", headers=DESK)


def asked(client: Client, one: Chart, query: uuid.UUID, act: str, seen: int, **body: Any) -> Any:
    return posted(client, one, id=str(uuid.uuid4()), query=str(query), act=act, seen=seen, **body)


def test_the_desk_shows_what_the_record_leaves_open_and_a_gap_is_taken_once() -> None:
    one, client, query = stay(), signed_in(person("ann", Role.CDI)), uuid.uuid4()
    page = client.get(f"/chart/{one.id}/queries/", headers=DESK).content.decode()
    assert "Clarification of the sodium values" in page
    key = re.findall(r'data-gap="(\w+)"', page)[0]
    told = asked(client, one, query, "draft", 0, **{"from": key}).json()
    assert told["seen"] == 1
    assert f'data-gap="{key}"' not in told["queries"]
    assert f'data-query="{query}" data-seen="1"' in told["queries"]
    assert asked(client, one, query, "draft", 1, quiet=True, **fields(title="Sodium")).json() == {"seen": 2}


def test_an_address_that_is_followed_leads_to_the_chart() -> None:
    one = stay()
    answer = signed_in(person("ann", Role.READER)).get(f"/chart/{one.id}/queries/")
    assert answer.headers["Location"] == f"/chart/{one.id}/"


def test_the_linter_speaks_while_one_writes_and_nothing_is_kept() -> None:
    one, client = stay(), signed_in(person("ann", Role.CODER))
    told = posted(
        client, one, "lint/", **fields(question="Would you agree this is hyponatremia? It raises the DRG.")
    ).json()
    assert {"QRY101", "QRY104"} <= {found["rule"] for found in told["findings"]}
    assert not any(found["mayStand"] for found in told["findings"] if found["rule"] in ("QRY101", "QRY104"))
    assert told["indicators"][0]["whence"] == "2026-03-12, Labs, visit"
    assert posted(client, one, "lint/", **fields()).json()["findings"] == []
    assert posted(client, one, "lint/", **fields(indicators=[{"document": 4}])).status_code == 422
    assert client.post(f"/chart/{one.id}/query/lint/", "[", content_type="application/json").status_code == 400
    assert not ProviderQuery.objects.exists()


def test_sent_answered_and_shown_on_the_sheet_in_the_words_that_were_sent() -> None:
    one, client, query = stay(), signed_in(person("ann", Role.CODER)), uuid.uuid4()
    assert asked(client, one, query, "send", 0, **fields(provider="")).status_code == 422
    told = asked(client, one, query, "send", 0, **fields()).json()
    assert 'data-waiting="1"' in told["queries"]
    assert b'id="queries-waiting">1<' in client.get(f"/chart/{one.id}/").content
    sheet = client.get(f"/chart/{one.id}/query/{query}/").content.decode()
    assert "Dr. A. Reyes" in sheet
    assert "&quot;Na 121 on 3/12&quot; (2026-03-12, Labs, visit)" in sheet
    assert "signature" in sheet
    assert asked(client, one, query, "send", 0, **fields()).status_code == 409
    told = asked(client, one, query, "answer", 1, option=0).json()
    assert "It supports" in told["queries"]
    assert "E87.1" in told["queries"]
    assert "QUERY RESPONSE" in told["texts"]
    assert "Hyponatremia" in client.get(f"/chart/{one.id}/query/{query}/").content.decode()
    assert AuditEntry.objects.filter(action="query opened", subject=str(one.id)).count() == 2


def test_what_cannot_be_read_is_refused_in_a_line() -> None:
    one, client = stay(), signed_in(person("ann", Role.CODER))
    for body in (
        "",
        "[]",
        "{}",
        json.dumps({"id": "x"}),
        json.dumps({"id": str(uuid.uuid4()), "query": "1", "seen": 0}),
    ):
        answer = client.post(f"/chart/{one.id}/query/", body, content_type="application/json", headers=DESK)
        assert answer.status_code == 400
    answer = asked(client, one, uuid.uuid4(), "answer", 0, option=0)
    assert answer.status_code == 422


def test_words_are_escaped() -> None:
    one, client, query = stay(), signed_in(person("ann", Role.CODER)), uuid.uuid4()
    evil = '"><script>alert(1)</script>'
    told = asked(client, one, query, "draft", 0, **fields(title=evil, indicators=[evil], question=evil)).json()
    assert "<script>" not in told["queries"]
    for page in (f"/chart/{one.id}/query/{query}/", "/queries/?state=draft"):
        assert b"<script>alert" not in client.get(page).content


def test_readers_see_queries_and_ask_nothing() -> None:
    one, ann, query = stay(), person("ann", Role.CODER), uuid.uuid4()
    done(one, ann, Act.DRAFT, query, 0, **fields())
    client = signed_in(person("bob", Role.AUDITOR))
    page = client.get(f"/chart/{one.id}/queries/", headers=DESK).content.decode()
    assert "Clarification of the sodium values" in page
    assert 'data-ask="send"' not in page
    assert 'data-ask="take"' not in page
    assert asked(client, one, query, "withdraw", 1, reason="x").status_code == 403


@pytest.mark.parametrize("days", [0, 3, 20])
def test_the_list_shows_who_owes_an_answer_and_how_long(days: int) -> None:
    one, ann, query = stay(), person("ann", Role.CDI), uuid.uuid4()
    done(one, ann, Act.SEND, query, 0, frozenset({Role.CDI}), **fields())
    now = timezone.now()
    ProviderQuery.objects.update(sent=now - timedelta(days=days), due=(now + timedelta(days=7 - days)).date())
    client = signed_in(ann)
    page = client.get("/queries/").content.decode()
    assert f"/chart/{one.id}/#query-{query}" in page
    assert f'<td class="num">{days}</td>' in page
    assert ("overdue</em>" in page) == (days > 7)
    assert (str(query) in client.get("/queries/?state=overdue").content.decode()) == (days > 7)
    assert str(query) in client.post("/queries/?state=waiting", {"words": "reyes"}).content.decode()
    assert str(query) not in client.post("/queries/?state=waiting", {"words": "somebody else"}).content.decode()
    done(one, ann, Act.NO_RESPONSE, query, 1, frozenset({Role.CDI}), reason="escalated to the physician advisor")
    assert str(query) not in client.get("/queries/").content.decode()
    assert str(query) in client.get("/queries/?state=closed").content.decode()


def test_queries_of_another_organization_are_as_if_there_were_none() -> None:
    theirs, ann, query = stay(), person("ann", Role.CODER), uuid.uuid4()
    done(theirs, ann, Act.SEND, query, 0, **fields())
    client = signed_in(person("bob", *Role, of=organization("Other Clinic")))
    for state in ("waiting", "draft", "everything"):
        assert b"sodium" not in client.get(f"/queries/?state={state}").content
    assert client.get(f"/chart/{theirs.id}/query/{query}/").status_code == 404
    assert asked(client, theirs, query, "withdraw", 1, reason="x").status_code == 404
    assert QueryEvent.objects.count() == 1


def test_the_list_asks_the_database_few_and_always_as_many_questions() -> None:
    ann, counts = person("ann", Role.CODER), []
    client = signed_in(ann)
    for _ in range(2):
        for _ in range(3):
            done(stay(), ann, Act.SEND, uuid.uuid4(), 0, **fields())
        with CaptureQueriesContext(connection) as asked_for:
            client.get("/queries/")
        counts.append(len(asked_for))
        assert not any("suggested" in one["sql"] for one in asked_for)
    assert counts[0] == counts[1] <= 12


def test_results_that_stand_in_fields_are_indicators_with_their_date_and_source() -> None:
    facts = (
        Fact(FactKind.RESULT, "Sodium", "labs.hl7 > message 1", "119", "mmol/L", 136, 145, "L", date(2026, 3, 12)),
    )
    note = STAY.replace("Labs: Na 121 on 3/12.\n", "")
    encounter = Encounter((Document("visit", note),), Setting.INPATIENT, date(2026, 3, 18), facts=facts)
    one = keep(organization(), "ann", encounter)
    assert engine.encounter_of(Chart.objects.get(id=one.id)).facts == facts
    client, query = signed_in(person("ann", Role.CODER)), uuid.uuid4()
    page = client.get(f"/chart/{one.id}/queries/", headers=DESK).content.decode()
    assert "sodium 119 mmol/L" in page
    key = re.findall(r'data-gap="(\w+)"', page)[0]
    told = asked(client, one, query, "draft", 0, **{"from": key}).json()["queries"]
    items = [json.loads(unescape(item)) for item in re.findall(r'<li data-item="([^"]+)"', told)]
    own = next(item for item in items if isinstance(item, str))
    assert own.endswith("(2026-03-12, RESULTS, labs.hl7 > message 1 fields)")
    findings = posted(client, one, "lint/", **fields(indicators=items)).json()["findings"]
    assert findings == []
