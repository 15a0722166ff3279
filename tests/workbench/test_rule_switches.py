"""Rules switched off by an organization: with a reason, for its own charts alone, written down; and the books on the page."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from nosologist.workbench import audit, engine, recording
from nosologist.workbench.deciding import Kind
from nosologist.workbench.models import AuditEntry, Chart, Organization, RuleSwitch, User
from nosologist.workbench.roles import Role
from workbench.practice import chart, decided, organization, person, program, signed_in

WHY = "Our payer asks for it the other way."


@pytest.fixture
def manager() -> Client:
    return signed_in(person("max", Role.MANAGER))


def off(client: Client, rule: str, reason: str = WHY, act: str = "off") -> Any:
    return client.post("/rules/", {"act": act, "rule": rule, "reason": reason})


def stopped(ann: User, of: Organization | None = None) -> Chart:
    """A chart that a rule stops: P29.2 stands beside I10, which excludes it."""
    one = chart(of)
    decided(one, ann, Kind.CLAIM)
    decided(one, ann, Kind.ACCEPT, lines=["s0", "s1", "s2"])
    decided(one, ann, Kind.ADD, code="P29.2", reason="for the test")
    return one


def found(one: Any) -> set[str]:
    return {finding.rule for finding in engine.findings(one, recording.desk(one))}


def test_a_rule_that_is_off_says_nothing_until_it_is_on_again(manager: Client) -> None:
    ann, bob = person("ann", Role.SENIOR), person("bob", Role.SENIOR, of=organization("Other Clinic"))
    ours, theirs = stopped(ann), stopped(bob, organization("Other Clinic"))
    before = found(ours)
    rule = sorted(before)[0]
    assert off(manager, rule.lower()).status_code == 200
    assert found(ours) == before - {rule}
    assert found(theirs) == before
    assert f"switched off: {rule}<" in signed_in(ann).get(f"/chart/{ours.id}/").content.decode()
    page = manager.get("/rules/").content.decode()
    assert WHY in page
    assert "icd10cm:" in page
    assert off(manager, rule, act="on").status_code == 200
    assert found(ours) == before
    told = AuditEntry.objects.filter(action__startswith="rule ").values_list("action", "user", "detail")
    assert [(action, user) for action, user, _ in told] == [("rule off", "max"), ("rule on", "max")]
    assert json.loads(told[0][2]) == {"rule": rule, "reason": WHY}
    assert audit.verify().faults == ()


def test_a_stop_that_is_off_holds_no_chart(manager: Client) -> None:
    ann = person("ann", Role.SENIOR)
    one = stopped(ann)
    stops = {finding.rule for finding in engine.findings(one, recording.desk(one)) if finding.stops}
    assert stops
    with pytest.raises(recording.RefusedError):
        decided(one, ann, Kind.FINALIZE)
    for rule in stops:
        off(manager, rule)
    assert decided(one, ann, Kind.FINALIZE).is_final


def test_programs_are_answered_by_the_rules_of_their_organization(manager: Client) -> None:
    claim = {"setting": "outpatient", "date": "2026-05-04", "diagnoses": ["J45.20", "J45.20"]}
    theirs = program(person("bob", Role.CODER, of=organization("Other Clinic")))
    ours = program(person("ann", Role.CODER))

    def rules(client: Client) -> set[str]:
        answer = client.post("/api/check", claim, content_type="application/json")
        assert answer.status_code == 200, answer.content
        return {finding["rule"] for finding in answer.json()["findings"]}

    before = rules(ours)
    rule = sorted(before)[0]
    off(manager, rule)
    assert rules(ours) == before - {rule}
    assert rules(theirs) == before


@pytest.mark.parametrize(
    ("rule", "reason", "told"),
    [
        ("CM101", "no", "Say why"),
        ("CM101", "x" * 301, "Say why"),
        ("ZZ999", WHY, "there is no such rule"),
        ("QRY102", WHY, "cannot be switched off"),
        ("", WHY, "there is no such rule"),
    ],
)
def test_what_makes_no_sense_switches_nothing(manager: Client, rule: str, reason: str, told: str) -> None:
    answer = off(manager, rule, reason)
    assert answer.status_code == 400
    assert told in answer.content.decode()
    assert not RuleSwitch.objects.exists()


def test_a_rule_is_switched_once(manager: Client) -> None:
    assert off(manager, "CM101", act="on").status_code == 400
    off(manager, "CM101")
    assert "off already" in off(manager, "CM101").content.decode()
    theirs = signed_in(person("eve", Role.MANAGER, of=organization("Other Clinic")))
    assert off(theirs, "CM101", act="on").status_code == 400
    assert RuleSwitch.objects.count() == 1


def test_a_reason_is_text(manager: Client) -> None:
    off(manager, "CM101", "<script>alert(1)</script> because")
    assert b"<script>alert" not in manager.get("/rules/").content
