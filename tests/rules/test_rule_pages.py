"""Every rule has a page whose cases hold."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from nosologist.codesets.library import Books, Library
from nosologist.formats.claim_json import read_claim
from nosologist.model.claim import Claim, claim_of
from nosologist.model.document import Document
from nosologist.model.encounter import Encounter
from nosologist.pipeline import walk
from nosologist.rules.contents import all_rules, retired
from nosologist.rules.rule import Rule
from nosologist.rules.site import Site, rulebook
from shelves import shelf_with

CASE = re.compile(r"```yaml case\n(.*?)```", re.DOTALL)
RULEBOOK = rulebook(Site())
PARTS = ("**What it says.**", "**Why.**", "**For the coder.**", "**For the provider.**")


def read_case(text: str) -> dict[str, Any]:
    """A case: name, fires (true or false, of the page's own rule), also (ids that fire too), silent (ids that do not); the
    rest is a claim of the batch contract, with ``codes`` and ``poa`` as lists for short, ``note`` for a record, and
    ``exempt`` for an added list of codes exempt from present on admission."""
    case: dict[str, Any] = yaml.safe_load(text)
    return case


def cases() -> list[Any]:
    return [
        pytest.param(rule, case, id=f"{rule.id} {case['name']}")
        for rule in all_rules()
        for block in CASE.findall(rule.page())
        for case in [read_case(block)]
    ]


def claim_in(case: dict[str, Any], library: Library) -> tuple[Claim, Books]:
    """The claim that a case describes, and the books of its date."""
    facts = {
        name: value for name, value in case.items() if name not in {"name", "fires", "also", "silent", "note", "exempt"}
    }
    poa = facts.pop("poa", [])
    codes = facts.pop("codes", [])
    diagnoses = [{"code": code, "poa": poa[at] if at < len(poa) else None} for at, code in enumerate(codes)]
    facts.setdefault("diagnoses", diagnoses)
    claim = read_claim(_plain(facts))
    books = library.in_force(claim.date)
    if "note" in case:
        encounter = Encounter((Document("note", case["note"]),), claim.setting, claim.date, claim.age, claim.sex)
        coded = walk(encounter, books)
        return (replace(claim, record=coded) if claim.diagnoses else claim_of(coded)), books
    return claim, books


def _plain(value: Any) -> Any:
    """What YAML read, as JSON would have it."""
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, datetime.date) else value


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.id)
def test_the_page_says_it_all(rule: Rule) -> None:
    text = rule.page()
    assert text.startswith(f"# {rule.id} ")
    assert all(part in text for part in PARTS)
    fires = [read_case(block)["fires"] for block in CASE.findall(text)]
    assert {True, False} <= set(fires)


@pytest.mark.parametrize(("rule", "case"), cases())
def test_cases_of_the_page(rule: Rule, case: dict[str, Any], library: Library, tmp_path: Path) -> None:
    if "exempt" in case:
        rows = "".join(f"0000{at}\t{code}\tA made-up title\r\n" for at, code in enumerate(case["exempt"], 1))
        library = Library(shelf=shelf_with(tmp_path, {"POAFY26.txt": f"Order26\tPOAexemptCode\tDescription\r\n{rows}"}))
    claim, books = claim_in(case, library)
    found = {finding.rule for finding in RULEBOOK.findings(claim, books)}
    assert (rule.id in found) is case["fires"], sorted(found)
    assert set(case.get("also", [])) <= found
    assert found.isdisjoint(case.get("silent", []))


def test_ids_are_unique_and_in_order_and_never_return() -> None:
    ids = [rule.id for rule in all_rules()]
    assert ids == sorted(set(ids))
    assert set(ids).isdisjoint(retired())
    assert all(re.fullmatch(r"(CM|OG|PCS|POA|MCE|IOCE|NCCI|MUE|COV|CLM|EM|DOC|QRY|HCC|DRG)\d{3}", id) for id in ids)
