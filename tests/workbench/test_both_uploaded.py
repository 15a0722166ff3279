"""Both claims of a visit asked for when it is sent in: two charts from the start, at the upload page and through the API."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from nosologist.model.claim import ClaimKind
from nosologist.workbench import audit, both_claims, reading
from nosologist.workbench.claim_making import kind_of
from nosologist.workbench.models import AuditEntry, BothClaims, Chart, Decision, Intake
from nosologist.workbench.roles import Role
from nosologist.workbench.worklist_models import WorkItem
from workbench.practice import NOTE, chart, organization, person, program, signed_in, uploaded, worked_off


def posted(client: Client, where: str, body: Any) -> Any:
    return client.post(where, body, content_type="application/json")


def both() -> tuple[Chart, Chart]:
    pair = BothClaims.objects.get()
    return pair.first, pair.second


@pytest.mark.parametrize("setting", ["outpatient", "inpatient"])
def test_files_that_are_uploaded_for_both_become_two_charts(setting: str) -> None:
    client = signed_in(person("ann", Role.ASSISTANT))
    page = uploaded(
        client, SimpleUploadedFile("visit.txt", NOTE.encode()), view="both", setting=setting, specialty="cardiology"
    )
    first, second = both()
    kinds = [ClaimKind.PROFESSIONAL, ClaimKind.INSTITUTIONAL]
    assert [kind_of(first), kind_of(second)] == (kinds if setting == "outpatient" else kinds[::-1])
    assert Intake.objects.get().charts == [str(first.id), str(second.id)]
    assert all(f"/chart/{one.id}/" in page for one in (first, second))
    assert set(WorkItem.objects.values_list("specialty", flat=True)) == {"cardiology"}
    assert not Decision.objects.exists()  # nobody has claimed either
    assert AuditEntry.objects.filter(action="other claim", user="ann", subject=str(second.id)).count() == 1


def test_a_reader_that_dies_between_the_two_makes_none_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    client = program(person("ann", Role.CODER))
    files = [SimpleUploadedFile("a.txt", NOTE.encode())]
    asked = {"view": "both", "restricted": "1", "id": str(uuid.uuid4())}
    assert client.post("/api/files", {"files": files, **asked}).status_code == 202

    def dies(*_given: object) -> uuid.UUID:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(both_claims, "code_beside", dies)
        with pytest.raises(KeyboardInterrupt):
            reading.read_next("first")
    assert Chart.objects.count() == 1
    Intake.objects.update(state=Intake.WAITING)
    worked_off()
    first, second = both()
    assert Chart.objects.count() == 2
    assert client.get(f"/api/files/{asked['id']}").json()["charts"] == [str(first.id), str(second.id)]
    assert set(WorkItem.objects.values_list("restricted", flat=True)) == {True}


def test_a_note_sent_for_both_is_answered_with_the_chart_of_the_other_claim_once() -> None:
    client = program(person("ann", Role.CODER))
    body = {"id": str(uuid.uuid4()), "text": NOTE, "view": "both", "specialty": "pediatrics"}
    first, again = posted(client, "/api/charts", body), posted(client, "/api/charts", body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    one, two = both()
    assert (first.json()["chart"]["id"], first.json()["other"]) == (str(one.id), str(two.id))
    assert client.get(f"/api/charts/{two.id}").json()["other"] == str(one.id)
    assert posted(client, "/api/code", {"text": NOTE, "view": "both"}).status_code == 422  # one claim at a time
    assert set(WorkItem.objects.values_list("specialty", flat=True)) == {"pediatrics"}
    assert posted(client, "/api/charts", {"text": NOTE, "specialty": "Jane Roe"}).status_code == 422
    assert (
        signed_in(person("bob", Role.CODER)).post("/upload/", {"text": NOTE, "specialty": "Jane Roe"}).status_code
        == 400
    )
    assert not audit.verify().faults


def test_the_other_claim_has_an_address() -> None:
    one = chart()
    client, where = program(person("ann", Role.CODER)), f"/api/charts/{one.id}/other-claim"
    assert client.get(where).json() == {"view": "facility", "chart": None}
    assert posted(client, where, {"view": "professional"}).status_code == 422
    assert not BothClaims.objects.exists()
    told = [posted(client, where, {"view": "facility"}).json(), posted(client, where, {}).json()]
    two = both()[1]
    assert told == [{"view": "facility", "chart": str(two.id)}] * 2
    assert client.get(f"/api/charts/{two.id}/other-claim").json() == {"view": "professional", "chart": str(one.id)}
    theirs = chart(organization("Other Clinic"))
    assert posted(client, f"/api/charts/{theirs.id}/other-claim", {}).status_code == 404
