"""Restricted charts: closed to everybody whom they were not given to, on pages and for programs, until the glass is broken."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from nosologist.workbench import audit, recording, restricting
from nosologist.workbench.access import ACCESS
from nosologist.workbench.deciding import Kind
from nosologist.workbench.models import AuditEntry, BreakGlass, Chart, Decision, ProviderQuery
from nosologist.workbench.roles import Role
from nosologist.workbench.worklist_models import WorkItem
from workbench.practice import chart, decided, organization, person, program, sent, signed_in, uploaded, worked_off
from workbench.test_access import OF_A_CHART, asked, knocking
from workbench.test_arranging import arranged

REASON = {"kind": "coding", "words": "The claim is due today and nobody else is here."}


def restricted(text: str = "Migraine.") -> Chart:
    one = chart(text=text)
    Chart.objects.filter(id=one.id).update(name="Doe, Jane")
    restricting.restrict(one.id, one.organization_id, "pat")
    return one


def broken(client: Client, one: Chart, **reason: str) -> Any:
    return client.post(f"/chart/{one.id}/break-glass/", reason or REASON)


OPENS_NONE = ("break-glass", "api-restriction")  # they tell that it is restricted, and nothing of it


@pytest.mark.parametrize("name", [name for name in OF_A_CHART if not name.startswith(OPENS_NONE)])
def test_no_page_of_a_restricted_chart_opens(name: str) -> None:
    one = restricted()
    answer = asked(knocking(name, person("ann", *Role)), name, one)
    is_unread = ACCESS[name.split()[0]].token and (
        name.endswith("POST") or ACCESS[name].post
    )  # the body is looked at first
    if answer.status_code == 302:
        assert answer.headers["Location"] == f"/chart/{one.id}/break-glass/"
    else:
        assert answer.status_code in ((400,) if is_unread else (403, 404))
    assert b"Migraine" not in answer.content
    assert b"Jane" not in answer.content
    assert not AuditEntry.objects.filter(action__endswith="opened").exists()


def test_lists_of_others_do_not_name_it() -> None:
    one, ann = restricted(), person("ann", *Role)
    ProviderQuery.objects.create(
        id=one.id, chart=one, organization=one.organization, status="sent", title="Migraine?", sent=timezone.now()
    )
    Chart.objects.filter(id=one.id).update(status=Chart.FINAL)
    client, with_token = signed_in(ann), program(ann)
    for page in (
        "/worklist/?state=open", "/worklist/?state=final", "/worklist/table/", "/export/", "/queries/", "/upload/", "/privacy/",
    ):  # fmt: skip
        answer: Any = client.get(page)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert (answer.status_code, b"Jane" in content, b"Migraine" in content) == (200, False, False), page
    assert str(one.id) not in client.post("/worklist/?state=open", {"words": "Jane"}).content.decode()
    for where in ("/api/charts?state=all", "/api/final", "/api/queries"):
        assert str(one.id) not in with_token.get(where).content.decode(), where
    assert b"Restricted chart" in client.get("/worklist/?state=open").content


@pytest.mark.parametrize("name", ["api-chart", "api-documents", "api-decisions"])
def test_a_program_is_refused_and_that_is_written_down(name: str) -> None:
    answer = asked(program(person("ann", *Role)), name, restricted())
    assert (answer.status_code, answer.headers["Content-Type"]) == (403, "application/problem+json")
    assert "restricted" in answer.json()["detail"]
    assert '"restricted":true' in AuditEntry.objects.get(action="refused").detail


def test_it_is_assigned_not_taken() -> None:
    one, ann, sue = restricted(), person("ann", Role.CODER), person("sue", Role.SENIOR)
    coder, senior = signed_in(ann), signed_in(sue)
    assert sent(coder, one, "claim", 0).status_code == 403
    assert coder.post("/next/").headers["Location"] == "/worklist/"
    told = "another person must assign it to you"
    assert told in arranged(coder, "claim", one)
    assert told in arranged(senior, "claim", one)
    assert told in arranged(senior, "assign", one, to="sue")
    assert "Jane" not in arranged(senior, "assign", one, to="nobody")
    assert not Decision.objects.exists()
    assert arranged(senior, "assign", one, to="ann") == "1 chart assigned"
    page = coder.get(f"/chart/{one.id}/")
    assert page.status_code == 200
    assert b"<b>restricted</b>" in page.content
    assert b"Doe, Jane" in coder.get("/worklist/?state=mine").content
    assert coder.post("/next/").headers["Location"] == f"/chart/{one.id}/"
    assert senior.get(f"/chart/{one.id}/").status_code == 302


def test_who_lent_it_may_still_open_it() -> None:
    one, ann = restricted(), person("ann", Role.CODER)
    senior = signed_in(person("sue", Role.SENIOR))
    person("bob", Role.CODER)
    arranged(senior, "assign", one, to="ann")
    assert arranged(senior, "lend", one, to="bob") == "1 chart lent"
    assert signed_in(ann).get(f"/chart/{one.id}/").status_code == 200


def test_the_glass_opens_it_to_one_person_for_some_hours_and_every_look_says_so() -> None:
    one, ann = restricted(), person("ann", Role.CODER)
    client = signed_in(ann)
    assert b"This chart is restricted" in client.get(f"/chart/{one.id}/", follow=True).content
    assert broken(client, one).headers["Location"] == f"/chart/{one.id}/"
    assert client.get(f"/chart/{one.id}/").status_code == 200
    assert program(ann).get(f"/api/charts/{one.id}").status_code == 200
    assert sent(client, one, "claim", 0).status_code == 200
    event = BreakGlass.objects.get()
    marked = AuditEntry.objects.filter(subject=str(one.id), detail__contains=f'"break_glass":"{event.id}"')
    assert sorted(marked.values_list("action", flat=True)) == ["decision", "opened", "opened"]
    line = AuditEntry.objects.get(action="break-glass")
    assert REASON["words"] not in line.detail
    assert '"reason":"coding"' in line.detail
    assert not audit.verify().faults
    assert signed_in(person("bob", Role.CODER)).get(f"/chart/{one.id}/").status_code == 302


def test_after_the_hours_it_is_closed_again() -> None:
    one, ann = restricted(), person("ann", Role.READER)
    client = signed_in(ann)
    broken(client, one)
    BreakGlass.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert client.get(f"/chart/{one.id}/").status_code == 302
    assert "break_glass" not in AuditEntry.objects.order_by("-number")[0].detail


@pytest.mark.parametrize(
    "reason",
    [{"kind": "curiosity", "words": "I should like to know."}, {"kind": "coding", "words": "   asdf     x "}, {}],
)
def test_without_a_reason_the_glass_stays_whole(reason: dict[str, str]) -> None:
    one, client = restricted(), signed_in(person("ann", Role.CODER))
    assert client.post(f"/chart/{one.id}/break-glass/", reason).status_code == 400
    assert not BreakGlass.objects.exists()
    assert client.get(f"/chart/{one.id}/").status_code == 302


def test_of_a_chart_that_is_open_no_glass_is_broken() -> None:
    one, client = chart(), signed_in(person("ann", Role.CODER))
    assert broken(client, one).headers["Location"] == f"/chart/{one.id}/"
    theirs = chart(organization("Other Clinic"))
    assert broken(client, theirs).status_code == 404
    assert not BreakGlass.objects.exists()


def test_the_officer_reviews_what_others_opened() -> None:
    one, ann, pat = restricted(), person("ann", Role.CODER), person("pat", Role.PRIVACY, Role.CODER)
    officer = signed_in(pat)
    broken(signed_in(ann), one)
    broken(officer, one)
    theirs, own = BreakGlass.objects.get(user=ann), BreakGlass.objects.get(user=pat)
    assert b"<b>2</b> to review" in officer.get("/privacy/").content
    page = officer.get("/privacy/break-glass/").content.decode()
    assert REASON["words"] in page
    assert "Jane" not in page
    assert officer.post("/privacy/break-glass/", {"event": theirs.id}).status_code == 302
    assert officer.post("/privacy/break-glass/", {"event": theirs.id}).status_code == 409
    assert officer.post("/privacy/break-glass/", {"event": own.id}).status_code == 409
    assert officer.post("/privacy/break-glass/", {"event": one.id}).status_code == 404
    theirs.refresh_from_db()
    assert theirs.reviewed_by == pat
    assert AuditEntry.objects.filter(action="break-glass reviewed").count() == 1
    other = signed_in(person("eve", Role.PRIVACY, of=organization("Other Clinic")))
    assert other.post("/privacy/break-glass/", {"event": own.id}).status_code == 404
    assert REASON["words"].encode() not in other.get("/privacy/break-glass/").content


def test_managers_restrict_and_only_the_officer_lifts_it() -> None:
    one = chart()
    manager, officer = signed_in(person("max", Role.MANAGER)), signed_in(person("pat", Role.PRIVACY))
    assert arranged(signed_in(person("sue", Role.SENIOR)), "restrict", one) == "your role does not allow this"
    assert arranged(manager, "restrict", one) == "1 chart restricted"
    assert manager.get(f"/chart/{one.id}/").status_code == 302
    where = f"/privacy/?chart={one.id}"
    assert b"<b>restricted</b>" in officer.get(where).content
    assert officer.post("/privacy/", {"chart": one.id, "act": "lift"}).headers["Location"] == where
    assert manager.get(f"/chart/{one.id}/").status_code == 200
    assert officer.post("/privacy/", {"chart": one.id, "act": "restrict"}).status_code == 302
    assert WorkItem.objects.get(chart=one).restricted
    assert list(AuditEntry.objects.filter(action__contains="restrict").values_list("action", flat=True)) == [
        "restricted", "restriction lifted", "restricted",
    ]  # fmt: skip
    for wrong in (chart(organization("Other Clinic")).id, "7"):
        assert officer.post("/privacy/", {"chart": wrong}).status_code == 404


def test_what_is_uploaded_as_restricted_is_closed_from_its_first_moment() -> None:
    client = signed_in(person("ann", Role.CODER))
    page = uploaded(client, text="Assessment: migraine.", name="Doe Jane", restricted="1")
    one = Chart.objects.get()
    assert WorkItem.objects.get(chart=one).restricted
    assert "Doe Jane" in page  # who sent it knows
    assert client.get(f"/chart/{one.id}/").status_code == 302
    assert b"Doe Jane" not in signed_in(person("bob", Role.CODER)).get("/upload/").content


def test_programs_send_files_in_as_restricted() -> None:
    client = program(person("ann", Role.CODER))
    file = SimpleUploadedFile("a.txt", b"Assessment: migraine.")
    assert client.post("/api/files", {"files": [file], "restricted": "1"}).status_code == 202
    worked_off()
    assert WorkItem.objects.get().restricted


def test_decisions_keep_the_restriction() -> None:
    one, ann = restricted(), person("ann", Role.CODER)
    decided(one, ann, Kind.CLAIM)
    decided(one, ann, Kind.ACCEPT, lines=["s0"])
    assert WorkItem.objects.get(chart=one).restricted
    assert recording.desk(one).claimed_by == "ann"


def test_a_page_of_lists_asks_no_more_of_the_database_with_restricted_charts() -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed_in(person("ann", *Role))

    def asked_for() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/worklist/").status_code == 200
        return len(queries)

    chart()
    before = asked_for()
    for _ in range(5):
        restricted()
    assert asked_for() == before
