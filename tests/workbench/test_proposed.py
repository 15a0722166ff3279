"""What would mend a finding is one key away, and mends it."""

from __future__ import annotations

import html
import json
import re

import pytest

from nosologist.model.code import Citation, icd10cm
from nosologist.model.finding import Add, Ask, Finding, Proposal, Remove, Reorder, Replace, SetPoa, Severity
from nosologist.workbench.deciding import Kind, desk_of
from nosologist.workbench.proposed import proposed
from nosologist.workbench.roles import Role
from nosologist.workbench.screens.chart import _button
from workbench.practice import chart, decided, person, sent, signed_in

SUGGESTED = {"codes": [{"system": "icd10cm", "code": code, "title": code} for code in ("I10", "J45.20")]}
I10, ASTHMA, OTHER = icd10cm("I10"), icd10cm("J4520"), icd10cm("J4521")


@pytest.mark.parametrize(
    ("change", "words", "fields"),
    [
        (
            Add((OTHER, I10)),
            "Add J45.21",
            {"kind": "add", "system": "icd10cm", "code": "J45.21", "reason": "X1: words"},
        ),
        (Remove(I10), "Reject I10", {"kind": "reject", "line": "s0", "reason": "X1: words"}),
        (Replace(ASTHMA, (OTHER,)), "J45.20 to J45.21", {"kind": "change", "line": "s1", "code": "J45.21"}),
        (Reorder(ASTHMA, I10), "J45.20 before I10", {"kind": "move", "line": "s1", "before": "s0"}),
        (SetPoa(I10, "Y"), "POA of I10: Y", {"kind": "poa", "line": "s0", "poa": "Y"}),
        (SetPoa(I10, None), "POA of I10: none", {"kind": "poa", "line": "s0", "poa": ""}),
    ],
)
def test_each_change_is_a_decision(change: object, words: str, fields: dict[str, str]) -> None:
    finding = Finding("X1", Severity.WARN, "words", (), (Citation("a", "b"),), (Proposal(change),))  # type: ignore[arg-type]
    ((told, decision),) = proposed(finding, desk_of(SUGGESTED, []))
    assert told == words
    assert fields.items() <= decision.items()


@pytest.mark.parametrize("change", [Ask("?"), Remove(OTHER), Replace(OTHER, (I10,)), Reorder(I10, OTHER), Add((I10,))])
def test_what_is_not_about_the_desk_is_no_button(change: object) -> None:
    finding = Finding("X1", Severity.WARN, "words", proposals=(Proposal(change),))  # type: ignore[arg-type]
    assert proposed(finding, desk_of(SUGGESTED, [])) == []


def test_the_button_of_a_stop_takes_the_stop_away() -> None:
    one, ann = chart(), person("ann", Role.SENIOR)
    decided(one, ann, Kind.CLAIM)
    decided(one, ann, Kind.ADD, code="P29.2", reason="for the test")  # Excludes1 at I10
    client = signed_in(ann)
    page = client.get(f"/chart/{one.id}/").content.decode()
    buttons = [json.loads(html.unescape(found)) for found in re.findall(r'data-decision="([^"]*)"', page)]
    reject = next(button for button in buttons if button["kind"] == "reject")
    assert "1 stop" in page
    answer = sent(client, one, seen=2, **reject)
    assert answer.status_code == 200
    assert b"1 stop" not in answer.content


def test_a_header_opens_the_encoder_instead_of_being_added() -> None:
    one = chart()
    for code, header in (("J45", True), ("J45.2", True), ("J45.20", False), ("Q99.99", False)):
        words, decision = _button("Add it", {"kind": "add", "system": "icd10cm", "code": code}, one)
        assert json.loads(decision)["header"] is header
        assert words == ("Add it- …" if header else "Add it")
