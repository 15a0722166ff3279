"""OG107."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Ask, Remove, Severity
from nosologist.rules.among import among, has
from nosologist.rules.rule import Hit, guideline, rule

_BMI = read_patterns("Z68")
_WEIGHT = read_patterns(
    "E40-E46, E64.0, E65-E68, E88.81-E88.82, F50, R62.51, R62.7, R63, R64, E88.A, O99.21, O99.84, Z71.3, E34.3, "
    "P92, R62.5, O26.0, O26.1, G47.33, K95, Z98.84, E11, E28.2"
)


@rule("OG107", guideline("I.B.14"), guideline("I.C.21.c.3"), severity=Severity.WARN, concerns="Z68")
def bmi_without_diagnosis(claim: Claim, books: Books) -> Iterator[Hit]:
    """A body mass index is coded without a diagnosis that goes with it."""
    for code in among(claim, _BMI):
        if not has(claim, _WEIGHT):
            yield Hit(
                f"{code.dotted}: no diagnosis on the claim goes with a body mass index",
                (code,),
                (Remove(code), Ask("What does the provider call the patient's weight?")),
            )
