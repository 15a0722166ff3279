"""Check a claim against every rule that can have something to say about it."""

from __future__ import annotations

from dataclasses import replace

from nosologist.codesets.code_patterns import Pattern
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim, Override
from nosologist.model.encounter import Setting
from nosologist.model.finding import Finding
from nosologist.rules.rule import Needs, Rule

_MOST_KEPT = 100_000  # codes whose rules are remembered


class RuleBook:
    """The rules in force at a site. Which of them concern a code is worked out once; sets of rules are bits of a number."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self.rules = rules
        self._by_code: dict[str, int] = {}
        self._by_category: dict[str, tuple[int, list[tuple[int, tuple[Pattern, ...]]]]] = {}
        self._by_shape: dict[tuple[object, ...], int] = {}
        self._free = sum(1 << place for place, rule in enumerate(rules) if not rule.concerns)
        self._bound = tuple((place, rule.concerns) for place, rule in enumerate(rules) if rule.concerns)

    def findings(self, claim: Claim, books: Books) -> tuple[Finding, ...]:
        """What the rules find, in the order of their ids."""
        asked = self._free
        for value in claim.values:
            bits = self._by_code.get(value)
            asked |= self._concerned(value) if bits is None else bits
        asked &= self._fitting(claim)
        found: list[Finding] = []
        while asked:
            lowest = asked & -asked
            asked ^= lowest
            rule = self.rules[lowest.bit_length() - 1]
            if (rule.since or rule.until) and not rule.holds(claim.date):
                continue
            found.extend(rule.findings(claim, books))
        return _overridden(found, claim.overrides) if claim.overrides and found else tuple(found)

    def _concerned(self, value: str) -> int:
        """The rules that a code concerns."""
        if len(self._by_code) >= _MOST_KEPT:
            self._by_code.clear()
        category = value[:3]
        if category not in self._by_category:
            self._by_category[category] = self._concerning(category)
        bits, open_ = self._by_category[category]
        for bit, patterns in open_:
            if any(one.covers(value) for one in patterns):
                bits |= bit
        self._by_code[value] = bits
        return bits

    def _concerning(self, category: str) -> tuple[int, list[tuple[int, tuple[Pattern, ...]]]]:
        """The rules that concern every code of a category, and those that concern some, with the patterns to ask."""
        bits, open_ = 0, []
        for place, patterns in self._bound:
            touching = tuple(one for one in patterns if one.first[:3] <= category <= one.last[:3])
            if any(one.covers(category) and len(one.first) <= 3 >= len(one.last) for one in touching):
                bits |= 1 << place
            elif touching:
                open_.append((1 << place, touching))
        return bits, open_

    def _fitting(self, claim: Claim) -> int:
        """The rules whose setting and needs the claim meets."""
        shape = (
            claim.setting,
            bool(claim.diagnoses),
            bool(claim.procedures),
            bool(claim.lines),
            claim.record is not None,
            claim.form is not None,
            any(line.modifiers for line in claim.lines),
            len(claim.lines) > 1,
        )
        bits = self._by_shape.get(shape)
        if bits is None:
            has = dict(zip(Needs, shape[1:], strict=True))
            bits = self._by_shape[shape] = sum(
                1 << place
                for place, rule in enumerate(self.rules)
                if _holds_in(rule, claim.setting) and (rule.needs is None or has[rule.needs])
            )
        return bits


def _holds_in(rule: Rule, setting: Setting) -> bool:
    return not rule.settings or setting in rule.settings


def _overridden(found: list[Finding], overrides: tuple[Override, ...]) -> tuple[Finding, ...]:
    """Findings that a person let stand, marked with the reason."""
    result = []
    for finding in found:
        for override in overrides:
            if override.rule == finding.rule and set(override.codes) <= set(finding.codes):
                finding = replace(finding, override=override.reason)
                break
        result.append(finding)
    return tuple(result)
