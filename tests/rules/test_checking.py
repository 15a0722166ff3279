"""The right rules are asked, and whatever a claim holds ends in findings."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from nosologist.codesets.library import Books
from nosologist.formats.claim_json import read_claim
from nosologist.grouping.mce import edits_raised
from nosologist.model.claim import Claim, Diagnosis, Procedure
from nosologist.model.code import Code, CodeSystem, icd10cm
from nosologist.model.encounter import Setting
from nosologist.rules.contents import all_rules, find_rule
from nosologist.rules.rule import Needs, Rule
from nosologist.rules.site import Site, rulebook

RULES = rulebook(Site())


def asked_directly(claim: Claim, books: Books) -> list[str]:
    """Ids of the rules that find something when each is asked that holds there and concerns a code, whatever stands beside it."""
    found = []
    for rule in all_rules():
        fits = not rule.settings or claim.setting in rule.settings
        if fits and rule.holds(claim.date) and _has_what_it_needs(rule, claim, books):
            found += [rule.id] * len(list(_hits(rule, claim, books)))
    return found


def _has_what_it_needs(rule: Rule, claim: Claim, books: Books) -> bool:
    if rule.needs is Needs.MODIFIERS:
        return any(line.modifiers for line in claim.lines)
    if rule.needs is Needs.SEVERAL_LINES:
        return len(claim.lines) > 1
    if rule.needs is Needs.SEVERAL_PROCEDURES:
        return len(claim.procedures) > 1
    if rule.needs is Needs.DOCUMENTS:
        return claim.record is not None and len(claim.record.encounter.documents) > 1
    if rule.needs is Needs.EDITS:
        return claim.setting is Setting.INPATIENT and bool(edits_raised(claim, books))
    if rule.needs in _OF_DIAGNOSES:
        return _OF_DIAGNOSES[rule.needs](claim)
    return rule.needs is None or bool(getattr(claim, rule.needs.value))


_OF_DIAGNOSES: dict[Needs | None, Callable[[Claim], bool]] = {
    Needs.NO_DIAGNOSES: lambda claim: not claim.diagnoses,
    Needs.MANY_DIAGNOSES: lambda claim: len(claim.diagnoses) > 12,
    Needs.REPEATED_DIAGNOSES: lambda claim: len({one.code for one in claim.diagnoses}) < len(claim.diagnoses),
    Needs.SAME_CATEGORY: lambda claim: len({one.code.value[:3] for one in claim.diagnoses}) < len(claim.diagnoses),
    Needs.DOUBTFUL_POA: lambda claim: bool({one.poa for one in claim.diagnoses} - {None, "Y"}),
}


def _hits(rule: Rule, claim: Claim, books: Books) -> Any:
    concerned = not rule.concerns or any(one.covers(value) for one in rule.concerns for value in claim.values)
    if rule.concerned and not any(rule.concerned(value, books) for value in claim.values):
        concerned = False
    return rule.check(claim, books) if concerned else ()


def _procedure_of(kind: re.Pattern[str]) -> st.SearchStrategy[Procedure]:
    """Procedures whose code begins as a rule asks, with any end."""
    codes = st.from_regex(re.compile(f"(?:{kind.pattern})[0-9A-Z]{{7}}"), fullmatch=True)
    return codes.map(lambda code: Procedure(Code(CodeSystem.ICD10PCS, code[:7])))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_rule_is_passed_over(books: Books, data: st.DataObject) -> None:
    every = books.tabular.valid_codes()
    places = data.draw(st.lists(st.integers(0, len(every) - 1), min_size=1, max_size=8))
    diagnoses = tuple(
        Diagnosis(icd10cm(every[place]), data.draw(st.sampled_from([None, "Y", "N", "U"]))) for place in places
    )
    kinds = st.sampled_from([kind for rule in all_rules() for kind in rule.procedures])
    procedures = tuple(data.draw(st.lists(kinds.flatmap(_procedure_of), max_size=5)))
    claim = Claim("x", data.draw(st.sampled_from(Setting)), diagnoses, procedures, date=date(2026, 5, 4), age=50)
    assert [finding.rule for finding in RULES.findings(claim, books)] == asked_directly(claim, books)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(alphabet="ABCEIOSTZXabx0123456789.-é ", min_size=1, max_size=9), max_size=6))
def test_any_text_as_codes_ends_in_findings(books: Books, codes: list[str]) -> None:
    codes = [code for code in codes if code.replace(".", "").strip()]
    for setting in ("inpatient", "outpatient"):
        findings = RULES.findings(read_claim({"diagnoses": codes, "setting": setting}), books)
        wrong = [code for code in codes if not books.tabular.is_valid(code.replace(".", "").strip().upper())]
        assert not wrong or any(finding.rule[:2] == "CM" and finding.stops for finding in findings)


def test_a_rule_holds_between_its_dates(books: Books) -> None:
    codes = {"diagnoses": ["E66.01", "E66.813"]}
    old = read_claim({**codes, "date": "2024-03-01"})
    new = read_claim({**codes, "date": "2026-05-04"})
    assert find_rule("OG153").since == date(2024, 10, 1)
    assert "OG153" not in {finding.rule for finding in RULES.findings(old, books)}
    assert "OG153" in {finding.rule for finding in RULES.findings(new, books)}


def test_the_same_claim_gives_the_same_findings(books: Books) -> None:
    claim = read_claim({"diagnoses": ["E11.9", "E11.22", "I10", "N18.4", "I50.9", "Z68.35"]})
    assert RULES.findings(claim, books) == RULES.findings(claim, books)
