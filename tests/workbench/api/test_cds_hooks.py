"""CDS Hooks 2.0: a record system asks at discharge; cards answer."""

from __future__ import annotations

import base64
import uuid
from typing import Any

import pytest
from django.test import Client

from nosologist.workbench.models import AuditEntry, Chart
from nosologist.workbench.roles import Role
from workbench.practice import organization, person, program

NOTE = """DISCHARGE SUMMARY
Discharge diagnoses:
1. Acute appendicitis.
2. Essential hypertension.
3. Mild intermittent asthma.
"""
WHERE = "/cds-services/discharge-codes"
ICD10CM = "http://hl7.org/fhir/sid/icd-10-cm"


def bundle(*resources: dict[str, Any]) -> dict[str, Any]:
    return {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": one} for one in resources]}


def document(text: str = NOTE, **attachment: Any) -> dict[str, Any]:
    held = attachment or {"contentType": "text/plain", "data": base64.b64encode(text.encode()).decode()}
    return {
        "resourceType": "DocumentReference", "id": "d1", "status": "current", "subject": {"reference": "Patient/p1"},
        "context": {"encounter": [{"reference": "Encounter/e1"}]}, "content": [{"attachment": held}],
    }  # fmt: skip


def request(*documents: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "hook": "encounter-discharge", "hookInstance": str(uuid.uuid4()), "fhirServer": "https://fhir.example.org",
        "context": {"userId": "Practitioner/7", "patientId": "p1", "encounterId": "e1"},
        "prefetch": {
            "patient": {"resourceType": "Patient", "id": "p1", "birthDate": "1980-02-03", "gender": "female"},
            "encounter": {"resourceType": "Encounter", "id": "e1", "status": "finished", "class": {"code": "IMP"},
                          "subject": {"reference": "Patient/p1"}, "period": {"start": "2026-03-01", "end": "2026-03-04"}},
            "documents": bundle(*documents), "compositions": None, "conditions": bundle(),
        },
        **more,
    }  # fmt: skip


def asked(client: Client, body: Any) -> Any:
    return client.post(WHERE, body, content_type="application/json")


@pytest.fixture
def client() -> Client:
    return program(person("ann", Role.CODER))


def test_anybody_may_see_what_can_be_asked() -> None:
    service = Client().get("/cds-services").json()["services"][0]
    assert (service["hook"], service["id"]) == ("encounter-discharge", "discharge-codes")
    assert service["prefetch"]["patient"] == "Patient/{{context.patientId}}"
    assert Client().post(WHERE, request(), content_type="application/json").status_code == 401


def test_the_codes_of_the_record_are_a_card_and_nothing_is_kept(client: Client) -> None:
    lines = AuditEntry.objects.count()
    answer = asked(client, request(document()))
    assert answer.status_code == 200
    (card,) = answer.json()["cards"]
    assert len(card["summary"]) < 140
    assert "K35" in card["summary"]
    assert "“Acute appendicitis" in card["detail"]
    assert card["indicator"] == "info"
    assert card["selectionBehavior"] == "any"
    assert "links" not in card
    action = card["suggestions"][0]["actions"][0]
    assert action["type"] == "create"
    assert action["resource"]["code"]["coding"][0]["system"] == ICD10CM
    assert action["resource"]["encounter"] == {"reference": "Encounter/e1"}
    assert not Chart.objects.exists()
    assert AuditEntry.objects.count() == lines


def test_codes_that_the_encounter_has_are_not_suggested_again(client: Client) -> None:
    body = request(document())
    first = asked(client, body).json()["cards"][0]["suggestions"]
    codes = [one["actions"][0]["resource"]["code"] for one in first]
    body["prefetch"]["conditions"] = bundle(
        *({"resourceType": "Condition", "id": str(place), "code": code} for place, code in enumerate(codes[:-1]))
    )
    (card,) = asked(client, body).json()["cards"]
    assert [one["label"] for one in card["suggestions"]] == [first[-1]["label"]]
    body["prefetch"]["conditions"] = bundle(*({"resourceType": "Condition", "code": code} for code in codes))
    assert asked(client, body).json()["cards"] == []


def test_a_chart_is_kept_when_the_request_says_so_and_linked_from_then_on(client: Client) -> None:
    for _ in range(2):
        (card,) = asked(client, request(document(), extension={"nosologist-keep": True})).json()["cards"]
    one = Chart.objects.get()
    assert card["links"] == [
        {"label": "Open the chart", "url": f"http://testserver/chart/{one.id}/", "type": "absolute"}
    ]
    assert (one.name, one.setting, one.age, one.sex, str(one.date)) == (
        "Encounter e1", "inpatient", 46, "female", "2026-03-04",
    )  # fmt: skip
    assert asked(client, request(document())).json()["cards"][0]["links"] == card["links"]
    other = program(person("bob", Role.CODER, of=organization("Other Clinic")))
    assert "links" not in asked(other, request(document())).json()["cards"][0]


def test_who_keeps_no_charts_keeps_none() -> None:
    reader = program(person("ann", Role.READER))
    assert asked(reader, request(document(), extension={"nosologist-keep": True})).status_code == 403
    assert not Chart.objects.exists()


def test_what_could_not_be_read_is_told(client: Client) -> None:
    body = request(document(contentType="text/plain", url="https://fhir.example.org/Binary/1"))
    (card,) = asked(client, body).json()["cards"]
    assert card["indicator"] == "warning"
    assert "suggestions" not in card


def test_words_of_a_note_are_text_in_a_card(client: Client) -> None:
    (card,) = asked(client, request(document("Assessment: essential hypertension **<b>x</b>** | severe."))).json()[
        "cards"
    ]
    assert "<b>" not in card["detail"].replace("\\<b\\>", "")
    for row in card["detail"].splitlines():
        assert row.replace("\\|", "").count("|") == 5


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"hook": "patient-view"}, 400),
        ({"prefetch": {}}, 412),
        ({"prefetch": {"patient": None}}, 412),
        ({"prefetch": {"documents": None}}, 200),
        ({"prefetch": {"documents": {"resourceType": "Bundle"}}}, 200),
        ({"prefetch": {"documents": {"resourceType": "Bundle", "entry": [None, 7, {"resource": []}]}}}, 200),
        ({"prefetch": {"documents": {"resourceType": "OperationOutcome"}}}, 200),
        ({"prefetch": {"documents": {"resourceType": "DocumentReference", "content": 7}}}, 200),
        ({"prefetch": {"documents": None, "conditions": {"resourceType": "Condition", "code": {"coding": 7}}}}, 200),
        ({"prefetch": 7}, 422),
        ({"context": {}}, 422),
        ({"context": {"patientId": "p1", "encounterId": "../e1"}}, 422),
        ({"hookInstance": "x"}, 422),
    ],
)  # fmt: skip
def test_odd_requests_are_answered_and_never_break(client: Client, change: dict[str, Any], status: int) -> None:
    answer = asked(client, {**request(document()), **change})
    assert answer.status_code == status
    if status == 200:
        assert all(card["indicator"] == "warning" for card in answer.json()["cards"])
    assert not Chart.objects.exists()
