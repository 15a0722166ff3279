"""OG178."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import covered, read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import icd10cm
from nosologist.model.finding import Remove, Replace, Severity
from nosologist.rules.among import pairs
from nosologist.rules.rule import Hit, guideline, rule

_WITHOUT = read_patterns("I25.10")
_WITH = read_patterns("I25.11, I25.7")
_ANGINA = read_patterns("I20")


@rule("OG178", guideline("I.C.9.b"), severity=Severity.STOP, concerns="I20")
def coronary_disease_and_angina(claim: Claim, books: Books) -> Iterator[Hit]:
    """Coronary atherosclerosis and angina are coded apart."""
    for vessel, angina in (*pairs(claim, _WITHOUT, _ANGINA), *pairs(claim, _WITH, _ANGINA)):
        changes = (
            (Replace(vessel, (icd10cm("I2511"),)), Remove(angina))
            if covered(_WITHOUT, vessel.value)
            else (Remove(angina),)
        )
        yield Hit(f"{vessel.dotted} with {angina.dotted}: one code says both", (vessel, angina), changes)
