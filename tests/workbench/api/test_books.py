"""Look-ups, checks and suggestions for programs: as the commands give them, and nothing is kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from mini import DEFINITIONS, PCS_INDEX, TABLES
from nosologist.codesets.library import Library
from nosologist.workbench import engine
from nosologist.workbench.models import AuditEntry, Chart
from nosologist.workbench.roles import Role
from shelves import shelf_with
from workbench.practice import NOTE, person, program


@pytest.fixture
def client() -> Client:
    return program(person("ann", Role.READER))


def posted(client: Client, where: str, body: Any) -> Any:
    return client.post(where, body, content_type="application/json")


def test_codes_are_looked_up_and_shown(client: Client) -> None:
    found = posted(client, "/api/find", {"words": "mild intermittent asthma", "top": 3}).json()
    assert found["results"][0]["code"] == "J45.20"
    assert len(found["results"]) <= 3
    sheet = client.get("/api/codes/e11.22").json()[0]
    assert (sheet["code"], sheet["valid"]) == ("E11.22", True)
    assert client.get("/api/codes/E11.22?date=2026-05-01").status_code == 200
    assert client.get("/api/codes/ZZZ").status_code == 422
    assert client.get("/api/codes/I10?date=soon").status_code == 422
    assert posted(client, "/api/find", {"words": ""}).status_code == 422


def test_a_procedure_is_built_as_on_the_page(client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "noso books add" in posted(client, "/api/build", {"text": "0QT"}).json()["detail"]
    library = Library(shelf=shelf_with(tmp_path, {"t.xml": TABLES, "d.xml": DEFINITIONS, "i.xml": PCS_INDEX}))
    monkeypatch.setattr(engine, "library", lambda: library)
    columns = posted(client, "/api/build", {"text": "0QT1"}).json()["columns"]
    assert [column["position"] for column in columns][-1] == 7
    whole = posted(client, "/api/build", {"text": "0QT1X"}).json()
    assert (whole["complete"], whole["legal"]) == ("0QT1XZZ", True)
    assert posted(client, "/api/build", {"text": "open planing leg"}).json()["suggestions"][0]["pattern"] == "0QT10.Z"
    assert posted(client, "/api/build", {"text": "x" * 201}).status_code == 422


def test_a_claim_is_checked(client: Client) -> None:
    claim = {"id": "7", "setting": "outpatient", "diagnoses": [{"code": "I10"}, {"code": "P29.2"}]}
    found = posted(client, "/api/check", claim).json()
    assert found["id"] == "7"
    assert any(one["severity"] == "stop" for one in found["findings"])
    answer = posted(client, "/api/check", {"diagnosis": []})
    assert answer.status_code == 422
    assert "diagnosis" in answer.json()["detail"]


def test_a_stay_is_grouped(client: Client) -> None:
    claim = {
        "setting": "inpatient", "date": "2026-05-01", "age": 60, "sex": "M", "disposition": "01",
        "diagnoses": [{"code": "I50.21", "poa": "Y"}, {"code": "J96.01", "poa": "Y"}],
    }  # fmt: skip
    assert "drg" in str(posted(client, "/api/check", claim).json()["groups"]).lower()


def test_a_note_is_coded_and_not_kept(client: Client) -> None:
    before = AuditEntry.objects.count()
    found = posted(client, "/api/code", {"text": NOTE}).json()
    assert [one["code"] for one in found["codes"]] == ["J45.20", "I10", "K21.9"]
    assert posted(client, "/api/code", {}).status_code == 422
    assert not Chart.objects.exists()
    assert AuditEntry.objects.count() == before
