"""Decisions in the database: committed once, in order, by who may; runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import threading
import uuid

import pytest
from django.db import connection

from nosologist.workbench import audit, recording
from nosologist.workbench.deciding import Kind, Standing
from nosologist.workbench.models import AuditEntry, Decision
from nosologist.workbench.recording import OvertakenError, RefusedError
from nosologist.workbench.roles import Role
from workbench.practice import chart, decided, organization, person


def test_a_chart_is_coded_from_claim_to_final_and_reopened() -> None:
    ann, one = person("ann", Role.SENIOR), chart()
    assert [line.code for line in recording.desk(one).standing] == ["J45.20", "I10", "K21.9"]
    decided(one, ann, Kind.CLAIM)
    decided(one, ann, Kind.ACCEPT, lines=["s0", "s1", "s2"])
    decided(one, ann, Kind.ADD, code="z79.899", reason="omeprazole, long-term")
    decided(one, ann, Kind.PRINCIPAL, line="s1", reason="the reason for the visit")
    desk = decided(one, ann, Kind.FINALIZE)
    assert [line.code for line in desk.standing] == ["I10", "J45.20", "K21.9", "Z79.899"]
    one.refresh_from_db()
    assert (one.status, one.codes, one.last, one.claimed_by) == ("final", 4, 5, ann)
    with pytest.raises(RefusedError, match="final"):
        decided(one, ann, Kind.REJECT, line="s0", reason="other")
    with pytest.raises(RefusedError, match="reason"):
        decided(one, ann, Kind.REOPEN)
    assert not decided(one, ann, Kind.REOPEN, reason="late addendum").is_final
    assert not audit.verify().faults


def test_the_same_decision_sent_twice_is_one_row() -> None:
    ann, one = person("ann", Role.CODER), chart()
    id = uuid.uuid4()
    for _ in range(3):
        decided(one, ann, Kind.CLAIM, seen=0, id=id)
    assert Decision.objects.count() == 1
    assert AuditEntry.objects.filter(action="decision").count() == 1


def test_a_decision_of_one_chart_is_none_of_another() -> None:
    ann, one, other = person("ann", Role.CODER), chart(), chart(text="Migraine.")
    id = uuid.uuid4()
    decided(one, ann, Kind.CLAIM, id=id)
    with pytest.raises(RefusedError, match="another chart"):
        decided(other, ann, Kind.CLAIM, id=id)


def test_who_has_not_seen_the_last_decision_is_told_and_overwrites_nothing() -> None:
    ann, bob, one = person("ann", Role.CODER), person("bob", Role.SENIOR), chart()
    decided(one, ann, Kind.CLAIM)
    decided(one, ann, Kind.ACCEPT, lines=["s0"])
    with pytest.raises(OvertakenError, match="nothing was overwritten"):
        decided(one, bob, Kind.CLAIM, seen=1)
    assert recording.desk(one).claimed_by == "ann"
    decided(one, bob, Kind.CLAIM)  # a senior who has seen all may take over
    with pytest.raises(RefusedError, match="bob has claimed"):
        decided(one, ann, Kind.ACCEPT, lines=["s1"])


def test_a_coder_does_not_take_a_chart_from_another() -> None:
    ann, bob, one = person("ann", Role.CODER), person("bob", Role.CODER), chart()
    decided(one, ann, Kind.CLAIM)
    with pytest.raises(RefusedError, match="ann has claimed"):
        decided(one, bob, Kind.CLAIM, frozenset({Role.CODER}))


@pytest.mark.parametrize(
    ("kind", "raw", "words"),
    [
        (Kind.ACCEPT, {"lines": ["s9"]}, "not on the chart"),
        (Kind.ACCEPT, {"lines": "s0"}, "nothing to accept"),
        (Kind.REJECT, {"line": "s0"}, "needs a reason"),
        (Kind.ADD, {"code": "J45.9", "reason": "x"}, "no valid code"),
        (Kind.ADD, {"code": "<script>", "reason": "x"}, "no valid code"),
        (Kind.ADD, {"code": "I10", "reason": "x"}, "on the chart already"),
        (Kind.ADD, {"code": "Z79.899"}, "needs a reason"),
        (Kind.ADD, {"code": "Z79.899", "evidence": {"start": 5, "end": 99999}}, "not in the record"),
        (Kind.ADD, {"code": "Z79.899", "evidence": "x"}, "not in the record"),
        (Kind.CHANGE, {"line": "s0", "code": "I10", "reason": "x"}, "on the chart already"),
        (Kind.PRINCIPAL, {"line": "s1"}, "needs a reason"),
        (Kind.POA, {"line": "s1", "poa": "Q"}, "present on admission"),
        (Kind.OVERRIDE, {"rule": "CM101", "codes": [], "reason": "x"}, "no longer there"),
        (Kind.FINALIZE, {}, "decide on 3 more"),
        (Kind.UNDO, {}, "nothing of yours"),
    ],
)
def test_what_makes_no_sense_is_refused_and_leaves_nothing(kind: Kind, raw: dict, words: str) -> None:
    ann, one = person("ann", Role.SENIOR), chart()
    decided(one, ann, Kind.CLAIM)
    with pytest.raises(RefusedError, match=words):
        decided(one, ann, kind, **raw)
    assert Decision.objects.count() == 1
    assert not audit.verify().faults


def test_evidence_is_quoted_by_the_server_not_by_the_browser() -> None:
    ann, one = person("ann", Role.CODER), chart()
    decided(one, ann, Kind.CLAIM)
    place = one.documents[0]["text"].index("omeprazole")
    desk = decided(one, ann, Kind.ADD, code="Z79.899", evidence={"start": place, "end": place + 10, "text": "invented"})
    assert desk.lines[-1].evidence[0]["text"] == "omeprazole"


def test_a_stop_finding_holds_the_chart_until_it_is_overridden_with_a_reason() -> None:
    ann, one = person("ann", Role.SENIOR), chart()
    decided(one, ann, Kind.CLAIM)
    decided(one, ann, Kind.ACCEPT, lines=["s0", "s1", "s2"])
    decided(one, ann, Kind.ADD, code="P29.2", reason="for the test")  # Excludes1 at I10
    with pytest.raises(RefusedError, match="stops the claim") as refused:
        decided(one, ann, Kind.FINALIZE)
    from nosologist.workbench import engine

    stops = [one for one in engine.findings(one, recording.desk(one)) if one.stops]
    assert stops[0].rule in str(refused.value)
    with pytest.raises(RefusedError, match="role"):
        decided(one, ann, Kind.OVERRIDE, frozenset({Role.ASSISTANT}), rule=stops[0].rule, codes=[], reason="x")
    for stop in stops:
        codes = [code.dotted for code in stop.codes]
        decided(one, ann, Kind.OVERRIDE, rule=stop.rule, codes=codes, reason="payer agreed in writing")
    assert decided(one, ann, Kind.FINALIZE).is_final


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.READER, Role.PRIVACY, Role.MANAGER])
def test_who_does_not_code_decides_nothing(role: Role) -> None:
    ann, one = person("ann", role), chart()
    with pytest.raises(RefusedError, match="role"):
        decided(one, ann, Kind.CLAIM, frozenset({role}))


def test_an_assistant_prepares_and_does_not_finalize() -> None:
    ann, one = person("ann", Role.ASSISTANT), chart()
    assistant = frozenset({Role.ASSISTANT})
    decided(one, ann, Kind.CLAIM, assistant)
    decided(one, ann, Kind.ACCEPT, assistant, lines=["s0", "s1", "s2"])
    with pytest.raises(RefusedError, match="role"):
        decided(one, ann, Kind.FINALIZE, assistant)


def test_a_trainee_decides_on_what_was_given_to_them_and_takes_nothing() -> None:
    ann, max, one = person("ann", Role.TRAINEE), person("max", Role.MANAGER), chart()
    trainee = frozenset({Role.TRAINEE})
    with pytest.raises(RefusedError, match="role"):
        decided(one, ann, Kind.CLAIM, trainee)
    with pytest.raises(RefusedError, match="nobody has given you"):
        decided(one, ann, Kind.ACCEPT, trainee, lines=["s0"])
    decided(one, max, Kind.ASSIGN, frozenset({Role.MANAGER}), to="ann")
    assert decided(one, ann, Kind.ACCEPT, trainee, lines=["s0", "s1", "s2"]).open == ()
    for kind, told in ((Kind.OVERRIDE, {"rule": "CM001", "reason": "the payer agreed"}), (Kind.FINALIZE, {})):
        with pytest.raises(RefusedError, match="role"):
            decided(one, ann, kind, trainee, **told)
    assert decided(one, ann, Kind.RELEASE, trainee).claimed_by is None


def test_of_two_at_the_same_moment_one_decides_and_the_other_is_told() -> None:
    ann, bob, one = person("ann", Role.SENIOR), person("bob", Role.SENIOR), chart()
    told: list[str] = []
    start = threading.Barrier(2)

    def claim(user: object) -> None:
        start.wait()
        try:
            recording.record(one, user, frozenset({Role.SENIOR}), recording.Wish(uuid.uuid4(), 0, Kind.CLAIM, {}))  # type: ignore[arg-type]
            told.append("claimed")
        except OvertakenError:
            told.append("overtaken")
        finally:
            connection.close()

    threads = [threading.Thread(target=claim, args=(user,)) for user in (ann, bob)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["claimed", "overtaken"]
    assert Decision.objects.count() == 1
    assert not audit.verify().faults


def test_undo_gives_the_open_suggestion_back() -> None:
    ann, one = person("ann", Role.CODER), chart()
    decided(one, ann, Kind.CLAIM)
    decided(one, ann, Kind.REJECT, line="s0", reason="other")
    assert decided(one, ann, Kind.UNDO).line("s0").standing is Standing.OPEN


def test_organizations_are_made_apart() -> None:
    assert organization("A").id != organization("B").id


def test_the_migrations_are_those_of_the_models() -> None:
    from django.core.management import call_command

    call_command("makemigrations", "workbench", check=True, dry_run=True, verbosity=0)
