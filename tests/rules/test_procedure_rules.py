"""The rules of procedures against the official tables: what they name, what they propose, and how they meet a record."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from conftest import CodeNote, data
from nosologist.codesets.compile.add import add
from nosologist.codesets.library import Books
from nosologist.codesets.procedures import Procedures
from nosologist.codesets.shelf import Shelf
from nosologist.formats.claim_json import read_claim
from nosologist.model.finding import Replace
from nosologist.rules.contents import all_rules
from nosologist.rules.procedure_layers import is_over
from nosologist.rules.rule import Rule

CASE = re.compile(r"```yaml case\n(.*?)```", re.DOTALL)
RULES = [rule for rule in all_rules() if rule.id.startswith("PCS")]
_ABOUT_FORM = {"PCS101", "PCS102", "PCS103"}  # whose cases hold codes that do not exist
_CODE = re.compile(r'"([0-9][0-9A-HJ-NP-Z]{6})"')


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Procedures:
    shelf = Shelf(tmp_path_factory.mktemp("pcs"))
    add([data("official", "icd10pcs")], shelf, lambda _what, _part: None)
    return Procedures(shelf)


@pytest.mark.real
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_codes_of_cases_and_checks_are_legal(rule: Rule, tables: Procedures) -> None:
    named = set(_CODE.findall(Path(rule.check.__code__.co_filename).read_text("utf-8")))
    if rule.id not in _ABOUT_FORM:
        for block in CASE.findall(rule.page()):
            for one in yaml.safe_load(block).get("procedures", []):
                named.add(one if isinstance(one, str) else one["code"])
    assert [code for code in sorted(named) if not tables.legal(code)] == []


@pytest.mark.real
@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.id not in _ABOUT_FORM], ids=lambda rule: rule.id)
def test_what_a_rule_proposes_is_legal(rule: Rule, tables: Procedures, books: Books) -> None:
    for block in CASE.findall(rule.page()):
        case = yaml.safe_load(block)
        if "note" in case or case.get("books"):
            continue
        facts = {name: case[name] for name in ("setting", "sex", "age", "procedures") if name in case}
        for one in facts["procedures"]:
            if isinstance(one, dict):
                one["date"] = str(one.get("date"))
        claim = read_claim({**facts, "diagnoses": [{"code": code} for code in case.get("codes", [])]})
        for hit in rule.check(claim, books):
            for change in hit.changes:
                if isinstance(change, Replace):
                    assert all(tables.legal(code.value) for code in change.by), (case["name"], change)


@pytest.mark.real
@pytest.mark.parametrize(
    ("outer", "deeper"),
    [("0HBHXZZ", "0JBL0ZZ"), ("0JBM0ZZ", "0KBR0ZZ"), ("0HB7XZZ", "0KBL0ZZ"), ("0JDG0ZZ", "0KD90ZZ")],
)
def test_layers_lie_over_each_other_on_the_same_side(outer: str, deeper: str, tables: Procedures) -> None:
    assert is_over(outer, deeper)
    assert not is_over(deeper, outer)
    sides = [{side for side in ("Right", "Left") if side in (tables.title(code) or "")} for code in (outer, deeper)]
    assert not sides[0] or not sides[1] or sides[0] == sides[1]


def test_procedures_of_a_record_are_checked_with_its_words(code_note: CodeNote) -> None:
    """Without tables nothing is coded, and no rule of procedures has anything to say."""
    coded = code_note("Procedure: Laparoscopic cholecystectomy converted to open.", "inpatient")
    assert [finding.rule for finding in coded.findings if finding.rule.startswith("PCS")] == []
