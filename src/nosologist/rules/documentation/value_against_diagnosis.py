"""DOC209."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from nosologist.codesets.code_patterns import Patterns, covered, read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.fact import Fact, FactKind
from nosologist.model.finding import Ask, Severity
from nosologist.rules.rule import Hit, Needs, guideline, rule


class _Told(NamedTuple):
    """Diagnoses that a value of a measure shows, high or low."""

    codes: Patterns
    measure: re.Pattern[str]
    is_high: bool


@cache
def _table() -> tuple[_Told, ...]:
    """``values.txt``: codes = high or low measure, other names of it."""
    found = []
    for line in Path(__file__).with_name("values.txt").read_text("utf-8").splitlines():
        codes, equals, told = line.partition(" = ")
        if equals and not line.startswith("#"):
            side, _, names = told.partition(" ")
            words = "|".join(re.escape(name.strip()) for name in names.split(","))
            found.append(_Told(read_patterns(codes), re.compile(rf"(?i)^(?:{words})$"), side == "high"))
    return tuple(found)


def _concerned(value: str, books: Books) -> bool:
    return covered(_all_codes(), value)


@cache
def _all_codes() -> Patterns:
    return Patterns(tuple(pattern for told in _table() for pattern in told.codes.all))


@rule("DOC209", guideline("I.A.19"), severity=Severity.INFO, concerns=_concerned, needs=Needs.RECORD)
def value_against_diagnosis(claim: Claim, books: Books) -> Iterator[Hit]:
    """A diagnosis that a laboratory value shows is coded, and every such value in the record lies within its range."""
    assert claim.record is not None
    results = [fact for fact in claim.record.encounter.facts if fact.kind is FactKind.RESULT]
    for diagnosis in claim.diagnoses:
        for told in _table():
            values = [fact for fact in results if told.measure.match(fact.short_name)]
            if (
                covered(told.codes, diagnosis.code.value)
                and values
                and all(_speaks_against(one, told) for one in values)
            ):
                yield Hit(
                    f"{diagnosis.code.dotted}: no value of the record shows it: {'; '.join(one.line for one in values[:3])}",
                    (diagnosis.code,),
                    (Ask("On what clinical basis was the condition diagnosed?"),),
                )


def _speaks_against(fact: Fact, told: _Told) -> bool:
    """True for a value on the other side of the limit; False where its range is not known."""
    if fact.number is None:
        return False
    if told.is_high:
        return fact.high is not None and fact.number <= fact.high
    return fact.low is not None and fact.number >= fact.low
