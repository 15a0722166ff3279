"""The practice, rule switches and books for programs: as on their pages, of one organization, written down with the token."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from nosologist.workbench import audit
from nosologist.workbench.claim_making import practice_of
from nosologist.workbench.models import AuditEntry, RuleSwitch
from nosologist.workbench.roles import Role
from workbench.practice import organization, person, program, signed_in

NPI, NAME = "providers.billing.npi", "providers.billing.organization"
WHY = "Our payer asks for it the other way."


@pytest.fixture
def manager() -> Client:
    return program(person("max", Role.MANAGER))


def today() -> str:
    return datetime.now(UTC).date().isoformat()


def posted(client: Client, where: str, body: Any) -> Any:
    return client.post(where, body, content_type="application/json")


def test_the_practice_is_stated_field_by_field(manager: Client) -> None:
    known = {one["name"]: one for one in manager.get("/api/practice").json()["known"]}
    assert known["view"]["choices"]
    assert known[NPI]["label"].endswith("NPI")
    assert posted(manager, "/api/practice", {"fields": {NAME: "  Elm  Street ", NPI: "1234567893"}}).json()["fields"] == {
        NAME: "Elm Street", NPI: "1234567893",
    }  # fmt: skip
    told = posted(manager, "/api/practice", {"fields": {NPI: ""}}).json()["fields"]
    assert told == {NAME: "Elm Street"} == practice_of(organization().id)
    details = [json.loads(one.detail) for one in AuditEntry.objects.filter(action="practice").order_by("number")]
    assert details == [
        {"fields": [NPI, NAME], "token": "billing system"}, {"fields": [NPI], "token": "billing system"},
    ]  # fmt: skip
    assert "Elm Street" in signed_in(person("mia", Role.MANAGER)).get("/practice/").content.decode()
    assert practice_of(organization("Other Clinic").id) == {}


@pytest.mark.parametrize("fields", [{NPI: "1234567890"}, {"providers.billing.shoe": "9"}, {"patient.last_name": "Doe"}])
def test_what_the_practice_cannot_hold_changes_nothing(manager: Client, fields: dict[str, str]) -> None:
    answer = posted(manager, "/api/practice", {"fields": {NAME: "Elm Street", **fields}})
    assert answer.status_code == 422
    assert practice_of(organization().id) == {}
    assert not AuditEntry.objects.filter(action="practice").exists()


def test_a_rule_is_switched_off_with_a_reason_and_on_again(manager: Client) -> None:
    listed = manager.get("/api/rules").json()
    rule = listed[0]["rule"]
    assert listed[0] | {"off": None} == listed[0]
    assert listed[0]["title"]
    assert not any(one["rule"].startswith("QRY") for one in listed)  # those that hold queries stay on
    answer = posted(manager, "/api/rules", {"rule": rule.lower(), "off": True, "reason": WHY}).json()
    assert (answer["rule"], answer["off"]["reason"], answer["off"]["user"]) == (rule, WHY, "max")
    assert manager.get("/api/organization").json()["rules_off"] == [rule]
    assert posted(manager, "/api/rules", {"rule": rule, "off": True, "reason": WHY}).status_code == 422
    theirs = program(person("bob", Role.MANAGER, of=organization("Other Clinic")))
    assert posted(theirs, "/api/rules", {"rule": rule, "off": False}).status_code == 422
    assert theirs.get("/api/organization").json()["rules_off"] == []
    assert posted(manager, "/api/rules", {"rule": rule, "off": False}).json()["off"] is None
    assert not RuleSwitch.objects.exists()
    told = AuditEntry.objects.filter(action__startswith="rule ").order_by("number")
    assert [(one.action, json.loads(one.detail)["token"]) for one in told] == [
        ("rule off", "billing system"), ("rule on", "billing system"),
    ]  # fmt: skip
    assert audit.verify().faults == ()


@pytest.mark.parametrize("reason", ["", "because"])
def test_a_rule_is_not_switched_off_without_a_reason(manager: Client, reason: str) -> None:
    rule = manager.get("/api/rules").json()[0]["rule"]
    assert posted(manager, "/api/rules", {"rule": rule, "off": True, "reason": reason}).status_code == 422
    assert not RuleSwitch.objects.exists()


def test_a_switch_of_a_rule_that_is_gone_can_be_taken_back(manager: Client) -> None:
    max_ = RuleSwitch.objects.create(
        organization=organization(), rule="CM999", reason=WHY, user=organization().memberships.get().user
    )
    gone = [one for one in manager.get("/api/rules").json() if one["rule"] == max_.rule]
    assert (gone[0]["title"], gone[0]["off"]["reason"]) == (None, WHY)
    assert posted(manager, "/api/rules", {"rule": "CM999", "off": False}).status_code == 200
    assert manager.get("/api/organization").json()["rules_off"] == []


def test_the_books_that_are_installed_are_listed() -> None:
    books = program(person("ann", Role.READER)).get("/api/books").json()
    first = books[0]
    assert first["release"].startswith("icd10cm:")
    assert first["documents"][0]["rows"] > 1000
    assert (first["effective_from"], first["today"]) == ("2025-10-01", "2025-10-01" <= today() <= first["effective_to"])


def test_usual_charges_are_put_in_place_of_those_before_whole_or_not_at_all(manager: Client) -> None:
    rows = [
        {"code": "99213", "charge": "120.50"},
        {"code": "36415", "charge": "12", "claim": "facility", "revenue": "300"},
    ]
    assert posted(manager, "/api/charges", {"charges": rows}).json() == {"rows": 2}
    found = manager.get("/api/charges").json()
    assert (found["total"], found["charges"][1]["charge"], found["charges"][0]["revenue"]) == (2, "120.50", "0300")
    for odd in ({"code": "x"}, {"charge": "-1"}, {"claim": "moon"}, {"colour": "red"}, {"charge": "120.505"}):
        assert posted(manager, "/api/charges", {"charges": [rows[0], {**rows[1], **odd}]}).status_code == 422
    assert posted(manager, "/api/charges", {"charges": [rows[0], rows[0]]}).status_code == 422
    assert manager.get("/api/charges").json() == found
    assert "120.50" in signed_in(person("mia", Role.MANAGER)).get("/practice/charges/").content.decode()
    other = program(person("eve", Role.MANAGER, of=organization("Other Clinic")))
    assert other.get("/api/charges").json()["total"] == 0
    assert '"token":"billing system"' in AuditEntry.objects.get(action="usual charges").detail


def test_demonstration_charts_come_and_go(manager: Client) -> None:
    assert posted(manager, "/api/demonstration", {"act": "put"}).json() == {"charts": 12}
    assert posted(manager, "/api/demonstration", {"act": "put"}).status_code == 422
    assert posted(manager, "/api/demonstration", {"act": "take away"}).status_code == 422  # they are still being read
    assert posted(manager, "/api/demonstration", {"act": "burn"}).status_code == 422
