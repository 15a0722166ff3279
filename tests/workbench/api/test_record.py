"""The record for programs: what a person has read, and pages as they were received, each look written down."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from nosologist.workbench.models import AuditEntry, Chart, Intake, Seen
from nosologist.workbench.roles import Role
from scanned import printed
from workbench.practice import NOTE, chart, organization, person, program, signed_in, uploaded


def posted(client: Client, where: str, body: Any) -> Any:
    return client.post(where, body, content_type="application/json")


def test_what_was_read_is_told_for_each_person_apart() -> None:
    one = chart()
    ann, bob = person("ann", Role.CODER), program(person("bob", Role.CODER))
    client, where = program(ann), f"/api/charts/{one.id}/reading"
    assert client.get(where).json() == [{"document": "visit", "seen": False, "file": None, "pages": 0}]
    assert posted(client, where, {"documents": ["visit", "elsewhere"]}).json()[0]["seen"]
    assert Seen.objects.count() == 1
    assert not bob.get(where).json()[0]["seen"]
    Chart.objects.filter(id=one.id).update(documents=[{**one.documents[0], "text": NOTE + " Addendum: gout."}])
    assert not client.get(where).json()[0]["seen"]
    for odd in ({"documents": []}, {"documents": [7]}, {}):
        assert posted(client, where, odd).status_code == 422
    theirs = chart(organization("Other Clinic"))
    assert posted(client, f"/api/charts/{theirs.id}/reading", {"documents": ["visit"]}).status_code == 404


def test_a_page_is_sent_as_it_was_received() -> None:
    ann = person("ann", Role.CODER)
    uploaded(signed_in(ann), SimpleUploadedFile("scan.pdf", printed(NOTE)))
    one, client = Chart.objects.get(), program(ann)
    [told] = client.get(f"/api/charts/{one.id}/reading").json()
    assert told["pages"] > 0
    where = f"/api/charts/{one.id}/pages/{told['file']}"
    page = client.get(f"{where}/1")
    assert (page.headers["Content-Type"], page.content[:4]) == ("image/png", b"\x89PNG")
    assert client.get(f"{where}/{told['pages'] + 1}").status_code == 404
    assert client.get(f"{where}/0").status_code == 404
    entry = AuditEntry.objects.get(action="page opened")
    assert entry.subject == str(one.id)
    assert '"token":"billing system"' in entry.detail
    eve = program(person("eve", Role.CODER, of=organization("Other Clinic")))
    assert eve.get(f"{where}/1").status_code == 404


def test_the_inbox_lists_what_was_sent_in() -> None:
    ann = person("ann", Role.CODER)
    uploaded(
        signed_in(ann),
        SimpleUploadedFile("a.txt", NOTE.encode()),
        SimpleUploadedFile("b.txt", b"Migraine."),
        restricted="1",
    )
    client = program(ann)
    found = client.get("/api/files").json()
    assert (found["total"], {one["name"] for one in found["files"]}) == (2, {"a.txt", "b.txt"})
    assert {one["state"] for one in found["files"]} == {Intake.CODED}
    assert len(client.get("/api/files?size=1&page=2").json()["files"]) == 1
    assert program(person("bob", Role.CODER)).get("/api/files").json()["total"] == 0  # names of restricted files
    assert program(person("eve", Role.CODER, of=organization("Other Clinic"))).get("/api/files").json()["total"] == 0
