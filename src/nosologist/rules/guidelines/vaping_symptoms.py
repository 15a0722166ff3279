"""OG183."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.among import pairs
from nosologist.rules.rule import Hit, guideline, rule

_VAPING = read_patterns("U07.0")
_SYMPTOMS = read_patterns("R05, R06.0, R06.2, R07.1, R09.02, R06.8")


@rule("OG183", guideline("I.C.10.e"), severity=Severity.WARN, concerns="U07.0")
def vaping_symptoms(claim: Claim, books: Books) -> Iterator[Hit]:
    """Respiratory symptoms are coded beside a vaping-related disorder."""
    for vaping, symptom in pairs(claim, _VAPING, _SYMPTOMS):
        yield Hit(f"{symptom.dotted} belongs to {vaping.dotted}", (vaping, symptom), (Remove(symptom),))
