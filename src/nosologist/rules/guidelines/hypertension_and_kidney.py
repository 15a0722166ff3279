"""OG171."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import icd10cm
from nosologist.model.finding import Replace, Severity
from nosologist.rules.among import pairs
from nosologist.rules.rule import Hit, guideline, rule

_PRESSURE = read_patterns("I10")
_KIDNEY = read_patterns("N18")


@rule("OG171", guideline("I.C.9.a.2"), severity=Severity.WARN, concerns="I10", beside="N18")
def hypertension_and_kidney(claim: Claim, books: Books) -> Iterator[Hit]:
    """Hypertension and chronic kidney disease are coded apart."""
    for pressure, kidney in pairs(claim, _PRESSURE, _KIDNEY):
        severe = kidney.value in ("N185", "N186")
        yield Hit(
            f"{pressure.dotted} with {kidney.dotted}: the classification presumes that they belong together",
            (pressure, kidney),
            (Replace(pressure, (icd10cm("I120" if severe else "I129"),)),),
        )
        break
