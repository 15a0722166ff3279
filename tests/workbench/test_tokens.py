"""Tokens: shown once, no wider than their person, ended at once."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from nosologist.workbench.models import AuditEntry, Membership, Token, User
from nosologist.workbench.roles import Role
from workbench.practice import PASSWORD, chart, organization, person, program, signed_in

WISH = {"act": "make", "name": "Billing system", "roles": ["coder"], "days": "30", "password": PASSWORD}


def made(user: User, **fields: Any) -> Any:
    return signed_in(user).post("/tokens/", {**WISH, **fields})


def with_token(shown: str) -> Client:
    return Client(headers={"authorization": f"Bearer {shown}"})


def test_a_token_is_shown_once_and_kept_nowhere() -> None:
    ann = person("ann", Role.CODER, password=True)
    shown = re.search(rb'id="secret">(noso_[\w-]+)<', made(ann).content)[1].decode()
    assert shown.encode() not in signed_in(ann).get("/tokens/").content
    token = Token.objects.get()
    assert shown not in str(token.__dict__)
    assert (token.roles, token.user, token.organization) == (["coder"], ann, organization())
    assert with_token(shown).get("/api/me").json()["user"] == "ann"
    assert AuditEntry.objects.filter(action="token made", user="ann").count() == 1
    assert all(shown not in entry.detail for entry in AuditEntry.objects.all())


@pytest.mark.parametrize(
    "fields",
    [{"password": "wrong"}, {"password": ""}, {"name": " "}, {"roles": []}, {"roles": ["manager"]}, {"days": "9999"},
     {"days": ""}, {"act": "revoke"}, {"act": "revoke", "token": "x"}],
)  # fmt: skip
def test_no_token_without_password_name_role_and_end(fields: dict[str, Any]) -> None:
    assert made(person("ann", Role.CODER, password=True), **fields).status_code == 400
    assert not Token.objects.exists()


def test_a_token_is_no_wider_than_its_person() -> None:
    ann = person("ann", Role.CODER, password=True)
    made(ann, roles=["coder", "manager", "read-only"])
    assert Token.objects.get().roles == ["coder", "read-only"]
    bob = person("bob", Role.PRIVACY)
    assert b'value="read-only"' not in signed_in(bob).get("/tokens/").content


def test_the_password_cannot_be_tried_without_end() -> None:
    ann = person("ann", Role.CODER, password=True)
    for _ in range(5):
        made(ann, password="wrong")
    assert b"Too many failures" in made(ann).content
    assert not Token.objects.exists()


def test_roles_that_a_person_loses_their_tokens_lose() -> None:
    ann = person("ann", Role.CODER, Role.AUDITOR)
    client = program(ann)
    assert client.get("/api/final").status_code == 200
    Membership.objects.update(roles=[Role.AUDITOR])
    assert client.get("/api/me").json()["roles"] == ["auditor", "read-only"]
    assert client.post("/api/charts", "{}", content_type="application/json").status_code == 403
    assert AuditEntry.objects.filter(action="refused", user="ann").exists()
    Membership.objects.all().delete()
    assert client.get("/api/me").status_code == 401


def test_a_token_of_one_organization_opens_no_other() -> None:
    ann = person("ann", Role.CODER)
    client = program(ann)
    Membership.objects.create(user=ann, organization=organization("Other Clinic"), roles=[Role.CODER])
    theirs = chart(organization("Other Clinic"))
    assert client.get(f"/api/charts/{theirs.id}").status_code == 404


def test_a_token_ends_when_it_is_revoked_or_old_or_its_person_is_gone() -> None:
    ann = person("ann", Role.CODER)
    clients = [program(ann) for _ in range(3)]
    old, revoked, _ = Token.objects.order_by("created")
    Token.objects.filter(pk=old.pk).update(expires=timezone.now() - timedelta(seconds=1))
    browser = signed_in(ann)
    assert browser.post("/tokens/", {"act": "revoke", "token": str(revoked.id)}).status_code == 200
    assert [client.get("/api/me").status_code for client in clients] == [401, 401, 200]
    page = browser.get("/tokens/").content
    assert b"revoked" in page
    assert b"expired" in page
    assert AuditEntry.objects.filter(action="token revoked").count() == 1
    User.objects.update(is_active=False)
    assert clients[2].get("/api/me").status_code == 401


def test_others_see_and_revoke_no_token_but_a_manager_does() -> None:
    program(person("ann", Role.CODER))
    token = Token.objects.get()
    for who, status in (
        (person("bob", Role.SENIOR), 400),
        (person("eve", Role.MANAGER, of=organization("Other")), 400),
    ):
        browser = signed_in(who)
        assert b"billing system" not in browser.get("/tokens/").content
        assert browser.post("/tokens/", {"act": "revoke", "token": str(token.id)}).status_code == status
    manager = signed_in(person("max", Role.MANAGER))
    assert b"billing system" in manager.get("/tokens/").content
    assert manager.post("/tokens/", {"act": "revoke", "token": str(token.id)}).status_code == 200


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Bearer noso_", "Bearer noso_" + "x" * 43, "Basic bm9zbzo=", "Bearer " + "x" * 9999],
)
def test_what_is_no_token_opens_nothing(header: str) -> None:
    program(person("ann", Role.CODER))
    answer = Client(headers={"authorization": header}).get("/api/me")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"]


def test_use_is_noted_to_the_hour() -> None:
    client = program(person("ann", Role.CODER))
    client.get("/api/me")
    noted = Token.objects.get().used
    assert noted is not None
    client.get("/api/me")
    assert Token.objects.get().used == noted
