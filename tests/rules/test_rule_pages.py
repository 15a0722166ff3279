"""Every rule has a page whose cases hold."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import Any

import pytest
import yaml

from nosologist.codesets.library import Books, Library
from nosologist.coding.draft import icd10cm
from nosologist.model.assignment import CodeAssignment
from nosologist.model.code import undotted
from nosologist.model.coded import CodedEncounter
from nosologist.model.encounter import Encounter, Setting
from nosologist.rules import ALL
from nosologist.rules.rule import Rule

_CASE = re.compile(r"```yaml case\n(.*?)```", re.DOTALL)
PARTS = ("**What it says.**", "**Why.**", "**For the coder.**", "**For the provider.**")


def page(rule: Rule) -> str:
    package, _, name = rule.check.__module__.rpartition(".")
    return (files(package) / f"{name}.md").read_text("utf-8")


def cases() -> list[Any]:
    return [
        pytest.param(rule, yaml.safe_load(block), id=f"{rule.id} {yaml.safe_load(block)['name']}")
        for rule in ALL
        for block in _CASE.findall(page(rule))
    ]


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.id)
def test_the_page_says_it_all(rule: Rule) -> None:
    text = page(rule)
    assert text.startswith(f"# {rule.id} ")
    assert all(part in text for part in PARTS)
    fires = [yaml.safe_load(block)["fires"] for block in _CASE.findall(text)]
    assert {True, False} <= set(fires)


@pytest.mark.parametrize(("rule", "case"), cases())
def test_cases_of_the_page(rule: Rule, case: dict[str, Any], books: Books, library: Library) -> None:
    on = case.get("date")
    books = library.in_force(on) if on else books
    assignments = tuple(
        CodeAssignment(icd10cm(undotted(code)), books.tabular[undotted(code)].title, (), (), (), 1.0)
        for code in case["codes"]
    )
    coded = CodedEncounter(Encounter((), Setting(case.get("setting", "outpatient")), on), books.releases, assignments)
    assert bool(list(rule.findings(coded, books))) is case["fires"]


def test_ids_are_unique_and_in_order() -> None:
    ids = [rule.id for rule in ALL]
    assert ids == sorted(set(ids))
