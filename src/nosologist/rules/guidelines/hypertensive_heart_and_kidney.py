"""OG172."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import icd10cm
from nosologist.model.finding import Replace, Severity
from nosologist.rules.among import pairs
from nosologist.rules.rule import Hit, guideline, rule

_HEART = read_patterns("I11")
_KIDNEY = read_patterns("I12, N18")
_HYPERTENSIVE_KIDNEY = read_patterns("I12")
_HEART_FAILURE = read_patterns("I50, I51.4-I51.7, I51.89, I51.9")


@rule(
    "OG172",
    guideline("I.C.9.a.3"),
    severity=Severity.WARN,
    concerns="I11-I12",
    beside="I12, N18, I50, I51.4-I51.7, I51.89, I51.9",
)
def hypertensive_heart_and_kidney(claim: Claim, books: Books) -> Iterator[Hit]:
    """Hypertensive heart disease and kidney disease are coded apart."""
    for one, other in (*pairs(claim, _HEART, _KIDNEY), *pairs(claim, _HYPERTENSIVE_KIDNEY, _HEART_FAILURE)):
        yield Hit(
            f"{one.dotted} with {other.dotted}: together they are a code from I13",
            (one, other),
            (Replace(one, (icd10cm("I13"),)),),
        )
        break
