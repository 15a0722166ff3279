"""Reports: counted with the decisions, shown to whom they concern, taken along as files."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client

from nosologist.workbench import audit
from nosologist.workbench.deciding import Kind
from nosologist.workbench.models import AuditEntry, Chart, Finished, Outcome, User
from nosologist.workbench.reporting import REPORTS
from nosologist.workbench.roles import Role
from nosologist.workbench.worklist_models import WorkItem
from workbench.practice import chart, decided, organization, person, signed_in


def finalized(user: User, one: Chart | None = None) -> Chart:
    """A chart that is final: two suggestions accepted, one rejected, one code added."""
    one = one or chart()
    decided(one, user, Kind.CLAIM)
    decided(one, user, Kind.ACCEPT, lines=["s0", "s1"])
    decided(one, user, Kind.REJECT, line="s2", reason="history only")
    decided(one, user, Kind.ADD, code="Z79.899", reason="Jane Doe takes it")
    decided(one, user, Kind.FINALIZE)
    return one


def rows(client: Client, of: str, **asked: Any) -> list[dict[str, str]]:
    """A report as it is taken along."""
    answer = client.get("/reports/table/", {"of": of, **asked})
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))


def test_a_final_chart_is_counted_and_a_reopened_one_is_not() -> None:
    ann = person("ann", Role.CODER)
    one = finalized(ann)
    assert Finished.objects.get().codes == 3
    facts = Outcome.objects.order_by("id").values_list("what", "code", "chapter", "reason", "basis")
    assert list(facts) == [
        ("accepted", "J45.20", 10, "", "Index"), ("accepted", "I10", 9, "", "Index"),
        ("rejected", "K21.9", 11, "history only", "Index"), ("added", "Z79.899", 21, "own words", ""),
    ]  # fmt: skip
    decided(one, ann, Kind.REOPEN, reason="late note")
    assert not Finished.objects.exists()
    assert not Outcome.objects.exists()
    decided(one, ann, Kind.FINALIZE)
    assert Outcome.objects.count() == 4
    assert not audit.verify().faults


def test_every_report_is_a_page_with_pictures_and_a_file() -> None:
    ann = person("ann", Role.SENIOR)
    finalized(ann)
    chart(text="Migraine.")
    client = signed_in(ann)
    page = client.get("/reports/?days=90").content.decode()
    empty = {"overrides", "queries", *(key for key in REPORTS if key.startswith(("denials", "cards")))}
    for key in REPORTS:
        assert f'id="{key}"' in page
        assert rows(client, key, days=90) or key in empty
        assert client.get("/reports/table/", {"of": key, "form": "xlsx"}).content[:2] == b"PK"
    assert page.count("<title id=") == len(REPORTS) - len(empty)
    assert "Charts an hour = 60 x charts / minutes" in page
    assert "Jane" not in page
    assert AuditEntry.objects.filter(action="report exported").count() == 2 * len(REPORTS)


def test_the_numbers_are_those_of_the_decisions() -> None:
    ann = person("ann", Role.SENIOR)
    finalized(ann)
    finalized(ann)
    chart(setting="inpatient")
    WorkItem.objects.filter(setting="inpatient").update(charges=12_345)
    client = signed_in(ann)
    assert rows(client, "by-chapter")[0] | {"chapter": ""} == {
        "chapter": "", "suggested": "2", "accepted": "2", "changed": "0", "rejected": "0", "added": "0", "right %": "100.0",
        "found %": "100.0",
    }  # fmt: skip
    assert [row["chapter"].split()[0] for row in rows(client, "by-chapter")] == ["9", "10", "11", "21"]
    assert rows(client, "rejections") == [{"reason": "history only", "count": "2", "%": "100.0"}]
    assert [(row["setting"], row["0 to 3 days"]) for row in rows(client, "backlog")] == [
        ("inpatient", "1"),
        ("all", "1"),
        ("charges, $", "123"),
    ]
    made = rows(client, "productivity")[0]
    assert (made["coder"], made["charts"], made["codes"], made["minutes"]) == ("ann", "2", "6", "0")
    assert made["charts an hour"] == ""  # of no minute there is no rate
    assert rows(client, "turnaround")[0]["hours: median"] == "0"
    assert rows(client, "volume")[0]["final"] == "2"


def test_a_coder_sees_their_own_numbers_and_who_oversees_sees_all_or_their_own() -> None:
    finalized(person("ann", Role.CODER))
    bob = signed_in(person("bob", Role.CODER))
    assert b"ann" not in bob.get("/reports/").content
    assert rows(bob, "productivity") == rows(bob, "by-kind") == []
    sue = signed_in(person("sue", Role.AUDITOR))
    assert [row["coder"] for row in rows(sue, "productivity")] == ["ann"]
    assert rows(sue, "productivity", whose="mine") == []
    eve = signed_in(person("eve", *Role, of=organization("Other Clinic")))
    assert rows(eve, "productivity") == []


@pytest.mark.parametrize("asked", [{}, {"of": "x"}, {"of": "volume", "days": "x", "form": "exe"}])
def test_odd_questions_are_answered_plainly(asked: dict[str, str]) -> None:
    answer = signed_in(person("ann", Role.CODER)).get("/reports/table/", asked)
    assert answer.status_code == (200 if asked.get("of") == "volume" else 404)
