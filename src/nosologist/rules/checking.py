"""Check a claim against every rule that can have something to say about it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import compress
from typing import NamedTuple

from nosologist.codesets.code_patterns import Pattern
from nosologist.codesets.library import Books
from nosologist.errors import NosologistError
from nosologist.grouping.mce import edits_raised
from nosologist.model.claim import Claim, Override
from nosologist.model.encounter import Setting
from nosologist.model.finding import Finding
from nosologist.rules.rule import FEWEST_PLACES, Concerned, Needs, Rule

_MOST_KEPT = 100_000  # codes whose rules are remembered
_MOST_SETS = 20_000  # sets of rules that are remembered


_Bound = list[tuple[int, tuple[Pattern, ...]]]  # conditions, each with the codes that meet it
_Checked = tuple[Claim, Books, list[Finding], list[NosologistError]]  # a claim on its way through the rules
_SURE = frozenset({None, "Y"})
_PLACES = bytes.maketrans(b"01", b"\0\1")


class _Category(NamedTuple):
    """The conditions that every code of a category meets, and those that some meet; so many characters of a code decide."""

    all: int
    some: _Bound
    deciding: int


class RuleBook:
    """The rules in force at a site, and which of them can have something to say about a claim.

    A rule may set four conditions: a diagnosis that it concerns, a diagnosis that must stand beside it, and two kinds of
    procedures. Which of them a code meets is worked out once, as bits of a number: a bit a rule for each condition in turn.
    """

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self.rules = rules
        self._by_letter: dict[str, _Bound] = {}
        self._by_category: dict[str, _Category] = {}
        self._by_opening: dict[str, int] = {}
        self._by_procedure: dict[str, int] = {}
        self._changes = _changes(rules)
        self._by_day: dict[tuple[Setting, int | None], int] = {}  # by setting and how many changes lie behind
        self._by_parts: dict[tuple[tuple[bool, ...], frozenset[str]], int] = {}
        self._sets: dict[int, tuple[int, ...]] = {}
        self._edited = any(rule.needs is Needs.EDITS for rule in rules)
        self._bound: _Bound = []
        asking: dict[Concerned, int] = defaultdict(int)  # the conditions that one question answers
        self._kinds: list[tuple[int, re.Pattern[str]]] = []
        self._free = 0  # conditions that rules do not set: any claim meets them
        for place, rule in enumerate(rules):
            concerns, beside, kind, other = (1 << place + len(rules) * condition for condition in range(4))
            self._free |= concerns | beside | kind | other
            if rule.concerns:
                self._bound.append((concerns, rule.concerns))
                self._free ^= concerns
            elif rule.concerned:
                asking[rule.concerned] |= concerns
                self._free ^= concerns
            if rule.beside:
                self._bound.append((beside, rule.beside))
                self._free ^= beside
            if rule.procedures:
                self._kinds += (kind, rule.procedures[0]), (other, rule.procedures[-1])
                self._free ^= kind | other
        self._asking = tuple(asking.items())

    def findings(self, claim: Claim, books: Books) -> tuple[Finding, ...]:
        """What the rules find, in the order of their ids."""
        found: list[Finding] = []
        for rule in self.asked(claim, books):
            for hit in rule.check(claim, books):
                found.append(rule.finding(hit))  # noqa: PERF401 -- most rules find nothing
        return overridden(found, claim.overrides)

    def findings_of_each(
        self, claims: Iterable[tuple[Claim, Books]]
    ) -> Iterator[tuple[Finding, ...] | NosologistError]:
        """The same of many claims, or the error that stops it: each rule is asked about all of them before the next one.

        A processor then has the program and lists of that rule at hand.
        """
        checked: list[_Checked] = [(claim, books, [], []) for claim, books in claims]
        asked: list[list[_Checked]] = [[] for _ in self.rules]
        for one in checked:
            for place in self._places(one[0], one[1]):
                asked[place].append(one)
        for rule, those in zip(self.rules, asked, strict=True):
            check, finding = rule.check, rule.finding
            for claim, books, found, errors in those:
                try:
                    for hit in check(claim, books):
                        found.append(finding(hit))
                except NosologistError as error:
                    errors.append(error.with_traceback(None))  # which would keep all these claims
        for claim, _, found, errors in checked:
            yield errors[0] if errors else overridden(found, claim.overrides)

    def asked(self, claim: Claim, books: Books) -> tuple[Rule, ...]:
        """The rules that can have something to say about a claim, in the order of their ids."""
        return tuple([self.rules[place] for place in self._places(claim, books)])

    def _places(self, claim: Claim, books: Books) -> tuple[int, ...]:
        """Where these rules stand among all."""
        by_code: dict[str, int] = books.memo.setdefault(self, {})
        met = self._free
        for value in claim.values:
            bits = by_code.get(value)
            met |= self._met_by(value, books, by_code) if bits is None else bits
        for procedure in claim.whole_procedures:
            bits = self._by_procedure.get(procedure.code.value)
            met |= self._met_by_procedure(procedure.code.value) if bits is None else bits
        met &= met >> 2 * len(self.rules)
        asked = met & met >> len(self.rules) & self._fitting(claim, books)
        return self._sets.get(asked) or self._set(asked)

    def _set(self, bits: int) -> tuple[int, ...]:
        if len(self._sets) >= _MOST_SETS:
            self._sets.clear()
        places = f"{bits:b}"[::-1].encode().translate(_PLACES)
        found = self._sets[bits] = tuple(compress(range(len(self.rules)), places))
        return found

    def _met_by(self, value: str, books: Books, by_code: dict[str, int]) -> int:
        """The conditions that a diagnosis code meets."""
        if len(by_code) >= _MOST_KEPT:
            by_code.clear()
        bits = self._met_in(value)
        for concerned, asked in self._asking:
            if concerned(value, books):
                bits |= asked
        by_code[value] = bits
        return bits

    def _met_by_procedure(self, value: str) -> int:
        """The conditions that a procedure code meets."""
        if len(self._by_procedure) >= _MOST_KEPT:
            self._by_procedure.clear()
        bits = self._by_procedure[value] = sum(bit for bit, kind in self._kinds if kind.match(value))
        return bits

    def _met_in(self, value: str) -> int:
        """The conditions on codes and ranges of codes that a diagnosis code meets; most codes share them with others."""
        category = self._by_category.get(value[:3])
        if category is None:
            category = self._by_category[value[:3]] = self._category(value[:3])
        opening = value[: category.deciding]
        bits = self._by_opening.get(opening)
        if bits is None:
            if len(self._by_opening) >= _MOST_KEPT:
                self._by_opening.clear()
            bits = category.all
            for bit, patterns in category.some:
                if any(one.covers(value) for one in patterns):
                    bits |= bit
            self._by_opening[opening] = bits
        return bits

    def _category(self, category: str) -> _Category:
        letter = category[:1]
        if letter not in self._by_letter:
            self._by_letter[letter] = _touching(self._bound, letter)
        every, some, deciding = 0, [], 3
        for bit, patterns in _touching(self._by_letter[letter], category):
            if any(one.covers(category) and len(one.first) <= 3 >= len(one.last) for one in patterns):
                every |= bit
            else:
                some.append((bit, patterns))
                deciding = max(deciding, *(len(end) for one in patterns for end in (one.first, one.last)))
        return _Category(every, some, deciding)

    def _fitting(self, claim: Claim, books: Books) -> int:
        """The rules whose setting, dates and needs the claim meets."""
        return self._in_force(claim.setting, claim.date) & self._served(
            self._parts(claim, books), books.shelf.code_sets()
        )

    def _in_force(self, setting: Setting, on: date | None) -> int:
        """The rules that hold in a setting on a day; on all days between two changes of the law they are the same."""
        since = None if on is None else bisect_right(self._changes, on)
        bits = self._by_day.get((setting, since))
        if bits is None:
            bits = _bits(_holds_in(rule, setting) and rule.holds(on) for rule in self.rules)
            self._by_day[setting, since] = bits
        return bits

    def _served(self, has: tuple[bool, ...], added: frozenset[str]) -> int:
        """The rules whose part of the claim, and whose book, is there."""
        bits = self._by_parts.get((has, added))
        if bits is None:
            if len(self._by_parts) >= _MOST_SETS:
                self._by_parts.clear()
            needed = dict(zip(Needs, has, strict=True))
            bits = self._by_parts[has, added] = _bits(
                (rule.needs is None or needed[rule.needs]) and (rule.book is None or rule.book in added)
                for rule in self.rules
            )
        return bits

    def _parts(self, claim: Claim, books: Books) -> tuple[bool, ...]:
        """Which of the parts that rules need a claim has, in the order of ``Needs``."""
        diagnoses, procedures, lines, record = claim.diagnoses, claim.procedures, claim.lines, claim.record
        return (
            bool(diagnoses),
            bool(procedures),
            bool(lines),
            record is not None,
            claim.form is not None,
            any(line.modifiers for line in lines),
            len(lines) > 1,
            len(procedures) > 1,
            claim.query is not None,
            record is not None and len(record.encounter.documents) > 1,
            self._edited and claim.setting is Setting.INPATIENT and bool(edits_raised(claim, books)),
            not diagnoses,
            len(diagnoses) > FEWEST_PLACES,
            len(frozenset(claim.values)) < len(diagnoses),
            len(claim.categories) < len(claim.values),
            not _SURE.issuperset([one.poa for one in diagnoses]),
        )


def _touching(bound: _Bound, opening: str) -> _Bound:
    """What of these conditions codes with an opening may meet."""
    length = len(opening)
    touching = (
        (bit, tuple([one for one in patterns if one.first[:length] <= opening <= one.last[:length]]))
        for bit, patterns in bound
    )
    return [(bit, patterns) for bit, patterns in touching if patterns]


def _bits(true: Iterable[bool]) -> int:
    """The places where something is true, as bits."""
    return sum(1 << place for place, one in enumerate(true) if one)


def _changes(rules: tuple[Rule, ...]) -> list[date]:
    """The days on which a rule begins to hold, or holds no longer."""
    begun = {rule.since for rule in rules if rule.since}
    return sorted(begun | {rule.until + timedelta(1) for rule in rules if rule.until and rule.until < date.max})


def _holds_in(rule: Rule, setting: Setting) -> bool:
    return not rule.settings or setting in rule.settings


def overridden(found: Sequence[Finding], overrides: Sequence[Override]) -> tuple[Finding, ...]:
    """Findings, those that a person let stand marked with the reason."""
    if not overrides:
        return tuple(found)
    result = []
    for finding in found:
        for override in overrides:
            if override.rule == finding.rule and set(override.codes) <= set(finding.codes):
                finding = replace(finding, override=override.reason)
                break
        result.append(finding)
    return tuple(result)
