"""CM124."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books, kept_by_code
from nosologist.codesets.sides import side_of
from nosologist.model.claim import Claim
from nosologist.model.code import icd10cm
from nosologist.model.finding import Remove, Severity
from nosologist.rules.rule import Hit, guideline, rule

_WITHOUT = re.compile(r"(.+?)(?:,? without |,? uncomplicated\b)")
_WITH = re.compile(r",? with ")
_OF_ONE_CONDITION = (*range(1, 15), 21)  # injuries and pregnancies may be several of one kind
_ELSEWHERE = read_patterns("E08.9, E09.9, E10.9, E11.9, E13.9")  # OG150


@kept_by_code
def _denied(value: str, books: Books) -> frozenset[str]:
    """The codes whose titles say "with" where the title of a code says "without" or "uncomplicated", on the same side."""
    code = books.tabular.get(value)
    if code is None or code.chapter not in _OF_ONE_CONDITION or _ELSEWHERE[value]:
        return frozenset()
    denial = _WITHOUT.match(code.title.lower())
    if denial is None:
        return frozenset()
    return frozenset(
        other
        for other, title in books.tabular.titled(value[:3], "with")
        if title.startswith(denial[1]) and _WITH.match(title, denial.end(1)) and _side(title) == _side(code.title)
    )


def _side(title: str) -> str:
    named = side_of(title)
    return named.side if named else ""


@rule("CM124", guideline("I.A.15"), guideline("I.B.2"), severity=Severity.WARN, concerns=_denied)
def with_and_without(claim: Claim, books: Books) -> Iterator[Hit]:
    """A code says without, or uncomplicated, what another of the same condition says with."""
    for diagnosis in claim.diagnoses if len(claim.categories) < len(claim.values) else ():
        code = diagnosis.code
        for value in sorted(_denied(code.value, books).intersection(claim.values)):
            yield Hit(
                f"{code.dotted} denies what {icd10cm(value).dotted} states",
                (code, icd10cm(value)),
                (Remove(code), Remove(icd10cm(value))),
            )
            break
