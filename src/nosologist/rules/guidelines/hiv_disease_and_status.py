"""OG120."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.among import pairs
from nosologist.rules.rule import Hit, guideline, rule

_DISEASE = read_patterns("B20")
_STATUS = read_patterns("Z21, R75")


@rule("OG120", guideline("I.C.1.a.2.g"), severity=Severity.STOP, concerns="B20")
def hiv_disease_and_status(claim: Claim, books: Books) -> Iterator[Hit]:
    """HIV disease stands beside asymptomatic or inconclusive HIV."""
    for disease, status in pairs(claim, _DISEASE, _STATUS):
        yield Hit(
            f"{disease.dotted} with {status.dotted}: HIV disease stays HIV disease",
            (disease, status),
            (),
            (Remove(status),),
        )
