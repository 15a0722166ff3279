"""The law: one rule = one file + one page. ``ALL`` is the contents page, in the order of ids."""

from __future__ import annotations

from dataclasses import replace

from nosologist.codesets.library import Books
from nosologist.model.coded import CodedEncounter
from nosologist.rules.conventions.code_not_in_force import code_not_in_force
from nosologist.rules.conventions.excludes1_conflict import excludes1_conflict
from nosologist.rules.conventions.tabular_of_another_year import tabular_of_another_year
from nosologist.rules.documentation.unspecified_code import unspecified_code
from nosologist.rules.rule import Rule

ALL: tuple[Rule, ...] = (
    excludes1_conflict,
    code_not_in_force,
    tabular_of_another_year,
    unspecified_code,
)


def check(coded: CodedEncounter, books: Books) -> CodedEncounter:
    """Check a set of codes against every rule."""
    found = tuple(finding for rule in ALL for finding in rule.findings(coded, books))
    return replace(coded, findings=(*coded.findings, *found))
