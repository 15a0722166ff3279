"""The audit log shows every change that was made behind its back."""

from __future__ import annotations

import pytest

from nosologist.workbench import audit
from nosologist.workbench.deciding import Kind
from nosologist.workbench.models import AuditEntry, Decision
from nosologist.workbench.roles import Role
from workbench.practice import chart, decided, person


def coded() -> None:
    ann, one = person("ann", Role.CODER), chart()
    decided(one, ann, Kind.CLAIM)
    decided(one, ann, Kind.ACCEPT, lines=["s0", "s1"])
    decided(one, ann, Kind.REJECT, line="s2", reason="other")


def test_a_log_that_nobody_touched_is_whole() -> None:
    coded()
    found = audit.verify()
    assert (found.entries, found.decisions, found.faults) == (3, 3, ())
    assert audit.verify(found.head).faults == ()
    assert audit.verify(audit.BEGINNING).faults == ()


@pytest.mark.parametrize("name", ["at", "user", "organization", "action", "subject", "detail", "before", "digest"])
def test_a_changed_field_is_seen(name: str) -> None:
    coded()
    AuditEntry.objects.filter(number=2).update(**{name: '{"id":"","digest":""}' if name == "detail" else "x"})
    assert audit.verify().faults


def test_a_line_taken_out_is_seen() -> None:
    coded()
    AuditEntry.objects.filter(number=2).delete()
    assert any("missing" in fault for fault in audit.verify().faults)


def test_lines_cut_off_the_end_are_seen_with_the_head_that_was_noted() -> None:
    coded()
    head = audit.verify().head
    AuditEntry.objects.filter(number=3).delete()
    Decision.objects.filter(number=3).delete()
    assert audit.verify().faults == ()  # nothing in the database tells
    assert audit.verify(head).faults


def test_decisions_changed_taken_out_or_put_in_are_seen() -> None:
    coded()
    Decision.objects.filter(number=3).update(data={"line": "s1", "reason": "other"})
    assert any("was changed" in fault for fault in audit.verify().faults)
    Decision.objects.filter(number=3).delete()
    assert any("no longer kept" in fault for fault in audit.verify().faults)
    AuditEntry.objects.all().delete()
    assert len(audit.verify().faults) == 2
