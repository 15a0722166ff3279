"""Tokens and record systems for programs: seen by whom they concern, ended at once, never made."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.test import Client

from nosologist.workbench import audit
from nosologist.workbench.models import AuditEntry, RecordSystem, Token
from nosologist.workbench.roles import Role
from workbench.api.test_signed import registered
from workbench.practice import organization, person, program


def posted(client: Client, where: str, body: Any) -> Any:
    return client.post(where, body, content_type="application/json")


def test_a_person_sees_and_ends_their_own_tokens_and_a_manager_those_of_all() -> None:
    ann, bob = program(person("ann", Role.CODER)), program(person("bob", Role.CODER))
    manager = program(person("max", Role.MANAGER))
    [mine] = ann.get("/api/tokens").json()
    assert (mine["user"], mine["name"], mine["revoked"], "digest" in mine) == ("ann", "billing system", None, False)
    assert posted(bob, "/api/tokens", {"revoke": mine["id"]}).status_code == 404
    assert {one["user"] for one in manager.get("/api/tokens").json()} == {"ann", "bob", "max"}
    assert posted(manager, "/api/tokens", {"revoke": mine["id"]}).json()["revoked"]
    assert ann.get("/api/me").status_code == 401
    [own] = bob.get("/api/tokens").json()
    assert posted(bob, "/api/tokens", {"revoke": own["id"]}).status_code == 200  # the one that asks
    assert bob.get("/api/me").status_code == 401
    told = AuditEntry.objects.filter(action="token revoked").order_by("number")
    assert [(entry.user, json.loads(entry.detail)["through"]) for entry in told] == [
        ("max", "billing system"), ("bob", "billing system"),
    ]  # fmt: skip


def test_no_token_makes_a_token() -> None:
    client = program(person("max", *Role))
    for body in ({"name": "more", "roles": ["coder"], "days": 365}, {}, {"revoke": "x"}):
        assert posted(client, "/api/tokens", body).status_code == 422
    assert posted(client, "/api/tokens", {"revoke": str(uuid.uuid4())}).status_code == 404
    assert Token.objects.count() == 1


def test_tokens_of_another_organization_are_as_if_there_were_none() -> None:
    program(person("eve", Role.CODER, of=organization("Other Clinic")))
    manager = program(person("max", Role.MANAGER))
    theirs = Token.objects.get(user__username="eve")
    assert posted(manager, "/api/tokens", {"revoke": str(theirs.id)}).status_code == 404
    assert {one["user"] for one in manager.get("/api/tokens").json()} == {"max"}


def test_a_record_system_is_seen_and_ended_by_a_manager() -> None:
    max_ = person("max", Role.MANAGER)
    system = registered(max_)
    manager = program(max_)
    [row] = manager.get("/api/record-systems").json()
    assert (row["issuer"], row["registered_by"], row["keys"]) == (
        system.issuer,
        "max",
        [key["kid"] for key in system.keys],
    )
    other = program(person("eve", Role.MANAGER, of=organization("Other Clinic")))
    assert posted(other, "/api/record-systems", {"end": system.issuer}).status_code == 404
    assert other.get("/api/record-systems").json() == []
    assert posted(manager, "/api/record-systems", {"end": system.issuer}).json() == []
    assert not RecordSystem.objects.exists()
    assert not audit.verify().faults
