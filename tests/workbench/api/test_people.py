"""People, roles and clients for programs: as on the page, for the token's organization alone, written down with the token."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from nosologist.workbench import audit
from nosologist.workbench.models import AuditEntry, Membership, Organization, Token, User
from nosologist.workbench.roles import Role
from workbench.practice import organization, person, program, signed_in


@pytest.fixture
def manager() -> Client:
    return program(person("max", Role.MANAGER))


def act(client: Client, what: str, user: str, *roles: str) -> Any:
    body = {"act": what, "user": user, **({"roles": list(roles)} if roles else {})}
    return client.post("/api/people", body, content_type="application/json")


def test_an_invited_person_begins_with_the_code_and_has_the_roles(manager: Client) -> None:
    told = act(manager, "invite", " Ann ", "coder", "auditor").json()
    assert (told["user"], told["roles"], told["sessions"]) == ("ann", ["auditor", "coder"], None)
    listed = {one["user"]: one for one in manager.get("/api/people").json()}
    assert listed["ann"] == {"user": "ann", "roles": ["auditor", "coder"], "second_factor": False, "invited": True}
    assert listed["max"]["second_factor"]
    begun = Client().post(
        "/join/",
        {"username": "ann", "code": told["invitation"], "password": "a long new pass", "again": "a long new pass"},
    )
    assert begun.headers["Location"] == "/enroll/"
    entry = AuditEntry.objects.filter(action="roles").get()
    assert json.loads(entry.detail) == {"of": "ann", "roles": ["auditor", "coder"], "token": "billing system"}
    assert audit.verify().faults == ()


def test_roles_change_and_who_leaves_is_gone(manager: Client) -> None:
    ann = person("ann", Role.CODER)
    reading = program(ann)
    assert act(manager, "roles", "ann", "manager", "senior").json()["roles"] == ["manager", "senior"]
    assert Membership.objects.get(user=ann).roles == ["manager", "senior"]
    assert act(manager, "remove", "ann").json()["roles"] == []
    assert not Membership.objects.filter(user=ann).exists()
    assert reading.get("/api/me").status_code == 401


def test_sessions_end_and_who_is_invited_again_has_no_way_in(manager: Client) -> None:
    ann = person("ann", Role.CODER)
    browser, reading = signed_in(ann), program(ann)
    assert act(manager, "sign out", "ann").json()["sessions"] == 1
    assert browser.get("/worklist/").status_code == 302
    assert reading.get("/api/me").status_code == 200
    assert act(manager, "invite again", "ann").json()["invitation"]
    assert reading.get("/api/me").status_code == 401
    assert Token.objects.get(user=ann).revoked


@pytest.mark.parametrize("what", ["invite again", "remove", "roles"])
def test_a_manager_keeps_their_own_place(manager: Client, what: str) -> None:
    answer = act(manager, what, "max", *(["coder"] if what == "roles" else []))
    assert answer.status_code == 422
    assert Membership.objects.get(user__username="max").roles == ["manager"]


def test_people_of_other_organizations_are_out_of_reach(manager: Client) -> None:
    other = organization("Other Clinic")
    bob = person("bob", Role.CODER, of=other)
    for what in ("invite again", "sign out", "roles", "remove"):
        assert act(manager, what, "bob", "manager").status_code == 422
    assert act(manager, "invite", "bob", "manager").status_code == 422  # the name is taken
    assert Membership.objects.get(user=bob).roles == ["coder"]
    assert "bob" not in manager.get("/api/people").content.decode()
    Membership.objects.create(user=bob, organization=organization(), roles=["coder"])
    assert act(manager, "invite again", "bob").status_code == 422  # else bob's other client could be opened
    assert not User.objects.get(username="bob").invitation


@pytest.mark.parametrize(
    "body",
    [{"act": "invite", "user": "a b", "roles": ["coder"]}, {"act": "invite", "user": "ann"}, {"act": "crown", "user": "ann"},
     {"act": "invite", "user": "ann", "roles": ["king"]}, {"act": "invite", "user": "", "roles": ["coder"]},
     {"act": "roles", "user": "max", "roles": []}, {"user": "ann"}],
)  # fmt: skip
def test_what_makes_no_sense_changes_nobody(manager: Client, body: dict[str, Any]) -> None:
    assert manager.post("/api/people", body, content_type="application/json").status_code == 422
    assert [one["user"] for one in manager.get("/api/people").json()] == ["max"]


def test_another_client_is_added_with_the_roles_of_the_token(manager: Client) -> None:
    assert manager.get("/api/organization").json()["name"] == "Elm Street Clinic"
    added = manager.post("/api/organization", {"name": "Oak Clinic"}, content_type="application/json")
    assert added.status_code == 201
    oak = Organization.objects.get(name="Oak Clinic")
    assert added.json() == {"id": str(oak.id), "name": "Oak Clinic"}
    assert "manager" in Membership.objects.get(organization=oak).roles
    assert AuditEntry.objects.filter(action="organization", organization=str(oak.id), user="max").exists()
    again = manager.post("/api/organization", {"name": "Oak Clinic"}, content_type="application/json")
    assert again.status_code == 422
    assert manager.get("/api/organization").json()["name"] == "Elm Street Clinic"  # a token counts for one
