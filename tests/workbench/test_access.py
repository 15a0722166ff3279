"""Nobody gets in: every page of the URL map, every role, every other organization."""

from __future__ import annotations

import re
import uuid
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import get_resolver, reverse

from nosologist.workbench import recording, restricting
from nosologist.workbench.access import ACCESS
from nosologist.workbench.deciding import Kind
from nosologist.workbench.models import AuditEntry, Chart, Decision, Membership, User
from nosologist.workbench.roles import Role
from workbench.practice import chart, decided, organization, person, program, sent, signed_in
from workbench.remittances import Paid, acknowledgment_of_file, remittance, taken_in

LETTERS = dict(zip("ATCSDUMPR", Role, strict=True))
EXPECTED: dict[str, str] = yaml.safe_load((Path(__file__).parent / "access.yaml").read_text("utf-8"))
PAGES = [pattern.name for pattern in get_resolver().url_patterns]
PRIVATE = [name for name, letters in EXPECTED.items() if letters != "public"]
PARTS = {
    "answer": 1,
    "code": "I10",
    "file": uuid.UUID(int=7),
    "query": uuid.UUID(int=8),
    "number": 1,
    "report": "volume",
}  # of addresses that name no chart
PATTERNS = {pattern.name: pattern.pattern for pattern in get_resolver().url_patterns}
OF_A_CHART = [name for name in PRIVATE if "chart" in PATTERNS[name.split()[0]].converters]


def address(name: str, one: Any) -> str:
    name = name.split()[0]
    converters = PATTERNS[name].converters
    return reverse(name, kwargs={part: one.id if part == "chart" else PARTS[part] for part in converters})


def asked(client: Client, name: str, one: Any) -> Any:
    """Ask for a page; names that end with POST are asked for in that way."""
    where = address(name, one)
    return client.post(where, {}) if name.endswith(" POST") or ACCESS[name].post else client.get(where)


def knocking(name: str, user: Any) -> Client:
    """The browser of a person who signed in, or a program of theirs with a token that may all that they may."""
    return program(user) if ACCESS[name.split()[0]].token else signed_in(user)


def test_every_page_stands_in_both_tables_and_no_other_does() -> None:
    assert None not in PAGES
    posts = [f"{name} POST" for name, access in ACCESS.items() if access.posts is not None]
    assert sorted(PAGES) == sorted(ACCESS)
    assert sorted([*PAGES, *posts]) == sorted(EXPECTED)


@pytest.mark.parametrize("name", PRIVATE)
def test_without_signing_in_no_page_opens(name: str) -> None:
    one = chart()
    answer = asked(Client(), name, one)
    assert answer.status_code in (302, 401)
    assert answer.headers.get("Location", "/sign-in/") == "/sign-in/"


@pytest.mark.parametrize("name", PRIVATE)
def test_the_password_alone_opens_no_page(name: str) -> None:
    client = Client()
    client.force_login(person("ann", *Role))
    answer = asked(client, name, chart())
    assert answer.status_code in (302, 401)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("name", PRIVATE)
def test_each_role_gets_what_the_table_says(name: str, role: Role) -> None:
    one = chart()
    client = knocking(name, person("ann", role))
    allowed = role in {LETTERS[letter] for letter in EXPECTED[name]}
    answer = asked(client, name, one)
    assert (answer.status_code != 403) == allowed, answer.status_code
    assert answer.status_code < 500
    if not allowed:
        assert AuditEntry.objects.filter(action="refused", user="ann").exists()


@pytest.mark.parametrize("name", [name for name in PRIVATE if name in ACCESS and ACCESS[name].post])
def test_what_changes_something_takes_no_get(name: str) -> None:
    assert knocking(name, person("ann", *Role)).get(address(name, chart())).status_code == 405


@pytest.mark.parametrize("name", [name for name in PRIVATE if ACCESS[name.split()[0]].token])
def test_what_answers_programs_answers_no_browser(name: str) -> None:
    """Else another site could send the browser of somebody who is signed in there."""
    assert asked(signed_in(person("ann", *Role)), name, chart()).status_code == 401


@pytest.mark.parametrize("name", OF_A_CHART)
def test_a_chart_of_another_organization_is_as_if_there_were_none(name: str) -> None:
    theirs = chart(organization("Other Clinic"))
    client = knocking(name, person("ann", *Role))
    there = asked(client, name, theirs)
    nowhere = asked(client, name, Chart(id=uuid.uuid4()))
    is_unread = ACCESS[name.split()[0]].token and (
        name.endswith("POST") or ACCESS[name].post
    )  # the body is looked at first
    assert there.status_code == nowhere.status_code == (400 if is_unread else 404)
    token = rb'csrfmiddlewaretoken" value="\w+"'
    assert re.sub(token, b"", there.content) == re.sub(token, b"", nowhere.content)


def test_a_decision_on_a_chart_of_another_organization_is_not_recorded() -> None:
    theirs = chart(organization("Other Clinic"))
    assert sent(signed_in(person("ann", *Role)), theirs, "claim", 0).status_code == 404
    assert not Decision.objects.exists()


def test_lists_show_the_organization_alone() -> None:
    chart(organization("Other Clinic"), text="Migraine.")
    Chart.objects.update(name="chart-of-others")
    bob = person("bob", Role.CODER, of=organization("Other Clinic"))
    decided(Chart.objects.get(), bob, Kind.CLAIM)
    client = signed_in(person("ann", *Role))
    for page in ("/export/", "/worklist/?state=open", "/worklist/?state=final", "/audit/", "/people/", "/denials/"):
        answer = client.get(page)
        assert answer.status_code == 200
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert b"chart-of-others" not in content
        assert b"bob" not in content


API_LISTS = [
    name for name in PRIVATE
    if name in ACCESS and ACCESS[name].token and not ACCESS[name].post and not PATTERNS[name].converters
]  # fmt: skip


def others() -> Chart:
    """Another organization with something of every kind."""
    other = organization("Other Clinic")
    bob = person("bob", *Role, of=other)
    one = chart(other)
    Chart.objects.filter(id=one.id).update(name="chart-of-others")
    theirs = program(bob)
    given = {"content_type": "application/json"}
    theirs.post("/api/rules", {"rule": "CM101", "off": True, "reason": "of-others alone, by their payer"}, **given)
    theirs.post("/api/charges", {"charges": [{"code": "99213", "charge": "77.77"}]}, **given)
    theirs.post("/api/practice", {"fields": {"providers.billing.organization": "of-others"}}, **given)
    theirs.post("/api/views", {"act": "keep", "name": "of-others", "shared": True}, **given)
    theirs.post("/api/appeal-terms", {"act": "state", "payer": "of-others", "days": 9, "source": "of-others"}, **given)
    files = {"files": SimpleUploadedFile("of-others.835", remittance(Paid("of-others", adjusted="CO*50*165")))}
    theirs.post("/api/denials", files)
    theirs.post("/api/files", {"files": SimpleUploadedFile("of-others.txt", b"Migraine."), "restricted": "1"})
    taken_in(signed_in(bob), acknowledgment_of_file("77", "R"))
    decided(Chart.objects.get(id=one.id), bob, Kind.CLAIM)
    restricting.restrict(one.id, other.id, "bob")
    restricting.break_glass(one, bob, "review", "to show it to nobody else")
    return one


def test_lists_for_programs_show_the_organization_alone() -> None:
    theirs, ann = others(), program(person("ann", *Role))
    bob = program(User.objects.get(username="bob"))
    assert len(API_LISTS) > 20
    for name in API_LISTS:
        where = reverse(name)
        own, answer = bob.get(where), ann.get(where)
        assert (own.status_code, answer.status_code) == (200, 200), where
        for word in (b"of-others", b"bob", b"77.77", str(theirs.id).encode(), str(theirs.organization_id).encode()):
            assert word not in answer.content, (where, word)
    assert sum(b"of-others" in bob.get(reverse(name)).content for name in API_LISTS) >= 7  # they are there to be seen


def test_the_next_chart_is_never_one_of_another_organization() -> None:
    chart(organization("Other Clinic"))
    assert signed_in(person("ann", Role.CODER)).post("/next/").headers["Location"] == "/worklist/"


def test_roles_count_where_they_were_given() -> None:
    ann = person("ann", Role.READER)
    Membership.objects.create(user=ann, organization=organization("Other Clinic"), roles=[Role.MANAGER])
    client = signed_in(ann)
    assert client.get("/people/").status_code == 403
    client.post("/organization/", {"organization": str(organization("Other Clinic").id)})
    assert client.get("/people/").status_code == 200
    client.post("/organization/", {"organization": str(organization("Third").id)})  # none of hers: nothing changes
    assert client.get("/people/").status_code == 200
    Membership.objects.filter(organization__name="Other Clinic").delete()
    assert client.get("/people/").status_code == 403  # at once, not at the next sign-in


def test_managers_change_people_of_their_organization_only() -> None:
    bob = person("bob", Role.CODER, of=organization("Other Clinic"))
    member = bob.memberships.get()
    client = signed_in(person("ann", Role.MANAGER))
    for act in ("change", "remove"):
        answer = client.post("/people/", {"act": act, "member": member.pk, "roles": ["manager"]})
        assert answer.status_code == 400
    member.refresh_from_db()
    assert member.roles == ["coder"]


def test_a_user_who_was_shut_out_has_no_session_left() -> None:
    ann = person("ann", Role.CODER)
    client = signed_in(ann)
    ann.is_active = False
    ann.save()
    assert client.get("/worklist/").status_code == 302


def test_a_recorded_desk_is_the_same_for_all_readers() -> None:
    one = chart()
    decided(one, person("ann", Role.CODER), Kind.CLAIM)
    page = signed_in(person("bob", Role.READER)).get(f"/chart/{one.id}/")
    assert b"With ann" in page.content
    assert recording.desk(one).claimed_by == "ann"
