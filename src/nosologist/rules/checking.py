"""Check a claim against every rule that can have something to say about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from nosologist.codesets.code_patterns import Pattern
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim, Override
from nosologist.model.encounter import Setting
from nosologist.model.finding import Finding
from nosologist.rules.rule import Needs, Rule

_MOST_KEPT = 100_000  # codes whose rules are remembered
_MOST_SETS = 20_000  # sets of rules that are remembered


class _Category(NamedTuple):
    """The rules that concern every code of a category, and those that concern some, with the patterns to ask."""

    all: int
    some: list[tuple[int, tuple[Pattern, ...]]]


class RuleBook:
    """The rules in force at a site. Which of them concern a code is worked out once; sets of rules are bits of a number."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self.rules = rules
        self._by_category: dict[str, _Category] = {}
        self._by_shape: dict[tuple[object, ...], int] = {}
        self._sets: dict[int, tuple[Rule, ...]] = {}
        numbered = tuple(enumerate(rules))
        self._free = sum(1 << place for place, rule in numbered if not rule.concerns and not rule.concerned)
        self._bound = tuple((1 << place, rule.concerns) for place, rule in numbered if rule.concerns)
        self._asking = tuple((1 << place, rule.concerned) for place, rule in numbered if rule.concerned)

    def findings(self, claim: Claim, books: Books) -> tuple[Finding, ...]:
        """What the rules find, in the order of their ids."""
        found: list[Finding] = []
        for rule in self.asked(claim, books):
            for hit in rule.check(claim, books):
                found.append(rule.finding(hit))  # noqa: PERF401 -- most rules find nothing
        return overridden(found, claim.overrides) if claim.overrides and found else tuple(found)

    def asked(self, claim: Claim, books: Books) -> tuple[Rule, ...]:
        """The rules that can have something to say about a claim, in the order of their ids."""
        by_code: dict[str, int] = books.memo.setdefault(self, {})
        asked = self._free
        for value in claim.values:
            bits = by_code.get(value)
            asked |= self._concerned(value, books, by_code) if bits is None else bits
        asked &= self._fitting(claim)
        return self._sets.get(asked) or self._set(asked)

    def _set(self, bits: int) -> tuple[Rule, ...]:
        if len(self._sets) >= _MOST_SETS:
            self._sets.clear()
        found = self._sets[bits] = tuple(rule for place, rule in enumerate(self.rules) if bits >> place & 1)
        return found

    def _concerned(self, value: str, books: Books, by_code: dict[str, int]) -> int:
        """The rules that a code concerns."""
        if len(by_code) >= _MOST_KEPT:
            by_code.clear()
        category = self._by_category.get(value[:3])
        if category is None:
            category = self._by_category[value[:3]] = self._concerning(value[:3])
        bits = category.all
        for bit, patterns in category.some:
            if any(one.covers(value) for one in patterns):
                bits |= bit
        for bit, concerned in self._asking:
            if concerned(value, books):
                bits |= bit
        by_code[value] = bits
        return bits

    def _concerning(self, category: str) -> _Category:
        every, some = 0, []
        for bit, patterns in self._bound:
            touching = tuple(one for one in patterns if one.first[:3] <= category <= one.last[:3])
            if any(one.covers(category) and len(one.first) <= 3 >= len(one.last) for one in touching):
                every |= bit
            elif touching:
                some.append((bit, touching))
        return _Category(every, some)

    def _fitting(self, claim: Claim) -> int:
        """The rules whose setting, dates and needs the claim meets."""
        shape = (
            claim.setting,
            bool(claim.diagnoses),
            bool(claim.procedures),
            bool(claim.lines),
            claim.record is not None,
            claim.form is not None,
            any(line.modifiers for line in claim.lines),
            len(claim.lines) > 1,
            len(claim.procedures) > 1,
            claim.query is not None,
            claim.record is not None and len(claim.record.encounter.documents) > 1,
            claim.date,
        )
        bits = self._by_shape.get(shape)
        if bits is None:
            if len(self._by_shape) >= _MOST_SETS:
                self._by_shape.clear()
            has = dict(zip(Needs, shape[1:-1], strict=True))
            bits = self._by_shape[shape] = sum(
                1 << place
                for place, rule in enumerate(self.rules)
                if _holds_in(rule, claim.setting) and rule.holds(claim.date) and (rule.needs is None or has[rule.needs])
            )
        return bits


def _holds_in(rule: Rule, setting: Setting) -> bool:
    return not rule.settings or setting in rule.settings


def overridden(found: Sequence[Finding], overrides: Sequence[Override]) -> tuple[Finding, ...]:
    """Findings that a person let stand, marked with the reason."""
    result = []
    for finding in found:
        for override in overrides:
            if override.rule == finding.rule and set(override.codes) <= set(finding.codes):
                finding = replace(finding, override=override.reason)
                break
        result.append(finding)
    return tuple(result)
